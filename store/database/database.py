"""The SQLite database of a store: articles, passages, sentences, their words and vectors.

Chroma's index is made from it; what cannot be made again is stored a second time in the journal. Threads read at the
same time, each through a connection of the pool. One transaction at a time writes, under the store's write lock.
"""

from __future__ import annotations

import errno
import sqlite3
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryFile
from textwrap import shorten
from typing import Any

from store.database.connections import Connections, may_only_read
from store.database.journal import Journal, watch_changes
from store.errors import StoreBusyError, StoreDamagedError, StoreError, StorePathError
from store.files import close_to_others

STORE_FORMAT = "4"

_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_LEAST_ROOM = 1 << 16
"""SQLite needs so many bytes beside a file in order to read it."""

_SCHEMA = """
CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
INSERT OR IGNORE INTO meta VALUES ('version', 0);
INSERT OR IGNORE INTO meta VALUES ('generation', ':0');
INSERT OR IGNORE INTO meta VALUES ('journal', 'none 0');
CREATE TABLE IF NOT EXISTS totals (
    language TEXT PRIMARY KEY, passages INTEGER NOT NULL, words INTEGER NOT NULL, tokens INTEGER NOT NULL,
    states BLOB NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS articles (
    id TEXT PRIMARY KEY, title TEXT NOT NULL, text TEXT NOT NULL, outlet TEXT NOT NULL, day INTEGER NOT NULL,
    url TEXT NOT NULL, language TEXT NOT NULL, sources TEXT NOT NULL, translations TEXT NOT NULL,
    removed TEXT NOT NULL DEFAULT '[]', digest TEXT NOT NULL, tokens INTEGER NOT NULL, states_sum BLOB NOT NULL,
    title_states INTEGER NOT NULL DEFAULT 0, title_readings INTEGER NOT NULL DEFAULT 0
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
CREATE INDEX IF NOT EXISTS bands_by_article ON bands (article);
CREATE TABLE IF NOT EXISTS passages (
    id INTEGER PRIMARY KEY AUTOINCREMENT, article TEXT NOT NULL, number INTEGER NOT NULL, start INTEGER NOT NULL,
    "end" INTEGER NOT NULL, readings BLOB NOT NULL, vectors BLOB NOT NULL,
    UNIQUE (article, number)
);
CREATE TABLE IF NOT EXISTS lengths (
    passage INTEGER PRIMARY KEY, words INTEGER NOT NULL, language TEXT NOT NULL
);
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


_SCHEMA_VERSION = zlib.crc32(_SCHEMA.encode()) & 0x7FFFFFFF
"""Kept in the database, so that a process that only reads need not wait for the lock that `_SCHEMA` takes."""


class Database:
    """One store's SQLite file, and the journal beside it. Not for use in a forked process."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._journal = Journal(path.parent)
        self.is_read_only = may_only_read(path)
        """Whether nothing can be written: the disk is read-only, or the file another's."""
        self._connections = Connections(path, self.is_read_only)
        self._checked = 0
        self.on_replaced: Callable[[], None] = lambda: None
        """Called when the file was replaced by a rebuilt store's. While it raises, every method raises the same."""
        try:
            with self._translated():
                if not self.is_read_only:
                    _create(path)
                self._create_tables()
        except StoreError:
            self.close()
            raise

    def _create_tables(self) -> None:
        with self._connection() as connection:
            if _needs_tables(self._path, connection):
                set_version = f"PRAGMA user_version = {_SCHEMA_VERSION};"
                connection.executescript(f"BEGIN IMMEDIATE; {_SCHEMA} {set_version} COMMIT;")

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        """A connection for this thread, after `on_replaced` where the file was replaced.

        `on_replaced` runs queries itself, so it is called before a connection is taken.
        """
        self._connections.check()
        if self._checked != self.replaced:
            self._checked = self.replaced
            try:
                self.on_replaced()
            except BaseException:
                self._checked = -1
                raise
        with self._connections.use() as connection:
            yield connection

    @property
    def replaced(self) -> int:
        """How often the file was found replaced by a rebuilt store's."""
        return self._connections.replaced

    @property
    def open_connections(self) -> int:
        """How many connections to the file this process has open."""
        return self._connections.open

    @property
    def folder(self) -> Path:
        """The store's folder."""
        return self._path.parent

    def close(self) -> None:
        """Close all connections. The object cannot be used afterwards."""
        self._connections.close()

    def rows(self, sql: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """All rows of a query with these parameters."""
        with self._translated(), self._connection() as connection:
            return connection.execute(sql, values).fetchall()

    def stream(self, sql: str) -> Iterator[tuple[Any, ...]]:
        """The rows of a query, one at a time, as they were at the first.

        They come through a connection of their own, so that this thread may write meanwhile.
        """
        with self._translated(), closing(self._connections.apart()) as connection:
            yield from connection.execute(sql)

    def version(self) -> int:
        """A number that changes whenever any process has written something."""
        ((value,),) = self.rows("SELECT value FROM meta WHERE key = 'version'")
        return (self.replaced << 40) + int(value)

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """A write transaction on the database and the journal: all of it is written, or nothing."""
        with self._translated(), self._connection() as connection:
            watch_changes(connection)
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("UPDATE meta SET value = value + 1 WHERE key = 'version'")
                self._journal.write(connection)
                connection.execute("COMMIT")
                self._journal.tidy(connection)
            finally:
                connection.rollback()  # without effect after COMMIT, and where SQLite has rolled back itself

    def vacuum(self) -> None:
        """Give the room of removed articles back to the disk, and write the journal anew."""
        with self.transaction() as connection:
            self._journal.compact(connection)
        with self._translated(), self._connection() as connection:
            connection.execute("VACUUM")
        self.settle()

    def settle(self) -> None:
        """Move what was committed from SQLite's -wal file into the database, as far as nobody reads it."""
        with self._translated(), self._connection() as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    @contextmanager
    def _translated(self) -> Iterator[None]:
        """Raise SQLite's errors about the file as StoreError; errors in the SQL are raised as they are."""
        try:
            yield
        except sqlite3.DatabaseError as error:
            # The low byte is the kind of error. Errors that the sqlite3 module raises itself have no code.
            kind = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
            if kind == sqlite3.SQLITE_ERROR and "decode to UTF-8" not in str(error):
                raise
            if kind in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
                raise StoreBusyError(
                    f"Another process is writing to {self._path}. Wait for it to finish and try again."
                ) from error
            if kind in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR):
                raise damaged(self._path.parent, f"{self._path.name}: {shorten(str(error), 80)}") from error
            raise unusable(self._path, str(error), is_full(self._path.parent, error)) from error
        except OSError as error:
            path, reason = Path(error.filename or self._path), error.strerror or str(error)
            raise unusable(path, reason, is_full(self._path.parent, error)) from error


def _create(path: Path) -> None:
    """Create the file of a new store. Raises StoreDamagedError where a journal is there, but no database."""
    journals = any(journal.stat().st_size for journal in path.parent.glob("articles-*.log"))
    there = path.exists()
    if journals and not (there and path.stat().st_size):
        raise damaged(path.parent, f"{path.name} is {'empty' if there else 'gone'}")
    path.touch()
    close_to_others(path)  # SQLite gives the same rights to the files that it makes beside it


def _needs_tables(path: Path, connection: sqlite3.Connection) -> bool:
    """Whether tables are missing. Raises StoreDamagedError for a database that another program made."""
    if connection.execute("PRAGMA user_version").fetchall() == [(_SCHEMA_VERSION,)]:
        return False
    if not connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchall():
        return True
    if not is_isnads(connection):
        raise damaged(path.parent, f"{path.name} is a database that Isnad did not make")
    made = connection.execute("SELECT value FROM meta WHERE key = 'format'").fetchall()
    return made in ([], [(STORE_FORMAT,)])  # the tables of another format are left alone


def is_isnads(connection: sqlite3.Connection) -> bool:
    """Whether Isnad made the database, damaged or not."""
    try:
        return bool(connection.execute("SELECT 1 FROM meta WHERE key IN ('format', 'generation')").fetchall())
    except sqlite3.DatabaseError as error:  # no such table or column; other errors are damage
        return error.sqlite_errorcode != sqlite3.SQLITE_ERROR


def damaged(store: Path, what: str) -> StoreDamagedError:
    """The error for a store of which something is not what was written."""
    return StoreDamagedError(
        f"The store {store} is damaged ({what}). "
        f"`isnad rebuild --store {store}` makes it again from what is kept twice."
    )


def is_full(folder: Path, error: Exception) -> bool:
    """Whether an error while the store in a folder was used says that there is no room."""
    if isinstance(error, OSError):
        return error.errno in _NO_ROOM
    code = getattr(error, "sqlite_errorcode", 0)
    if code & 0xFF in (sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN):  # it does not say why
        return not _has_room(folder)
    return bool(code & 0xFF == sqlite3.SQLITE_FULL)


def _has_room(folder: Path) -> bool:
    try:
        with TemporaryFile(dir=folder) as file:
            file.write(bytes(_LEAST_ROOM))
        return True
    except OSError as error:
        return error.errno not in _NO_ROOM


def unusable(path: Path, reason: str, full: bool = False) -> StorePathError:
    """The error for a store that cannot be used; `full` where there is no room for what has to be written."""
    if full:
        return StorePathError(
            f"{path} cannot be used: there is no room left for it ({reason}). Nothing stored is lost: make room on "
            "that disk, then run the same command again."
        )
    return StorePathError(
        f"{path} cannot be used as a store ({reason}). Give a folder you may write to, or another --store."
    )
