"""The versions of Chroma's index over a store's vectors.

The database holds every vector; a version of the index has those up to one of them. Search adds the newer ones and
leaves out those removed since (store/index/vector_search.py). When enough has changed, the writer makes a new version
beside the one in use, writes the checksums of its files, and only then names it in the database. So no reader in any
process sees an index that is being written, a crash leaves an unused folder at worst, and a damaged version is known
before Chroma opens it. On a Chroma server a version is changed in place (index_server.py).
"""

from __future__ import annotations

import logging
import shutil
import sqlite3
import threading
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from store.database import Database
from store.errors import StoreBusyError, StorePathError
from store.index.chroma.collections import MOST_AT_ONCE, Metadata, VectorIndex
from store.index.chroma.index_folder import IndexFolder

Describe = Callable[[list[str]], tuple[list[Metadata], list[str]]]
"""The metadata and the texts of passages' vectors, by their names."""

_CHANGES_WHILE_WRITING = 5000
"""While articles are written, a new version is made after so many vectors came or went, …"""
_SHARE_AT_REST = 20
"""… and when writing ends, after one in so many."""
_REPAIRED_UP_TO = 20_000
"""A broken index of up to so many passages is made again in passing; a larger one waits for `isnad rebuild`."""

_log = logging.getLogger("isnad")


@dataclass(frozen=True, slots=True)
class _Opened:
    """The version that searches use. Its index is closed when the last search in it has ended."""

    name: str
    index: VectorIndex


class IndexVersions:
    """The versions of a store's index at a place. Safe to use from several threads; one process at a time writes."""

    def __init__(self, place: IndexFolder, database: Database, describe: Describe) -> None:
        self._place = place
        self._database = database
        self._describe = describe
        self._opened: _Opened | None = None
        self._checked = ""
        self._broken: str | None = None
        self._broken_until = 0.0
        self._guard = threading.RLock()

    def propose(
        self, vectors: NDArray[np.float32], limit: int, where: dict[str, Any] | None = None
    ) -> tuple[list[list[str]], int] | None:
        """For each vector, shape [n, dimensions], the names of up to `limit` near ones, best first, as Chroma has it.

        With them comes the id of the last vector that Chroma has. None when no index can be used: one in which Chroma
        fails is left alone from then on.
        """
        name, index, last = self._current()
        if index is None:
            return None
        try:
            return index.nearest(vectors, limit, where), last
        except StoreBusyError:
            return None
        except StorePathError as error:
            self._mark_broken(name, str(error))
            return None

    def _current(self) -> tuple[str, VectorIndex | None, int]:
        with self._guard:
            name, last = self._published_version()
            if self._opened is None or self._opened.name != name:
                self._opened = self._open(name)
            return (name, self._opened.index, last) if self._opened else (name, None, 0)

    def _open(self, name: str) -> _Opened | None:
        if not name or self._is_broken(name):
            return None
        try:
            self._check(name)
            return _Opened(name, self._place.open(name))
        except StoreBusyError:  # the next search tries again
            return None
        except StorePathError as error:
            self._mark_broken(name, str(error))
            return None

    def _published_version(self) -> tuple[str, int]:
        """The name of the version that the database says to use, "" for none, and the id of the last vector in it."""
        name, last = self._database.rows("SELECT value FROM meta WHERE key = 'generation'")[0][0].split(":")
        return name, int(last)

    def _check(self, name: str) -> None:
        """See once whether a version is as it was written. Raises StorePathError when it is not."""
        if name != self._checked:
            flaw = self._place.find_flaw(name)
            if flaw:
                raise StorePathError(f"{flaw}. `isnad rebuild` makes it again.")
            self._checked = name

    def _mark_broken(self, name: str, reason: str) -> None:
        """Leave a version alone for a while, unless a writer has replaced it meanwhile."""
        with self._guard:
            if self._published_version()[0] == name:
                if self._broken != name:
                    _log.warning("Searching goes on without the vector index, more slowly: %s", reason)
                self._broken, self._broken_until = name, time.monotonic() + self._place.retry_seconds
            self._checked = ""
            if self._opened is not None and self._opened.name == name:
                self._opened = None

    def _is_broken(self, name: str) -> bool:
        return name == self._broken and time.monotonic() < self._broken_until

    def is_healthy(self) -> bool:
        """Whether there is no version yet, or one that can be used."""
        name, _ = self._published_version()
        try:
            if name:
                self._check(name)
            return not name or not self._is_broken(name)
        except StorePathError:
            return False

    def is_behind(self) -> bool:
        """Whether there is no healthy version that has everything."""
        return not self._published_version()[0] or not self.is_healthy() or self.count_changes() > 0

    def count_changes(self) -> int:
        """How many vectors came or went since the version was made."""
        _, last = self._published_version()
        sql = "SELECT (SELECT count(*) FROM vectors WHERE kind = 'passages' AND id > ?) + (SELECT count(*) FROM gone)"
        return int(self._database.rows(sql, (last,))[0][0])

    def refresh(self, at_rest: bool) -> None:
        """Make a new version when enough has changed, or when the one in use is broken; under the write lock.

        `at_rest` says that writing ends. When no version can be made, the log says so.
        """
        if not self._is_due(at_rest):
            return
        try:
            self.build()
        except (OSError, StorePathError, StoreBusyError, shutil.Error, sqlite3.Error) as error:
            _log.warning(
                "The vector index could not be brought up to date; searching goes on more slowly (%s).", error
            )

    def _is_due(self, at_rest: bool) -> bool:
        changes, name = self.count_changes(), self._published_version()[0]
        ((passages,),) = self._database.rows("SELECT coalesce(sum(passages), 0) FROM totals")
        try:
            self._place.check_reachable()
        except StorePathError as error:
            self._mark_broken(name, str(error))
            return False
        if self.is_healthy():
            enough = changes * _SHARE_AT_REST >= passages if at_rest else changes >= _CHANGES_WHILE_WRITING
            return enough and changes > 0
        if passages > _REPAIRED_UP_TO:
            return False
        _log.warning("The vector index of %s is damaged or gone and is made again.", self._database.folder)
        return True

    def build(self, anew: bool = False) -> None:
        """Make a new version: from the one in use, or from the database alone; under the write lock.

        Raises StorePathError or OSError when it cannot be made; the one in use stays then.
        """
        before, last = self._published_version()
        base = "" if anew or not before or self._place.find_flaw(before) else before
        ((count, until, gone),) = self._database.rows(
            "SELECT count(*), coalesce(max(id), 0), (SELECT coalesce(max(id), 0) FROM gone) FROM vectors"
            " WHERE kind = 'passages'"
        )
        name, index = self._place.begin(base)
        try:
            with closing(index):
                self._write(index, last if base else 0, until)
            self._place.finish(name, count)
            self._publish(name, until, gone)
        except BaseException:
            if name != base:
                self._place.discard(name)
            raise
        self._checked, self._broken = name, None
        # Readers may still have the version before open.
        self._place.discard_all_but({name} if anew else {name, before})

    def _write(self, index: VectorIndex, last: int, until: int) -> None:
        """Write the vectors with ids above `last`, up to `until`, and remove those that are gone."""
        gone = self._database.rows("SELECT DISTINCT name FROM gone WHERE kind = 'passages' ORDER BY name")
        index.remove([name for (name,) in gone])
        while rows := self._database.rows(
            "SELECT id, name, vector FROM vectors WHERE kind = 'passages' AND id > ? AND id <= ? ORDER BY id LIMIT ?",
            (last, until, MOST_AT_ONCE),
        ):
            last, names = rows[-1][0], [row[1] for row in rows]
            vectors = np.array([np.frombuffer(row[2], np.float32) for row in rows])
            index.put(names, vectors, *self._describe(names))
        index.count()  # Chroma has written everything when it answers

    def _publish(self, name: str, until: int, gone: int) -> None:
        with self._database.transaction() as connection:
            connection.execute("UPDATE meta SET value = ? WHERE key = 'generation'", (f"{name}:{until}",))
            connection.execute("DELETE FROM gone WHERE id <= ?", (gone,))

    def published(self) -> VectorIndex:
        """The index in use. Raises StorePathError when there is none."""
        _, index, _ = self._current()
        if index is None:
            raise StorePathError("There is no vector index of this store. `isnad rebuild` makes it.")
        return index

    def close(self) -> None:
        """Let go of the files."""
        with self._guard:
            opened, self._opened = self._opened, None
        if opened is not None:
            opened.index.close()
