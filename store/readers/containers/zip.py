"""The files in a ZIP archive, read in memory: nothing is unpacked to disk, and their names are only labels."""

from __future__ import annotations

import lzma
import stat
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from store.errors import ReadingError
from store.readers.files import open_file
from store.readers.formats import guarded_parsing
from store.readers.limits import (
    ARCHIVE_ENTRIES,
    BYTES_OF_TYPE,
    INNER_BYTES,
    RATIO_BYTES,
    UNPACKED_BYTES,
    UNPACKED_RATIO,
)

_UTF8_NAME = 0x800
_ENCRYPTED = 0x1
_HEADER_BYTES = 30
_RAISED = (zipfile.BadZipFile, lzma.LZMAError)


class Archive:
    """An open archive: `names`, of its files in their order, and `read`."""

    def __init__(self, name: str, archive: zipfile.ZipFile) -> None:
        self.name = name
        self._archive = archive
        entries = [entry for entry in archive.infolist() if not entry.filename.endswith("/")]
        self._entries = {_label(entry): entry for entry in entries}  # of two with one name the last counts
        self.names = self._entries.keys()
        _check(name, entries)

    def read(self, name: str) -> bytes:
        """What is in a file of the archive. Raises ReadingError when it cannot be unpacked or is too large."""
        entry, whole = self._entries[name], f"{self.name}: {name}"
        most = BYTES_OF_TYPE.get(PurePosixPath(name).suffix.lower(), INNER_BYTES)
        if entry.flag_bits & _ENCRYPTED:
            raise ReadingError(f"{whole} is encrypted; unpack the archive and ingest its files.")
        if stat.S_ISLNK(entry.external_attr >> 16):
            raise ReadingError(f"{whole} is a link, which is not followed; put the file itself in the archive.")
        if entry.file_size > most:
            raise ReadingError(f"{whole} is too large; unpacked it may have {most // 1_000_000} MB: split it.")
        if entry.file_size > RATIO_BYTES and entry.file_size > UNPACKED_RATIO * entry.compress_size:
            raise ReadingError(f"{whole} unpacks to {UNPACKED_RATIO} times its size or more; ingest it unpacked.")
        with guarded_parsing(f"{whole} cannot be unpacked; make the archive again.", *_RAISED):
            data = self._archive.read(entry)
        return data


@contextmanager
def open_archive(path: Path) -> Iterator[Archive]:
    """The archive in a file. Raises ReadingError when it is none, or unpacks to more than may be."""
    with open_file(path) as file:
        with guarded_parsing(f"{path.name} is no ZIP archive that can be read; make it again.", *_RAISED):
            archive = zipfile.ZipFile(file)
        with archive:
            yield Archive(path.name, archive)


def _label(entry: zipfile.ZipInfo) -> str:
    """The name as it was meant: many programs write UTF-8 without the mark for it."""
    if entry.flag_bits & _UTF8_NAME:
        return entry.filename
    try:
        return entry.filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return entry.filename


def _check(name: str, entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > ARCHIVE_ENTRIES:
        raise ReadingError(f"{name} holds {len(entries):,} files; an archive may hold {ARCHIVE_ENTRIES:,}: split it.")
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > UNPACKED_BYTES:
        raise ReadingError(
            f"{name} unpacks to {unpacked // 1_000_000:,} MB; an archive may unpack to "
            f"{UNPACKED_BYTES // 1_000_000:,} MB: split it."
        )
    places = sorted((entry.header_offset, entry.compress_size) for entry in entries)
    for (place, packed), (following, _) in zip(places, places[1:], strict=False):
        if place + _HEADER_BYTES + packed > following:
            raise ReadingError(f"{name} holds files that lie over each other; make the archive again.")
