"""Search in a store: passages near a vector or with words, their sentences, and how like a question these are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from store.article import Span
from store.database import Database
from store.embedding import States, centred, mean_state, sentence_vector, token_likeness
from store.index.bm25 import WordIndex
from store.index.vector_search import VectorSearch
from store.scope import Place, Scope
from store.text import Sentence


@dataclass(frozen=True, slots=True)
class IndexedSentence:
    """A sentence of an article with the index forms of its words.

    `states` are the ids of its stored token states: its own, then those of its translations.
    """

    article_id: str
    sentence: Sentence
    keys: frozenset[str]
    states: range

    @property
    def span(self) -> Span:
        """Its place in its article."""
        return Span(self.sentence.start, self.sentence.end)


class Index:
    """Search over one store. Equal scores are ordered by article and number."""

    def __init__(self, database: Database, passages: VectorSearch, dimensions: int) -> None:
        self._database = database
        self._passages = passages
        self._words = WordIndex(database)
        self._dimensions = dimensions
        self._centre: tuple[int, States] | None = None

    def near_passages(self, vector: NDArray[np.float32], limit: int, scope: Scope) -> dict[Place, float]:
        """Cosines of the `limit` nearest passages in the scope, best first.

        `vector`, float32 [dimensions], has unit length. Of a passage and its translations the nearest counts.
        """
        if scope.outlets == ():
            return {}
        best: dict[Place, float] = {}
        for name, cosine in self._passages.find(vector[None, :], limit, scope)[0]:
            article_id, number = name.split("/")[0].split(":")
            best.setdefault((article_id, int(number)), cosine)
        return dict(sorted(best.items(), key=lambda found: (-found[1], found[0])))

    def sentence_cosines(
        self, places: Sequence[Place], vector: NDArray[np.float32]
    ) -> dict[Place, NDArray[np.float32]]:
        """For each of these passages that exists, the cosine of each of its sentences, in their order.

        A translated sentence has the cosine of its nearest language.
        """
        rows = self._of_passages("p.article, p.number, p.readings, p.vectors", "", places)
        return {(row[0], row[1]): self._cosines(row[2], row[3], vector) for row in rows}

    def _cosines(self, readings: bytes, packed: bytes, vector: NDArray[np.float32]) -> NDArray[np.float32]:
        vectors = np.frombuffer(packed, np.float16).reshape(-1, self._dimensions)
        cosines = vectors.astype(np.float32) @ vector
        if len(readings) == len(cosines):
            return cosines
        counts = np.frombuffer(readings, np.uint8).astype(np.int64)
        return np.maximum.reduceat(cosines, np.cumsum(counts) - counts)

    def matching(self, keys: Mapping[str, float], limit: int, scope: Scope) -> dict[Place, float]:
        """BM25 of the `limit` best passages in the scope that have any of these index forms, best first.

        `keys` holds the weight of each form, from 0 to 1.
        """
        return self._words.matching(keys, limit, scope)

    def frequencies(self, keys: Sequence[str]) -> dict[str, int]:
        """In how many passages each index form occurs; a form that occurs nowhere is left out."""
        return self._words.frequencies(keys)

    def passages(self, places: Sequence[Place]) -> dict[Place, Span]:
        """The places of these passages in their articles."""
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

    def likeness(self, readings: Sequence[int], states: States) -> dict[int, States]:
        """The likeness of sentences to a question with these token states, by the ids of the sentences' token states.

        float32 [tokens of the question]: for each, the cosine of the sentence's most similar token. Ids that do not
        exist are left out.
        """
        rows = self._states(readings)
        if not rows:
            return {}
        found = token_likeness([row[1] for row in rows], self.centre(), centred(states, self.centre()))
        return {row[0]: tokens for row, tokens in zip(rows, found, strict=True)}

    def meanings(self, sentences: Sequence[IndexedSentence]) -> list[States | None]:
        """The mean of each sentence's own centred states, float32 [dimensions] of unit length; None if it is gone."""
        found = {
            id_: sentence_vector(packed, self.centre())
            for id_, packed in self._states([s.states[0] for s in sentences])
        }
        return [found.get(sentence.states[0]) for sentence in sentences]

    def _states(self, ids: Sequence[int]) -> list[tuple[int, bytes]]:
        marks = ",".join("?" * len(ids))
        return self._database.rows(f"SELECT id, states FROM states WHERE id IN ({marks}) ORDER BY id", list(ids))

    def centre(self) -> States:
        """The mean of all token states of the corpus, float32 [dimensions]: what every token has in common."""
        written = self._database.version()
        if self._centre is None or self._centre[0] != written:
            ((count, total),) = self._database.rows("SELECT tokens, states FROM totals")
            self._centre = (written, mean_state(count, total, self._dimensions))
        return self._centre[1]

    def _of_passages(self, columns: str, join: str, places: Sequence[Place]) -> list[tuple[Any, ...]]:
        """Columns of these passages and of a joined table, in the order of `places`."""
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
