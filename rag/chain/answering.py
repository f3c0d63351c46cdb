"""From a question to an answer: the whole way on one screen."""

from __future__ import annotations

import atexit
import datetime as dt
import os
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import lru_cache

from llama_index.core.llms import LLM

from rag.chain.turns import FairTurns
from rag.default_corpus import open_as
from rag.errors import ModelError
from rag.llms import load_model, raise_if_cancelled, wrap_llm
from rag.query import (
    History,
    Topic,
    before_more,
    check_question,
    earlier_questions,
    parse_scope,
    plan_parts,
    plan_query,
    read_in_part,
    rewrite_with_llm,
    topics_of,
    turns_read,
    without_small_talk,
)
from rag.reading import open_reader
from rag.results import Answer, AnswerKind, Fallback, Hit
from rag.retrieval import CANDIDATES, Ranking, hybrid_search, load_kept_weights, to_hits
from rag.settings import Settings, load_settings
from rag.synthesis import (
    MOST_SOURCES,
    Checks,
    Quoter,
    fall_back_to_quotes,
    generate_answer,
    needs_unseen,
    reply_about,
    show_further,
    show_unseen,
)
from store import Corpus, ProcessLock, Scope, checked
from store.text import language_of

PLACES = max(2, os.cpu_count() or 1)
"""So many questions are searched for at once; language models are waited for outside of it."""
_opening = ProcessLock()
_searching = FairTurns(PLACES)


@contextmanager
def _turn() -> Iterator[None]:
    """A turn at searching, for a question that is still waited for."""
    with _searching.turn():
        raise_if_cancelled()
        yield


@checked
def answer(
    question: str,
    *,
    corpus: Corpus | None = None,
    history: History = (),
    llm: LLM | str | None = None,
    outlets: Iterable[str] | None = None,
    since: dt.date | str | None = None,
    until: dt.date | str | None = None,
    scope: Scope | None = None,
    settings: Settings | None = None,
) -> Answer:
    """Answer a question from the articles, or say that they do not say.

    `corpus` defaults to the default store, which starts with the sample articles. `history` holds the earlier
    questions of a conversation, oldest first, or its messages as {"role": "user", "content": …}, of which the
    assistant's are passed over. Only articles of `outlets`, dated from `since` to `until` (both included; dates or
    YYYY-MM-DD, YYYY-MM, YYYY), are searched; without these, only those that the question itself asks for: "what did X
    report …", "articles since June 2024 …". A `scope` stands for all three, and may keep to articles in one language.

    `llm` is a LlamaIndex LLM, or the name of one as `isnad models` shows them; it defaults to the one of the
    settings. It writes the answer, and each of its sentences is checked against the passages it names; where that
    fails the articles are quoted, and the answer's `notice` says why.

    A greeting, thanks, or a question about Isnad and its articles as a whole is replied to (`kind` is "about"), and
    in the history it is passed over.

    Raises QuestionError for a question without words or of more than 2,000 characters, ScopeError for unknown outlets
    or wrong dates, ArgumentError for arguments of a wrong type; no evidence is an answer, not an error.
    """
    *_, whole = stream_answer(
        question,
        corpus=corpus,
        history=history,
        llm=llm,
        outlets=outlets,
        since=since,
        until=until,
        scope=scope,
        settings=settings,
        preliminary=False,
    )
    return whole


@checked
def stream_answer(
    question: str,
    *,
    corpus: Corpus | None = None,
    history: History = (),
    llm: LLM | str | None = None,
    outlets: Iterable[str] | None = None,
    since: dt.date | str | None = None,
    until: dt.date | str | None = None,
    scope: Scope | None = None,
    settings: Settings | None = None,
    preliminary: bool = True,
) -> Generator[Answer, None, None]:
    """The same answer as it grows, sentence by checked sentence; the last is what `answer` returns.

    Arguments and errors as for `answer`. Without a language model it comes whole. Before it, with `preliminary` and
    where a reader is at work, comes what answers as far as search alone tells, if anything does: an answer whose
    `preliminary` is true.
    """
    settings = settings or load_settings()
    corpus = default_corpus() if corpus is None else corpus  # an empty corpus is false
    text = check_question(question)
    language = language_of(text)
    scope = scope or parse_scope(corpus, language, outlets, since, until)
    model = chosen_model(llm, settings)
    earlier = turns_read(earlier_questions(history))
    growing = _stream(read_in_part(text), language, corpus, scope, earlier, model, settings, preliminary)
    return (replace(each, question=text) for each in growing)


def _stream(
    text: str,
    language: str,
    corpus: Corpus,
    scope: Scope,
    history: Sequence[str],
    model: LLM | ModelError | None,
    settings: Settings,
    preliminary: bool,
) -> Generator[Answer, None, None]:
    """The way of a question: query plan, candidates, evidence, selection, synthesis, verification."""
    with _turn():
        earlier: Sequence[str] = without_small_talk(history)
        topics = topics_of(text, earlier)
    if topics:
        yield _about(text, language, topics, corpus)
        return
    asked, earlier, times = before_more(text, earlier)
    standalone, earlier = _rewritten(asked, earlier, model)
    with _turn():
        plan = plan_query(standalone, corpus, scope, history=earlier)
        parts = plan_parts(standalone, plan, corpus)
        goes_on = bool(earlier) and not times and plan.standalone != text
        before = plan_query(earlier[-1], corpus, scope, history=earlier[:-1]) if goes_on else None
        reader = open_reader(settings.reader)
        judge = reader.judge if reader else None
        ranking = Ranking(corpus, settings.threshold, reader, load_kept_weights(reader))
        early = None
        # What a model writes takes the place of all quotes, and overviews are not made by reading.
        if preliminary and reader and not times and not isinstance(model, LLM) and plan.request is None:
            unread = ranking.unread()
            early = Quoter(text, language, corpus, unread, None).answer(unread.settle(plan), parts)
    if early and early.answered and early.kind is AnswerKind.ANSWER:
        yield replace(early, preliminary=True, corpus=corpus.catalogue.version())
    with _turn():
        plan, before = ranking.settle(plan), before and ranking.settle(before)
        quoter = Quoter(text, language, corpus, ranking, judge)
        quoted = quoter.answer(plan, parts)
        if before and plan.standalone != text and needs_unseen(quoted):
            quoted = show_unseen(quoted, quoter.answer(before))
        near = ranking.closest(plan) if times and corpus.index.total() else ()
        quoted = show_further(quoted, times, near)
        quoted = replace(quoted, corpus=corpus.catalogue.version())
        # An overview's order is its answer; and what is asked of days without articles, or for more, has none.
        may_answer = quoted.answered or (quoted.kind is AnswerKind.REFUSAL and plan.overview is None and not times)
        asks = isinstance(model, LLM) and plan.request is None and may_answer
        hits = ranking.passages(plan, MOST_SOURCES) if asks and corpus.index.total() else []
    if isinstance(model, LLM) and asks and (hits or quoted.answered):
        checks = Checks(settings.support, judge, settings.strict)
        yield from generate_answer(quoted, plan.standalone or text, hits, model, checks)
    elif isinstance(model, ModelError) and quoted.answered and plan.request is None:
        yield fall_back_to_quotes(quoted, Fallback.FAILED, model.to(language))
    else:
        yield quoted


def _about(text: str, language: str, topics: Sequence[Topic], corpus: Corpus) -> Answer:
    """The reply to what is said to the program itself; it needs neither the articles' words nor a model's."""
    reply = reply_about(topics, language, corpus)
    return Answer(text, language, reply, False, kind=AnswerKind.ABOUT, corpus=corpus.catalogue.version())


def chosen_model(llm: LLM | str | None, settings: Settings) -> LLM | ModelError | None:
    """The model to write with: this one, or the one of this name, or the settings'; None where there is none.

    One that cannot be used is given as its error, for the articles can still be quoted.
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


def _rewritten(text: str, history: Sequence[str], model: LLM | ModelError | None) -> tuple[str, Sequence[str]]:
    """A question and the earlier ones to understand it from: none, where a model rewrote it and kept to them."""
    standalone = rewrite_with_llm(text, history, model) if history and isinstance(model, LLM) else ""
    return (standalone, ()) if standalone else (text, history)


@checked
def retrieve(
    question: str,
    *,
    corpus: Corpus | None = None,
    limit: int = 10,
    outlets: Iterable[str] | None = None,
    since: dt.date | str | None = None,
    until: dt.date | str | None = None,
    scope: Scope | None = None,
) -> list[Hit]:
    """The `limit` passages that best match a question, best first. Arguments and errors as for `answer`."""
    corpus = default_corpus() if corpus is None else corpus  # an empty corpus is false
    text = read_in_part(check_question(question))
    scope = scope or parse_scope(corpus, language_of(text), outlets, since, until)
    with _searching.turn():
        plan = plan_query(text, corpus, scope)
        if not corpus.index.total():
            return []
        found = hybrid_search(plan.text, corpus, plan.scope, max(limit, CANDIDATES))
        return to_hits(found, corpus, max(limit, 0))


def default_corpus() -> Corpus:
    """The default store, opened once for the whole process, by whichever thread asks first.

    A forked process opens it anew: nothing of an open store can be used there.
    """
    with _opening:
        return _shared_corpus()


@lru_cache(maxsize=1)
def _shared_corpus() -> Corpus:
    corpus = open_as(Corpus)
    atexit.register(corpus.close)
    return corpus


def _in_child() -> None:
    """After a fork: threads that were searching are not there to give their turns back."""
    global _searching
    _searching = FairTurns(PLACES)
    _shared_corpus.cache_clear()


os.register_at_fork(after_in_child=_in_child)
