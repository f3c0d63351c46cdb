"""From a question to an answer: the whole way on one screen."""

from __future__ import annotations

import atexit
import datetime as dt
import os
import threading
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from llama_index.core.llms import LLM

from rag.default_corpus import open_corpus
from rag.errors import ModelError
from rag.llms import load_model, wrap_llm
from rag.query import (
    PartPlan,
    QueryPlan,
    Topic,
    as_list,
    before_more,
    check_question,
    content_words,
    parse_scope,
    plan_parts,
    plan_query,
    rewrite_with_llm,
    topic_of,
    without_small_talk,
)
from rag.reading import open_reader
from rag.results import (
    PHRASES,
    Answer,
    AnswerKind,
    Fallback,
    Hit,
    Statement,
    articles_intro,
    describe_scope,
    overview_title,
)
from rag.retrieval import CANDIDATES, Evidence, Ranking, hybrid_search, load_kept_weights, to_hits
from rag.settings import Settings, load_settings
from rag.synthesis import (
    build_statements,
    combine_statements,
    fall_back_to_quotes,
    figures_first,
    generate_answer,
    lead_sentences,
    newest_first,
    reply_about,
    requested_overview,
    show_further,
    single_statements,
)
from rag.verification import Judge, drop_stale_citations, find_lack
from store import Corpus, Scope
from store.text import language_of, words

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

    A greeting, thanks, or a question about Isnad and its articles as a whole is replied to (`kind` is "about"), and
    in the history it is passed over.

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
    language = language_of(text)
    scope = parse_scope(corpus, language, outlets, since, until)
    return _stream(text, language, corpus, scope, as_list(history), chosen_model(llm, settings), settings)


def _stream(
    text: str,
    language: str,
    corpus: Corpus,
    scope: Scope,
    history: Sequence[str],
    model: LLM | ModelError | None,
    settings: Settings,
) -> Iterator[Answer]:
    """The way of a question: query plan, candidates, evidence, selection, synthesis, verification."""
    with _searching:
        earlier: Sequence[str] = without_small_talk(history)
        topic = topic_of(text, earlier)
    if topic is not None:
        yield _about(text, language, topic, corpus)
        return
    asked, earlier, times = before_more(text, earlier)
    standalone, earlier = _rewritten(asked, earlier, model)
    with _searching:
        plan = plan_query(standalone, corpus, scope, history=earlier)
        parts = plan_parts(standalone, plan, corpus)
        reader = open_reader(settings.reader)
        judge = reader.judge if reader else None
        ranking = Ranking(corpus, settings.threshold, reader, load_kept_weights(reader))
        plan = ranking.settle(plan)
        of_parts = _quote_parts(text, language, plan, parts, corpus, ranking, judge) if parts else None
        quoted = of_parts or _quote_at_some_time(text, language, plan, corpus, ranking, judge)
        near = to_hits(ranking.rank(plan).candidates, corpus, CLOSEST) if times and corpus.index.total() else ()
        quoted = show_further(quoted, times, near)
        quoted = replace(quoted, corpus=corpus.catalogue.version())
    if model is None or not quoted.answered or plan.request is not None:  # an overview's order is its answer
        yield quoted
    elif isinstance(model, ModelError):
        yield fall_back_to_quotes(quoted, Fallback.FAILED, model.to(language))
    else:
        yield from generate_answer(quoted, plan.standalone or text, model, settings.support, judge)


def _about(text: str, language: str, topic: Topic, corpus: Corpus) -> Answer:
    """The reply to what is said to the program itself; it needs neither the articles' words nor a model's."""
    reply = reply_about(topic, language, corpus)
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


def _quote_parts(
    text: str,
    language: str,
    plan: QueryPlan,
    parts: Sequence[PartPlan],
    corpus: Corpus,
    ranking: Ranking,
    judge: Judge | None,
) -> Answer | None:
    """What answers each of the things that a question asks; its note says which of them nothing answers.

    None where nothing surely answers any of them, or one sentence all: then the whole question is to be answered.
    """
    if not corpus.index.total():
        return None
    ranked = [(part, ranking.rank_part(part)) for part in parts]
    found = [(part, evidence) for part, evidence in ranked if evidence]
    if len({(evidence[0].article.id, evidence[0].span) for _, evidence in found}) < min(2, len(found)) or not found:
        return None
    told_of_each = [_told_of(part, evidence, language, ranking, judge) for part, evidence in found]
    statements = drop_stale_citations(combine_statements(told_of_each), corpus)
    if not statements:
        return None
    sure = min(evidence[0].confidence for _, evidence in found)
    told = _answer(text, language, plan, articles_intro(statements, language), statements, sure)
    return _without_parts(told, [part.question for part, evidence in ranked if not evidence])


def _without_parts(told: Answer, refused: Sequence[str]) -> Answer:
    """The answer with the note that these parts of its question have none."""
    if not refused:
        return told
    phrases = PHRASES[told.language]
    quoted = phrases.list_comma.join(f"{phrases.opening}{part}{phrases.closing}" for part in refused)
    return replace(told, scope_note=f"{told.scope_note} {phrases.refused_parts.format(parts=quoted)}".strip())


def _told_of(
    part: PartPlan, evidence: Sequence[Evidence], language: str, ranking: Ranking, judge: Judge | None
) -> tuple[Statement, ...]:
    """The statements of evidence that surely answers a part: of what is compared, the figures first."""
    if not part.compared or part.plan.newest_first:
        return _told(part.plan, evidence, language, ranking, judge)
    return build_statements(figures_first(evidence), part.plan.text, language, True, judge)


def _told(
    plan: QueryPlan, evidence: Sequence[Evidence], language: str, ranking: Ranking, judge: Judge | None
) -> tuple[Statement, ...]:
    """The statements of evidence that surely answers a plan."""
    if plan.newest_first:
        evidence = newest_first(evidence, ranking.threshold)
    return build_statements(evidence, plan.text, language, plan.newest_first, judge)


def _quote_at_some_time(
    text: str, language: str, plan: QueryPlan, corpus: Corpus, ranking: Ranking, judge: Judge | None
) -> Answer:
    """The same as `_quote`; of words for a time that are in no quote it says that they were not understood.

    Where nothing answers with these words, what answers without them does.
    """
    quoted = _quote(text, language, plan, corpus, ranking, judge)
    if not plan.unclear:
        return quoted
    if not quoted.answered:
        quoted = _quote(text, language, replace(plan, text=plan.without_unclear), corpus, ranking, judge)
    quotes = {word for citation in quoted.citations for word in words(citation.quote)}
    if quotes.issuperset(content_words(plan.unclear)):
        return quoted
    note = PHRASES[language].unclear_time.format(time=plan.unclear)
    return replace(quoted, scope_note=f"{quoted.scope_note} {note}".strip())


def _quote(
    text: str, language: str, plan: QueryPlan, corpus: Corpus, ranking: Ranking, judge: Judge | None
) -> Answer:
    """The answer that needs no language model: quotes, or that the articles do not say.

    `judge` tells whether one sentence bears out another; None where there is no reader.
    """
    phrases = PHRASES[language]
    if not corpus.index.total():
        return Answer(text, language, phrases.no_articles, False, kind=AnswerKind.REFUSAL)
    if (requested := _requested(text, language, plan, corpus, ranking, judge)) is not None:
        return requested
    if plan.overview is not None and plan.period is None:
        return _overview(text, language, plan, corpus)
    ranked = ranking.rank(plan)
    candidates, evidence = ranked.candidates, ranked.evidence
    if not candidates and plan.inferred_scope != Scope():
        return _none_within(text, language, plan, corpus)
    sure = evidence[0].confidence if evidence else 0.0
    statements: tuple[Statement, ...] = ()
    if sure >= ranking.threshold:
        statements = drop_stale_citations(_told(plan, evidence, language, ranking, judge), corpus)
    if not statements:
        within = phrases.refused_within if plan.overview is None else phrases.none_then
        plan = replace(plan, inferred_scope=plan.overview or plan.inferred_scope)
        return _refusal(text, language, plan, within, to_hits(candidates, corpus, CLOSEST), sure)
    lacks = find_lack(plan.text, statements)
    intro = articles_intro(statements, language, lacks)
    return replace(_answer(text, language, plan, intro, statements, sure), lacks=lacks)


def _requested(
    text: str, language: str, plan: QueryPlan, corpus: Corpus, ranking: Ranking, judge: Judge | None
) -> Answer | None:
    """The overview that the question asks for; None where it asks for none, or no article is about its subject."""
    overview = requested_overview(plan, corpus, ranking, judge, language) if plan.request else None
    if overview is None:
        return None
    statements = drop_stale_citations(overview.statements, corpus)
    given = _answer(text, language, plan, overview.intro, statements, 1.0)
    if statements:
        return replace(given, kind=overview.kind)
    closest = to_hits(hybrid_search(plan.text, corpus, plan.scope), corpus, CLOSEST)
    return replace(given, kind=overview.kind, answered=False, confidence=0.0, closest=tuple(closest))


def _overview(text: str, language: str, plan: QueryPlan, corpus: Corpus) -> Answer:
    """How the newest articles begin."""
    scope = plan.scope
    beginnings = single_statements(lead_sentences(corpus, scope, language), language)
    statements = drop_stale_citations(beginnings, corpus)
    if not statements:
        return _none_within(text, language, plan, corpus)
    total = corpus.catalogue.page(scope=scope, limit=0).total
    title = overview_title(len(statements), total, language)
    return replace(_answer(text, language, plan, title, statements, 1.0), kind=AnswerKind.SUMMARY)


def _rewritten(text: str, history: Sequence[str], model: LLM | ModelError | None) -> tuple[str, Sequence[str]]:
    """A question and the earlier ones to understand it from: none, where a model rewrote it and kept to them."""
    standalone = rewrite_with_llm(text, history, model) if history and isinstance(model, LLM) else ""
    return (standalone, ()) if standalone else (text, history)


def _answer(
    text: str, language: str, plan: QueryPlan, intro: str, statements: tuple[Statement, ...], sure: float
) -> Answer:
    """The answer of these statements; its note says to which articles the question itself limits the search."""
    within = describe_scope(plan.inferred_scope, language)
    return Answer(
        text,
        language,
        intro,
        True,
        statements,
        confidence=sure,
        understood=_understood(text, plan),
        scope_note=PHRASES[language].only_articles.format(which=within) if within else "",
    )


def _none_within(text: str, language: str, plan: QueryPlan, corpus: Corpus) -> Answer:
    """That there are no articles of the source and time that the question names; the closest are of others."""
    elsewhere = hybrid_search(plan.text, corpus, plan.caller_scope)
    closest = to_hits(elsewhere, corpus, CLOSEST)
    return _refusal(text, language, plan, PHRASES[language].none_within, closest, 0.0)


def _refusal(text: str, language: str, plan: QueryPlan, within: str, closest: Sequence[Hit], sure: float) -> Answer:
    """That the articles do not say; `within` is how to put it of those that the question itself asks for."""
    which = describe_scope(plan.inferred_scope, language)
    refused = within.format(which=which) if which else PHRASES[language].refused
    understood = _understood(text, plan)
    return Answer(
        text,
        language,
        refused,
        False,
        closest=tuple(closest),
        confidence=sure,
        understood=understood,
        kind=AnswerKind.REFUSAL,
    )


def _understood(text: str, plan: QueryPlan) -> str:
    """What a question was understood as, if it is not the question itself."""
    return plan.standalone if plan.standalone != text else ""


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
    plan = plan_query(text, corpus, scope)
    if not corpus.index.total():
        return []
    return to_hits(hybrid_search(plan.text, corpus, plan.scope, max(limit, CANDIDATES)), corpus, max(limit, 0))


def default_corpus() -> Corpus:
    """The default store, opened once for the whole process, by whichever thread asks first."""
    with _opening:
        return _shared_corpus()


@lru_cache(maxsize=1)
def _shared_corpus() -> Corpus:
    corpus = open_corpus()
    atexit.register(corpus.close)
    return corpus
