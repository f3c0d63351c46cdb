"""The passages nearest to a question's vector.

Up to `EXACT_UP_TO` passages a question is compared with all of them, which is as quick as Chroma's index and exact.
In larger stores Chroma proposes and the database decides: passages newer than Chroma's index are compared one by one,
and those that it still knows but the database does not are left out. Every cosine is computed here from the vectors
in the database.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

import numpy as np

from store.database import Database, copies
from store.index.chroma import IndexVersions
from store.index.exact_search import ExactSearch, Neighbours, Vectors, rank
from store.scope import Scope

EXACT_UP_TO = 20_000
"""The largest number of passages that are all compared; 2 ms, as long as a search in Chroma takes."""
_EVERYTHING = Scope()


class VectorSearch:
    """Search over the passages' vectors of one store. Safe to use from several threads."""

    def __init__(self, database: Database, versions: IndexVersions, dimensions: int) -> None:
        self._database = database
        self._versions = versions
        self._exact = ExactSearch(database, "passages", dimensions)
        self._within: dict[str, tuple[tuple[int, int], list[int]]] = {}

    def find(self, vectors: Vectors, limit: int, scope: Scope = _EVERYTHING) -> list[Neighbours]:
        """For each vector, shape [n, dimensions], the `limit` nearest passages that lie in the scope."""
        if limit < 1 or not len(vectors):
            return [[] for _ in vectors]
        indexed, last = self._in_index(vectors, limit, scope)
        allowed = self._ids_within(scope, last) if scope != _EVERYTHING else None
        newer = self._exact.near(vectors, limit, last, allowed)
        return [rank(one | other, v, limit) for one, other, v in zip(indexed, newer, vectors, strict=True)]

    def _in_index(self, vectors: Vectors, limit: int, scope: Scope) -> tuple[list[dict[str, Vectors]], int]:
        """For each vector, what Chroma proposes and the database still has, and the id of the last vector in Chroma.

        When too many have been removed, more are asked for. Nothing and 0 in a small store or without an index.
        """
        nothing: list[dict[str, Vectors]] = [{} for _ in vectors]
        ((passages,),) = self._database.rows("SELECT coalesce(sum(passages), 0) FROM totals")
        if passages <= EXACT_UP_TO:
            return nothing, 0
        wanted, where = limit, scope.where(copies.articles_within(self._database, scope))
        while proposal := self._versions.propose(vectors, wanted, where):
            proposed, last = proposal
            stored = self._stored(sorted({name for names in proposed for name in names}), last, scope)
            found = [{name: stored[name] for name in names if name in stored} for names in proposed]
            if not any(
                len(near) < limit and len(names) == wanted for near, names in zip(found, proposed, strict=True)
            ):
                return found, last
            wanted *= 4
        return nothing, 0

    def _stored(self, names: Sequence[str], last: int, scope: Scope) -> dict[str, Vectors]:
        """The vectors of these passages that lie in the scope, with ids up to `last`."""
        condition, values = scope.condition()
        rows = self._database.rows(
            f"SELECT p.name, p.vector FROM vectors p {condition}"
            " WHERE p.kind = 'passages' AND p.id <= ? AND p.name IN (SELECT value FROM json_each(?))",
            (*values, last, json.dumps(names)),
        )
        return {name: np.frombuffer(vector, np.float32) for name, vector in rows}

    def _ids_within(self, scope: Scope, after: int) -> list[int]:
        """The ids above `after` of the vectors of passages that lie in the scope.

        Those of a whole language are kept: most questions ask for them.
        """
        condition, values = scope.condition()
        sql = f"SELECT p.id FROM vectors p {condition} WHERE p.kind = 'passages' AND p.id > ?"
        if scope != Scope(language=scope.language):
            return [row[0] for row in self._database.rows(sql, (*values, after))]
        version = self._database.version(), after
        known = self._within.get(scope.language)
        if known is None or known[0] != version:
            known = version, [row[0] for row in self._database.rows(sql, (*values, after))]
            self._within[scope.language] = known
        return known[1]
