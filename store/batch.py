"""Articles on their way into the store: encoded and written together, a batch at a time."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

from store import shelf
from store.article import Article, Span
from store.bridge import Bridge
from store.database import Database
from store.encoder import Encoder
from store.engine import rows
from store.passages import Division, divide
from store.states import States
from store.vectors import VectorIndex

BATCH_CHARACTERS = 60_000
"""Some 15,000 tokens: enough for full encoder batches, little enough that an interruption loses seconds."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An article to write, from which file, in place of which other article; whether its text is stored already."""

    article: Article
    path: str | None = None
    replaces: str | None = None
    stored: bool = False


_Divided = tuple[Entry, Division]


class Batch:
    """Articles waiting to be written; `write` encodes and writes them all, then the batch is empty."""

    def __init__(self, database: Database, vectors: VectorIndex, bridge: Bridge, encoder: Encoder) -> None:
        self._database = database
        self._vectors = vectors
        self._bridge = bridge
        self._encoder = encoder
        self._entries: list[Entry] = []
        self._characters = 0

    def put(self, entry: Entry) -> None:
        """Take an article; writes the batch when it is full."""
        self._entries.append(entry)
        self._characters += len(entry.article.text)
        if self._characters >= BATCH_CHARACTERS:
            self.write()

    def holds(self, article_id: str) -> bool:
        """Whether an article of this id waits here."""
        return any(entry.article.id == article_id for entry in self._entries)

    def replaces(self, article_id: str) -> bool:
        """Whether an article that waits here takes the place of this one."""
        return any(entry.replaces == article_id for entry in self._entries)

    def link(self, path: str, article_id: str, leaves: str | None) -> None:
        """Note at once that a file is another copy of an article, and take down the one it was the last to have."""
        with self._database.transaction() as connection:
            _link(connection, path, article_id, copy=True)
            if leaves is not None:
                shelf.take_down(connection, leaves)
        if leaves is not None:
            self._vectors.remove(leaves)

    def write(self) -> None:
        """Encode what waits and write it: vectors first, then everything else in one transaction."""
        divided = [(entry, divide(entry.article.text)) for entry in self._entries]
        self._write_passages(divided)
        states, forms = self._write_sentences(divided)
        with self._database.transaction() as connection:
            connection.executemany("INSERT OR IGNORE INTO bridge VALUES (?)", [(form,) for form in forms])
            for entry, division in divided:
                _write_rows(connection, entry, division, states[entry.article.id])
        self._forget_outdated(divided)
        self._entries.clear()
        self._characters = 0

    def _forget_outdated(self, divided: list[_Divided]) -> None:
        """Remove the vectors of replaced articles, and of translations that an article no longer has."""
        for entry, division in divided:
            if entry.replaces is not None:
                self._vectors.remove(entry.replaces)
            if entry.stored:
                for kind, units in (("passages", _passages), ("sentences", _sentences)):
                    self._vectors.keep(kind, entry.article.id, [u.id for u in units(entry.article, division)])

    def _write_passages(self, divided: list[_Divided]) -> None:
        units = [unit for entry, division in divided for unit in _passages(entry.article, division)]
        texts = [unit.text for unit in units]
        vectors = self._encoder.encode_passages(texts)
        self._vectors.put("passages", [u.id for u in units], vectors, [u.metadata for u in units], texts)

    def _write_sentences(self, divided: list[_Divided]) -> tuple[dict[str, list[tuple[int, States]]], list[str]]:
        """Write the vectors of sentences and words; gives each article's token states, and the words' new forms."""
        units = [unit for entry, division in divided for unit in _sentences(entry.article, division)]
        encodings = self._encoder.read_passages([unit.text for unit in units])
        self._vectors.put("sentences", [u.id for u in units], rows(encodings), [u.metadata for u in units])
        states: dict[str, list[tuple[int, States]]] = {entry.article.id: [] for entry, _ in divided}
        for unit, encoding in zip(units, encodings, strict=True):
            states[unit.article_id].append((unit.number, encoding.states))
        texts = [unit.text for unit in units]
        return states, self._bridge.learn(list(zip(texts, encodings, strict=True)))


def _write_rows(
    connection: sqlite3.Connection, entry: Entry, division: Division, states: list[tuple[int, States]]
) -> None:
    if entry.replaces is not None:
        shelf.take_down(connection, entry.replaces)
    shelf.put(connection, entry.article, division, states)
    if entry.path is not None:
        _link(connection, entry.path, entry.article.id, copy=False)


def _link(connection: sqlite3.Connection, path: str, article_id: str, copy: bool) -> None:
    """Note which article a file has. When the file had another one first, that becomes the next file's own."""
    rows = connection.execute("SELECT article FROM files WHERE path = ? AND NOT copy", (path,)).fetchall()
    connection.execute("INSERT OR REPLACE INTO files VALUES (?, ?, ?)", (path, article_id, copy))
    for (before,) in rows:
        connection.execute(
            "UPDATE files SET copy = 0 WHERE path = (SELECT min(path) FROM files WHERE article = ?1)"
            " AND NOT EXISTS (SELECT 1 FROM files WHERE article = ?1 AND NOT copy)",
            (before,),
        )


@dataclass(frozen=True, slots=True)
class _Unit:
    """A text to encode: a sentence or passage, or the translation of one, under its id in the vector index."""

    id: str
    article_id: str
    number: int
    text: str
    metadata: dict[str, str | int]


def _sentences(article: Article, division: Division) -> Iterator[_Unit]:
    for s in division.sentences:
        yield from _in_all_languages(article, f"{article.id}:{s.passage}:{s.number}", s.number, Span(s.start, s.end))


def _passages(article: Article, division: Division) -> Iterator[_Unit]:
    for number, span in enumerate(division.passages):
        yield from _in_all_languages(article, f"{article.id}:{number}", number, span)


def _in_all_languages(article: Article, id_: str, number: int, span: Span) -> Iterator[_Unit]:
    day = shelf.day_number(article.date)
    metadata: dict[str, str | int] = {"article": article.id, "outlet": article.outlet, "day": day}
    yield _Unit(id_, article.id, number, article.text[span.start : span.end], metadata)
    for language in dict.fromkeys(translation.language for translation in article.translations):
        text = article.translated(span, language)
        if text:
            yield _Unit(f"{id_}/{language}", article.id, number, text, metadata)
