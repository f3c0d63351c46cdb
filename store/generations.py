"""Chroma's index in generations: each a folder that is written once, sealed, and never changed again.

The database holds every vector; a generation is an index of those up to one of them, so that a search need not look
at all. What came later is searched by itself, what went is not heeded (store/nearest.py). When enough has changed,
the writer copies the generation, brings the copy up to date, seals it with the checksums of its files, and only then
says in the database that it is the one to use. So readers in any process never see an index that is being written,
a crash leaves an unused folder at worst, and a damaged one is known before Chroma, which it could crash, opens it.
"""

from __future__ import annotations

import hashlib
import json
import logging
import shutil
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from store.database import Database
from store.errors import StoreBusyError, StorePathError
from store.vectors import KINDS, MOST_AT_ONCE, Metadata, VectorIndex

_SEAL = "seal.json"
_CHANGES_AT_ONCE = 5000
"""So many vectors may come and go before a generation is made in the middle of writing, …"""
_SHARE_AT_REST = 20
"""… and one in so many when writing ends."""
_HEALED = 20_000
"""A broken index of so many vectors is made again in passing; that of more waits for `isnad rebuild`."""

_log = logging.getLogger("isnad")

Described = Callable[[list[str]], tuple[list[Metadata], list[str]]]
"""The metadata and the texts of passages' vectors, by their names."""


@dataclass(slots=True)
class _Open:
    """A generation in use: its number, the last vector in it, and how many searches are under way."""

    number: int
    last: int
    index: VectorIndex
    users: int = 0
    lent: bool = False


class Generations:
    """The generations of the store in `folder`. Safe to use from several threads; one process at a time writes."""

    def __init__(self, folder: Path, database: Database, describe: Described) -> None:
        self._folder = folder
        self._database = database
        self._describe = describe
        self._open: _Open | None = None
        self._bad = -1
        self._checked = 0
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
            self._condemn(used.number, str(error))
            raise
        finally:
            if used is not None:
                self._release(used)

    def _taken(self) -> _Open | None:
        number, last = self.made()
        with self._guard:
            there = self._open
            if there is not None and there.number == number:
                there.users += 1
                return there
        if number in (0, self._bad):
            return None
        if self._opening.acquire(blocking=there is None):
            try:
                self._replace(number, last)
            finally:
                self._opening.release()
        with self._guard:  # while another thread opens the new one, the one before still serves
            if self._open is not None:
                self._open.users += 1
            return self._open

    def _replace(self, number: int, last: int) -> None:
        if self._open is not None and self._open.number == number:
            return
        try:
            self._check(number)
            self._serve(_Open(number, last, VectorIndex(self._path(number))))
        except StorePathError as error:
            if self.made()[0] == number:  # else a writer has meanwhile replaced it
                self._condemn(number, str(error))

    def _serve(self, new: _Open | None) -> None:
        with self._guard:
            old, self._open = self._open, new
            if old is not None and old.users == 0 and not old.lent:
                old.index.close()

    def _release(self, used: _Open) -> None:
        with self._guard:
            used.users -= 1
            if used is not self._open and used.users == 0 and not used.lent:
                used.index.close()

    def _condemn(self, number: int, reason: str) -> None:
        if self._bad != number:
            self._bad = number
            _log.warning(
                "Searching goes on without the vector index, more slowly: %s `isnad rebuild` makes it again.", reason
            )
        if self._open is not None and self._open.number == number:
            self._serve(None)

    def made(self) -> tuple[int, int]:
        """The number of the generation to use, 0 for none, and that of the last vector in it."""
        number, last = self._database.rows("SELECT value FROM meta WHERE key = 'generation'")[0][0].split()
        return int(number), int(last)

    def is_sound(self) -> bool:
        """Whether there is no generation yet, or one that can be used."""
        number, _ = self.made()
        try:
            if number:
                self._check(number)
            return number != self._bad
        except StorePathError:
            return False

    def _check(self, number: int) -> None:
        """Compare a generation with its seal, once. Raises StorePathError where it does not fit."""
        if number != self._checked:
            fault = flaw(self._path(number))
            if fault:
                raise StorePathError(f"The vectors in {self._path(number)} are damaged ({fault}).")
            self._checked = number

    def is_behind(self) -> bool:
        """Whether there is no sound generation that has everything."""
        return not self.made()[0] or not self.is_sound() or self.changes() > 0

    def changes(self) -> int:
        """How many vectors came or went since the generation was made."""
        _, last = self.made()
        sql = "SELECT (SELECT count(*) FROM vectors WHERE id > ?) + (SELECT count(*) FROM gone)"
        return int(self._database.rows(sql, (last,))[0][0])

    def keep_up(self, at_rest: bool) -> None:
        """Make a new generation where enough has changed; for whoever has the write lock.

        Where there is no room for one, all goes on without, and the log says so.
        """
        changes, (number, _) = self.changes(), self.made()
        ((total,),) = self._database.rows("SELECT count(*) FROM vectors")
        sound = self.is_sound()
        if (sound and not changes) or (not total and not number):
            return
        if not sound and total > _HEALED:
            return
        few = changes * _SHARE_AT_REST < total if at_rest else changes < _CHANGES_AT_ONCE
        if sound and few:
            return
        try:
            self.make()
        except (OSError, StorePathError, StoreBusyError, shutil.Error, sqlite3.Error) as error:
            _log.warning(
                "The vector index could not be brought up to date; searching goes on more slowly (%s).", error
            )

    def make(self, anew: bool = False) -> None:
        """Make a new generation out of the one before, or out of the database alone; under the write lock."""
        number, last = self.made()
        base = self._path(number)
        path = self._path(number + 1)
        shutil.rmtree(path, ignore_errors=True)
        if self._folder.is_file():
            self._folder.unlink()
        if anew or not number or flaw(base):
            path.mkdir(parents=True)
            last = 0
        else:
            _copy(base, path)
        ((until, gone),) = self._database.rows(
            "SELECT (SELECT coalesce(max(id), 0) FROM vectors), (SELECT coalesce(max(id), 0) FROM gone)"
        )
        index = VectorIndex(path)
        try:
            self._bring_up_to_date(index, last, until)
            _seal(path)
            with self._database.transaction() as connection:
                connection.execute("UPDATE meta SET value = ? WHERE key = 'generation'", (f"{number + 1} {until}",))
                connection.execute("DELETE FROM gone WHERE id <= ?", (gone,))
        except BaseException:
            index.close()
            shutil.rmtree(path, ignore_errors=True)
            raise
        self._checked = number + 1
        self._serve(_Open(number + 1, until, index))
        self._sweep(number)

    def _bring_up_to_date(self, index: VectorIndex, last: int, until: int) -> None:
        for kind in KINDS:
            gone = self._database.rows("SELECT DISTINCT name FROM gone WHERE kind = ? ORDER BY name", (kind,))
            index.remove(kind, [name for (name,) in gone])
            at = last
            while rows := self._database.rows(
                "SELECT id, name, vector FROM vectors WHERE kind = ? AND id > ? AND id <= ? ORDER BY id LIMIT ?",
                (kind, at, until, MOST_AT_ONCE),
            ):
                at, names = rows[-1][0], [row[1] for row in rows]
                vectors = np.array([np.frombuffer(row[2], np.float32) for row in rows])
                index.put(kind, names, vectors, *(self._describe(names) if kind == "passages" else ()))
            index.count(kind)

    def _sweep(self, before: int) -> None:
        """Remove old generations, but for the last, which readers may not have left yet."""
        keep = {str(before), str(before + 1)}
        for path in self._folder.iterdir():
            if path.name not in keep and path.is_dir():
                shutil.rmtree(path, ignore_errors=True)

    def lend(self) -> VectorIndex:
        """The index of the generation in use, open until this is closed. Raises StorePathError without one."""
        with self.using() as (index, _):
            if index is None or self._open is None:
                raise StorePathError(f"There is no vector index in {self._folder}. `isnad rebuild` makes it.")
            self._open.lent = True
            return index

    def _path(self, number: int) -> Path:
        return self._folder / str(number)

    def close(self) -> None:
        """Let go of the files."""
        with self._guard:
            old, self._open = self._open, None
        if old is not None:
            old.index.close()


def _copy(base: Path, path: Path) -> None:
    """Copy a generation. Of its SQLite file, which Chroma touches even to read, a moment that holds together."""
    ignored = shutil.ignore_patterns(_SEAL, "*.sqlite3*")
    shutil.copytree(base, path, ignore=ignored)
    for name in base.glob("*.sqlite3"):
        with closing(sqlite3.connect(name)) as source, closing(sqlite3.connect(path / name.name)) as copy:
            source.backup(copy)


def _sums(path: Path) -> dict[str, str]:
    """The checksum of each file that only its maker writes, by its place in the generation."""
    files = sorted(file for file in path.rglob("*") if file.is_file() and file.parent != path)
    found = {}
    for file in files:
        with file.open("rb") as content:
            found[file.relative_to(path).as_posix()] = hashlib.file_digest(content, "sha256").hexdigest()
    return found


def _seal(path: Path) -> None:
    (path / _SEAL).write_text(json.dumps(_sums(path), indent=1))


def flaw(path: Path) -> str:
    """What is wrong with a generation's folder; "" for nothing."""
    try:
        expected = json.loads((path / _SEAL).read_bytes())
        found = _sums(path)
        if found != expected:
            wrong = sorted(name for name in {*found, *expected} if found.get(name) != expected.get(name))
            return f"{wrong[0]} is not as it was written"
        with closing(sqlite3.connect(path / "chroma.sqlite3", timeout=1)) as connection:
            said = connection.execute("PRAGMA quick_check(1)").fetchall()[0][0]
        return "" if said == "ok" else f"chroma.sqlite3: {said}"
    except (OSError, ValueError, sqlite3.DatabaseError) as error:
        return str(error)
