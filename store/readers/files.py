"""Opens files: regular ones only, since a pipe would block, and reads no more than their type may have."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import BinaryIO

from store.errors import ReadingError
from store.readers.limits import BYTES_OF_TYPE, FILE_BYTES


def read_bytes(path: Path) -> bytes:
    """The bytes of a file. Raises ReadingError when it cannot be read, is no regular file, or is too large."""
    most = BYTES_OF_TYPE.get(path.suffix.lower(), FILE_BYTES)
    with open_file(path) as file:
        try:
            data = file.read(most + 1)  # it may have grown since it was opened
        except OSError as error:
            raise unreadable_error(path, error) from error
    if len(data) > most:
        raise _too_large(path, most)
    return data


def open_file(path: Path) -> BinaryIO:
    """A file, opened to be read. Raises ReadingError like `read_bytes`."""
    try:
        _check(path, os.stat(path))  # first: opening a pipe waits, and opening a device may do anything
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as error:
        raise unreadable_error(path, error) from error
    file = os.fdopen(descriptor, "rb")
    try:
        _check(path, os.fstat(descriptor))
    except ReadingError:
        file.close()
        raise
    return file


def unreadable_error(path: Path, error: OSError) -> ReadingError:
    """The error to raise when the system does not let a file be read."""
    return ReadingError(f"{path} cannot be read ({error.strerror}); check its permissions and ingest it again.")


def check_regular_file(path: Path) -> None:
    """Raise ReadingError where there is no file, or one that cannot be reached. Opens nothing."""
    try:
        _check_kind(path, os.stat(path))
    except OSError as error:
        if isinstance(error, FileNotFoundError) and path.is_symlink():
            raise ReadingError(f"{path} is a link to a file that does not exist; correct it or delete it.") from None
        raise unreadable_error(path, error) from error


def _check_kind(path: Path, found: os.stat_result) -> None:
    if not stat.S_ISREG(found.st_mode):
        raise ReadingError(f"{path} cannot be read: it is not a file; give a file or a folder of files.")


def _check(path: Path, found: os.stat_result) -> None:
    _check_kind(path, found)
    most = BYTES_OF_TYPE.get(path.suffix.lower(), FILE_BYTES)
    if found.st_size > most:
        raise _too_large(path, most)


def _too_large(path: Path, most: int) -> ReadingError:
    return ReadingError(
        f"{path.name} is too large; a {path.suffix.lower()} file may have {most // 1_000_000} MB: split it and "
        "ingest it again."
    )
