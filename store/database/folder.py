"""A store's folder: its write lock, and the check that this Isnad can use it."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from store.database.connections import may_only_read
from store.database.database import STORE_FORMAT, Database
from store.errors import StoreBusyError, StoreMismatchError, StorePathError
from store.files import close_to_others, file_mode, settle_folder

DATABASE = "isnad.sqlite3"
CHROMA = "chroma"
_LOCK_SECONDS = 1.0
_OWN = (
    *(f"{DATABASE}*", "articles-*", CHROMA, "*.lock"),
    *("feedback.jsonl*", "uploads", "rebuilding", "rebuilt", "damaged"),
)
"""What may lie in a store's folder."""


@contextmanager
def write_lock(folder: Path) -> Iterator[None]:
    """Hold the lock of the one process that writes to a store. Raises StoreBusyError after waiting a second."""
    try:
        if may_only_read(folder / DATABASE):
            raise PermissionError(errno.EACCES, "it lies on a read-only disk, or you may not write to it")
        lock = FileLock(folder / "write.lock", timeout=_LOCK_SECONDS, mode=file_mode(folder)).acquire()
    except Timeout:
        raise StoreBusyError(
            f"Another process is writing to the store {folder}. Wait for it to finish and try again."
        ) from None
    except OSError as error:
        raise StorePathError(
            f"The store {folder} can be asked but not changed ({error.strerror or error}). "
            "Change it where it may be written to, or give another --store."
        ) from error
    with lock:
        yield


def made_folder(path: str | Path, group: str = "") -> Path:
    """The folder of a store, created if missing, and closed to all but its owner and this group.

    Raises StorePathError when it cannot be. A store that can only be read is left as it is.
    """
    try:
        if not str(path):
            raise ValueError("its path is empty")
        folder = Path(path).expanduser()
        if folder.exists() and not folder.is_dir():
            raise StorePathError(f"{folder} is a file, not a store. Give a folder: --store DIR.")
        made = not folder.exists()
        folder.mkdir(parents=True, exist_ok=True)
        if not may_only_read(folder / DATABASE):
            settle_folder(folder, made, [path for name in _OWN for path in folder.glob(name)], group)
            (folder / "write.lock").touch()
            close_to_others(folder / "write.lock")
    except (
        OSError,
        RuntimeError,
        ValueError,
    ) as error:  # RuntimeError: an unknown ~user; ValueError: a NUL in the path
        reason = error.strerror if isinstance(error, OSError) else error
        raise StorePathError(
            f"The store {path} cannot be written ({reason}). Give a folder you may write to: --store DIR."
        ) from error
    return folder


def check_maker(folder: Path, database: Database, fingerprint: str) -> None:
    """Write the encoder and the format into a new store. Raises StoreMismatchError for a store with others."""
    ours = {"encoder": fingerprint, "format": STORE_FORMAT}
    made = _made_by(database)
    if not made:
        with database.transaction() as connection:
            connection.executemany("INSERT OR IGNORE INTO meta VALUES (?, ?)", ours.items())
        made = _made_by(database)
    refuse_newer(folder, made.get("format", ""))
    if made != ours:
        raise StoreMismatchError(
            f"The store {folder} was made with the embedding model {made.get('encoder')} (format "
            f"{made.get('format')}); this Isnad uses {fingerprint} (format {STORE_FORMAT}). Use what made it, "
            f"the same ISNAD_EMBEDDING and version, or make it over: `isnad rebuild --store {folder}`."
        )


def refuse_newer(folder: Path, made: str) -> None:
    """Raise StoreMismatchError for the format of a newer Isnad: what is new in it would be lost."""
    if made.isdecimal() and int(made) > int(STORE_FORMAT):
        raise StoreMismatchError(
            f"The store {folder} was made by a newer Isnad (format {made}; this one knows formats up "
            f"to {STORE_FORMAT}). Use that one, or bring its articles here in an archive: `isnad export` there, "
            "`isnad import` here."
        )


def _made_by(database: Database) -> dict[str, str]:
    return dict(database.rows("SELECT key, value FROM meta WHERE key IN ('encoder', 'format')"))
