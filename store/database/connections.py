"""Each thread's own connection to an SQLite file: to whichever has its name, which another may come to have."""

from __future__ import annotations

import os
import sqlite3
import threading
from pathlib import Path

from store.errors import StoreError

LOCK_SECONDS = 1.0


class Connections:
    """The connections of all threads of one process. Not for use in a process forked from it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._local = threading.local()
        self._open: list[sqlite3.Connection] = []
        self._guard = threading.Lock()
        self._process = os.getpid()
        self._file = 0
        self._closed = False
        self.replaced = 0
        """How often another file was found under the name."""

    def own(self) -> sqlite3.Connection:
        """The calling thread's connection, in autocommit mode.

        Raises StoreError in a forked process, and after it was closed.
        """
        if os.getpid() != self._process:
            raise StoreError(
                "An open store cannot be used in a forked process. Open it again there: Corpus.open(path)."
            )
        if self._closed:
            raise StoreError("This corpus is closed. Open it again: Corpus.open(path).")
        self._notice()
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            connection = self._made()
            self._local.connection = connection
            with self._guard:
                self._open.append(connection)
        return connection

    def _notice(self) -> None:
        """A rebuilt store may have taken this one's place: then leave the old file to those that still read it."""
        file = self._number()
        if file != self._file:
            with self._guard:
                if self._file not in (0, file):
                    self._local = threading.local()
                    self.replaced += 1
                self._file = file

    def _number(self) -> int:
        return self._path.stat().st_ino

    def _made(self) -> sqlite3.Connection:
        while True:
            file = self._number()
            connection = sqlite3.connect(
                self._path, timeout=LOCK_SECONDS, isolation_level=None, check_same_thread=False
            )
            try:
                connection.execute("PRAGMA journal_mode = WAL")
                connection.execute("PRAGMA synchronous = FULL")
                connection.execute("PRAGMA cell_size_check = ON")
                connection.execute("PRAGMA temp_store = MEMORY")
                if self._number() == file:
                    return connection
            except BaseException:
                connection.close()
                raise
            connection.close()  # of which file it is nobody knows

    def close(self) -> None:
        """Close every thread's connection; in a forked process they are the parent's, and stay."""
        if os.getpid() == self._process:
            with self._guard:
                self._closed = True
                while self._open:
                    self._open.pop().close()
