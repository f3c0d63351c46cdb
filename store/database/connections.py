"""A bounded pool of connections to one SQLite file.

A thread has a connection only during a query or a transaction; then the connection goes back to the pool. When a
store is rebuilt, another file takes this one's name: connections to the old file are closed when they come back.
"""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from store.errors import StoreError

LOCK_SECONDS = 1.0
MOST_OPEN = 16
"""When so many connections are in use, the next thread waits for one of them."""


@dataclass(frozen=True, slots=True)
class _Open:
    """A connection, and the inode number of the file that it reads."""

    connection: sqlite3.Connection
    file: int


class Connections:
    """The connections of one process. Not for use in a forked process."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._idle: list[_Open] = []
        self._in_use = 0
        self._guard = threading.Lock()
        self._free = threading.BoundedSemaphore(MOST_OPEN)
        self._local = threading.local()
        self._process = os.getpid()
        self._file = 0
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
        file = self._inode()
        with self._guard:
            if file != self._file:
                self.replaced += self._file != 0
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
        with self._free:
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

    def _inode(self) -> int:
        return self._path.stat().st_ino

    def _connect(self) -> _Open:
        while True:
            file = self._inode()
            connection = sqlite3.connect(
                self._path, timeout=LOCK_SECONDS, isolation_level=None, check_same_thread=False
            )
            try:
                connection.execute("PRAGMA journal_mode = WAL")
                connection.execute("PRAGMA synchronous = FULL")
                connection.execute("PRAGMA cell_size_check = ON")
                connection.execute("PRAGMA temp_store = MEMORY")
                if self._inode() == file:
                    return _Open(connection, file)
            except BaseException:
                connection.close()
                raise
            connection.close()  # the file was replaced meanwhile, before or after the connection was opened

    def close(self) -> None:
        """Close all connections; those in use when they come back. In a forked process nothing is closed."""
        if os.getpid() == self._process:
            with self._guard:
                self._closed = True
                while self._idle:
                    self._idle.pop().connection.close()
