"""The command that lets a language model translate the articles of a store, once."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ui.cli import output
from ui.cli.arguments import Json, Store, open_existing_corpus, reporting_errors
from ui.messages import general as messages
from ui.messages import localized, one_line

if TYPE_CHECKING:
    from llama_index.core.llms import LLM

    from rag import Estimate, Translated
    from store import Article, Corpus

_INTO = {"ar": messages.IN_ARABIC, "en": messages.IN_ENGLISH}


@reporting_errors()
def translate_articles(
    to: Annotated[str, typer.Option("--to", metavar="LANGUAGE", help="The language to translate into: ar or en.")],
    llm: Annotated[
        str, typer.Option("--llm", metavar="NAME", help="The language model; without it, that of ISNAD_LLM.")
    ] = "",
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask before the model is used.")] = False,
    json: Json = False,
    store: Store = None,
) -> None:
    """Translate the articles with a language model, so that they answer in another language without it."""
    from rag import ModelError, RagError, load_settings

    if to not in _INTO:
        raise RagError(localized(messages.UNKNOWN_LANGUAGE, given=repr(to)))
    settings = load_settings()
    if not (llm or settings.llm):
        raise ModelError(localized(messages.NO_MODEL))
    with open_existing_corpus(store) as corpus:
        from rag.llms import load_model

        translate_with(load_model(llm or settings.llm, settings.llm_timeout), corpus, to, yes, json)


def translate_with(llm: LLM, corpus: Corpus, language: str, yes: bool, json: bool) -> None:
    """Translate what is untranslated, after confirmation, and report the result."""
    from rag import estimate_work, model_name, untranslated_articles

    model = model_name(llm)
    articles = untranslated_articles(corpus, language, model)
    if articles:
        _ask(estimate_work(articles, language, llm, corpus.encoder), language, model, yes)
    done = _translated(articles, language, corpus, llm) if articles else []
    if json:
        output.write_json(_as_dict(done, language, model))
    elif done:
        report = _as_dict(done, language, model)
        counts = {"translated": len(report["translated"]), "failed": len(report["failed"])}
        output.say(localized(messages.TRANSLATED, **counts, sentences=report["untranslated"]))
    elif not len(corpus):
        output.complain(output.local_phrases().no_articles)
    else:
        output.say(localized(messages.NOTHING_TO_TRANSLATE, in_language=_into(language)))
    if not all(each.kept for each in done):
        raise typer.Exit(1)


def _ask(about: Estimate, language: str, model: str, yes: bool) -> None:
    """Print an estimate to standard error, and end the command unless the user confirms."""
    counts = {name: f"{count:,}" for name, count in asdict(about).items()}
    named = one_line(model)
    typer.echo(localized(messages.ESTIMATE, in_language=_into(language), model=named, **counts), err=True)
    if yes:
        return
    if not sys.stdin.isatty():
        output.complain(localized(messages.NOBODY_TO_ASK))
        raise typer.Exit(1)
    try:
        if not typer.confirm(localized(messages.GO_ON), err=True):
            raise typer.Exit(1)
    except typer.Abort:
        raise KeyboardInterrupt from None


def _translated(articles: Sequence[Article], language: str, corpus: Corpus, llm: LLM) -> list[Translated]:
    from rag import translate_article as translated
    from store import IsnadError
    from store.ingestion import Progress

    done: list[Translated] = []
    tokens = 0
    with output.progress_bar(messages.TRANSLATING) as show:

        def count(read: int) -> None:
            nonlocal tokens
            tokens += read
            show(Progress(len(done), len(articles), tokens))

        try:
            for each in translated(articles, language, corpus, llm, count):
                done.append(each)
                count(0)
        except (KeyboardInterrupt, IsnadError):
            output.complain(localized(messages.STOPPED, done=len(done), articles=len(articles)))
            raise
    return done


def _into(language: str) -> str:
    return localized(_INTO[language])


def _as_dict(done: Sequence[Translated], language: str, model: str) -> dict[str, Any]:
    from rag import count_tokens

    flaws = count_tokens(done)
    return {
        "language": language,
        "model": model,
        "translated": [each.article_id for each in done if each.kept],
        "failed": [each.article_id for each in done if not each.kept],
        "sentences": sum(each.sentences for each in done),
        "untranslated": sum(flaws.values()),
        "flaws": flaws,
    }
