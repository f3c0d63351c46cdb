"""Hybrid retrieval: passages found by their vector and their words, then read token by token and ranked.

The best of those found either way are read: each token of the question looks for its likest in the passage. What
each measure counts is learned (`weights.json`). Words that BM25 found count for as much as the corpus has words for
the question's: little, where a question had to cross into another language.

The articles in each language are searched as if the store had no others: the vectors and words of a question's own
language are so much more like it that passages in another one would hardly be found beside them. Then the passages of
all languages are ranked together.
"""

from __future__ import annotations

import math
import os
from collections.abc import Iterator, Mapping, Sequence, Set
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
from store.embedding import Encoding
from store.index import IndexedSentence
from store.text import marked_otherwise, marked_words

CANDIDATES = 40
READ = 12
"""So many passages are found each way, and so many of all are read."""
ACROSS = 4.0
"""So much is added to the score of a passage in another language, whose tokens and words are never as like.

Chosen on MLQA, half of whose articles were in each language (docs/MEASUREMENTS.md).
"""
OWN = 0.2
"""How much of a sentence's likeness is that of the sentence by itself."""
_UNREAD = {"tokens": 0.0, "words": 0.0}


@lru_cache(maxsize=1)
def _vector_threads() -> ThreadPoolExecutor:
    """The threads that vectors are searched in, made on first use."""
    return ThreadPoolExecutor(thread_name_prefix="isnad-search")


# A forked child has none of its parent's threads.
os.register_at_fork(after_in_child=_vector_threads.cache_clear)


@dataclass(frozen=True, slots=True)
class ScoredSentence:
    """A sentence that was read.

    `tokens`, float32 [the question's tokens], has each one's likeness to its likest in the sentence, `title` that to
    its likest in the article's title, -1 where there is none.
    """

    row: IndexedSentence
    tokens: NDArray[np.float32]
    title: NDArray[np.float32]

    @property
    def likeness(self) -> float:
        """How like the question's tokens are, from -1 to 1, to those of the sentence and of the title above it.

        A sentence is read with its title, which names what the sentence calls "the project" or "he". What it says
        itself counts a little more: a title that has all the question's words tells its sentences not apart.
        """
        with_title = np.maximum(self.tokens, self.title)
        return float((1 - OWN) * with_title.mean() + OWN * self.tokens.mean())


@dataclass(frozen=True, slots=True)
class PassageCandidate:
    """A passage of an article that may answer: its sentences, what was measured of it, and what that comes to.

    `query` is the question as it was looked up in the article's language.
    `article` is the printing that lies in the scope, and `sentences` are those it has; `numbers` are those of all
    sentences of the stored passage. Of the measures `vector` is its cosine, `bm25` that of its words by the query's
    vocabulary coverage, `tokens` (-1 to 1) the mean likeness of the question's tokens to their likest here, `words`
    (0 to 1) the share of its words. `furniture`
    are the lines of the article that its outlet repeats, which are never quoted.
    """

    query: Query
    place: Place
    article: Article
    sentences: tuple[ScoredSentence, ...]
    numbers: tuple[int, ...]
    furniture: tuple[Span, ...] = ()
    measures: Mapping[str, float] = field(default_factory=dict)
    score: float = 0.0

    @property
    def span(self) -> Span:
        """Where its sentences stand in its article, from the first to the last."""
        spans = [sentence.row.span for sentence in self.sentences]
        return Span(min(span.start for span in spans), max(span.end for span in spans))

    @property
    def text(self) -> str:
        """The words of its article from its first sentence to its last."""
        return self.article.text[self.span.start : self.span.end]


def hybrid_search(question: str, corpus: Corpus, scope: Scope, count: int = READ) -> list[PassageCandidate]:
    """Rank the best passages found for a question, best first: `count` where all articles are in one language.

    In each of two languages there are two thirds of it, of three a half: all would take too long to read.
    """
    encoding = parse_query(question, corpus)
    languages = [scope.language] if scope.language else corpus.index.languages()
    scopes = [replace(scope, language=language) for language in languages]
    each = math.ceil(2 * count / (1 + len(scopes)))
    found = [candidate for own in scopes for candidate in _search(question, encoding, corpus, own, each)]
    return sorted(found, key=lambda candidate: (-candidate.score, candidate.place))


def _search(
    question: str, encoding: Encoding, corpus: Corpus, scope: Scope, count: int
) -> Iterator[PassageCandidate]:
    """The best `count` passages in the scope's language, found by vector and by word.

    The vectors are searched, which takes one core, while the words are looked up.
    """
    limit = max(CANDIDATES, count)
    near = _vector_threads().submit(corpus.index.near_passages, encoding.vector, limit, scope)
    query = expand_query(question, encoding, corpus, scope.language)
    by_word = corpus.index.matching(query.keys, limit, scope)
    found = _found(query, near.result(), by_word, corpus)
    others = _marked_otherwise(question, {article for article, _ in found}, corpus)
    likely = [place for place in found if place[0] not in others]
    places = sorted(likely, key=lambda place: (-_worth(found[place]), place))[:count]
    shares = TermCoverage(query.terms)
    for passage in _read(query, places, corpus, scope):
        yield _ranked(shares, passage, found[passage.place])


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


def _marked_otherwise(question: str, articles: Set[str], corpus: Corpus) -> Set[str]:
    """Those of the articles that have a word of the question with vowel marks of another word."""
    marked = marked_words(question)
    read = corpus.articles(sorted(articles)) if marked else []
    return {article.id for article in read if marked_otherwise(f"{article.title}\n{article.text}", marked)}


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
    read = _read_sentences(query, rows, articles, corpus, scope.language)
    for place, passage in groupby(read, key=lambda one: (one.row.article_id, one.row.sentence.passage)):
        printing = printings[place[0]]
        numbers_of, furniture = tuple(numbers[place]), printing.furniture
        yield PassageCandidate(query, place, printing.article, tuple(passage), numbers_of, furniture)


def _read_sentences(
    query: Query, rows: Sequence[IndexedSentence], articles: Mapping[str, Article], corpus: Corpus, language: str
) -> list[ScoredSentence]:
    """The sentences of articles in a language that are still there, read in the question's language if possible."""
    readings = [_reading(row.states, articles[row.article_id], query.language) for row in rows]
    titles = [_reading(row.title, articles[row.article_id], query.language) for row in rows]
    tokens = corpus.index.likeness(sorted({*readings, *titles}), query.states, language)
    none = np.full(len(query.states), -1.0, np.float32)
    return [
        ScoredSentence(row, tokens[own], tokens.get(title, none))
        for row, own, title in zip(rows, readings, titles, strict=True)
        if own in tokens
    ]


def _reading(states: range, article: Article, language: str) -> int:
    """The id of what was read in a text in the question's language, where it has that, else in its own; -1: none."""
    others = article.translated_into
    if article.language == language or language not in others or len(states) <= len(others):
        return states[0] if states else -1
    return states[1 + others.index(language)]


def _ranked(shares: TermCoverage, passage: PassageCandidate, found: Mapping[str, float]) -> PassageCandidate:
    tokens = np.max([sentence.tokens for sentence in passage.sentences], axis=0)
    keys = frozenset().union(*(sentence.row.keys for sentence in passage.sentences))
    measures = {**found, "tokens": float(tokens.mean()), "words": shares(keys)}
    language, article = passage.query.language, passage.article
    across = ACROSS if language not in (article.language, *article.translated_into) else 0.0
    return replace(passage, measures=measures, score=passage_score(measures) + across)


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
