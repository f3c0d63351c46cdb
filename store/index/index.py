"""Search in a store: passages near a vector or with words, their sentences, and how like a question these are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from typing import Any

import numpy as np
from numpy.typing import NDArray

from store.article import Span
from store.database import Database
from store.embedding import States, add_sums, centred, mean_state, sentence_vector, token_likeness
from store.index.bm25 import WordIndex
from store.index.vector_search import VectorSearch
from store.scope import Place, Scope
from store.text import Sentence


@dataclass(frozen=True, slots=True)
class IndexedSentence:
    """A sentence of an article in this language, with the index forms of its words.

    `states` are the ids of its stored token states: its own, then those of its translations; `title` those of the
    article's title, none where it has no title.
    """

    article_id: str
    language: str
    sentence: Sentence
    keys: frozenset[str]
    states: range
    title: range

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
        self._centres: tuple[int, dict[str, States]] = (-1, {})

    def near_passages(self, vector: NDArray[np.float32], limit: int, scope: Scope) -> dict[Place, float]:
        """Cosines of the `limit` nearest passages in the scope, best first.

        `vector`, float32 [dimensions], has unit length. Of a passage and its translations the nearest counts.
        """
        if scope.outlets == ():
            return {}
        if scope.language and self.languages() == [scope.language]:
            scope = replace(scope, language="")
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

        `keys` holds the weight of each form, from 0 to 1. Its rarity is that in the scope's language.
        """
        return self._words.matching(keys, limit, scope)

    def frequencies(self, keys: Sequence[str], language: str = "") -> dict[str, int]:
        """In how many passages in a language, "" for all, each index form occurs; forms without any are left out."""
        return self._words.frequencies(keys, language)

    def passages(self, places: Sequence[Place]) -> dict[Place, Span]:
        """The places of these passages in their articles."""
        rows = self._of_passages('p.article, p.number, p.start, p."end"', "", places)
        return {(article, number): Span(start, end) for article, number, start, end in rows}

    def sentences(self, places: Sequence[Place]) -> list[IndexedSentence]:
        """The sentences of these passages, in the order of the passages and of the text."""
        rows = self._of_passages(
            'p.article, p.number, s.number, s.start, s."end", s.statement, s.keys, s.states, s.readings,'
            " a.language, a.title_states, a.title_readings",
            "CROSS JOIN sentences s ON s.passage = p.id CROSS JOIN articles a ON a.id = p.article",
            places,
        )
        return [
            IndexedSentence(
                row[0],
                row[9],
                Sentence(row[2], row[1], row[3], row[4], bool(row[5])),
                frozenset(row[6].split()),
                range(row[7], row[7] + row[8]),
                range(row[10], row[10] + row[11]),
            )
            for row in rows
        ]

    def likeness(self, readings: Sequence[int], states: States, language: str = "") -> dict[int, States]:
        """The likeness of sentences to a question with these token states, by the ids of the sentences' token states.

        float32 [tokens of the question]: for each, the cosine of the sentence's most similar token. Ids that do not
        exist are left out. `language` is that of the sentences' articles, whose mean state is subtracted; "" for the
        mean of all.
        """
        rows = self._states(readings)
        if not rows:
            return {}
        centre = self.centre(language)
        found = token_likeness([row[1] for row in rows], centre, centred(states, centre))
        return {row[0]: tokens for row, tokens in zip(rows, found, strict=True)}

    def meanings(self, sentences: Sequence[IndexedSentence]) -> list[States | None]:
        """The mean of each sentence's own centred states, float32 [dimensions] of unit length; None if it is gone."""
        languages = {sentence.states[0]: sentence.language for sentence in sentences}
        found = {
            id_: sentence_vector(packed, self.centre(languages[id_])) for id_, packed in self._states(list(languages))
        }
        return [found.get(sentence.states[0]) for sentence in sentences]

    def _states(self, ids: Sequence[int]) -> list[tuple[int, bytes]]:
        marks = ",".join("?" * len(ids))
        return self._database.rows(f"SELECT id, states FROM states WHERE id IN ({marks}) ORDER BY id", list(ids))

    def centre(self, language: str = "") -> States:
        """The mean of the token states of all articles in a language, "" for every one, float32 [dimensions].

        It is what every token has in common; zeros where there are none.
        """
        written = self._database.version()
        if self._centres[0] != written:
            totals = self._database.rows("SELECT language, tokens, states FROM totals ORDER BY language")
            every = reduce(add_sums, (states for *_, states in totals), b"")
            totals.append(("", sum(tokens for _, tokens, _ in totals), every))
            self._centres = (written, {name: mean_state(n, sum_, self._dimensions) for name, n, sum_ in totals})
        return self._centres[1].get(language, np.zeros(self._dimensions, np.float32))

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

    def total(self, language: str = "") -> int:
        """How many passages there are of articles in a language, "" for all."""
        sql = "SELECT coalesce(sum(passages), 0) FROM totals WHERE ? IN ('', language)"
        return int(self._database.rows(sql, (language,))[0][0])

    def languages(self) -> list[str]:
        """The languages that articles are written in, in alphabetical order."""
        return [row[0] for row in self._database.rows("SELECT language FROM totals ORDER BY language")]
