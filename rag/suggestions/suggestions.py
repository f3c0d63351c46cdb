"""Questions to ask next, each tried before it is offered: the corpus answers it, with words not read yet.

They are made of what is at hand, without a language model: what those who speak in the articles say, what an article
asks itself, what another outlet reports, what is newest.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from itertools import islice

from rag.chain import answer, default_corpus
from rag.query import as_list
from rag.results import Answer, Citation
from rag.settings import Settings, load_settings
from rag.suggestions.candidates import CandidateQuestion, candidate_questions, question_keys
from store import Corpus, Span
from store.text import fold, words

MOST_TRIED = 7
"""So many questions are answered to find the good ones."""
SURER = 0.3
"""A question offered is answered with a confidence this share of the way from the threshold to 1, at least."""


def follow_ups(
    answered: Answer,
    *,
    corpus: Corpus | None = None,
    history: Sequence[str] = (),
    outlets: Sequence[str] | None = None,
    since: dt.date | str | None = None,
    until: dt.date | str | None = None,
    settings: Settings | None = None,
    limit: int = 3,
) -> tuple[str, ...]:
    """At most `limit` questions to ask after an answer, in its language, that the corpus answers with other words.

    The rest are the arguments that the answer was asked with; `history` without its own question. It takes as long
    as answering up to eight questions; no language model is asked. Errors as for `answer`.
    """
    settings = settings or load_settings()
    corpus = default_corpus() if corpus is None else corpus  # an empty corpus is false
    quoting = settings.model_copy(update={"llm": ""})
    outlets = as_list(outlets) if outlets is not None else None
    told = (*as_list(history), answered.question)
    asked_before = {_same(question) for question in (*told, answered.understood)}
    read = [_place(citation) for citation in answered.citations]
    chosen: list[str] = []
    for candidate in islice(candidate_questions(answered, corpus, outlets, since, until), MOST_TRIED):
        if len(chosen) >= limit:
            break
        if _same(candidate.question) in asked_before:
            continue
        got = answer(
            candidate.question,
            corpus=corpus,
            history=told,
            outlets=outlets,
            since=since,
            until=until,
            settings=quoting,
        )
        if _fits(got, candidate, settings.threshold) and not _is_read(got.citations[0], read):
            chosen.append(candidate.question)
            asked_before.add(_same(candidate.question))
            read.append(_place(got.citations[0]))
    return tuple(chosen)


def _same(question: str) -> tuple[str, ...]:
    return tuple(words(question))


def _place(citation: Citation) -> tuple[str, Span]:
    return citation.article.id, Span(citation.start, citation.end)


def _is_read(citation: Citation, read: Sequence[tuple[str, Span]]) -> bool:
    """Whether a quote has words that were quoted already."""
    return any(
        citation.article.id == article_id and citation.start < span.end and span.start < citation.end
        for article_id, span in read
    )


def _fits(got: Answer, candidate: CandidateQuestion, threshold: float) -> bool:
    """Whether an answer is surely one to the question that it was asked."""
    if not got.answered or got.confidence < threshold + SURER * (1 - threshold):
        return False
    if bool(got.understood) != bool(candidate.outlet):
        return False
    first = got.citations[0]
    if candidate.outlet and fold(first.article.outlet) != fold(candidate.outlet):
        return False
    quoted = f"{first.quote}\n{first.translation or ''}"
    return candidate.said in quoted and all(question_keys(name) & question_keys(quoted) for name in candidate.names)
