"""The bridge between languages: which words of the corpus mean what a word of another script means.

A word encoded alone carries mostly what every lone word has in common. With that removed, the nearest words of
the corpus are its translations: train → قطار، القطار. So an English question can be looked up word by word in
Arabic articles, with nothing but the encoder.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from store.arabic import word_keys, words
from store.database import Database
from store.encoder import Encoder
from store.stopwords import ENGLISH, STOPWORDS
from store.vectors import VectorIndex

_BATCH = 500


class Bridge:
    """Word vectors of one store. `learn` writes them, `related` asks."""

    def __init__(self, database: Database, vectors: VectorIndex, encoder: Encoder) -> None:
        self._database = database
        self._vectors = vectors
        self._encoder = encoder
        self._centre = self._load_centre()

    def _load_centre(self) -> NDArray[np.float32]:
        """The mean vector of English function words: what lone words have in common. Made once for a store."""
        found = self._database.rows("SELECT value FROM meta WHERE key = 'centre'")
        if found:
            return np.array(json.loads(found[0][0]), dtype=np.float32)
        centre: NDArray[np.float32] = self._encoder.encode_questions(sorted(ENGLISH)).mean(axis=0)
        with self._database.transaction() as connection:
            connection.execute(
                "INSERT OR REPLACE INTO meta VALUES ('centre', ?)", (json.dumps([float(v) for v in centre]),)
            )
        return centre

    def _encode(self, words_alone: Sequence[str]) -> NDArray[np.float32]:
        centred = self._encoder.encode_questions(words_alone) - self._centre
        return np.asarray(centred / np.maximum(np.linalg.norm(centred, axis=1, keepdims=True), 1e-9), np.float32)

    def learn(self, texts: Iterable[str]) -> list[str]:
        """Write a vector for each index form of the texts' words that has none yet; returns those forms.

        A word that is another of these words with a letter glued on is left to the other.
        """
        forms: dict[str, str] = {}
        for word in (word for text in texts for word in words(text)):
            if len(word) > 1 and word.isalpha() and word not in STOPWORDS:
                forms.setdefault(word_keys(word)[0], word)
        known = self._known({key for word in forms.values() for key in word_keys(word)})
        there = known | forms.keys()
        new = sorted(f for f, word in forms.items() if f not in known and there.isdisjoint(word_keys(word)[1:]))
        for at in range(0, len(new), _BATCH):
            part = new[at : at + _BATCH]
            self._vectors.put("words", part, self._encode([forms[form] for form in part]))
        return new

    def _known(self, asked: Iterable[str]) -> set[str]:
        forms = sorted(asked)
        found: set[str] = set()
        for at in range(0, len(forms), _BATCH):
            part = forms[at : at + _BATCH]
            marks = ",".join("?" * len(part))
            found |= {row[0] for row in self._database.rows(f"SELECT form FROM bridge WHERE form IN ({marks})", part)}
        return found

    def related(self, asked: Sequence[str], limit: int, least: float) -> list[dict[str, float]]:
        """For each folded word, up to `limit` index forms of the corpus's words with their cosine ≥ `least`."""
        if not asked or not self._vectors.count("words"):
            return [{} for _ in asked]
        near = self._vectors.nearest("words", self._encode(asked), limit)
        return [{form: cosine for form, cosine in hits if cosine >= least} for hits in near]
