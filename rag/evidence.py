"""Evidence: which sentences of the retrieved passages answer the question.

A sentence is judged token by token (each token of the question looks for its likest in the sentence, after what all
tokens have in common is taken away), by the question's words that it has, and by how well its passage was found.
Headings and questions state nothing and are never evidence.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from rag.kind import Kind, expected, kind
from rag.question import Query, share
from rag.retrieve import Candidate, ReadSentence
from rag.weights import likelihood, sentence_score
from store import Article, Corpus
from store.arabic import index_text
from store.dates import names_of

SENTENCES = 16
"""So many of the best are given."""
_SEEN = (Kind.WHEN, Kind.HOW_MANY)
"""What can be seen in a sentence to be there or not."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence that may answer, `article.text[start:end]`, and what speaks for it.

    `crosses` says that it is there only in another language than the question's. `score` orders the evidence of one
    question; `confidence`, from 0 to 1, is how likely it answers. `measures` holds what both were made of: `tokens`
    (-1 to 1), the mean likeness of the question's tokens to their likest here; `words`, the share (0 to 1) of the
    question's words, by rarity, that it has; `passage`, its passage's score. `meaning`, float32 [384] of unit
    length, is the mean of its tokens, to compare sentences with.
    """

    article: Article
    number: int
    start: int
    end: int
    keys: frozenset[str]
    crosses: bool
    score: float
    confidence: float
    measures: Mapping[str, float] = field(default_factory=dict, compare=False, repr=False)
    meaning: NDArray[np.float32] | None = field(default=None, compare=False, repr=False)

    @property
    def quote(self) -> str:
        """The words of the article."""
        return self.article.text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class _Found:
    """A sentence that was read, in its article and passage, with what was measured of it."""

    read: ReadSentence
    article: Article
    candidate: Candidate
    measures: dict[str, float]
    score: float


def gather(query: Query, candidates: Sequence[Candidate], corpus: Corpus) -> list[Evidence]:
    """The most promising sentences of the passages, best first."""
    articles = {article.id: article for article in corpus.articles(sorted({c.place[0] for c in candidates}))}
    there = [candidate for candidate in candidates if candidate.place[0] in articles]
    found = [one for candidate in there for one in _judged(query, candidate, articles[candidate.place[0]])]
    found.sort(key=lambda one: (-one.score, one.article.id, one.read.row.sentence.start))
    neighbours = {_place(read): read for candidate in there for read in candidate.sentences}
    best = found[:SENTENCES]
    cosines, meanings = _cosines(query, best, corpus), corpus.index.meanings([one.read.row for one in best])
    return [_evidence(query, one, neighbours, cosines, own) for one, own in zip(best, meanings, strict=True)]


def _judged(query: Query, candidate: Candidate, article: Article) -> Iterable[_Found]:
    """The statements of a passage with what ranks them."""
    context = _context(article)
    for read in candidate.sentences:
        if read.row.sentence.statement:
            measures = {
                "tokens": read.likeness,
                "words": share(query.terms, read.row.keys | context),
                "passage": candidate.score,
            }
            yield _Found(read, article, candidate, measures, sentence_score(measures))


def _evidence(
    query: Query,
    found: _Found,
    neighbours: Mapping[_Place, ReadSentence],
    cosines: Mapping[_Place, float],
    meaning: NDArray[np.float32] | None,
) -> Evidence:
    row, sentence = found.read.row, found.read.row.sentence
    beside = [neighbours.get((row.article_id, sentence.number + step)) for step in (-1, 1)]
    measures = found.measures | {
        "cosine": cosines.get(_place(found.read), -1.0),
        "passage cosine": found.candidate.measures["vector"],
        "passage bm25": found.candidate.measures["bm25"],
        "least said": _least_said(query, [found.read, *(read for read in beside if read is not None)]),
        "misses": _misses(query.text, found.article.text[sentence.start : sentence.end]),
    }
    article = found.article
    crosses = query.language not in {article.language, *(t.language for t in article.translations)}
    return Evidence(
        article,
        sentence.number,
        sentence.start,
        sentence.end,
        row.keys,
        crosses,
        found.score,
        likelihood(measures, crosses),
        measures,
        meaning,
    )


def _least_said(query: Query, sentences: Sequence[ReadSentence]) -> float:
    """How like the least said of the question's words is to what these neighbours say of it, from -1 to 1."""
    tokens = np.stack([read.tokens for read in sentences])
    spoken = query.spoken or (slice(None),)
    return min(float(tokens[:, own].mean(axis=1).max()) for own in spoken)


def _misses(question: str, sentence: str) -> float:
    """1 where a day or a number was asked for and the sentence has none, else 0."""
    wanted = kind(question)
    return float(wanted in _SEEN and not expected(wanted)(sentence))


_Place = tuple[str, int]


def _place(read: ReadSentence) -> _Place:
    return read.row.article_id, read.row.sentence.number


def _cosines(query: Query, found: Sequence[_Found], corpus: Corpus) -> dict[_Place, float]:
    """Each sentence's cosine with the question."""
    passages = {one.candidate.place: one.candidate for one in found}
    cosines = corpus.index.sentence_cosines(list(passages), query.vector)
    return {
        _place(read): cosine
        for place, own in cosines.items()
        for read, cosine in zip(passages[place].sentences, corpus.encoder.comparable(own).tolist(), strict=False)
    }


def _context(article: Article) -> frozenset[str]:
    """The index forms that go for every sentence of an article: those of its date."""
    return _forms(article.date) if article.date else frozenset()


@lru_cache(maxsize=1000)
def _forms(date: dt.date) -> frozenset[str]:
    return frozenset(index_text([names_of(date)]).split())
