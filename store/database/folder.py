"""A store's folder: its write lock, and the check that this Isnad can use it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from store.database.database import STORE_FORMAT, Database
from store.errors import StoreBusyError, StoreMismatchError, StorePathError

DATABASE = "isnad.sqlite3"
CHROMA = "chroma"
_LOCK_SECONDS = 1.0


@contextmanager
def write_lock(folder: Path) -> Iterator[None]:
    """Hold the lock of the one process that writes to a store. Raises StoreBusyError after waiting a second."""
    try:
        with FileLock(folder / "write.lock", timeout=_LOCK_SECONDS):
            yield
    except Timeout:
        raise StoreBusyError(
            f"Another process is writing to the store {folder}. Wait for it to finish and try again."
        ) from None


def made_folder(path: str | Path) -> Path:
    """The folder of a store, created if missing. Raises StorePathError when it cannot be."""
    try:
        if not str(path):
            raise ValueError("its path is empty")
        folder = Path(path).expanduser()
        if folder.exists() and not folder.is_dir():
            raise StorePathError(f"{folder} is a file, not a store. Give a folder: --store DIR.")
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "write.lock").touch()
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
