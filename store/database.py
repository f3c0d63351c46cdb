"""The SQLite file: the articles themselves, where their sentences and passages lie, and the words in them.

It is the truth of a store: Chroma's index is made from it. What cannot be made again is kept a second time in the
journal. Each thread reads through its own connection; writing happens in one transaction at a time, under the store's
lock (see corpus.py).
"""

from __future__ import annotations

import os
import sqlite3
import threading
import uuid
import zlib
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from textwrap import shorten
from typing import Any

from store.errors import StoreBusyError, StoreDamagedError, StoreError, StorePathError
from store.journal import Journal, watch

FORMAT = "3"

_SCHEMA = """
CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
INSERT OR IGNORE INTO meta VALUES ('version', 0);
INSERT OR IGNORE INTO meta VALUES ('generation', ':0');
CREATE TABLE IF NOT EXISTS totals (
    passages INTEGER NOT NULL, words INTEGER NOT NULL, tokens INTEGER NOT NULL, states BLOB NOT NULL
);
INSERT INTO totals SELECT 0, 0, 0, x'' WHERE NOT EXISTS (SELECT 1 FROM totals);
CREATE TABLE IF NOT EXISTS articles (
    id TEXT PRIMARY KEY, title TEXT NOT NULL, text TEXT NOT NULL, outlet TEXT NOT NULL, day INTEGER NOT NULL,
    url TEXT NOT NULL, language TEXT NOT NULL, sources TEXT NOT NULL, translations TEXT NOT NULL,
    removed TEXT NOT NULL DEFAULT '[]', digest TEXT NOT NULL, tokens INTEGER NOT NULL, states_sum BLOB NOT NULL
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS articles_by_day ON articles (day, id);
CREATE INDEX IF NOT EXISTS articles_by_outlet ON articles (outlet);
CREATE TABLE IF NOT EXISTS files (
    path TEXT PRIMARY KEY, article TEXT NOT NULL, copy INTEGER NOT NULL, file TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS files_by_article ON files (article);
CREATE INDEX IF NOT EXISTS files_by_file ON files (file);
CREATE TABLE IF NOT EXISTS stamps (file TEXT PRIMARY KEY, stamp TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS copies (
    place TEXT PRIMARY KEY, article TEXT NOT NULL, id TEXT NOT NULL, outlet TEXT NOT NULL, day INTEGER NOT NULL,
    printing TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS copies_by_article ON copies (article);
CREATE INDEX IF NOT EXISTS copies_by_outlet ON copies (outlet, day);
CREATE TABLE IF NOT EXISTS bands (hash INTEGER, article TEXT, PRIMARY KEY (hash, article)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS passages (
    id INTEGER PRIMARY KEY AUTOINCREMENT, article TEXT NOT NULL, number INTEGER NOT NULL, start INTEGER NOT NULL,
    "end" INTEGER NOT NULL, readings BLOB NOT NULL, vectors BLOB NOT NULL,
    UNIQUE (article, number)
);
CREATE TABLE IF NOT EXISTS lengths (passage INTEGER PRIMARY KEY, words INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS sentences (
    passage INTEGER NOT NULL, number INTEGER NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL,
    statement INTEGER NOT NULL, keys TEXT NOT NULL, states INTEGER NOT NULL, readings INTEGER NOT NULL,
    PRIMARY KEY (passage, number)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS states (id INTEGER PRIMARY KEY AUTOINCREMENT, states BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS vectors (
    id INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, name TEXT NOT NULL, article TEXT NOT NULL,
    vector BLOB NOT NULL, UNIQUE (kind, name)
);
CREATE INDEX IF NOT EXISTS vectors_by_article ON vectors (article);
CREATE TABLE IF NOT EXISTS gone (id INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, name TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS lines (
    article TEXT NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL, source TEXT NOT NULL,
    line INTEGER NOT NULL, prose INTEGER NOT NULL, apart INTEGER NOT NULL, PRIMARY KEY (article, start, line)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS repeated (
    source TEXT NOT NULL, line INTEGER NOT NULL, articles INTEGER NOT NULL, apart INTEGER NOT NULL,
    PRIMARY KEY (source, line)
) WITHOUT ROWID;
CREATE VIRTUAL TABLE IF NOT EXISTS passage_words
    USING fts5 (keys, detail = none, tokenize = "unicode61 remove_diacritics 0 categories 'L* M* N* P* S* C*'");
"""


# Laying it takes the write lock, for which a process that only reads should not wait: so it is laid once.
_LAID = zlib.crc32(_SCHEMA.encode()) & 0x7FFFFFFF
_LOCK_SECONDS = 1.0


class Database:
    """One store's SQLite file, and the journal beside it. Not for use in a process forked from its own."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._journal = Journal(path.parent)
        self._local = threading.local()
        self._connections: list[sqlite3.Connection] = []
        self._guard = threading.Lock()
        self._process = os.getpid()
        self._file = 0
        self._replaced = 0
        try:
            with self._translated():
                connection = self._connection()
                if connection.execute("PRAGMA user_version").fetchall() != [(_LAID,)] and not _is_older(connection):
                    connection.executescript(f"{_SCHEMA} PRAGMA user_version = {_LAID};")
                    journal = f"articles-{uuid.uuid4().hex[:8]}.log 0"
                    connection.execute("INSERT OR IGNORE INTO meta VALUES ('journal', ?)", (journal,))
        except StoreError:
            self.close()
            raise
        self._file = path.stat().st_ino

    def _connection(self) -> sqlite3.Connection:
        if os.getpid() != self._process:
            raise StoreError(
                "An open store cannot be used in a forked process. Open it again there: Corpus.open(path)."
            )
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            connection = sqlite3.connect(
                self._path, timeout=_LOCK_SECONDS, isolation_level=None, check_same_thread=False
            )
            with self._guard:
                self._connections.append(connection)
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = NORMAL")
            connection.execute("PRAGMA cell_size_check = ON")
            connection.execute("PRAGMA temp_store = MEMORY")
            self._local.connection = connection
            self._local.watched = False
        return connection

    @property
    def folder(self) -> Path:
        """The store's folder."""
        return self._path.parent

    def close(self) -> None:
        """Close every thread's connection. The object cannot be used afterwards."""
        with self._guard:
            while self._connections:
                self._connections.pop().close()

    def rows(self, sql: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """All rows of a query with its parameters."""
        with self._translated():
            return self._connection().execute(sql, values).fetchall()

    def stream(self, sql: str) -> Iterator[dict[str, Any]]:
        """The rows of a query, one at a time, all as they were when the first was asked for.

        They come through a connection of their own, so that this thread may write meanwhile.
        """
        with self._translated(), closing(sqlite3.connect(self._path, check_same_thread=False)) as connection:
            connection.row_factory = sqlite3.Row
            yield from map(dict, connection.execute(sql))

    def version(self) -> int:
        """A number that changes whenever something was written, by whichever process."""
        with self._translated():
            file = self._path.stat().st_ino
        if self._file not in (
            0,
            file,
        ):  # a rebuilt store took this one's place: leave the old file to those reading it
            self._local = threading.local()
            self._replaced += 1
            self._file = file
        return (self._replaced << 40) + int(self.rows("SELECT value FROM meta WHERE key = 'version'")[0][0])

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """A write transaction: all of it happens, in the journal too, or none."""
        with self._translated():
            connection = self._connection()
            if not self._local.watched:
                watch(connection)
                self._local.watched = True
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("UPDATE meta SET value = value + 1 WHERE key = 'version'")
                self._journal.write(connection)
                connection.execute("COMMIT")
            finally:
                connection.rollback()  # nothing to undo after COMMIT, nor where SQLite has done so

    def vacuum(self) -> None:
        """Give back the room that removed articles had."""
        with self.transaction() as connection:
            self._journal.compact(connection)
        with self._translated():
            self._connection().execute("VACUUM")
            self._connection().execute("PRAGMA wal_checkpoint(TRUNCATE)")

    @contextmanager
    def _translated(self) -> Iterator[None]:
        """SQLite's troubles with the file as ours; a mistake in the SQL stays SQLite's."""
        try:
            yield
        except sqlite3.DatabaseError as error:
            # The low byte is the kind of error; the rest says more of it. Python's own errors have none.
            kind = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
            if kind == sqlite3.SQLITE_ERROR and "decode to UTF-8" not in str(error):
                raise
            if kind in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
                raise StoreBusyError(
                    f"Another process is writing to {self._path}. Wait for it to finish and try again."
                ) from error
            if kind in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR):
                raise damaged(self._path.parent, f"{self._path.name}: {shorten(str(error), 80)}") from error
            raise _unusable(self._path, str(error)) from error
        except OSError as error:
            raise _unusable(Path(error.filename or self._path), error.strerror or str(error)) from error


def _is_older(connection: sqlite3.Connection) -> bool:
    """Whether another format of store made this database: its tables are not to be touched."""
    if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'meta'").fetchall():
        return False
    rows = connection.execute("SELECT value FROM meta WHERE key = 'format'").fetchall()
    return bool(rows) and rows[0][0] != FORMAT


def damaged(store: Path, what: str) -> StoreDamagedError:
    """The error for a store of which something on disk is not what was written."""
    return StoreDamagedError(
        f"The store {store} is damaged ({what}). "
        f"`isnad rebuild --store {store}` makes it again from what is kept twice."
    )


def _unusable(path: Path, reason: str) -> StorePathError:
    return StorePathError(
        f"{path} cannot be used as a store ({reason}). Give a folder you may write to, or another --store."
    )
