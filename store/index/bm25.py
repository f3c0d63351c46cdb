"""BM25 search for passages by the index forms of words.

SQLite's FTS5 keeps the inverted lists, but it ranks by reading every passage that has any of the forms, which takes
seconds in a hundred thousand passages. So each list is read once and kept in memory as row numbers, and BM25 is
computed here. A form counts once however often a passage has it: passages are short.
"""

from __future__ import annotations

import math
import threading
from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from store.database import Database
from store.scope import Place, Scope

_KEPT = 16_000_000
"""How many row numbers of all lists are kept in memory, at 4 bytes each."""
_CHUNK = 500
# BM25's usual constants k1 and b.
_K1 = 1.2
_B = 0.75

_Rows = NDArray[np.int32]


class WordIndex:
    """The inverted lists of one store's passages. Safe to use from several threads."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lists: OrderedDict[str, _Rows] = OrderedDict()
        self._lengths = np.zeros(0, np.float32)
        self._languages = np.zeros(0, np.int16)
        self._codes: dict[str, int] = {}
        self._kept = 0
        self._version = -1
        self._replaced = 0
        self._guard = threading.Lock()

    def frequencies(self, keys: Sequence[str], language: str = "") -> dict[str, int]:
        """In how many passages in a language, "" for all, each index form occurs; forms without any are left out."""
        return {key: len(rows) for key, rows in self._row_lists(keys, language).items()}

    def matching(self, keys: Mapping[str, float], limit: int, scope: Scope) -> dict[Place, float]:
        """BM25 of the `limit` best passages in the scope that have any of these index forms, best first.

        `keys` holds the weight of each form, from 0 to 1.
        """
        lists = self._row_lists([*keys], scope.language)
        if not lists or limit < 1:
            return {}
        sql = "SELECT coalesce(sum(passages), 0), coalesce(sum(words), 0) FROM totals WHERE ? IN ('', language)"
        ((passages, words),) = self._database.rows(sql, (scope.language,))
        weights = {key: keys[key] * _rarity(len(rows), passages) for key, rows in lists.items()}
        rows, scores = self._scored(lists, weights, max(words, 1) / max(passages, 1))
        if scope == Scope(language=scope.language) and len(scores) > limit:  # ties with the last of the best are kept
            best = np.flatnonzero(scores >= np.partition(scores, -limit)[-limit])
            rows, scores = rows[best], scores[best]
        order = np.argsort(-scores, kind="stable")
        found = self._places(dict(zip(rows[order].tolist(), scores[order].tolist(), strict=True)), limit, scope)
        return dict(sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))[:limit])

    def _scored(
        self, lists: Mapping[str, _Rows], weights: Mapping[str, float], average: float
    ) -> tuple[_Rows, NDArray[np.float32]]:
        """The rows of the passages in any of the lists, with their BM25."""
        total = np.zeros(1 + max(int(rows[-1]) for rows in lists.values()), np.float32)
        for key, rows in lists.items():
            total[rows] += weights[key]
        found = np.flatnonzero(total)
        lengths, _ = self._measures_to(len(total))
        longer = 1 - _B + _B * lengths[found] / np.float32(average)
        scores = total[found] * np.float32(_K1 + 1) / (1 + np.float32(_K1) * longer)
        return found.astype(np.int32), scores.astype(np.float32)

    def _places(self, scores: Mapping[int, float], limit: int, scope: Scope) -> dict[Place, float]:
        """The first of these rows that lie in the scope: at least `limit`, if there are so many."""
        condition, values = scope.condition()
        rows = list(scores)
        found: dict[Place, float] = {}
        for at in range(0, len(rows), _CHUNK):
            part = rows[at : at + _CHUNK]
            marks = ",".join("?" * len(part))
            sql = f"SELECT p.id, p.article, p.number FROM passages p {condition} WHERE p.id IN ({marks})"
            found |= {(row[1], row[2]): scores[row[0]] for row in self._database.rows(sql, [*values, *part])}
            if len(found) >= limit:
                break
        return found

    def _measures_to(self, size: int) -> tuple[NDArray[np.float32], NDArray[np.int16]]:
        """How many words each passage has, by row, and the code of its language; new ones are read and kept."""
        with self._guard:
            have = len(self._lengths)
            if have < size:
                sql = "SELECT passage, words, language FROM lengths WHERE passage >= ?"
                rows = self._database.rows(sql, (have,))
                size = max([size, *(row[0] + 1 for row in rows)])
                places = [row[0] for row in rows]
                self._lengths = np.append(self._lengths, np.zeros(size - have, np.float32))
                self._lengths[places] = [row[1] for row in rows]
                self._languages = np.append(self._languages, np.full(size - have, -1, np.int16))
                self._languages[places] = [self._codes.setdefault(row[2], len(self._codes)) for row in rows]
            return self._lengths, self._languages

    def _within(self, language: str, rows: _Rows) -> _Rows:
        """Those of the rows whose articles are written in a language, "" for all."""
        if not language or not len(rows):
            return rows
        _, languages = self._measures_to(int(rows[-1]) + 1)
        within: _Rows = rows[languages[rows] == self._codes.get(language, -2)]
        return within

    def _row_lists(self, keys: Sequence[str], language: str) -> dict[str, _Rows]:
        """The rows of the passages in a language that have each index form, in order; only forms that have any."""
        version = self._database.version()
        with self._guard:
            if version != self._version:
                self._lists.clear()
                self._version, self._kept = version, 0
            if self._replaced != self._database.replaced:  # the rows belong to other passages now
                self._replaced = self._database.replaced
                self._lengths, self._languages = np.zeros(0, np.float32), np.zeros(0, np.int16)
        lists = {key: self._row_list(key, version) for key in dict.fromkeys(keys) if _is_word(key)}
        found = {key: self._within(language, rows) for key, rows in lists.items()}
        return {key: rows for key, rows in found.items() if len(rows)}

    def _row_list(self, key: str, version: int) -> _Rows:
        with self._guard:
            if key in self._lists:
                self._lists.move_to_end(key)
                return self._lists[key]
        rows = np.fromiter(self._read(key), np.int32)
        with self._guard:
            if key not in self._lists and version == self._version:  # else the list may be out of date
                self._lists[key] = rows
                self._kept += len(rows)
            while self._kept > _KEPT:
                self._kept -= len(self._lists.popitem(last=False)[1])
        return rows

    def _read(self, key: str) -> Iterator[int]:
        quoted = '"' + key.replace('"', '""') + '"'
        sql = "SELECT rowid FROM passage_words WHERE passage_words MATCH ? ORDER BY rowid"
        return (row[0] for row in self._database.rows(sql, (quoted,)))


def _is_word(key: str) -> bool:
    return bool(key) and key.isprintable() and " " not in key


def _rarity(count: int, total: int) -> float:
    """The inverse document frequency, as FTS5 computes it; never 0, even of a form that most passages have."""
    return max(1e-6, math.log((max(total - count, 0) + 0.5) / (count + 0.5)))
