"""The way of an article into the store: taken one by one, encoded and written in batches."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from dataclasses import astuple, dataclass, field, replace
from pathlib import Path

from store import shelf
from store.arabic import is_arabic
from store.article import Article, Span
from store.bridge import Bridge
from store.database import Database
from store.encoder import Encoder
from store.engine import rows
from store.errors import ReadingError
from store.passages import Division, divide
from store.reading import read_article
from store.states import States
from store.vectors import VectorIndex

BATCH_CHARACTERS = 60_000
"""Some 15,000 tokens: enough for full encoder batches, little enough that an interruption loses seconds."""


@dataclass(frozen=True, slots=True)
class IngestReport:
    """What became of the articles given, as article ids; `failed` holds (path, reason).

    added: new. updated: replaced what the same file, or the same text, had. unchanged: the same file with
    the same content. duplicates: the same text as another article, which stays.
    """

    added: tuple[str, ...]
    updated: tuple[str, ...]
    unchanged: tuple[str, ...]
    duplicates: tuple[str, ...]
    failed: tuple[tuple[Path, str], ...]


@dataclass(frozen=True, slots=True)
class _Entry:
    """An article to write, from which file, in place of which other article; whether its text is stored already."""

    article: Article
    path: str | None = None
    replaces: str | None = None
    stored: bool = False


_Divided = tuple[_Entry, Division]


class Batch:
    """Articles waiting to be written; `write` encodes and writes them all, then the batch is empty."""

    def __init__(self, database: Database, vectors: VectorIndex, bridge: Bridge, encoder: Encoder) -> None:
        self._database = database
        self._vectors = vectors
        self._bridge = bridge
        self._encoder = encoder
        self._entries: list[_Entry] = []
        self._characters = 0

    def put(self, entry: _Entry) -> None:
        """Take an article; writes the batch when it is full."""
        self._entries.append(entry)
        self._characters += len(entry.article.text)
        if self._characters >= BATCH_CHARACTERS:
            self.write()

    def holds(self, article_id: str) -> bool:
        """Whether an article of this id waits here."""
        return any(entry.article.id == article_id for entry in self._entries)

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
    connection: sqlite3.Connection, entry: _Entry, division: Division, states: list[tuple[int, States]]
) -> None:
    if entry.replaces is not None:
        shelf.take_down(connection, entry.replaces)
    shelf.put(connection, entry.article, division, states)
    if entry.path is not None:
        connection.execute("INSERT OR REPLACE INTO files VALUES (?, ?)", (entry.path, entry.article.id))


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


@dataclass(slots=True)
class Intake:
    """Decides what each article given is: new, changed, unchanged or a duplicate; and keeps the report."""

    database: Database
    batch: Batch
    _added: list[str] = field(default_factory=list)
    _updated: list[str] = field(default_factory=list)
    _unchanged: list[str] = field(default_factory=list)
    _duplicates: list[str] = field(default_factory=list)
    _failed: list[tuple[Path, str]] = field(default_factory=list)

    def fail(self, path: Path, reason: str) -> None:
        """Note a path that gave no article."""
        self._failed.append((path, reason))

    def take_file(self, path: Path) -> None:
        """Take the article in a file; a file that cannot be read is noted as failed."""
        try:
            article = _completed(read_article(path))
            _check(article)
        except ReadingError as error:
            self.fail(path, str(error))
            return
        # The name of a file need not be UTF-8, which is all that SQLite holds.
        name = os.fsencode(path.resolve()).decode(errors="backslashreplace")
        before = self._article_of(name)
        if before is None:
            self._take(article, name, replace_equal=False)
        elif before == article.id:
            self._take(article, name, replace_equal=True)
        elif self._stored(article.id) or self.batch.holds(article.id):
            self._duplicates.append(article.id)
        else:
            self.batch.put(_Entry(article, name, replaces=before))
            self._updated.append(article.id)

    def take(self, article: Article) -> None:
        """Take an article made in Python. Raises ReadingError when it has no text, or text that is not Unicode."""
        _check(article)
        self._take(_completed(article), None, replace_equal=True)

    def finish(self) -> None:
        """Write what waits."""
        self.batch.write()

    def report(self) -> IngestReport:
        """What became of everything taken."""
        return IngestReport(
            tuple(self._added),
            tuple(self._updated),
            tuple(self._unchanged),
            tuple(self._duplicates),
            tuple(self._failed),
        )

    def _take(self, article: Article, path: str | None, replace_equal: bool) -> None:
        stored = self._stored(article.id)
        if self.batch.holds(article.id) or (stored and not replace_equal):
            self._duplicates.append(article.id)
        elif stored == article:
            (self._duplicates if path is None else self._unchanged).append(article.id)
        else:
            self.batch.put(_Entry(article, path, stored=stored is not None))
            (self._updated if stored else self._added).append(article.id)

    def _stored(self, article_id: str) -> Article | None:
        found = shelf.read(self.database, [article_id])
        return found[0] if found else None

    def _article_of(self, path: str) -> str | None:
        rows = self.database.rows("SELECT article FROM files WHERE path = ?", (path,))
        return rows[0][0] if rows else None


def _check(article: Article) -> None:
    if not article.text.strip():
        raise ReadingError(f"The article {article.title!r} has no text. Give it some, or leave it out.")
    try:
        "".join(_strings(article)).encode()
    except UnicodeEncodeError as error:
        raise ReadingError(
            f"The article {article.title!r} has half a character ({error.object[error.start]!r}), "
            "which cannot be kept. Take it out, or write the whole character."
        ) from error


def _strings(article: Article) -> Iterator[str]:
    yield from (article.title, article.text, article.outlet, article.url, article.language, *article.sources)
    for translation in article.translations:
        yield from astuple(translation)


def _completed(article: Article) -> Article:
    """The article with its language filled in."""
    if article.language:
        return article
    return replace(article, language="ar" if is_arabic(article.text) else "en")
