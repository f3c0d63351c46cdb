"""Put a rebuilt store in the old one's place, in steps that can be completed after an interruption.

The new store lies in a folder inside the old one. Its database is moved last: as long as it is in that folder, the
swap is not complete.
"""

from __future__ import annotations

import shutil
import uuid
from pathlib import Path

from store.database.database import Database
from store.database.folder import CHROMA, DATABASE, write_lock
from store.errors import StorePathError
from store.files import close_to_others

MAKING = "rebuilding"
READY = "rebuilt"
KEPT_ASIDE = "damaged"


def is_store(folder: Path) -> bool:
    """Whether a folder holds a store, damaged and half swapped ones included."""
    return (folder / DATABASE).exists() or (folder / READY).exists() or any(folder.glob("articles-*.log"))


def open_database(folder: Path) -> Database:
    """Open the database of the store in a folder, after an interrupted swap is completed.

    A new database is created under the write lock, by one process alone.
    """
    path = folder / DATABASE
    if (folder / READY).exists() or not path.exists() or path.stat().st_size == 0:
        with write_lock(folder):
            complete_swap(folder)
            Database(path).close()
    return Database(path)


def complete_swap(folder: Path) -> None:
    """Put a rebuilt store in place, if there is one. The caller holds the write lock."""
    ready = folder / READY
    if (ready / DATABASE).exists():
        if (ready / CHROMA).exists():  # else an interrupted swap has moved it
            _remove(folder / CHROMA)
            (ready / CHROMA).rename(folder / CHROMA)
        for new in ready.glob("articles-*.log"):
            for old in folder.glob("articles-*"):
                old.unlink()
            new.rename(folder / new.name)
        for name in (f"{DATABASE}-wal", f"{DATABASE}-shm"):
            (folder / name).unlink(missing_ok=True)
        (ready / DATABASE).replace(folder / DATABASE)
    _remove(ready)


def keep_aside(folder: Path) -> Path:
    """Copy a store's database and journals to a new folder inside it; returns that folder.

    Raises StorePathError, and removes what was copied, when that fails.
    """
    kept = folder / KEPT_ASIDE / uuid.uuid4().hex[:8]
    try:
        kept.mkdir(parents=True)
        close_to_others(kept.parent)
        for path in [*folder.glob(f"{DATABASE}*"), *folder.glob("articles-*.log")]:
            shutil.copy2(path, kept / path.name)
        close_to_others(kept)
    except OSError as error:
        shutil.rmtree(kept, ignore_errors=True)
        raise StorePathError(
            f"The old files of the store {folder} cannot be kept in {kept.parent} ({error.strerror}), so it is left "
            "as it was. Make room and see that they may be read, then run it again."
        ) from error
    return kept


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
