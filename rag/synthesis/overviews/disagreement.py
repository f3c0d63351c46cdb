"""What sources disagree on: statements of different outlets about the same thing, side by side.

All pairs would be too many to judge. Those nearest in meaning are judged, so many and no more.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from rag.retrieval import Beginning, Evidence, beginnings
from rag.synthesis.contradiction import NEAR, Comparisons
from rag.synthesis.overviews.excerpts import statement_of, without_overlaps
from rag.verification import Judge
from store import Corpus, Scope
from store.text import fold

MOST_PAIRS = 60
"""So many pairs are judged,"""
MOST_SHOWN = 4
"""so many that differ are shown,"""
CLOSEST = 2
"""and so many of the nearest where none does."""
READ = 150
"""So many of the newest articles are read,"""
EACH = 4
"""and so many statements of each."""
ALIKE = 0.97
"""What is nearer than this is the same report in another printing."""

Pair = tuple[Evidence, Evidence]


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Evidence in which the two sides of a pair follow each other, and how many pairs were compared.

    `differing`: whether they report otherwise; if not, they are only those nearest to each other.
    """

    sides: tuple[Evidence, ...]
    pairs: tuple[tuple[int, int], ...]
    differing: bool
    compared: int


def newest_statements(corpus: Corpus, scope: Scope, language: str) -> list[Evidence]:
    """The first statements of a scope's newest articles, with what they mean."""
    ids = [entry.id for entry in corpus.catalogue.page(scope=scope, limit=READ).entries]
    return first_statements(beginnings(ids, corpus, scope), corpus, language)


def first_statements(begun: Sequence[Beginning], corpus: Corpus, language: str) -> list[Evidence]:
    """The first statements of these articles, with what they mean."""
    rows = [(each, row) for each in begun[:READ] for row in each.statements[:EACH]]
    meanings = corpus.index.meanings([row for _, row in rows])
    return [
        replace(statement_of(each, row, language), embedding=meaning)
        for (each, row), meaning in zip(rows, meanings, strict=True)
        if meaning is not None
    ]


def find_disagreement(evidence: Sequence[Evidence], judge: Judge | None) -> Disagreement:
    """The pairs of statements that differ; where none does, or nobody can judge, those nearest to each other."""
    told = without_overlaps(found for found in evidence if found.embedding is not None)
    pairs = _nearest_pairs(told)
    compared = Comparisons(told, judge)
    for other in {id(other): other for _, other in pairs}.values():  # judged together, which is faster
        compared.relations([one for one, paired in pairs if paired is other], other)
    differing = [pair for pair in pairs if compared.differ(*pair)]
    return _side_by_side(differing[:MOST_SHOWN] or pairs[:CLOSEST], bool(differing), len(pairs))


def _nearest_pairs(evidence: Sequence[Evidence]) -> list[Pair]:
    """The pairs of statements of different outlets that are nearest in meaning, the nearest first.

    Where all are of one outlet, of different articles.
    """
    if len(evidence) < 2:
        return []
    cosines, voices = _cosines(evidence), np.unique(_voices(evidence), return_inverse=True)[1]
    strangers = np.triu(voices[:, None] != voices[None, :], k=1)
    near = np.argwhere(strangers & (cosines >= NEAR) & (cosines < ALIKE))
    order = sorted(map(tuple, near.tolist()), key=lambda at: (-float(cosines[at]), at))
    return [(evidence[one], evidence[other]) for one, other in order[:MOST_PAIRS]]


def _voices(evidence: Sequence[Evidence]) -> list[str]:
    """Who says each: its outlet, as far as it is named, or the article where there are not two outlets."""
    outlets = [fold(found.article.outlet) for found in evidence]
    return outlets if len(set(outlets)) > 1 else [found.article.id for found in evidence]


def _cosines(evidence: Sequence[Evidence]) -> NDArray[np.float32]:
    meanings = np.stack([found.embedding for found in evidence if found.embedding is not None])
    return np.asarray(meanings @ meanings.T, np.float32)


def _side_by_side(pairs: Sequence[Pair], differing: bool, compared: int) -> Disagreement:
    """The pairs one after the other; a statement of two pairs stands once."""
    sides: list[Evidence] = []
    for pair in pairs:
        sides += [side for side in pair if not any(side is other for other in sides)]
    at = {id(side): place for place, side in enumerate(sides)}
    return Disagreement(
        tuple(sides), tuple((at[id(one)], at[id(other)]) for one, other in pairs), differing, compared
    )
