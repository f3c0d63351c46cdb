"""Hybrid retrieval: passages found by their vector and their words, then read token by token and ranked.

The best of those found either way are read: each token of the question looks for its likest in the passage. What
each measure counts is learned (`rag.weights`). Words that BM25 found count for as much as the corpus has words for
the question's: little, where a question had to cross into another language.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from rag.query import Query, TermCoverage, expand_query, parse_query
from rag.results import Hit
from rag.retrieval.printings import printings_within
from rag.retrieval.scoring import passage_score
from store import Article, Corpus, Passage, Place, Scope, Span
from store.index import IndexedSentence

CANDIDATES = 40
READ = 12
"""So many passages are found each way, and so many of all are read."""
_UNREAD = {"tokens": 0.0, "words": 0.0}


@lru_cache(maxsize=1)
def _vector_threads() -> ThreadPoolExecutor:
    """The threads that vectors are searched in, made on first use."""
    return ThreadPoolExecutor(thread_name_prefix="isnad-search")


# A forked child has none of its parent's threads.
os.register_at_fork(after_in_child=_vector_threads.cache_clear)


@dataclass(frozen=True, slots=True)
class ScoredSentence:
    """A sentence that was read: `tokens`, float32 [the question's tokens], has each one's likeness to its likest."""

    row: IndexedSentence
    tokens: NDArray[np.float32]
    likeness: float


@dataclass(frozen=True, slots=True)
class PassageCandidate:
    """A passage of an article that may answer: its sentences, what was measured of it, and what that comes to.

    `article` is the printing that lies in the scope, and `sentences` are those it has; `numbers` are those of all
    sentences of the stored passage. Of the measures `vector` is its cosine, `bm25` that of its words by the query's
    vocabulary coverage, `tokens` (-1 to 1) the mean likeness of the question's tokens to their likest here, `words`
    (0 to 1) the share of its words. `furniture`
    are the lines of the article that its outlet repeats, which are never quoted.
    """

    place: Place
    article: Article
    sentences: tuple[ScoredSentence, ...]
    numbers: tuple[int, ...]
    furniture: tuple[Span, ...] = ()
    measures: Mapping[str, float] = field(default_factory=dict)
    score: float = 0.0


def hybrid_search(
    question: str, corpus: Corpus, scope: Scope, count: int = READ
) -> tuple[Query, list[PassageCandidate]]:
    """Understand a question and rank the best `count` passages found for it, by vector and by word, best first.

    The vectors are searched, which takes one core, while the words are looked up.
    """
    limit = max(CANDIDATES, count)
    encoding = parse_query(question, corpus)
    near = _vector_threads().submit(corpus.index.near_passages, encoding.vector, limit, scope)
    query = expand_query(question, encoding, corpus)
    by_word = corpus.index.matching(query.keys, limit, scope)
    found = _found(query, near.result(), by_word, corpus)
    places = sorted(found, key=lambda place: (-_worth(found[place]), place))[:count]
    shares = TermCoverage(query.terms)
    ranked = [_ranked(shares, passage, found[passage.place]) for passage in _read(query, places, corpus, scope)]
    return query, sorted(ranked, key=lambda candidate: (-candidate.score, candidate.place))


def _found(
    query: Query, by_vector: Mapping[Place, float], by_word: Mapping[Place, float], corpus: Corpus
) -> dict[Place, dict[str, float]]:
    """What was measured of each passage found. One that its vector did not find has the lowest cosine found."""
    if not by_vector:
        return {}
    cosines = np.array(list(by_vector.values()), np.float32)
    comparable = dict(zip(by_vector, corpus.encoder.comparable(cosines).tolist(), strict=True))
    lowest, coverage = min(comparable.values()), query.vocabulary_coverage
    return {
        place: {"vector": comparable.get(place, lowest), "bm25": coverage * by_word.get(place, 0.0)}
        for place in sorted({*by_vector, *by_word})
    }


def _worth(measures: Mapping[str, float]) -> float:
    """What is known of a passage before it is read."""
    return passage_score({**_UNREAD, **measures})


def _read(query: Query, places: Sequence[Place], corpus: Corpus, scope: Scope) -> Iterator[PassageCandidate]:
    """The passages with their sentences, as the printing in the scope has them.

    A passage that was removed meanwhile has none and is left out.
    """
    articles = {article.id: article for article in corpus.articles(sorted({place[0] for place in places}))}
    stored = [row for row in corpus.index.sentences(places) if row.article_id in articles]
    numbers: dict[Place, list[int]] = {}
    for row in stored:
        numbers.setdefault((row.article_id, row.sentence.passage), []).append(row.sentence.number)
    printings = printings_within(scope, articles.values(), stored, corpus)
    rows = [row for printing in printings.values() for row in printing.sentences]
    readings = [_reading(row, articles[row.article_id], query.language) for row in rows]
    tokens = corpus.index.likeness(readings, query.states)
    there = [(row, tokens[id_]) for row, id_ in zip(rows, readings, strict=True) if id_ in tokens]
    means = np.mean([own for _, own in there], axis=1).tolist() if there else []
    read = [ScoredSentence(row, own, mean) for (row, own), mean in zip(there, means, strict=True)]
    for place, passage in groupby(read, key=lambda one: (one.row.article_id, one.row.sentence.passage)):
        printing = printings[place[0]]
        yield PassageCandidate(place, printing.article, tuple(passage), tuple(numbers[place]), printing.furniture)


def _reading(row: IndexedSentence, article: Article, language: str) -> int:
    """The id of what was read in a sentence in the question's language, where it has that, else in its own."""
    others = article.translated_into
    if article.language == language or language not in others or len(row.states) <= len(others):
        return row.states[0]
    return row.states[1 + others.index(language)]


def _ranked(shares: TermCoverage, passage: PassageCandidate, found: Mapping[str, float]) -> PassageCandidate:
    tokens = np.max([sentence.tokens for sentence in passage.sentences], axis=0)
    keys = frozenset().union(*(sentence.row.keys for sentence in passage.sentences))
    measures = {**found, "tokens": float(tokens.mean()), "words": shares(keys)}
    return replace(passage, measures=measures, score=passage_score(measures))


def to_hits(candidates: Sequence[PassageCandidate], corpus: Corpus, limit: int) -> list[Hit]:
    """The best `limit` passages with their articles."""
    best = {candidate.place: candidate for candidate in candidates[:limit]}
    found = []
    for place, span in corpus.index.passages(list(best)).items():
        article = best[place].article
        if article.id != place[0]:  # another printing, which has the passage elsewhere
            sentences = [sentence.row.span for sentence in best[place].sentences]
            span = Span(min(own.start for own in sentences), max(own.end for own in sentences))
        passage = Passage(article.id, span.start, span.end, article.text[span.start : span.end])
        found.append(Hit(passage, article, best[place].score))
    return found
