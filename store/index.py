"""What can be found in a store: passages and sentences near a vector or with a word, and words near a word."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from store.article import Span
from store.database import Database
from store.passages import Sentence
from store.shelf import day_number
from store.states import States, centred, mean, unpack
from store.vectors import VectorIndex
from store.weights import DIMENSIONS

Place = tuple[str, int]
"""An article's id and the number of one of its sentences or passages."""

_LAST_DAY = 99999999


@dataclass(frozen=True, slots=True)
class Scope:
    """Which articles to search: of these outlets (all when None), from `since` to `until`, both included."""

    outlets: tuple[str, ...] | None = None
    since: dt.date | None = None
    until: dt.date | None = None

    def bounds(self) -> tuple[int, int] | None:
        """First and last day as numbers YYYYMMDD; None without a limit. Undated articles lie outside any limit."""
        if self.since is None and self.until is None:
            return None
        return day_number(self.since) or 1, day_number(self.until) or _LAST_DAY


@dataclass(frozen=True, slots=True)
class IndexedSentence:
    """A sentence of an article, with the set of index forms of each of its words."""

    article_id: str
    sentence: Sentence
    keys: frozenset[str]


@dataclass(frozen=True, slots=True)
class StoredStates:
    """Token states of sentences, one under the other: float32 [tokens, 384], less the corpus's mean, unit length.

    Part i begins at row `starts[i]` and belongs to the sentence asked for at `places[i]`; a sentence that is there
    in several languages has several parts, its own language first.
    """

    places: NDArray[np.int64]
    starts: NDArray[np.int64]
    states: States


class Index:
    """Search over one store. Every method is deterministic: equal scores are ordered by article and number."""

    def __init__(self, database: Database, vectors: VectorIndex) -> None:
        self._database = database
        self._vectors = vectors
        self._centre: tuple[int, States] | None = None

    def near_passages(self, vector: NDArray[np.float32], limit: int, scope: Scope) -> dict[Place, float]:
        """Cosines of the `limit` nearest passages; a translation counts for its original."""
        return {(place[0], place[1]): cosine for place, cosine in self._near("passages", vector, limit, scope)}

    def near_sentences(
        self, vector: NDArray[np.float32], limit: int, scope: Scope
    ) -> dict[tuple[str, int, int], float]:
        """Cosines of the `limit` nearest sentences, by (article, passage, sentence)."""
        return {(p[0], p[1], p[2]): cosine for p, cosine in self._near("sentences", vector, limit, scope)}

    def _near(
        self, kind: str, vector: NDArray[np.float32], limit: int, scope: Scope
    ) -> Iterator[tuple[tuple[Any, ...], float]]:
        """Best first; of a place found in two languages the better cosine. Vectors without an article are none."""
        if scope.outlets == ():
            return
        best: dict[tuple[Any, ...], float] = {}
        for id_, cosine in self._vectors.nearest(kind, vector[None, :], limit, _where(scope))[0]:
            article_id, *numbers = id_.split("/")[0].split(":")
            best.setdefault((article_id, *map(int, numbers)), cosine)
        there = {row[0] for row in self._of_articles("article", "passages", [(place[0], 0) for place in best])}
        for place, cosine in sorted(best.items(), key=lambda found: (-found[1], found[0])):
            if place[0] in there:
                yield place, cosine

    def matching(self, keys: Sequence[str], limit: int, scope: Scope) -> dict[Place, float]:
        """BM25 of the `limit` best passages that have any of these index forms."""
        quoted = ['"' + key.replace('"', '""') + '"' for key in keys if key and key.isprintable() and " " not in key]
        if not quoted:
            return {}
        condition, values = _condition(scope)
        rows = self._database.rows(
            f"""SELECT p.article, p.number, bm25(passage_words) AS cost FROM passage_words
            JOIN passages p ON p.id = passage_words.rowid {condition}
            WHERE passage_words MATCH ? ORDER BY cost, p.article, p.number LIMIT ?""",
            (*values, " OR ".join(quoted), limit),
        )
        return {(article, number): -cost for article, number, cost in rows}

    def frequencies(self, keys: Sequence[str]) -> dict[str, int]:
        """In how many passages each index form occurs; forms that occur nowhere are left out."""
        marks = ",".join("?" * len(keys))
        rows = self._database.rows(f"SELECT term, doc FROM passage_terms WHERE term IN ({marks})", keys)
        return dict(rows)

    def passages(self, places: Sequence[Place]) -> dict[Place, Span]:
        """Where these passages lie in their articles."""
        rows = self._of_articles('article, number, start, "end"', "passages", places)
        spans = {(article, number): Span(start, end) for article, number, start, end in rows}
        return {place: spans[place] for place in places if place in spans}

    def sentences(self, places: Sequence[Place]) -> list[IndexedSentence]:
        """The sentences of these passages, in the order of the articles' ids and texts."""
        rows = self._of_articles('article, number, passage, start, "end", states, keys', "sentences", places)
        wanted = set(places)
        return [
            IndexedSentence(row[0], Sentence(row[1], row[2], row[3], row[4], bool(row[5])), frozenset(row[6].split()))
            for row in rows
            if (row[0], row[2]) in wanted
        ]

    def states(self, sentences: Sequence[Place]) -> StoredStates:
        """The token states of these sentences, in their order; raises nothing for a sentence that is gone."""
        packed: list[bytes] = []
        places: list[int] = []
        for index, place in enumerate(sentences):
            sql = "SELECT states FROM states WHERE article = ? AND number = ? ORDER BY id"
            for (blob,) in self._database.rows(sql, place):
                packed.append(blob)
                places.append(index)
        sizes = [len(blob) // DIMENSIONS for blob in packed]
        starts = np.cumsum([0, *sizes])[:-1]
        return StoredStates(np.array(places, np.int64), starts, centred(unpack(b"".join(packed)), self.centre()))

    def centre(self) -> States:
        """The mean of all token states of the corpus, float32 [384]: what every token has in common."""
        written = self._database.version()
        if self._centre is None or self._centre[0] != written:
            self._centre = (written, mean(self._database.rows("SELECT tokens, states_sum FROM articles")))
        return self._centre[1]

    def _of_articles(self, columns: str, table: str, places: Sequence[Place]) -> list[tuple[Any, ...]]:
        ids = sorted({article_id for article_id, _ in places})
        marks = ",".join("?" * len(ids))
        sql = f"SELECT {columns} FROM {table} WHERE article IN ({marks}) ORDER BY article, number"
        return self._database.rows(sql, ids)

    def total(self) -> int:
        """How many passages there are."""
        return int(self._database.rows("SELECT count(*) FROM passages")[0][0])


def _where(scope: Scope) -> dict[str, Any] | None:
    """The scope as Chroma's filter."""
    parts: list[dict[str, Any]] = []
    if scope.outlets is not None:
        parts.append({"outlet": {"$in": list(scope.outlets)}})
    if bounds := scope.bounds():
        parts += [{"day": {"$gte": bounds[0]}}, {"day": {"$lte": bounds[1]}}]
    if len(parts) > 1:
        return {"$and": parts}
    return parts[0] if parts else None


def _condition(scope: Scope) -> tuple[str, list[object]]:
    """The scope as a join on the articles, with its parameters."""
    parts: list[str] = []
    values: list[object] = []
    if scope.outlets is not None:
        parts.append(f"a.outlet IN ({','.join('?' * len(scope.outlets))})")
        values += scope.outlets
    if bounds := scope.bounds():
        parts.append("a.day BETWEEN ? AND ?")
        values += bounds
    return (f"JOIN articles a ON a.id = p.article AND {' AND '.join(parts)}" if parts else ""), values
