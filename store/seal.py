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

_SEAL = "seal.json"


def copy(base: Path, path: Path) -> None:
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


def seal(path: Path) -> None:
    """Write down the checksums of a generation that is finished."""
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
