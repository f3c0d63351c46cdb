"""From a question to an answer: the whole way on one screen."""

from __future__ import annotations

import atexit
import datetime as dt
import os
import threading
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache, partial

from llama_index.core.llms import LLM

from rag.default_corpus import open_corpus
from rag.errors import ModelError
from rag.llms import load_model, wrap_llm
from rag.query import QueryPlan, as_list, check_question, describe_scope, parse_scope, plan_query, rewrite_with_llm
from rag.results import PHRASES, Answer, Fallback, Hit
from rag.retrieval import CANDIDATES, Ranking, hybrid_search, resolve_event_date, to_hits
from rag.settings import Settings, load_settings
from rag.synthesis import (
    articles_intro,
    build_statements,
    fall_back_to_quotes,
    generate_answer,
    lead_sentences,
    newest_first,
    overview_title,
    single_statements,
)
from rag.verification import drop_stale_citations
from store import Corpus, Scope
from store.text import language_of

CLOSEST = 3
_opening = threading.Lock()
# More at once would only keep each other from the processors. Language models are waited for outside of it.
_searching = threading.BoundedSemaphore(os.cpu_count() or 1)


def answer(
    question: str,
    *,
    corpus: Corpus | None = None,
    history: Sequence[str] = (),
    llm: LLM | str | None = None,
    outlets: Sequence[str] | None = None,
    since: dt.date | str | None = None,
    until: dt.date | str | None = None,
    settings: Settings | None = None,
) -> Answer:
    """Answer a question from the articles, or say that they do not say.

    `corpus` defaults to the default store, which starts with the sample articles. `history` holds the earlier
    questions of a conversation, oldest first. Only articles of `outlets`, dated from `since` to `until` (both
    included; dates or YYYY-MM-DD, YYYY-MM, YYYY), are searched; without these, only those that the question itself
    asks for: "what did X report …", "articles since June 2024 …".

    `llm` is a LlamaIndex LLM, or the name of one as `isnad models` shows them; it defaults to the one of the
    settings. It writes the answer, and each of its sentences is checked against the passages it names; where that
    fails the articles are quoted, and the answer's `notice` says why.

    Raises QuestionError for a question without words or of more than 2,000 characters, ScopeError for unknown outlets
    or wrong dates; no evidence is an answer, not an error.
    """
    *_, whole = stream_answer(
        question,
        corpus=corpus,
        history=history,
        llm=llm,
        outlets=outlets,
        since=since,
        until=until,
        settings=settings,
    )
    return whole


def stream_answer(
    question: str,
    *,
    corpus: Corpus | None = None,
    history: Sequence[str] = (),
    llm: LLM | str | None = None,
    outlets: Sequence[str] | None = None,
    since: dt.date | str | None = None,
    until: dt.date | str | None = None,
    settings: Settings | None = None,
) -> Iterator[Answer]:
    """The same answer as it grows, sentence by checked sentence; the last is what `answer` returns.

    Arguments and errors as for `answer`. Without a language model it is there at once, and whole.
    """
    settings = settings or load_settings()
    corpus = default_corpus() if corpus is None else corpus  # an empty corpus is false
    text = check_question(question)
    scope = parse_scope(corpus, language_of(text), outlets, since, until)
    return _stream(text, corpus, scope, as_list(history), chosen_model(llm, settings), settings)


def _stream(
    text: str,
    corpus: Corpus,
    scope: Scope,
    history: Sequence[str],
    model: LLM | ModelError | None,
    settings: Settings,
) -> Iterator[Answer]:
    """The way of a question: query plan, candidates, evidence, selection, synthesis, verification."""
    standalone, earlier = _rewritten(text, history, model)
    with _searching:
        ranking = Ranking(corpus, settings.threshold)
        plan = plan_query(
            standalone,
            corpus,
            scope,
            history=earlier,
            speaks_of=ranking.answer_mentions,
            days_of=partial(resolve_event_date, language=language_of(text), corpus=corpus, scope=scope),
        )
        plan = ranking.resolve_overview(plan)
        quoted = replace(_quote(text, plan, corpus, ranking, settings), corpus=corpus.catalogue.version())
    if model is None or not quoted.answered:
        yield quoted
    elif isinstance(model, ModelError):
        yield fall_back_to_quotes(quoted, Fallback.FAILED, model.to(quoted.language))
    else:
        yield from generate_answer(quoted, plan.standalone or text, model, corpus, settings.support)


def chosen_model(llm: LLM | str | None, settings: Settings) -> LLM | ModelError | None:
    """The model to write with: this one, or the one of this name, or the settings'; None where there is none.

    One that cannot be used is told as its error, for the articles can still be quoted.
    """
    chosen = llm or settings.llm
    if not chosen:
        return None
    try:
        if isinstance(chosen, str):
            return load_model(chosen, settings.llm_timeout)
        return wrap_llm(chosen, settings.llm_timeout)
    except ModelError as error:
        return error


def _quote(text: str, plan: QueryPlan, corpus: Corpus, ranking: Ranking, settings: Settings) -> Answer:
    """The answer that needs no language model: quotes, or that the articles do not say."""
    language = language_of(text)
    phrases = PHRASES[language]
    if not corpus.index.total():
        return Answer(text, language, phrases.no_articles, answered=False)
    if plan.begins:
        return _overview(text, plan, corpus)
    ranked = ranking.rank(plan)
    candidates, evidence = ranked.candidates, ranked.evidence
    if not candidates and plan.inferred_scope != Scope():
        elsewhere = hybrid_search(plan.text, corpus, plan.caller_scope)[1]
        return _refusal(text, plan, phrases.none_within, to_hits(elsewhere, corpus, CLOSEST), 0.0)
    sure = evidence[0].confidence if evidence else 0.0
    if plan.newest_first:
        evidence = newest_first(evidence, settings.threshold)
    quoted = build_statements(evidence, ranked.query.text, language, plan.newest_first)
    statements = drop_stale_citations(quoted, corpus) if sure >= settings.threshold else ()
    if not statements:
        within = phrases.refused_within if plan.overview is None else phrases.none_then
        plan = replace(plan, inferred_scope=plan.overview or plan.inferred_scope)
        return _refusal(text, plan, within, to_hits(candidates, corpus, CLOSEST), sure)
    return Answer(
        text,
        language,
        articles_intro(statements, language),
        True,
        statements,
        confidence=sure,
        understood=plan.rewritten_from(text),
        scope_note=_scope_note(plan, language),
    )


def _overview(text: str, plan: QueryPlan, corpus: Corpus) -> Answer:
    """How the newest articles begin."""
    language = language_of(text)
    statements = drop_stale_citations(
        single_statements(lead_sentences(corpus, plan.scope, language), language), corpus
    )
    if not statements:
        elsewhere = hybrid_search(plan.text, corpus, plan.caller_scope)[1]
        return _refusal(text, plan, PHRASES[language].none_within, to_hits(elsewhere, corpus, CLOSEST), 0.0)
    total = corpus.catalogue.page(scope=plan.scope, limit=0).total
    return Answer(
        text,
        language,
        overview_title(len(statements), total, language),
        True,
        statements,
        confidence=1.0,
        understood=plan.rewritten_from(text),
        scope_note=_scope_note(plan, language),
    )


def _rewritten(text: str, history: Sequence[str], model: LLM | ModelError | None) -> tuple[str, Sequence[str]]:
    """A question and the earlier ones to understand it from: none, where a model rewrote it and kept to them."""
    standalone = rewrite_with_llm(text, history, model) if history and isinstance(model, LLM) else ""
    return (standalone, ()) if standalone else (text, history)


def _scope_note(plan: QueryPlan, language: str) -> str:
    """A line that says to which articles the question itself limits the search; "" where to none."""
    within = describe_scope(plan.inferred_scope, language)
    return PHRASES[language].only_articles.format(which=within) if within else ""


def _refusal(question: str, plan: QueryPlan, within: str, closest: Sequence[Hit], sure: float) -> Answer:
    """That the articles do not say; `within` is how to put it of those that the question itself asks for."""
    language = language_of(question)
    which = describe_scope(plan.inferred_scope, language)
    refused = within.format(which=which) if which else PHRASES[language].refused
    understood = plan.rewritten_from(question)
    return Answer(question, language, refused, False, closest=tuple(closest), confidence=sure, understood=understood)


def retrieve(
    question: str,
    *,
    corpus: Corpus | None = None,
    limit: int = 10,
    outlets: Sequence[str] | None = None,
    since: dt.date | str | None = None,
    until: dt.date | str | None = None,
) -> list[Hit]:
    """The `limit` passages that best match a question, best first. Arguments and errors as for `answer`."""
    corpus = default_corpus() if corpus is None else corpus  # an empty corpus is false
    text = check_question(question)
    scope = parse_scope(corpus, language_of(text), outlets, since, until)
    resolve = partial(resolve_event_date, language=language_of(text), corpus=corpus, scope=scope)
    plan = plan_query(text, corpus, scope, days_of=resolve)
    if not corpus.index.total():
        return []
    return to_hits(hybrid_search(plan.text, corpus, plan.scope, max(limit, CANDIDATES))[1], corpus, max(limit, 0))


def default_corpus() -> Corpus:
    """The default store, opened once for the whole process, by whichever thread asks first."""
    with _opening:
        return _shared_corpus()


@lru_cache(maxsize=1)
def _shared_corpus() -> Corpus:
    corpus = open_corpus()
    atexit.register(corpus.close)
    return corpus
