"""The vectors nearest to a question's: Chroma proposes, the database decides.

Chroma's index may be a little behind (store/generations.py): what came after it is compared one by one, and what it
still knows but the database does not is left out. Every cosine is computed here from the stored vectors, so it is the
same whether a vector was found in the index or beside it.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from store.database import Database, copies
from store.errors import StoreBusyError, StorePathError
from store.index.chroma import IndexVersions, VectorIndex
from store.scope import Scope

Vectors = NDArray[np.float32]
Found = list[tuple[str, float]]
_EVERYTHING = Scope()


@dataclass(frozen=True, slots=True)
class _Fresh:
    """The vectors of a kind that came after one of them: names, and float32 [len(names), dimensions]."""

    names: list[str]
    vectors: Vectors


class VectorSearch:
    """Search over the vectors of one store. Safe to use from several threads."""

    def __init__(self, database: Database, generations: IndexVersions, dimensions: int) -> None:
        self._database = database
        self._generations = generations
        self._dimensions = dimensions
        self._kept: dict[str, tuple[tuple[int, int], _Fresh]] = {}
        self._guard = threading.Lock()

    def find(self, kind: str, vectors: Vectors, limit: int, scope: Scope = _EVERYTHING) -> list[Found]:
        """For each vector, shape [n, dimensions], up to `limit` names with their cosine, best first, ties by name."""
        if limit < 1 or not len(vectors):
            return [[] for _ in vectors]
        try:
            with self._generations.using() as (index, last):
                indexed = self._indexed(index, last, kind, vectors, limit, scope)
        except (StorePathError, StoreBusyError):  # the generation is broken, and from now on left alone, or locked
            indexed, last = [{} for _ in vectors], 0
        fresh = self._fresh(kind, last)
        allowed = self._allowed(fresh, last, scope) if scope != _EVERYTHING else None
        return [
            _best(near | _nearest(fresh, vector, limit, allowed), vector, limit)
            for near, vector in zip(indexed, vectors, strict=True)
        ]

    def _indexed(
        self, index: VectorIndex | None, last: int, kind: str, vectors: Vectors, limit: int, scope: Scope
    ) -> list[dict[str, Vectors]]:
        """For each vector, those that the index proposes and the database still has from then, by name.

        Where too many have gone, more are asked for.
        """
        asked, where = limit, scope.where(copies.within(self._database, scope))
        while index is not None:
            proposed = index.nearest(kind, vectors, asked, where)
            stored = self._stored(kind, sorted({name for names in proposed for name in names}), last, scope)
            found = [{name: stored[name] for name in names if name in stored} for names in proposed]
            short = any(
                len(there) < limit and len(names) == asked for there, names in zip(found, proposed, strict=True)
            )
            if not short:
                return found
            asked *= 4
        return [{} for _ in vectors]

    def _stored(self, kind: str, names: Sequence[str], last: int, scope: Scope) -> dict[str, Vectors]:
        found: dict[str, Vectors] = {}
        condition, values = scope.condition()
        for at in range(0, len(names), 5000):
            part = names[at : at + 5000]
            marks = ",".join("?" * len(part))
            rows = self._database.rows(
                f"SELECT p.name, p.vector FROM vectors p {condition}"
                f" WHERE p.kind = ? AND p.id <= ? AND p.name IN ({marks})",
                (*values, kind, last, *part),
            )
            found |= {name: np.frombuffer(vector, np.float32) for name, vector in rows}
        return found

    def _fresh(self, kind: str, last: int) -> _Fresh:
        """Read once for each state of the store."""
        key = (last, self._database.version())
        with self._guard:
            kept = self._kept.get(kind)
        if kept is not None and kept[0] == key:
            return kept[1]
        rows = self._database.rows(
            "SELECT name, vector FROM vectors WHERE kind = ? AND id > ? ORDER BY id", (kind, last)
        )
        vectors = np.frombuffer(b"".join(row[1] for row in rows), np.float32).reshape(-1, self._dimensions)
        fresh = _Fresh([row[0] for row in rows], vectors)
        with self._guard:
            self._kept[kind] = (key, fresh)
        return fresh

    def _allowed(self, fresh: _Fresh, last: int, scope: Scope) -> NDArray[np.bool_]:
        condition, values = scope.condition()
        sql = f"SELECT p.name FROM vectors p {condition} WHERE p.kind = 'passages' AND p.id > ?"
        names = {row[0] for row in self._database.rows(sql, (*values, last))}
        return np.array([name in names for name in fresh.names], bool)


def _nearest(fresh: _Fresh, vector: Vectors, limit: int, allowed: NDArray[np.bool_] | None) -> dict[str, Vectors]:
    cosines = fresh.vectors @ vector
    if allowed is not None:
        cosines = np.where(allowed, cosines, -np.inf)
    if len(cosines) > limit:  # those as good as the last of the best are among them
        best = np.flatnonzero(cosines >= np.partition(cosines, -limit)[-limit])
    else:
        best = np.arange(len(cosines))
    return {fresh.names[row]: fresh.vectors[row] for row in best.tolist() if cosines[row] > -np.inf}


def _best(near: dict[str, Vectors], vector: Vectors, limit: int) -> Found:
    if not near:
        return []
    # Summed row by row: a product of matrices may round differently with the number of rows.
    cosines = (np.array(list(near.values())) * vector).sum(axis=1).tolist()
    return sorted(zip(near, cosines, strict=True), key=lambda hit: (-hit[1], hit[0]))[:limit]
