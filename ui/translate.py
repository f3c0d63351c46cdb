"""The command that lets a language model translate the articles of a store, once."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ui import messages, terminal
from ui.command import Json, Store, corpus_there, in_one_sentence
from ui.sentence import one_line, sentence

if TYPE_CHECKING:
    from llama_index.core.llms import LLM

    from rag.translating import Estimate, Translated
    from store import Article, Corpus

_INTO = {"ar": messages.IN_ARABIC, "en": messages.IN_ENGLISH}


@in_one_sentence()
def translate(
    to: Annotated[str, typer.Option("--to", metavar="LANGUAGE", help="The language to translate into: ar or en.")],
    llm: Annotated[
        str, typer.Option("--llm", metavar="NAME", help="The language model; without it, that of ISNAD_LLM.")
    ] = "",
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask before the model is used.")] = False,
    json: Json = False,
    store: Store = None,
) -> None:
    """Translate the articles with a language model, so that they answer in another language without it."""
    from rag.errors import ModelError, RagError
    from rag.settings import load_settings

    if to not in _INTO:
        raise RagError(sentence(messages.UNKNOWN_LANGUAGE, given=repr(to)))
    settings = load_settings()
    if not (llm or settings.llm):
        raise ModelError(sentence(messages.NO_MODEL))
    with corpus_there(store) as corpus:
        from rag.models import load_model

        translate_with(load_model(llm or settings.llm, settings.llm_timeout), corpus, to, yes, json)


def translate_with(llm: LLM, corpus: Corpus, language: str, yes: bool, json: bool) -> None:
    """Translate what is to be translated, after asking, and say what became of it."""
    from rag.translating import estimate, name_of, to_translate

    model = name_of(llm)
    articles = to_translate(corpus, language, model)
    if articles:
        _ask(estimate(articles, language, llm, corpus.encoder), language, model, yes)
    done = _translated(articles, language, corpus, llm) if articles else []
    if json:
        terminal.write_json(_as_dict(done, language, model))
    elif done:
        report = _as_dict(done, language, model)
        counts = {"translated": len(report["translated"]), "failed": len(report["failed"])}
        terminal.say(sentence(messages.TRANSLATED, **counts, sentences=report["untranslated"]))
    elif not len(corpus):
        terminal.complain(sentence(messages.NO_ARTICLES))
    else:
        terminal.say(sentence(messages.NOTHING_TO_TRANSLATE, in_language=_into(language)))
    if not all(each.kept for each in done):
        raise typer.Exit(1)


def _ask(about: Estimate, language: str, model: str, yes: bool) -> None:
    """Say on standard error what it will take, and end the command unless that is welcome."""
    said = {name: f"{count:,}" for name, count in asdict(about).items()}
    named = one_line(model)
    typer.echo(sentence(messages.ESTIMATE, in_language=_into(language), model=named, **said), err=True)
    if yes:
        return
    if not sys.stdin.isatty():
        terminal.complain(sentence(messages.NOBODY_TO_ASK))
        raise typer.Exit(1)
    try:
        if not typer.confirm(sentence(messages.GO_ON), err=True):
            raise typer.Exit(1)
    except typer.Abort:
        raise KeyboardInterrupt from None


def _translated(articles: Sequence[Article], language: str, corpus: Corpus, llm: LLM) -> list[Translated]:
    from rag.translating import translate as translated
    from store import IsnadError
    from store.report import Progress

    done: list[Translated] = []
    tokens = 0
    with terminal.progress(messages.TRANSLATING) as show:

        def count(read: int) -> None:
            nonlocal tokens
            tokens += read
            show(Progress(len(done), len(articles), tokens))

        try:
            for each in translated(articles, language, corpus, llm, count):
                done.append(each)
                count(0)
        except (KeyboardInterrupt, IsnadError):
            terminal.complain(sentence(messages.STOPPED, done=len(done), articles=len(articles)))
            raise
    return done


def _into(language: str) -> str:
    return sentence(_INTO[language])


def _as_dict(done: Sequence[Translated], language: str, model: str) -> dict[str, Any]:
    from rag.translating import counted

    flaws = counted(done)
    return {
        "language": language,
        "model": model,
        "translated": [each.article_id for each in done if each.kept],
        "failed": [each.article_id for each in done if not each.kept],
        "sentences": sum(each.sentences for each in done),
        "untranslated": sum(flaws.values()),
        "flaws": flaws,
    }
