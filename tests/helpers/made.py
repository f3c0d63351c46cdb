"""Evidence made by hand: an article's sentence or title, with the score, confidence and meaning a test needs."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from rag.retrieval.evidence import Evidence
from store import Article, Span
from store.text.arabic import index_text


def direction(angle: float) -> NDArray[np.float32]:
    """A meaning; those at near angles are alike."""
    vector = np.zeros(384, np.float32)
    vector[:2] = np.cos(angle), np.sin(angle)
    return vector


def headline(article: Article, score: float = 0.0, confidence: float = 0.9, angle: float | None = None) -> Evidence:
    """The title of an article, whole."""
    whole = Span(0, len(article.title), "title")
    keys = frozenset(index_text([article.title]).split())
    meaning = None if angle is None else direction(angle)
    place = whole, whole.start, whole.end
    return Evidence(article, *place, keys, False, score, confidence, embedding=meaning, field="title")


def evidence(
    article: Article, sentence: str, score: float = 0.0, confidence: float = 0.9, angle: float | None = None
) -> Evidence:
    """A sentence quoted by itself, where it stands in its article."""
    start = article.text.index(sentence)
    point = Span(start, start + len(sentence))
    keys = frozenset(index_text([sentence]).split())
    meaning = None if angle is None else direction(angle)
    return Evidence(article, point, point.start, point.end, keys, False, score, confidence, embedding=meaning)
