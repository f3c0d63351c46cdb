"""The word bridge: which words of the corpus mean the same as a word of the question, in any language.

The encoder reads each word in its context, so the mean state of a word's tokens represents its meaning there. Once
the mean of all states is subtracted, words of the same meaning lie near each other across languages: visit → زيارة,
China → الصين، بكين. So an English question can be looked up word by word in Arabic articles. The states come with the
vectors of sentences and question; nothing more is encoded.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from store.database import Database, Reading, insert_vectors
from store.embedding import Encoding, centred, unpack_states
from store.index.exact_search import ExactSearch, Vectors
from store.text import STOPWORDS, word_keys, words

_CENTRE = "centre/"
# A word with its marks and tatweel, as it stands in a text.
_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|[\u064b-\u065f\u0670\u0640])*")

PlacedWord = tuple[str, int, int]
"""A folded word and the characters [start, end) of the text that it was made from."""
Spans = Callable[[str], list[tuple[int, int]]]


@dataclass(frozen=True, slots=True)
class Learned:
    """New word vectors by index form, from articles in one language, and the mean of all states there."""

    language: str
    vectors: dict[str, Vectors]
    centre: Vectors


class WordBridge:
    """The word vectors of one store: `learn` makes them, `put` writes them, `expand_terms` searches in them.

    The words of articles in one language are kept apart from those in another: a question's word is nearest to words
    of its own language, and would never be looked up in the other. `spans` gives the characters that each token
    state of a text stands for.
    """

    def __init__(self, database: Database, spans: Spans, dimensions: int) -> None:
        self._database = database
        self._dimensions = dimensions
        self._searches: dict[str, ExactSearch] = {}
        self._spans = spans
        self._centres: tuple[int, dict[str, Vectors]] = (0, {})

    def learn(self, language: str, readings: Sequence[Reading]) -> Learned | None:
        """A vector for each index form of the words of sentences in this language that has none yet.

        A word that may be another of these words with a clitic gets none: the other has it. None when no form is new.
        """
        contents = [_content_words(reading.text) for reading in readings]
        new = self._new_forms(language, {word for content in contents for word, *_ in content})
        found: dict[str, list[Vectors]] = {}
        for reading, content in zip(readings, contents, strict=True):
            wanted = [placed for placed in content if word_keys(placed[0])[0] in new]
            if wanted:
                states = unpack_states(reading.states, len(reading.vector))
                for word, state in self._word_states(reading.text, states, wanted):
                    found.setdefault(word_keys(word)[0], []).append(state)
        forms = sorted(found)
        if not forms:
            return None
        means = np.array([np.mean(found[form], axis=0) for form in forms], np.float32)
        centre = self._centre(language, readings)
        return Learned(language, dict(zip(forms, centred(means, centre), strict=True)), centre)

    def put(self, connection: sqlite3.Connection, learned: Learned) -> None:
        """Write what `learn` returned."""
        insert_vectors(connection, _kind(learned.language), learned.vectors)
        numbers = json.dumps([float(value) for value in learned.centre])
        connection.execute("INSERT OR IGNORE INTO meta VALUES (?, ?)", (_CENTRE + learned.language, numbers))

    def forget_unused(self) -> None:
        """Delete the vectors of words that no passage has any more."""
        with self._database.transaction() as connection:
            connection.execute("CREATE VIRTUAL TABLE temp.used USING fts5vocab(main, passage_words, row)")
            connection.execute(
                "DELETE FROM vectors WHERE kind LIKE ? AND name NOT IN (SELECT term FROM temp.used)", (_kind("%"),)
            )
            connection.execute("DROP TABLE temp.used")

    def _new_forms(self, language: str, texts_words: Iterable[str]) -> set[str]:
        """The words' own forms, where no form of the word has a vector or is another word's own form."""
        keys = [word_keys(word) for word in texts_words]
        rows = self._database.rows(
            "SELECT name FROM vectors WHERE kind = ? AND name IN (SELECT value FROM json_each(?))",
            (_kind(language), json.dumps(sorted({key for forms in keys for key in forms}))),
        )
        known = {row[0] for row in rows}
        there = known | {own for own, *_ in keys}
        return {own for own, *others in keys if own not in known and there.isdisjoint(others)}

    def expand_terms(
        self, terms: Sequence[str], text: str, encoding: Encoding, language: str, limit: int, least: float
    ) -> list[dict[str, float]]:
        """For each folded word of a question, index forms of words that mean much the same in articles in `language`.

        `text` and `encoding` are the question's. Up to `limit` forms for each word, with their cosines ≥ `least`.
        """
        states: dict[str, list[Vectors]] = {}
        for word, state in self._word_states(text, encoding.states, _content_words(text)):
            states.setdefault(word, []).append(state)
        read = [word for word in terms if word in states]
        centre = self._kept_centre(language)
        if not read or centre is None:
            return [{} for _ in terms]
        vectors = centred(np.array([np.mean(states[word], axis=0) for word in read]), centre)
        if language not in self._searches:
            self._searches[language] = ExactSearch(self._database, _kind(language), self._dimensions)
        near = dict(zip(read, self._searches[language].nearest(vectors, limit, least), strict=True))
        return [dict(near.get(word, [])) for word in terms]

    def _word_states(
        self, text: str, states: Vectors, content: Sequence[PlacedWord]
    ) -> Iterator[tuple[str, Vectors]]:
        """Each of these words of a text with the mean state of its tokens, float32 [dimensions]."""
        read = read_at([(start, end) for _, start, end in content], self._spans(text), len(states))
        for (word, *_), own in zip(content, read, strict=True):
            if own.start < own.stop:
                yield word, states[own].mean(axis=0)

    def _centre(self, language: str, readings: Iterable[Reading]) -> Vectors:
        """The mean of all states: that of the first sentences that words were learned from, which is kept."""
        kept = self._kept_centre(language)
        if kept is not None:
            return kept
        states = [unpack_states(reading.states, len(reading.vector)) for reading in readings]
        centre: Vectors = np.concatenate(states).mean(axis=0)
        return centre

    def _kept_centre(self, language: str) -> Vectors | None:
        """Read once: it never changes, unless a rebuilt store takes this one's place."""
        if self._centres[0] != self._database.replaced:
            self._centres = (self._database.replaced, {})
        centres = self._centres[1]
        if language not in centres:
            for (numbers,) in self._database.rows("SELECT value FROM meta WHERE key = ?", (_CENTRE + language,)):
                centres[language] = np.array(json.loads(numbers), np.float32)
        return centres.get(language)


def _kind(language: str) -> str:
    """The kind of the vectors of the words in articles in a language."""
    return f"words/{language}"


def read_at(places: Sequence[tuple[int, int]], spans: Sequence[tuple[int, int]], count: int) -> list[slice]:
    """The slice of a text's `count` token states that belongs to each of these places, characters [start, end).

    `spans` are the characters of each state. The slices are empty when the encoder gives no token states.
    """
    if not places or len(spans) != count:
        return [slice(0, 0) for _ in places]
    starts, ends = np.array(spans).reshape(-1, 2).T
    first, after = np.array(places).T
    cuts = zip(ends.searchsorted(first, "right").tolist(), starts.searchsorted(after, "left").tolist(), strict=True)
    return [slice(start, max(start, end)) for start, end in cuts]


def _content_words(text: str) -> list[PlacedWord]:
    """The words of a text but for stop words and single letters."""
    found = ((match.start(), match.end(), _folded(match.group())) for match in _WORD.finditer(text))
    return [(word, start, end) for start, end, folded in found for word in folded]


@lru_cache(maxsize=100_000)
def _folded(written: str) -> tuple[str, ...]:
    return tuple(word for word in words(written) if len(word) > 1 and word not in STOPWORDS)
