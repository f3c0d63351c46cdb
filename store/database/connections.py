"""A bounded pool of connections to one SQLite file.

A thread has a connection only during a query or a transaction; then the connection goes back to the pool. When a
store is rebuilt, another file takes this one's name: connections to the old file are closed when they come back.

SQLite writes beside a file in order to read it. Where that cannot be, `open_to_read` reads it nevertheless.
"""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from store.errors import StoreError, StorePathError
from store.forking import FORK_GATE

LOCK_SECONDS = 1.0
MOST_OPEN = 16
"""When so many connections are in use, the next thread waits for one of them."""


@dataclass(frozen=True, slots=True)
class _Open:
    """A connection, and what tells the file that it reads from another."""

    connection: sqlite3.Connection
    file: Hashable


class Connections:
    """The connections of one process. Not for use in a forked process. With `read_only` nothing is written."""

    def __init__(self, path: Path, read_only: bool = False) -> None:
        self._path = path
        self._read_only = read_only
        self._idle: list[_Open] = []
        self._in_use = 0
        self._guard = threading.Lock()
        self._free = threading.BoundedSemaphore(MOST_OPEN)
        self._local = threading.local()
        self._process = os.getpid()
        self._file: Hashable = None
        self._closed = False
        self.replaced = 0
        """How often another file was found under the name."""

    @property
    def open(self) -> int:
        """How many connections are open, in use or idle."""
        with self._guard:
            return len(self._idle) + self._in_use

    def check(self) -> None:
        """Note whether the file was replaced. Raises StoreError in a forked process, and after `close`."""
        if os.getpid() != self._process:
            raise StoreError(
                "An open store cannot be used in a forked process. Open it again there: Corpus.open(path)."
            )
        if self._closed:
            raise StoreError("This corpus is closed. Open it again: Corpus.open(path).")
        file = self._identity()
        with self._guard:
            if file != self._file:
                self.replaced += self._file is not None
                self._file = file

    @contextmanager
    def use(self) -> Iterator[sqlite3.Connection]:
        """A connection in autocommit mode, for this thread alone; nested uses in one thread share it.

        Raises StoreError as `check` does.
        """
        self.check()
        outer: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if outer is not None:
            yield outer
            return
        with self._free, FORK_GATE.inside():
            taken = self._take()
            self._local.connection = taken.connection
            try:
                yield taken.connection
            finally:
                self._local.connection = None
                self._give_back(taken)

    def _take(self) -> _Open:
        """The connection used last, or a new one."""
        with self._guard:
            while self._idle:
                taken = self._idle.pop()
                if taken.file == self._file:
                    self._in_use += 1
                    return taken
                taken.connection.close()
        taken = self._connect()
        with self._guard:
            self._in_use += 1
        return taken

    def _give_back(self, taken: _Open) -> None:
        with self._guard:
            self._in_use -= 1
            if self._closed or taken.file != self._file:
                taken.connection.close()
            else:
                self._idle.append(taken)

    def _identity(self) -> Hashable:
        """What changes when another file takes the name; read-only also when another process has written to it.

        For a connection that may only read relies on nobody writing (`open_to_read`).
        """
        found = self._path.stat()
        if not self._read_only:
            return found.st_ino
        return found.st_ino, found.st_size, found.st_mtime_ns, has_wal(self._path)

    def apart(self) -> sqlite3.Connection:
        """A connection that is no part of the pool, for the caller to close."""
        return open_to_read(self._path) if self._read_only else sqlite3.connect(self._path, check_same_thread=False)

    def _connect(self) -> _Open:
        while True:
            file = self._identity()
            connection = open_to_read(self._path) if self._read_only else open_to_write(self._path)
            try:
                connection.execute("PRAGMA cell_size_check = ON")
                connection.execute("PRAGMA temp_store = MEMORY")
                if self._identity() == file:
                    return _Open(connection, file)
            except BaseException:
                connection.close()
                raise
            connection.close()  # the file was replaced meanwhile, before or after the connection was opened

    def close(self) -> None:
        """Close all connections; those in use when they come back. In a forked process nothing is closed."""
        if os.getpid() == self._process:
            with FORK_GATE.inside(), self._guard:
                self._closed = True
                while self._idle:
                    self._idle.pop().connection.close()


def may_only_read(path: Path) -> bool:
    """Whether a file is there, and it or its folder cannot be written to: a read-only disk, or another's."""
    own = {"effective_ids": True} if os.access in os.supports_effective_ids else {}
    return path.exists() and not (os.access(path, os.W_OK, **own) and os.access(path.parent, os.W_OK, **own))


def has_wal(path: Path) -> bool:
    """Whether there are changes, or there will be, that SQLite keeps beside the file."""
    return path.with_name(f"{path.name}-wal").exists()


def open_to_write(path: Path) -> sqlite3.Connection:
    """A connection in autocommit mode."""
    connection = sqlite3.connect(path, timeout=LOCK_SECONDS, isolation_level=None, check_same_thread=False)
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
    except BaseException:
        connection.close()
        raise
    return connection


def open_to_read(path: Path) -> sqlite3.Connection:
    """The same to a file that cannot be written to: with what another process writes, or as a file that nobody does.

    Raises StorePathError where changes lie beside the file that cannot be read without writing.
    """
    try:
        return _opened(path, "mode=ro")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF not in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY):
            raise
        if has_wal(path):
            raise StorePathError(
                f"{path} cannot be read: changes lie in {path.name}-wal, which SQLite has to write to. "
                "Open the store once where it may be written to, and copy it anew."
            ) from error
    return _opened(path, "mode=ro&immutable=1")


def _opened(path: Path, how: str) -> sqlite3.Connection:
    address = f"{path.absolute().as_uri()}?{how}"
    connection = sqlite3.connect(
        address, uri=True, timeout=LOCK_SECONDS, isolation_level=None, check_same_thread=False
    )
    try:
        connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchall()
    except BaseException:
        connection.close()
        raise
    return connection
