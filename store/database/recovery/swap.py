"""One store put in another's place, in steps that can be taken up wherever they broke off.

The new store lies ready in a folder inside the old one. Its database is moved last, in one step: until then the
folder tells that there is something to complete.
"""

from __future__ import annotations

import shutil
import uuid
from pathlib import Path

from store.database.database import Database
from store.database.folder import CHROMA, DATABASE, is_new, write_lock
from store.errors import StorePathError

MAKING = "rebuilding"
READY = "rebuilt"
KEPT_ASIDE = "damaged"


def is_store(folder: Path) -> bool:
    """Whether a folder holds a store, be it damaged or broken off while it was put in place."""
    return (folder / DATABASE).exists() or (folder / READY).exists() or any(folder.glob("articles-*.log"))


def prepare_swap(folder: Path) -> Database:
    """The database of the store in a folder, after what was broken off is completed.

    One process alone begins a new one.
    """
    if (folder / READY).exists() or is_new(folder):
        with write_lock(folder):
            complete_swap(folder)
            Database(folder / DATABASE).close()
    return Database(folder / DATABASE)


def complete_swap(folder: Path) -> None:
    """Put the store that lies ready in place; nothing where there is none. For whoever has the write lock."""
    ready = folder / READY
    if (ready / DATABASE).exists():
        if (ready / CHROMA).exists():  # else it was moved already
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
    """Copy what a store has to a new folder, for whoever may read more of it one day; returns the folder.

    Raises StorePathError, and leaves no half of it, when that cannot be done.
    """
    kept = folder / KEPT_ASIDE / uuid.uuid4().hex[:8]
    try:
        kept.mkdir(parents=True)
        for path in [*folder.glob(f"{DATABASE}*"), *folder.glob("articles-*.log")]:
            shutil.copy2(path, kept / path.name)
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
