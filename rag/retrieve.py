"""Hybrid retrieval: passages found by their vector and their words, ranked by these and by their best sentence.

The three measure in different units; each is brought to mean 0 and deviation 1 over the candidates of one question,
then added. A candidate one way did not find gets that way's lowest value. Words count for as much as the corpus has
words for the question's: little, where a question had to cross into another language.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rag.question import Query, read, understand
from rag.types import Hit
from store import Corpus, Passage
from store.scope import Place, Scope

CANDIDATES = 40
LEXICAL_WEIGHT = 0.75
_beside = ThreadPoolExecutor(thread_name_prefix="isnad-search")


@dataclass(frozen=True, slots=True)
class Candidates:
    """The passages that may answer, best first with their fused scores, and the cosines of each one's sentences."""

    scores: dict[Place, float]
    sentences: dict[Place, NDArray[np.float32]]


def find(question: str, corpus: Corpus, scope: Scope) -> tuple[Query, Candidates]:
    """Understand a question and rank the passages found for it, by vector and by word.

    The vectors are searched, which takes one core, while the words are looked up.
    """
    encoding = read(question, corpus)
    near = _beside.submit(corpus.index.near_passages, encoding.vector, CANDIDATES, scope)
    query = understand(question, encoding, corpus)
    by_word = corpus.index.matching(query.keys, CANDIDATES, scope)
    return query, _ranked(query, near.result(), by_word, corpus)


def _ranked(
    query: Query, by_passage: Mapping[Place, float], by_word: Mapping[Place, float], corpus: Corpus
) -> Candidates:
    sentences = corpus.index.sentence_cosines(sorted({*by_passage, *by_word}), query.vector)
    places = list(sentences)
    total = _standard(by_passage, places) + _standard({at: max(sentences[at]) for at in places}, places)
    total += LEXICAL_WEIGHT * query.grasp * _standard(by_word, places)
    order = sorted(range(len(places)), key=lambda i: (-total[i], places[i]))
    return Candidates({places[i]: float(total[i]) for i in order}, sentences)


def _standard(found: Mapping[Place, float], places: Sequence[Place]) -> np.ndarray:
    """The values of `places`, shifted and scaled to mean 0 and deviation 1."""
    if not found:
        return np.zeros(len(places))
    lowest = min(found.values())
    values = np.array([found.get(place, lowest) for place in places], np.float64)
    spread = values.std()
    return (values - values.mean()) / spread if spread > 1e-6 else np.zeros(len(places))


def hits(candidates: Candidates, corpus: Corpus, limit: int) -> list[Hit]:
    """The best `limit` passages with their articles."""
    best = list(candidates.scores)[:limit]
    articles = {article.id: article for article in corpus.articles(sorted({place[0] for place in best}))}
    found = []
    for place, span in corpus.index.passages(best).items():
        article = articles[place[0]]
        passage = Passage(article.id, span.start, span.end, article.text[span.start : span.end])
        found.append(Hit(passage, article, candidates.scores[place]))
    return found
