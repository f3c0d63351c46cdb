"""A batch of articles on its way into the store: divided, encoded, then written together."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from threading import RLock

import numpy as np

from store import printings, shelf
from store.article import Article, Span
from store.bridge import Bridge
from store.database import Database
from store.embedding import TextEncoder
from store.passages import Division, divide
from store.shelf import Reading
from store.states import pack
from store.vectors import Metadata, VectorIndex


@dataclass(frozen=True, slots=True)
class Entry:
    """An article to write, and from which file.

    `stored` says whether its text is in the store already. A `copy` is only noted, as one of the article with the id
    `of`, or where that is empty of an earlier entry that has its text.
    """

    article: Article
    path: str | None = None
    stored: bool = False
    copy: bool = False
    of: str = ""

    @property
    def original(self) -> str:
        """The id of the article it is stored as."""
        return self.of or self.article.id


@dataclass(frozen=True, slots=True)
class Encoded:
    """An article as it is written: in sentences and passages, each read by the encoder in all its languages."""

    entry: Entry
    division: Division
    passages: tuple[tuple[str, Reading], ...]
    sentences: tuple[tuple[Reading, ...], ...]


def encode(encoder: TextEncoder, entries: Sequence[Entry], on_tokens: Callable[[int], None]) -> list[Encoded]:
    """Divide and read articles. Texts that are the same, as when two sentences share a translation, are read once."""
    nothing = Division((), ())
    divided = [(e, nothing if e.copy else divide(e.article.text, encoder.token_count)) for e in entries]
    passages = [list(_passages(entry.article, division)) for entry, division in divided]
    sentences = [list(_sentences(entry.article, division)) for entry, division in divided]
    compared = {text for texts in sentences for languages in texts for text in languages}
    texts = list(dict.fromkeys([text for named in passages for _, text in named] + sorted(compared)))
    read = {
        text: Reading(text, encoding.vector, pack(encoding.states) if text in compared else b"")
        for text, encoding in zip(texts, encoder.read_passages(texts, on_tokens), strict=True)
    }
    return [
        Encoded(
            *divided[i],
            tuple((id_, read[text]) for id_, text in passages[i]),
            tuple(tuple(read[text] for text in languages) for languages in sentences[i]),
        )
        for i in range(len(divided))
    ]


def _passages(article: Article, division: Division) -> Iterator[tuple[str, str]]:
    """The passages and their translations, each under its id in the vector index."""
    for number, span in enumerate(division.passages):
        for language, text in _in_all_languages(article, span):
            yield f"{article.id}:{number}" + (f"/{language}" if language else ""), text


def _sentences(article: Article, division: Division) -> Iterator[list[str]]:
    for sentence in division.sentences:
        yield [text for _, text in _in_all_languages(article, Span(sentence.start, sentence.end))]


def _in_all_languages(article: Article, span: Span) -> Iterator[tuple[str, str]]:
    """A stretch of the article, then its translations with their languages."""
    yield "", article.text[span.start : span.end]
    for language in article.translated_into:
        if text := "\n".join(article.translated_lines(span, language)).strip():
            yield language, text


class Writer:
    """Writes encoded articles: vectors first, then everything else in one transaction, under `deciding`."""

    def __init__(self, database: Database, vectors: VectorIndex, bridge: Bridge, deciding: RLock) -> None:
        self._database = database
        self._vectors = vectors
        self._bridge = bridge
        self._deciding = deciding

    def write(self, batch: Sequence[Encoded]) -> None:
        """Write a batch; then forget the vectors of what it replaced."""
        self._write_vectors(batch)
        forms = self._bridge.learn([reading for one in batch for readings in one.sentences for reading in readings])
        gone: list[str | None] = []
        with self._deciding, self._database.transaction() as connection:
            connection.executemany("INSERT OR IGNORE INTO bridge VALUES (?)", [(form,) for form in forms])
            for one in batch:
                if not one.entry.copy:
                    shelf.put(connection, one.entry.article, one.division, one.sentences)
                gone += _note(connection, one.entry)
        self._forget(gone)
        for one in batch:
            if one.entry.stored:  # its translations may be fewer than they were
                self._vectors.keep(one.entry.article.id, [id_ for id_, _ in one.passages])

    def link(self, entry: Entry) -> None:
        """Note a copy at once; forget the article that its file was the last to have."""
        with self._database.transaction() as connection:
            gone = _note(connection, entry)
        self._forget(gone)

    def _write_vectors(self, batch: Sequence[Encoded]) -> None:
        named = [(id_, reading, _metadata(one.entry.article)) for one in batch for id_, reading in one.passages]
        vectors = np.array([reading.vector for _, reading, _ in named], np.float32)
        ids, texts = [id_ for id_, _, _ in named], [reading.text for _, reading, _ in named]
        self._vectors.put("passages", ids, vectors, [metadata for *_, metadata in named], texts)

    def _forget(self, gone: Sequence[str | None]) -> None:
        for article_id in gone:
            if article_id is not None:
                self._vectors.remove(article_id)


def _metadata(article: Article) -> Metadata:
    return {"article": article.id, "outlet": article.outlet, "day": article.day}


def _note(connection: sqlite3.Connection, entry: Entry) -> list[str | None]:
    """Note which file has an article, and of which article it is a copy; the ids of those taken down."""
    gone: list[str | None] = []
    place = printings.place(entry.article, entry.path)
    printings.drop(connection, place)
    if entry.path is not None:
        gone.append(_link(connection, entry.path, entry.original, entry.copy))
    if entry.copy:
        printings.keep(connection, entry.original, entry.article, place)
    if entry.original != entry.article.id and shelf.holds(connection, entry.article.id):
        shelf.take_down(connection, entry.article.id)  # it turned out to be a copy of a fuller one
        gone.append(entry.article.id)
    return gone


def _link(connection: sqlite3.Connection, path: str, article_id: str, copy: bool) -> str | None:
    """Note which article a file has. The one it had before becomes the next file's own, if another has it too.

    Otherwise it is taken down; its id is returned.
    """
    rows = connection.execute("SELECT article FROM files WHERE path = ?", (path,)).fetchall()
    connection.execute("INSERT OR REPLACE INTO files VALUES (?, ?, ?)", (path, article_id, copy))
    if not rows or rows[0][0] == article_id:
        return None
    (before,) = rows[0]
    others = connection.execute(
        "SELECT copy, path FROM files WHERE article = ?1 ORDER BY copy,"
        " path IN (SELECT place FROM copies WHERE article = ?1 AND id <> ?1), path LIMIT 1",
        (before,),
    ).fetchall()
    if not others:
        shelf.take_down(connection, before)
        return str(before)
    if others[0][0]:
        connection.execute("UPDATE files SET copy = 0 WHERE path = ?", (others[0][1],))
    return None
