"""Evidence: which sentences of the retrieved passages answer the question.

A sentence is judged token by token (each token of the question looks for its likest in the sentence, after what all
tokens have in common is taken away), by the question's words that it has, and by how well its passage was found.
Headings, questions and the page's furniture state nothing and are never evidence.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from rag.linguistics import UNKNOWN, Period, period_fit
from rag.query import Term, TermCoverage, missing_answer_type
from rag.retrieval.hybrid import PassageCandidate, ScoredSentence
from rag.retrieval.list_context import list_intro, merge_sentences
from rag.retrieval.quote_span import MOST_SENTENCES, expand_quote, overlaps_any
from rag.retrieval.reranker import PassageReading
from rag.retrieval.scoring import Weights, answer_confidence, read_score, sentence_score
from store import Article, Corpus, Field, Place, Span
from store.text import index_text, names_of, required_context, searched_title

SENTENCES = 10
"""So many of the best are given."""
MOST_ASKED = 8
"""More words than this make a question no more particular."""
TIMELY = 6.0
"""What it counts that a sentence is of the period a question names, from not at all to surely."""
LITTLE = 1.0
"""An entry that scores this little more than what opens its list says no more of what was asked than the others."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence that may answer, at `span` in its article, and what speaks for it.

    `article.text[start:end]` is the quote: the sentence with what it takes to understand it. Where `field` is
    "title", `span`, `start` and `end` count the characters of the article's title. `is_cross_lingual` says
    that the sentence is there only in another language than the question's. `score` orders the evidence of one
    question; `confidence`, from 0 to 1, is how likely it answers. `terms` are the question's words as looked up in
    the article's language, `measures` what score and confidence were made of.
    `embedding`, float32 [384] of unit length, is the mean of its tokens, to compare sentences with. `answer` are the
    words of the article that answer, in the sentence; None where nobody read it.
    """

    article: Article
    span: Span
    start: int
    end: int
    keys: frozenset[str]
    is_cross_lingual: bool
    score: float
    confidence: float
    terms: tuple[Term, ...] = field(default=(), compare=False, repr=False)
    measures: Mapping[str, float] = field(default_factory=dict, compare=False, repr=False)
    embedding: NDArray[np.float32] | None = field(default=None, compare=False, repr=False)
    answer: Span | None = field(default=None, compare=False)
    field: Field = "text"  # the last, as its name hides that of dataclasses

    @property
    def quote(self) -> str:
        """The words of the article that are quoted."""
        return self.article.part(self.field)[self.start : self.end]

    @property
    def sentence(self) -> str:
        """The sentence itself."""
        return self.article.part(self.field)[self.span.start : self.span.end]

    def overlaps(self, other: Evidence) -> bool:
        """Whether both quote some of the same words."""
        same = (self.article.id, self.field) == (other.article.id, other.field)
        return same and self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class _Found:
    """A sentence that was read, in its article and passage, with what was measured of it.

    `adds` is how much more it scores than what opens it, as an entry's list, does alone. `answer` are the words of it
    that the reader takes for the answer.
    """

    read: ScoredSentence
    candidate: PassageCandidate
    measures: dict[str, float]
    score: float
    adds: float = 0.0
    answer: Span | None = None

    @property
    def article(self) -> Article:
        """The article it stands in."""
        return self.candidate.article

    @property
    def number(self) -> int:
        """Which of its article's sentences it is."""
        return self.read.row.sentence.number

    @property
    def span(self) -> Span:
        """Where it stands in its article."""
        return self.read.row.span

    @property
    def sentence(self) -> str:
        """Its words."""
        return self.article.text[self.span.start : self.span.end]


_Place = tuple[str, int]
"""An article's id and the number of one of its sentences."""


def select_evidence(
    candidates: Sequence[PassageCandidate],
    corpus: Corpus,
    period: Period | None = None,
    readings: Mapping[Place, PassageReading] = MappingProxyType({}),
    calibrated: Weights | None = None,
) -> list[Evidence]:
    """The most promising sentences of a question's passages, best first; those about this period before others.

    With `readings`, those of the passages that were read; `calibrated` as for `answer_confidence`.
    """
    found = [one for of_query in _by_query(candidates) for one in _judged(of_query)]
    found = _read_together(found, readings) if readings else found
    found = [_timely(one, period) for one in found] if period else found
    best = sorted(found, key=lambda one: (-one.score, one.article.id, one.span.start))[:SENTENCES]
    cosines, embeddings = _cosines(best, corpus), corpus.index.meanings([one.read.row for one in best])
    near = {(one.article.id, one.number): one for one in found}
    evidence = []
    for one, embedding in zip(best, embeddings, strict=True):
        cosine = cosines.get((one.candidate.place[0], one.number), -1.0)
        evidence.append(_evidence(one, _beside(one, near), _measured(one, cosine), embedding, calibrated))
    evidence += _title_evidence(candidates, readings, calibrated)
    return sorted(evidence, key=lambda one: (-one.score, one.article.id, one.field, one.start))[:SENTENCES]


def _title_evidence(
    candidates: Sequence[PassageCandidate],
    readings: Mapping[Place, PassageReading],
    calibrated: Weights | None,
) -> list[Evidence]:
    """The titles of the passages that were read, as evidence; of an article's passages the likeliest one speaks."""
    found: dict[str, Evidence] = {}
    for candidate in candidates:
        reading = readings.get(candidate.place)
        if reading is not None and candidate.article.headline:
            one = _title(candidate, reading, calibrated)
            other = found.get(candidate.article.id)
            found[candidate.article.id] = one if other is None or one.score > other.score else other
    return list(found.values())


def _title(candidate: PassageCandidate, reading: PassageReading, calibrated: Weights | None) -> Evidence:
    """The title of a passage's article with what ranks it."""
    title, query = candidate.article.title, candidate.query
    tokens = candidate.sentences[0].title
    measures = {
        "tokens": float(tokens.mean()),
        "words": TermCoverage(query.terms)(_forms((title,), None)),
        "passage": candidate.score,
        "lacks": missing_answer_type(query)(title),
        "cosine": candidate.measures["vector"],
        "passage cosine": candidate.measures["vector"],
        "asked": float(min(len(query.terms), MOST_ASKED)),
    }
    measures |= {"unread": sentence_score(measures), "read": reading.title} | dict(reading.measures)
    sure = answer_confidence(measures, candidate.article.language != query.language, calibrated)
    words = reading.answer if reading.answer and reading.answer.field == "title" else None
    return title_evidence(candidate, read_score(measures), sure, measures, words)


def title_evidence(
    candidate: PassageCandidate,
    score: float,
    confidence: float,
    measures: Mapping[str, float] | None = None,
    answer: Span | None = None,
) -> Evidence:
    """The title of a candidate's article as evidence, whole; the article must have one."""
    article, query = candidate.article, candidate.query
    span = article.headline or Span(0, 0, "title")
    return Evidence(
        article,
        span,
        span.start,
        span.end,
        _forms((article.title,), None),
        article.language != query.language and not article.translated(span, query.language),
        score,
        confidence,
        query.terms,
        measures or {},
        answer=answer,
        field="title",
    )


def share_of_terms(terms: Sequence[Term], evidence: Evidence) -> float:
    """How much of what these terms say a sentence says with its title, from 0 to 1, rare words counting most."""
    return TermCoverage(terms)(evidence.keys | _context(evidence.article))


def _by_query(candidates: Sequence[PassageCandidate]) -> list[list[PassageCandidate]]:
    """The candidates of each language together: they have one query."""
    found: dict[int, list[PassageCandidate]] = {}
    for candidate in candidates:
        found.setdefault(id(candidate.query), []).append(candidate)
    return list(found.values())


def _beside(one: _Found, found: Mapping[_Place, _Found]) -> list[_Found]:
    """The statements next to one in its article, as far as MOST_SENTENCES reach, that were read."""
    steps = [step for step in range(1 - MOST_SENTENCES, MOST_SENTENCES) if step]
    near = [found.get((one.article.id, one.number + step)) for step in steps]
    return [other for other in near if other is not None]


def _judged(candidates: Sequence[PassageCandidate]) -> Iterator[_Found]:
    """The statements of the passages that one query found, with what ranks them."""
    query = candidates[0].query
    shares, lacks = TermCoverage(query.terms), missing_answer_type(query)
    for candidate in candidates:
        yield from _judged_passage(shares, lacks, candidate)


def _read_together(found: Sequence[_Found], readings: Mapping[Place, PassageReading]) -> list[_Found]:
    """The statements of the passages that were read, scored also by what the reader says of them."""
    read = [(one, readings[one.candidate.place]) for one in found if one.candidate.place in readings]
    return [_with_reading(one, reading) for one, reading in read]


def _with_reading(one: _Found, reading: PassageReading) -> _Found:
    measures = one.measures | {"unread": one.score, "read": reading.sentences[one.number]} | dict(reading.measures)
    words = reading.answer
    inside = words is not None and words.field == "text" and overlaps_any(words, [one.span])
    return replace(one, measures=measures, score=read_score(measures), answer=words if inside else None)


def _judged_passage(
    shares: TermCoverage, lacks: Callable[[str], float], candidate: PassageCandidate
) -> Iterator[_Found]:
    """The statements of a passage with what ranks them; each says also what it must be read with."""
    context = _context(candidate.article)

    def covered(*sentences: ScoredSentence) -> dict[str, float]:
        one = merge_sentences(sentences)
        return {"tokens": one.likeness, "words": shares(one.row.keys | context)}

    for read in candidate.sentences:
        if not read.row.sentence.statement or overlaps_any(read.row.span, candidate.furniture):
            continue
        before = list_intro(candidate, read)
        lacked = lacks(candidate.article.text[read.row.span.start : read.row.span.end])
        measures = covered(read, *before) | {"passage": candidate.score, "lacks": lacked}
        score = sentence_score(measures)
        adds = score - sentence_score(measures | covered(*before)) if before else score
        yield _Found(merge_sentences([read, *before]), candidate, measures, score, adds)


def _timely(found: _Found, period: Period) -> _Found:
    """The same, scored also by how well it fits a period."""
    fits = period_fit(found.sentence, found.article.date, period)
    return replace(found, score=found.score + TIMELY * (fits - UNKNOWN))


def _measured(found: _Found, cosine: float) -> dict[str, float]:
    """What says how likely it answers; `cosine` is its own with the question."""
    return found.measures | {
        "cosine": cosine,
        "passage cosine": found.candidate.measures["vector"],
        "asked": float(min(len(found.candidate.query.terms), MOST_ASKED)),
    }


def _evidence(
    found: _Found,
    beside: Sequence[_Found],
    measures: Mapping[str, float],
    embedding: NDArray[np.float32] | None,
    calibrated: Weights | None,
) -> Evidence:
    article, query = found.article, found.candidate.query
    is_cross_lingual = article.language != query.language and not article.translated(found.span, query.language)
    quote = _quoted(found, {other.span: other.score for other in beside})
    sure = answer_confidence(measures, is_cross_lingual, calibrated)
    return Evidence(
        article,
        found.span,
        quote.start,
        quote.end,
        found.read.row.keys,
        is_cross_lingual,
        found.score,
        sure,
        query.terms,
        measures,
        embedding,
        found.answer,
    )


def _quoted(found: _Found, beside: Mapping[Span, float]) -> Span:
    """What is quoted for a sentence; where an entry adds little to what opens its list, what is for that."""
    article, furniture = found.article, found.candidate.furniture
    opened = required_context(article.text, found.span) if found.adds < LITTLE else None
    whole = expand_quote(article, opened, beside, furniture) if opened else found.span
    return whole if opened and found.span.end <= whole.end else expand_quote(article, found.span, beside, furniture)


def _cosines(found: Sequence[_Found], corpus: Corpus) -> dict[_Place, float]:
    """Each sentence's cosine with the question."""
    if not found:
        return {}
    passages = {one.candidate.place: one.candidate for one in found}
    cosines = corpus.index.sentence_cosines(list(passages), found[0].candidate.query.vector)
    return {
        (place[0], number): cosine
        for place, own in cosines.items()
        for number, cosine in zip(passages[place].numbers, corpus.encoder.comparable(own).tolist(), strict=True)
    }


def passage_forms(passage: PassageCandidate) -> frozenset[str]:
    """The index forms of all that a passage says, those of its article's titles and day among them."""
    return _context(passage.article).union(*(sentence.row.keys for sentence in passage.sentences))


def _context(article: Article) -> frozenset[str]:
    """The index forms that go for every sentence of an article: those of its titles and its date."""
    return _forms((article.title, *(other.title for other in article.translations)), article.date)


@lru_cache(maxsize=1000)
def _forms(titles: tuple[str, ...], date: dt.date | None) -> frozenset[str]:
    texts = [searched_title(title) for title in titles] + ([names_of(date)] if date else [])
    return frozenset(index_text(texts).split())
