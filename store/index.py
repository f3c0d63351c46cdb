"""What can be found in a store: passages and sentences near a vector or with a word, and words near a word."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from store.article import Span
from store.database import Database
from store.passages import Sentence
from store.shelf import day_number
from store.states import States, mean, unpack
from store.vectors import VectorIndex

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
    """A sentence of an article, with the set of index forms of each of its words.

    `states` are the ids of its stored token states: its own, then those of its translations.
    """

    article_id: str
    sentence: Sentence
    keys: frozenset[str]
    states: range


@dataclass(frozen=True, slots=True)
class StoredStates:
    """Token states, one reading of a sentence under the other: float32 [tokens, dimensions], as they were read.

    Part i begins at row `starts[i]` and belongs to the sentence asked for at `sentences[i]`; a sentence that is
    there in several languages has several parts, its own language first.
    """

    sentences: NDArray[np.int64]
    starts: NDArray[np.int64]
    states: States


class Index:
    """Search over one store. Every method is deterministic: equal scores are ordered by article and number."""

    def __init__(self, database: Database, vectors: VectorIndex, dimensions: int) -> None:
        self._database = database
        self._vectors = vectors
        self._dimensions = dimensions
        self._centre: tuple[int, States] | None = None

    def near_passages(self, vector: NDArray[np.float32], limit: int, scope: Scope) -> dict[Place, float]:
        """Cosines of the `limit` nearest passages, best first; a translation counts for its original.

        The vectors of an article that is being written or removed may be found too: `sentence_cosines` knows.
        """
        if scope.outlets == ():
            return {}
        best: dict[Place, float] = {}
        for id_, cosine in self._vectors.nearest("passages", vector[None, :], limit, _where(scope))[0]:
            article_id, number = id_.split("/")[0].split(":")
            best.setdefault((article_id, int(number)), cosine)
        return dict(sorted(best.items(), key=lambda found: (-found[1], found[0])))

    def sentence_cosines(
        self, places: Sequence[Place], vector: NDArray[np.float32]
    ) -> dict[Place, NDArray[np.float32]]:
        """For each of these passages that is there, the cosine of each of its sentences, in their order.

        Of a sentence in several languages the nearest counts.
        """
        rows = self._of_passages("p.article, p.number, p.readings, p.vectors", "", places)
        if not rows:
            return {}
        stored = np.frombuffer(b"".join(row[3] for row in rows), np.float16).reshape(-1, self._dimensions)
        readings = np.frombuffer(b"".join(row[2] for row in rows), np.uint8)
        starts = np.cumsum(readings, dtype=np.int64) - readings
        cosines = np.maximum.reduceat(stored.astype(np.float32) @ vector, starts)
        ends = np.cumsum([len(row[2]) for row in rows])
        return {(row[0], row[1]): cosines[end - len(row[2]) : end] for row, end in zip(rows, ends, strict=True)}

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
        rows = self._of_passages('p.article, p.number, p.start, p."end"', "", places)
        return {(article, number): Span(start, end) for article, number, start, end in rows}

    def sentences(self, places: Sequence[Place]) -> list[IndexedSentence]:
        """The sentences of these passages, in the order of the passages and of the text."""
        rows = self._of_passages(
            'p.article, p.number, s.number, s.start, s."end", s.statement, s.keys, s.states, s.readings',
            "CROSS JOIN sentences s ON s.passage = p.id",
            places,
        )
        return [
            IndexedSentence(
                row[0],
                Sentence(row[2], row[1], row[3], row[4], bool(row[5])),
                frozenset(row[6].split()),
                range(row[7], row[7] + row[8]),
            )
            for row in rows
        ]

    def states(self, sentences: Sequence[IndexedSentence]) -> StoredStates:
        """The token states of these sentences, in their order; raises nothing for a sentence that is gone."""
        wanted = {id_: place for place, sentence in enumerate(sentences) for id_ in sentence.states}
        marks = ",".join("?" * len(wanted))
        rows = self._database.rows(f"SELECT id, states FROM states WHERE id IN ({marks})", list(wanted))
        rows.sort(key=lambda row: (wanted[row[0]], row[0]))
        places = np.array([wanted[row[0]] for row in rows], np.int64)
        sizes = [len(row[1]) // self._dimensions for row in rows]
        starts = np.cumsum([0, *sizes])[:-1]
        return StoredStates(places, starts, unpack(b"".join(row[1] for row in rows), self._dimensions))

    def centre(self) -> States:
        """The mean of all token states of the corpus, float32 [dimensions]: what every token has in common."""
        written = self._database.version()
        if self._centre is None or self._centre[0] != written:
            ((count, total),) = self._database.rows("SELECT tokens, states FROM totals")
            self._centre = (written, mean(count, total, self._dimensions))
        return self._centre[1]

    def _of_passages(self, columns: str, join: str, places: Sequence[Place]) -> list[tuple[Any, ...]]:
        """Columns of these passages, in their order, and of what is joined to them."""
        if not places:
            return []
        marks = ",".join("(?,?,?)" for _ in places)
        values = [value for order, place in enumerate(places) for value in (order, *place)]
        return self._database.rows(
            f"""WITH wanted(place, article, number) AS (VALUES {marks}) SELECT {columns} FROM wanted w
            CROSS JOIN passages p ON p.article = w.article AND p.number = w.number {join} ORDER BY w.place""",
            values,
        )

    def total(self) -> int:
        """How many passages there are."""
        return int(self._database.rows("SELECT passages FROM totals")[0][0])


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
