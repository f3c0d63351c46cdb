"""The seal of a generation of Chroma's index: what its files were when it was finished.

Chroma can crash on files of its index that are cut short or damaged, so they are compared before it opens them.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

_SEAL = "seal.json"
_DATABASE = "chroma.sqlite3"
_HEADER = 100
"""So many bytes at the start of an SQLite file, with its counters, change whenever any page does."""


def copy_folder(base: Path, path: Path) -> None:
    """Copy a generation. Of its SQLite file, which Chroma touches even to read, a moment that holds together."""
    shutil.copytree(base, path, ignore=shutil.ignore_patterns(_SEAL, f"{_DATABASE}*"))
    with closing(sqlite3.connect(base / _DATABASE)) as source, closing(sqlite3.connect(path / _DATABASE)) as made:
        source.backup(made)


def seal_folder(path: Path) -> None:
    """Write down the checksums of a generation that is finished. Raises OSError when it cannot."""
    try:
        pages, loose = _pages(path / _DATABASE)
    except sqlite3.Error as error:
        raise OSError(f"{path / _DATABASE}: {error}") from error
    (path / _SEAL).write_text(json.dumps(_sums(path, pages, loose)))


def find_flaw(path: Path) -> str:
    """What is wrong with a generation's folder; "" for nothing."""
    try:
        expected = json.loads((path / _SEAL).read_bytes())
        found = _sums(path, expected[_DATABASE]["pages"], expected[_DATABASE]["loose"])
        wrong = sorted(name for name in {*found, *expected} if found.get(name) != expected.get(name))
        return f"{wrong[0]} is not as it was written" if wrong else ""
    except (OSError, ValueError, KeyError, TypeError) as error:
        return f"{_SEAL}: {error}"


def _sums(path: Path, pages: int, loose: list[int]) -> dict[str, Any]:
    """The checksum of each file of a generation by its place there: of the SQLite file without its loose pages."""
    files = sorted(file for file in path.rglob("*") if file.is_file() and file.parent != path)
    found: dict[str, Any] = {}
    for file in files:
        with file.open("rb") as content:
            found[file.relative_to(path).as_posix()] = hashlib.file_digest(content, "sha256").hexdigest()
    return found | {_DATABASE: {"pages": pages, "loose": loose, "sum": _sum(path / _DATABASE, pages, set(loose))}}


def _pages(path: Path) -> tuple[int, list[int]]:
    """How many pages Chroma's SQLite file has, and the loose ones: those that change although it is only read.

    Whoever opens it adds a row to a table that is there for nothing else. It may grow into the pages that are free.
    """
    with closing(sqlite3.connect(path, timeout=1, isolation_level=None)) as connection:
        connection.execute("DELETE FROM acquire_write")
        ((root,),) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'acquire_write'")
        ((pages,),) = connection.execute("PRAGMA page_count")
    loose = [root]
    with path.open("rb") as file:
        header = file.read(_HEADER)
        trunk = int.from_bytes(header[32:36])
        while trunk:  # each names the next and the free pages that it stands for
            file.seek((trunk - 1) * _page_size(header))
            page = file.read(_page_size(header))
            numbers = [int.from_bytes(page[at : at + 4]) for at in range(0, len(page), 4)]
            loose += [trunk, *numbers[2 : 2 + numbers[1]]]
            trunk = numbers[0]
    return pages, sorted(loose)


def _sum(path: Path, pages: int, loose: set[int]) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        size = _page_size(file.read(_HEADER))
        digest.update(file.read(size - _HEADER))
        for number in range(2, pages + 1):
            page = file.read(size)
            if number not in loose:
                digest.update(page)
    return digest.hexdigest()


def _page_size(header: bytes) -> int:
    size = int.from_bytes(header[16:18])
    return 65536 if size == 1 else max(size, _HEADER)
