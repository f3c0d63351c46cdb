"""The SQLite file: the articles themselves, where their sentences and passages lie, and the words in them.

It is the truth of a store; the vectors in Chroma can be made again from it. Each thread reads through its own
connection; writing happens in one transaction at a time, under the store's lock (see corpus.py).
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from store.errors import StoreBusyError, StoreError, StorePathError

_SCHEMA = """
CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
INSERT OR IGNORE INTO meta VALUES ('version', 0);
CREATE TABLE IF NOT EXISTS totals (
    passages INTEGER NOT NULL, words INTEGER NOT NULL, tokens INTEGER NOT NULL, states BLOB NOT NULL
);
INSERT INTO totals SELECT 0, 0, 0, x'' WHERE NOT EXISTS (SELECT 1 FROM totals);
CREATE TABLE IF NOT EXISTS articles (
    id TEXT PRIMARY KEY, title TEXT NOT NULL, text TEXT NOT NULL, outlet TEXT NOT NULL, day INTEGER NOT NULL,
    url TEXT NOT NULL, language TEXT NOT NULL, sources TEXT NOT NULL, translations TEXT NOT NULL,
    tokens INTEGER NOT NULL, states_sum BLOB NOT NULL
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS articles_by_day ON articles (day, id);
CREATE INDEX IF NOT EXISTS articles_by_outlet ON articles (outlet);
CREATE TABLE IF NOT EXISTS files (
    path TEXT PRIMARY KEY, article TEXT NOT NULL, copy INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS files_by_article ON files (article);
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
CREATE TABLE IF NOT EXISTS bridge (form TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE VIRTUAL TABLE IF NOT EXISTS passage_words
    USING fts5 (keys, detail = none, tokenize = "unicode61 remove_diacritics 0 categories 'L* M* N* P* S* C*'");
"""


class Database:
    """One store's SQLite file."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._local = threading.local()
        self._connections: list[sqlite3.Connection] = []
        self._guard = threading.Lock()
        try:
            with self._translated():
                self._connection().executescript(_SCHEMA)
        except StoreError:
            self.close()
            raise

    def _connection(self) -> sqlite3.Connection:
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            connection = sqlite3.connect(self._path, timeout=5, isolation_level=None, check_same_thread=False)
            with self._guard:
                self._connections.append(connection)
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = NORMAL")
            self._local.connection = connection
        return connection

    def close(self) -> None:
        """Close every thread's connection. The object cannot be used afterwards."""
        with self._guard:
            while self._connections:
                self._connections.pop().close()

    def rows(self, sql: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """All rows of a query with its parameters."""
        with self._translated():
            return self._connection().execute(sql, values).fetchall()

    def version(self) -> int:
        """A number that changes whenever something was written, by whichever process."""
        return int(self.rows("SELECT value FROM meta WHERE key = 'version'")[0][0])

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """A write transaction: all of it happens, or none."""
        with self._translated():
            connection = self._connection()
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("UPDATE meta SET value = value + 1 WHERE key = 'version'")
                connection.execute("COMMIT")
            finally:
                connection.rollback()  # nothing to undo after COMMIT, nor where SQLite has done so

    @contextmanager
    def _translated(self) -> Iterator[None]:
        """SQLite's troubles with the file as ours; a mistake in the SQL stays SQLite's."""
        try:
            yield
        except sqlite3.DatabaseError as error:
            # The low byte is the kind of error; the rest says more of it. Python's own errors have none.
            kind = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
            if kind == sqlite3.SQLITE_ERROR:
                raise
            if kind in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
                raise StoreBusyError(
                    f"Another process is writing to {self._path}. Wait for it to finish and try again."
                ) from error
            raise StorePathError(
                f"{self._path} cannot be used as a store ({error}). "
                "Give a folder you may write to, or another --store."
            ) from error
