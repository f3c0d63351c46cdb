"""Evidence: which sentences of the retrieved passages answer, and whether they are enough to answer at all.

A sentence is judged by its own vector, by the question's words in it, and a little by the passage around it.
Headings and questions state nothing and are never evidence.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from rag.question import Query, share
from rag.retrieve import Candidates
from store import Article, Corpus
from store.index import IndexedSentence, Place

PASSAGES = 20
COSINE_SCALE = 25.0
"""The cosines of multilingual-e5-small crowd together: .04 between two sentences is a clear difference."""
WORDS_WEIGHT = 1.5
PASSAGE_WEIGHT = 0.3


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence that may answer. `words` is the share (0 to 1) of the question's words, by rarity, it has."""

    article: Article
    start: int
    end: int
    keys: frozenset[str]
    cosine: float
    words: float
    score: float

    @property
    def quote(self) -> str:
        """The sentence as the article has it."""
        return self.article.text[self.start : self.end]


def gather(query: Query, candidates: Candidates, corpus: Corpus) -> list[Evidence]:
    """The sentences of the best passages, best first."""
    places = list(candidates.scores)[:PASSAGES]
    articles = {article.id: article for article in corpus.articles(sorted({place[0] for place in places}))}
    lowest = min(candidates.sentences.values(), default=0.0)
    found = []
    for row in corpus.index.sentences(places):
        if row.sentence.states and row.article_id in articles:
            found.append(_judge(query, candidates, row, articles[row.article_id], lowest))
    return sorted(found, key=lambda e: (-e.score, e.article.id, e.start))


def _judge(
    query: Query, candidates: Candidates, row: IndexedSentence, article: Article, lowest: float
) -> Evidence:
    place: Place = (row.article_id, row.sentence.passage)
    cosine = candidates.sentences.get((*place, row.sentence.number), lowest)
    around = candidates.passages.get(place, min(candidates.passages.values(), default=0.0))
    shared = share(query.terms, row.keys)
    score = COSINE_SCALE * (cosine + PASSAGE_WEIGHT * around) + WORDS_WEIGHT * shared
    return Evidence(article, row.sentence.start, row.sentence.end, row.keys, cosine, shared, score)
