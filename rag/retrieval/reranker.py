"""The best passages read by the trained reader, question and passage together."""

from __future__ import annotations

import logging
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from rag.errors import ReaderError
from rag.query import Term
from rag.reading import AnswerSpan, Page, Reader, Reading, WordSupport
from rag.retrieval.borne_out import least_borne_out
from rag.retrieval.hybrid import PassageCandidate
from rag.retrieval.side_by_side import part_asked
from store import Place, Span
from store.text import format_date, index_text, names_of

READ_TOGETHER = 8
"""So many of the passages found are read at most,"""
HOPELESS = 6.0
"""and none whose score lies so far below the best one's.

Of 180 questions about real news all have the same answers so, with .62 of the tokens read.
"""
HARDLY = 3.0
"""By so little the logits of one number beside another say nothing against the question's words."""
SURE = -4.5
"""Words whose logits stand farther below those of "nowhere" are not told as the answer.

On 42 questions about real news 22 of the 30 words above it were right, and 2 of the 12 below.
"""
_LEAST = 1e-6
_log = logging.getLogger("isnad")


@dataclass(frozen=True, slots=True)
class PassageReading:
    """What the reader found in a passage.

    `sentences` are the log odds that the answer begins in each sentence rather than nowhere in the passage, by the
    sentence's number; `title` the same of the article's title. `measures` has what goes for all of the passage:
    "answered", the log odds that it answers, and "borne out", those of the question's word that it bears out least.
    `answer` are the words of the article's text or, as its field says, title, that surely answer. `support` says of
    each word of the question how likely the passage bears it out.
    """

    sentences: Mapping[int, float]
    title: float
    measures: Mapping[str, float]
    answer: Span | None
    support: tuple[WordSupport, ...] = ()


def read_passages(
    question: str, candidates: Sequence[PassageCandidate], reader: Reader | None
) -> dict[Place, PassageReading]:
    """What the reader finds in the best candidates; nothing without a reader, or where it fails."""
    best = [one for one in candidates[:READ_TOGETHER] if one.score >= candidates[0].score - HOPELESS]
    if reader is None or not best:
        return {}
    try:
        readings = _read(question, best, reader)
    except ReaderError as error:
        _log.warning("This question was answered without the reader. %s", error)
        return {}
    return {
        candidate.place: _passage_reading(question, candidate, reading)
        for candidate, reading in zip(best, readings, strict=True)
    }


def _read(question: str, candidates: Sequence[PassageCandidate], reader: Reader) -> list[Reading]:
    """What the reader finds; of numbers side by side the one of what is asked, where it hardly prefers another.

    Raises ReaderError.
    """
    pages = [_page(question, candidate) for candidate in candidates]
    readings = reader.read(question, pages)
    beside = {
        place: Page(page.title, page.text, [part])
        for place, (page, reading) in enumerate(zip(pages, readings, strict=True))
        if (part := _beside(page, reading.answer, candidates[place].query.terms))
    }
    again = reader.read(question, list(beside.values())) if beside else []
    for place, other in zip(beside, again, strict=True):
        if other.answer and not other.answer.in_title and other.score > readings[place].score - HARDLY:
            readings[place] = replace(readings[place], answer=other.answer)
    return readings


def _beside(page: Page, answer: AnswerSpan | None, terms: Sequence[Term]) -> Span | None:
    """The part of the answer's sentence that has the number of what is asked, where that is another number."""
    if answer is None or answer.in_title:
        return None
    # A reader's words may begin with the space before a sentence.
    sentence = next((span for span in page.sentences if span.start < answer.end and answer.start < span.end), None)
    return part_asked(page.text, sentence, Span(answer.start, answer.end), terms) if sentence else None


def _page(question: str, candidate: PassageCandidate) -> Page:
    """A passage as it stands in its article, under the article's title, with its day where the question names that.

    What an article tells of "in June" is what a question asks of June 2024.
    """
    date, title = candidate.article.date, candidate.article.title
    if date and not set(index_text([names_of(date)]).split()).isdisjoint(index_text([question]).split()):
        title = f"{title} ({format_date(date, candidate.article.language)})"
    spans, start = [sentence.row.span for sentence in candidate.sentences], candidate.span.start
    return Page(title, candidate.text, [Span(span.start - start, span.end - start) for span in spans])


def _passage_reading(question: str, candidate: PassageCandidate, reading: Reading) -> PassageReading:
    numbers = [sentence.row.sentence.number for sentence in candidate.sentences]
    shares = dict(zip(numbers, reading.sentences, strict=True))
    answer = _answer(candidate, reading)
    least = least_borne_out(question, candidate, reading.support or (), answer)
    return PassageReading(
        {number: _log_odds(share, reading.none) for number, share in shares.items()},
        _log_odds(reading.title, reading.none),
        {
            "answered": _log_odds(1.0 - reading.none, reading.none),
            "borne out": _log_odds(least, 1.0 - least),
        },
        answer if reading.answer and reading.answer.score >= SURE else None,
        reading.support or (),
    )


def _answer(candidate: PassageCandidate, reading: Reading) -> Span | None:
    """The words that answer best, where they stand in the article."""
    found = reading.answer
    if found is None:
        return None
    if found.in_title:
        is_day = found.end > len(candidate.article.title)  # it stands behind the title, and none of its words
        return None if is_day else Span(found.start, found.end, "title")
    start = candidate.span.start
    return Span(start + found.start, start + found.end)


def _log_odds(share: float, none: float) -> float:
    return math.log((share + _LEAST) / (none + _LEAST))
