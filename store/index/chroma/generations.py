"""Chroma's index in generations: in a folder each is written once, sealed, and never changed again.

The database holds every vector; a generation is an index of those up to one of them, so that a search need not look
at all. What came later is searched by itself, what went is not heeded (store/nearest.py). When enough has changed,
the writer copies the generation, brings the copy up to date, seals it with the checksums of its files, and only then
says in the database that it is the one to use. So readers in any process never see an index that is being written,
a crash leaves an unused folder at worst, and a damaged one is known before Chroma, which it could crash, opens it.
On a Chroma server a generation is brought up to date in place (store/server.py).
"""

from __future__ import annotations

import logging
import shutil
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from store.database import Database
from store.errors import StoreBusyError, StorePathError
from store.index.chroma.builder import Described, make_generation
from store.index.chroma.collections import VectorIndex
from store.index.chroma.local import IndexBackend

_CHANGES_AT_ONCE = 5000
"""So many vectors may come and go before a generation is made in the middle of writing, …"""
_SHARE_AT_REST = 20
"""… and one in so many when writing ends."""
_HEALED = 20_000
"""A broken index of so many vectors is made again in passing; that of more waits for `isnad rebuild`."""

_log = logging.getLogger("isnad")


@dataclass(slots=True)
class _Open:
    """A generation in use: its name, the last vector in it, and how many searches are under way."""

    name: str
    last: int
    index: VectorIndex
    users: int = 0


class IndexVersions:
    """The generations of a store at their home. Safe to use from several threads; one process at a time writes."""

    def __init__(self, home: IndexBackend, database: Database, describe: Described) -> None:
        self._home = home
        self._database = database
        self._describe = describe
        self._open: _Open | None = None
        self._bad: str | None = None
        self._bad_until = 0.0
        self._checked = ""
        self._lent: list[VectorIndex] = []
        self._guard = threading.Lock()
        self._opening = threading.Lock()

    @contextmanager
    def using(self) -> Iterator[tuple[VectorIndex | None, int]]:
        """The index to search now and the number of the last vector in it; None and 0 without a sound one.

        Where Chroma fails in it, it is used no more, and whoever used it asks again.
        """
        used = self._taken()
        try:
            yield (used.index, used.last) if used else (None, 0)
        except StorePathError as error:
            if used is None:
                raise
            self._condemn(used.name, str(error))
            raise
        finally:
            if used is not None:
                self._release(used)

    def _taken(self) -> _Open | None:
        name, last = self._made()
        with self._guard:
            there = self._open
            if there is not None and there.name == name:
                there.users += 1
                there.last = last  # on a server it may have been brought up to date
                return there
        if not name or self._is_bad(name):
            return None
        if self._opening.acquire(blocking=there is None):
            try:
                self._replace(name, last)
            finally:
                self._opening.release()
        with self._guard:  # while another thread opens the new one, the one before still serves
            if self._open is not None:
                self._open.users += 1
            return self._open

    def _replace(self, name: str, last: int) -> None:
        if self._open is not None and self._open.name == name:
            return
        try:
            self._check(name)
            self._serve(_Open(name, last, self._home.open(name)))
        except StoreBusyError:  # the next search will try again
            return
        except StorePathError as error:
            self._condemn(name, str(error))

    def _serve(self, new: _Open | None) -> None:
        with self._guard:
            old, self._open = self._open, new
            if old is not None and old.users == 0:
                self._let_go(old.index)

    def _release(self, used: _Open) -> None:
        with self._guard:
            used.users -= 1
            if used is not self._open and used.users == 0:
                self._let_go(used.index)

    def _let_go(self, index: VectorIndex) -> None:
        if index not in self._lent:
            index.close()

    def _condemn(self, name: str, reason: str) -> None:
        if self._made()[0] == name:  # else a writer has meanwhile replaced it
            if self._bad != name:
                _log.warning("Searching goes on without the vector index, more slowly: %s", reason)
            self._bad, self._bad_until = name, time.monotonic() + self._home.patience
        self._checked = ""
        if self._open is not None and self._open.name == name:
            self._serve(None)

    def _is_bad(self, name: str) -> bool:
        return name == self._bad and time.monotonic() < self._bad_until

    def _made(self) -> tuple[str, int]:
        """The name of the generation to use, "" for none, and the number of the last vector in it."""
        name, last = self._database.rows("SELECT value FROM meta WHERE key = 'generation'")[0][0].split(":")
        return name, int(last)

    def is_sound(self) -> bool:
        """Whether there is no generation yet, or one that can be used."""
        name, _ = self._made()
        try:
            if name:
                self._check(name)
            return not name or not self._is_bad(name)
        except StorePathError:
            return False

    def _check(self, name: str) -> None:
        """Look once whether a generation is what was written. Raises StorePathError where it is not."""
        if name != self._checked:
            fault = self._home.flaw(name)
            if fault:
                raise StorePathError(f"{fault}. `isnad rebuild` makes it again.")
            self._checked = name

    def is_behind(self) -> bool:
        """Whether there is no sound generation that has everything."""
        return not self._made()[0] or not self.is_sound() or self.changes() > 0

    def changes(self) -> int:
        """How many vectors came or went since the generation was made."""
        _, last = self._made()
        sql = "SELECT (SELECT count(*) FROM vectors WHERE kind = 'passages' AND id > ?) + (SELECT count(*) FROM gone)"
        return int(self._database.rows(sql, (last,))[0][0])

    def keep_up(self, at_rest: bool) -> None:
        """Make a new generation where enough has changed; for whoever has the write lock.

        Where there is no room for one, all goes on without, and the log says so.
        """
        changes, name = self.changes(), self._made()[0]
        ((total,),) = self._database.rows("SELECT passages FROM totals")
        if not self._is_reached(name):
            return
        sound = self.is_sound()
        if (sound and not changes) or not (total or name):
            return
        if not sound and total > _HEALED:
            return
        few = changes * _SHARE_AT_REST < total if at_rest else changes < _CHANGES_AT_ONCE
        if sound and few:
            return
        if not sound:
            _log.warning("The vector index of %s is damaged or gone and is made again.", self._database.folder)
        try:
            self.make()
        except (OSError, StorePathError, StoreBusyError, shutil.Error, sqlite3.Error) as error:
            _log.warning(
                "The vector index could not be brought up to date; searching goes on more slowly (%s).", error
            )

    def _is_reached(self, name: str) -> bool:
        try:
            self._home.reach()
        except StorePathError as error:
            self._condemn(name, str(error))
            return False
        return True

    def make(self, anew: bool = False) -> None:
        """Make a new generation out of the one before, or out of the database alone; under the write lock."""
        before, last = self._made()
        base = "" if anew or not before or self._home.flaw(before) else before
        name, until, index = make_generation(self._home, self._database, self._describe, base, last)
        self._checked, self._bad = name, None
        self._serve(_Open(name, until, index))
        self._home.keep({name} if anew else {name, before})  # readers may not have left the last one yet

    def lend(self) -> VectorIndex:
        """The index of the generation in use, open until this is closed. Raises StorePathError without one."""
        with self.using() as (index, _):
            if index is None:
                raise StorePathError("There is no vector index of this store. `isnad rebuild` makes it.")
            self._lent.append(index)
            return index

    def close(self) -> None:
        """Let go of the files."""
        with self._guard:
            lent, self._lent = self._lent, []
            used, self._open = self._open, None
            for index in {*lent, used.index} if used else lent:
                index.close()
