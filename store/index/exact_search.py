"""Exact search: a vector is compared with all vectors of a kind that the database has."""

from __future__ import annotations

import threading
from collections.abc import Collection
from dataclasses import dataclass
from itertools import compress

import numpy as np
from numpy.typing import NDArray

from store.database import Database
from store.embedding import ONE_CORE

Vectors = NDArray[np.float32]
Neighbours = list[tuple[str, float]]
"""Names of stored vectors with their cosines, best first, ties by name."""

# Products of matrices round differently with the sizes of the matrices, by less than this.
_ROUNDING = np.float32(1e-5)
_LEAST = -2.0


@dataclass(frozen=True, slots=True)
class _Loaded:
    """The vectors with ids above `after`, in the order of their ids, when the database had this `version`."""

    version: int
    replaced: int
    after: int
    ids: NDArray[np.int64]
    names: list[str]
    vectors: Vectors


class ExactSearch:
    """The vectors of one `kind` in memory, float32 [vectors, dimensions]. Safe to use from several threads.

    They are read on first use. When the database has changed, only the new ones are read: a stored vector never
    changes, and a new one has a higher id than any before it.
    """

    def __init__(self, database: Database, kind: str, dimensions: int) -> None:
        self._database = database
        self._kind = kind
        self._dimensions = dimensions
        self._loaded = self._nothing(0, 0)
        self._guard = threading.Lock()

    def nearest(self, vectors: Vectors, limit: int, least: float = _LEAST) -> list[Neighbours]:
        """For each vector, shape [n, dimensions], the `limit` nearest stored ones, but for cosines below `least`."""
        near = self.near(vectors, limit, least=least - float(_ROUNDING))
        ranked = [rank(found, vector, limit) for found, vector in zip(near, vectors, strict=True)]
        return [[(name, cosine) for name, cosine in found if cosine >= least] for found in ranked]

    def near(
        self,
        vectors: Vectors,
        limit: int,
        after: int = 0,
        allowed: Collection[int] | None = None,
        least: float = _LEAST,
    ) -> list[dict[str, Vectors]]:
        """For each vector, shape [n, dimensions], the `limit` nearest stored ones by name, and those as near as they.

        Only vectors with ids above `after` and, unless that is None, among `allowed` are compared. Cosines below
        `least` are left out.
        """
        loaded = self._current(after)
        cosines = _products(loaded.vectors, vectors)
        if allowed is not None:
            cosines[:, ~np.isin(loaded.ids, np.fromiter(allowed, np.int64))] = -np.inf
        return [{loaded.names[at]: loaded.vectors[at] for at in _highest(row, limit, least)} for row in cosines]

    def _current(self, after: int) -> _Loaded:
        version, replaced = self._database.version(), self._database.replaced
        with self._guard:
            known = self._loaded
            if (known.version, known.after) != (version, after):
                if known.replaced != replaced or after < known.after:  # other ids, or older ones are missing
                    known = self._nothing(replaced, after)
                self._loaded = self._read(known, version, after)
            return self._loaded

    def _nothing(self, replaced: int, after: int) -> _Loaded:
        return _Loaded(-1, replaced, after, np.zeros(0, np.int64), [], np.zeros((0, self._dimensions), np.float32))

    def _read(self, known: _Loaded, version: int, after: int) -> _Loaded:
        ids, names, vectors = known.ids, known.names, known.vectors
        if len(ids):
            rows = self._database.rows("SELECT id FROM vectors WHERE kind = ? AND id > ?", (self._kind, after))
            there = np.isin(ids, np.array(rows, np.int64))
            if not there.all():
                ids, names, vectors = ids[there], list(compress(names, there)), vectors[there]
        last = max(after, int(known.ids[-1]) if len(known.ids) else 0)
        new = self._database.rows(
            "SELECT id, name, vector FROM vectors WHERE kind = ? AND id > ? ORDER BY id", (self._kind, last)
        )
        if new:
            read = np.frombuffer(b"".join(row[2] for row in new), np.float32).reshape(-1, self._dimensions)
            vectors = np.concatenate([vectors, read]) if len(vectors) else read
            ids, names = np.append(ids, [row[0] for row in new]), names + [row[1] for row in new]
        return _Loaded(version, known.replaced, after, ids, names, vectors)


def _products(stored: Vectors, vectors: Vectors) -> Vectors:
    """The dot products of vectors, shape [n, dimensions], with stored ones: float32 [n, stored vectors]."""
    found = np.empty((len(stored), len(vectors)), np.float32)
    columns = np.ascontiguousarray(vectors.T)
    step = max(1, ONE_CORE // columns.size)
    for at in range(0, len(stored), step):
        np.matmul(stored[at : at + step], columns, out=found[at : at + step])
    return np.ascontiguousarray(found.T)


def _highest(cosines: Vectors, limit: int, least: float) -> list[int]:
    """Where the `limit` highest cosines from `least` on are, and those that rounding may have put below them."""
    found = np.flatnonzero(cosines >= least)
    if len(found) > limit:
        among = cosines[found]
        found = found[among >= np.partition(among, -limit)[-limit] - _ROUNDING]
    return [int(at) for at in found]


def rank(near: dict[str, Vectors], vector: Vectors, limit: int) -> Neighbours:
    """The `limit` of these vectors, by name, that are nearest to `vector`."""
    if not near:
        return []
    # Summed row by row, so that a cosine does not depend on the vectors beside it.
    cosines = (np.array(list(near.values())) * vector).sum(axis=1).tolist()
    return sorted(zip(near, cosines, strict=True), key=lambda hit: (-hit[1], hit[0]))[:limit]
