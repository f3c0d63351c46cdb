"""The checksums of the files of an index version, by which a damaged one is known before Chroma opens it.

Chroma can crash on files that are cut short or damaged. It also writes to its SQLite file when it only reads: it adds
a row to the table `acquire_write` whenever it opens the file. So the checksum of that file leaves out its header,
which counts changes, and the first page of that table.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from store.database import may_only_read, open_to_read
from store.files import close_to_others

_CHECKSUMS = "checksums.json"
DATABASE = "chroma.sqlite3"
_HEADER_BYTES = 100


def copy_version(base: Path, path: Path) -> None:
    """Copy the folder of an index version without its checksums; its SQLite file as a consistent snapshot."""
    shutil.copytree(base, path, ignore=shutil.ignore_patterns(_CHECKSUMS, f"{DATABASE}*"))
    close_to_others(path)  # a copy of what is read-only can be written to
    with closing(_opened(base / DATABASE)) as source, closing(sqlite3.connect(path / DATABASE)) as made:
        source.backup(made)


def _opened(path: Path) -> sqlite3.Connection:
    return open_to_read(path) if may_only_read(path) else sqlite3.connect(path)


def write_checksums(path: Path) -> None:
    """Keep the checksums of the finished index version in a folder. Raises OSError when that is not possible."""
    try:
        with closing(sqlite3.connect(path / DATABASE, timeout=1, isolation_level=None)) as connection:
            # The table grows into pages at the end of the file, which are not compared, when none is free before it.
            connection.execute("DELETE FROM acquire_write")
            connection.execute("VACUUM")
            ((pages,),) = connection.execute("PRAGMA page_count")
            ((size,),) = connection.execute("PRAGMA page_size")
            ((root,),) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'acquire_write'")
    except sqlite3.Error as error:
        raise OSError(f"{path / DATABASE}: {error}") from error
    (path / _CHECKSUMS).write_text(json.dumps(_checksums(path, {"pages": pages, "size": size, "root": root})))


def find_damage(path: Path) -> str:
    """What is wrong with the folder of an index version; "" when it is as it was written."""
    try:
        expected = json.loads((path / _CHECKSUMS).read_bytes())
        found = _checksums(path, expected["layout"])
        wrong = sorted(name for name in {*found, *expected} if found.get(name) != expected.get(name))
        return f"{wrong[0]} is not as it was written" if wrong else ""
    except (OSError, ValueError, KeyError, TypeError) as error:
        return f"{_CHECKSUMS}: {error}"


def _checksums(path: Path, layout: dict[str, int]) -> dict[str, Any]:
    """The checksum of each file by its place in the folder, and the layout of the SQLite file."""
    found: dict[str, Any] = {"layout": layout, DATABASE: _database_checksum(path / DATABASE, **layout)}
    for file in sorted(path.rglob("*")):
        if file.is_file() and file.parent != path:
            with file.open("rb") as content:
                found[file.relative_to(path).as_posix()] = hashlib.file_digest(content, "sha256").hexdigest()
    return found


def _database_checksum(path: Path, pages: int, size: int, root: int) -> str:
    """The checksum of the first `pages` pages of `size` bytes, but for the header and the page numbered `root`."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        file.seek(_HEADER_BYTES)
        digest.update(file.read((root - 1) * size - _HEADER_BYTES))
        file.seek(root * size)
        digest.update(file.read((pages - root) * size))
    return digest.hexdigest()
