"""Which files of a corpus are gone: ingested once from the paths given, and not there any more.

A disk that is not connected looks like a folder that is missing or empty. So a folder that is missing, cannot be
looked into or holds no article takes nothing with it, nor do files where a folder stands empty now.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Collection, Sequence
from pathlib import Path

from store.database import Database
from store.ingestion.sources import files_under, name_of, paths_of
from store.readers import resolved_path

Failure = tuple[Path, str]


def gone_files(
    database: Database, given: Sequence[Path], found: Collection[Path], failed: Sequence[Failure]
) -> tuple[list[str], list[Failure]]:
    """The names of the files that are gone, and the failures to report.

    `found` are the article files in the paths `given`, `failed` the paths that gave none and why: that a file is gone
    is no failure.
    """
    there = {name_of(path) for path in found}
    missing = {path for path, _ in failed}
    lost = {name: path for path in given if path in missing for name in _lost(database, path)}
    folders = [path for path in given if path not in missing and path.is_dir()]
    inside = [name for folder in folders for name in files_under(database, name_of(folder))]
    known = [name for name in dict.fromkeys([*lost, *inside]) if name not in there]
    emptied = {name: _emptied(Path(name)) for name in known if _is_gone(Path(name))}
    gone = [name for name, folder in emptied.items() if folder is None]
    explained = {lost[name] for name in gone if name in lost}
    doubts = Counter(folder for folder in emptied.values() if folder is not None)
    left = [(path, reason) for path, reason in failed if path not in explained]
    return gone, left + [(folder, _doubt(folder, count)) for folder, count in doubts.items()]


def _lost(database: Database, path: Path) -> list[str]:
    """The name of a file that is given and not there, if it once gave an article; its folder must be there."""
    try:
        name = name_of(path)
    except ValueError:  # no file can have this name
        return []
    return [name] if os.path.isdir(os.path.dirname(name)) and paths_of(database, name) else []


def _is_gone(path: Path) -> bool:
    """Whether a file is not there, or has become the translation of another; not whether it cannot be reached."""
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return True
    except OSError:
        return False
    return resolved_path(path) is not None


def _emptied(path: Path) -> Path | None:
    """The folder nearest above a file, where that has nothing in it or cannot be looked into."""
    for folder in path.parents:
        try:
            with os.scandir(folder) as entries:
                return None if next(entries, None) else folder
        except (FileNotFoundError, NotADirectoryError):
            continue
        except OSError:
            return folder
    return None


def _doubt(folder: Path, count: int) -> str:
    return (
        f"{folder} is empty, as when a disk is not connected, so what came from its files ({count}) was not removed; "
        "connect it, or delete the empty folder, and ingest again."
    )
