"""What a file looked like when everything it gave was stored, so that an unchanged file is not read again.

As git does it: a file with the size and times of its stamp is unchanged, unless it was written so shortly before it
was looked at that a later change may bear the same time. Then, and where only the times differ, its bytes decide, by
their hash. A file that was not stored whole, or of which something failed, has no stamp.
"""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import time
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from pathlib import Path

from store.database import Database
from store.readers import TRANSLATION_NAME

READERS = 3
"""Raise it whenever the same file would give another article than before: then every file is read again."""

_TICK = 2_000_000_000
"""Nanoseconds: the coarsest clock that file systems write times with."""

Look = tuple[tuple[str, int, int, int], ...]
"""Of a file and its translations: the name, the size in bytes, and when it was last written and changed, in ns."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """A look at a file, `at` a time (ns since 1970), by readers that are told how to read by `reading`."""

    reading: str
    at: int
    look: Look
    digest: str

    @property
    def is_sure(self) -> bool:
        """Whether every later change of the files shows in their times."""
        return all(max(written, changed) + _TICK < self.at for *_, written, changed in self.look)

    def same_bytes(self, other: Stamp) -> bool:
        """Whether both are of files with the same names and bytes, read in the same way."""
        return (self.reading, self.digest) == (other.reading, other.digest)


@dataclass(frozen=True, slots=True)
class FileState:
    """What a file is like now: a new stamp to keep of it, and its articles if it is unchanged, as (id, is a copy).

    `stamp` is None where the one that is kept still holds, or where the file cannot be read.
    """

    stamp: Stamp | None = None
    articles: tuple[tuple[str, bool], ...] = ()


class Stamps:
    """The stamps of a store. `reading` says how files are to be understood, where that can be chosen."""

    def __init__(self, database: Database, reading: str = "") -> None:
        self._database = database
        self._reading = f"{READERS} {reading}"
        self._folders: dict[Path, dict[str, list[str]]] = {}

    def inspect(self, path: Path, file: str) -> FileState:
        """Look at a file, which the store knows by the name `file`."""
        kept, articles = self._kept(file)
        at = time.time_ns()  # before all else: what changes from here on must not be taken for seen
        try:
            paths = [path, *self._translations(path)]
            look = _look(paths)
            if kept and kept.is_sure and (kept.reading, kept.look) == (self._reading, look):
                return FileState(None, articles)
            stamp = Stamp(self._reading, at, look, _digest(paths))
        except OSError:
            return FileState()
        return FileState(stamp, articles if kept and kept.same_bytes(stamp) else ())

    def _kept(self, file: str) -> tuple[Stamp | None, tuple[tuple[str, bool], ...]]:
        """A file's stamp, and what it gave; nothing where one of its articles is not there any more."""
        rows = self._database.rows(
            "SELECT stamp, f.article, f.copy, a.id FROM stamps s JOIN files f ON f.file = s.file"
            " LEFT JOIN articles a ON a.id = f.article WHERE s.file = ? ORDER BY f.path",
            (file,),
        )
        if not rows or any(there is None for *_, there in rows):
            return None, ()
        reading, at, look, digest = json.loads(rows[0][0])
        return Stamp(reading, at, tuple(map(tuple, look)), digest), tuple((row[1], bool(row[2])) for row in rows)

    def _translations(self, path: Path) -> list[Path]:
        """The translations beside a file; each folder is listed once, however many files it has."""
        if path.parent not in self._folders:
            self._folders[path.parent] = _translation_names(path.parent)
        return [path.with_name(name) for name in self._folders[path.parent].get(path.stem, ())]


def _translation_names(folder: Path) -> dict[str, list[str]]:
    """The names of the translations in a folder, by the name without its type that each translates."""
    found: dict[str, list[str]] = {}
    for match in filter(None, map(TRANSLATION_NAME.fullmatch, sorted(os.listdir(folder)))):
        found.setdefault(match[1], []).append(match[0])
    return found


def keep(connection: sqlite3.Connection, file: str, stamp: Stamp) -> None:
    """Note what a file looked like before it was read, now that everything it gave is stored."""
    connection.execute("INSERT OR REPLACE INTO stamps VALUES (?, ?)", (file, json.dumps(astuple(stamp))))


def _look(paths: Sequence[Path]) -> Look:
    seen = [(path.name, path.stat()) for path in paths]
    return tuple((name, found.st_size, found.st_mtime_ns, found.st_ctime_ns) for name, found in seen)


def _digest(paths: Sequence[Path]) -> str:
    whole = hashlib.sha256()
    for path in paths:
        with path.open("rb") as file:
            whole.update(os.fsencode(path.name) + b"\0" + hashlib.file_digest(file, "sha256").digest())
    return whole.hexdigest()
