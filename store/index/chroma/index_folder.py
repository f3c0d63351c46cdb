"""The versions of the vector index in a folder of the store."""

from __future__ import annotations

import math
import shutil
import uuid
from collections.abc import Collection
from pathlib import Path
from tempfile import TemporaryDirectory

from store.database import may_only_read
from store.files import close_to_others
from store.index.chroma.checksums import DATABASE, copy_version, find_damage, write_checksums
from store.index.chroma.collections import VectorIndex, open_in_folder


class IndexFolder:
    """Versions of the vector index, each in a folder of its own inside `folder`, written once and then only read.

    All methods raise StorePathError or OSError where the place cannot be used.
    """

    retry_seconds = math.inf
    """How long a version that failed is left alone."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def check_reachable(self) -> None:
        """Raises StorePathError when it is known that nothing can be written."""

    def find_flaw(self, name: str) -> str:
        """What is wrong with a version; "" when nothing is."""
        damage = find_damage(self._folder / name)
        return f"{self._folder / name}: {damage}" if damage else ""

    def open(self, name: str) -> VectorIndex:
        """A finished version, to search; a copy of it where its folder cannot be written to, which Chroma does."""
        path = self._folder / name
        if not may_only_read(path / DATABASE):
            return open_in_folder(path)
        copied = TemporaryDirectory(prefix="isnad-index-", ignore_cleanup_errors=True)
        copy_version(path, Path(copied.name) / name)
        return open_in_folder(Path(copied.name) / name, copied.cleanup)

    def begin(self, base: str) -> tuple[str, VectorIndex]:
        """The name and index of a version to write: a copy of the version `base`, or an empty one when that is ""."""
        if self._folder.is_file():
            self._folder.unlink()
        name = new_version_name()
        try:
            if base:
                copy_version(self._folder / base, self._folder / name)
            else:
                (self._folder / name).mkdir(parents=True)
            close_to_others(self._folder)
            return name, open_in_folder(self._folder / name)
        except BaseException:
            self.discard(name)
            raise

    def finish(self, name: str, count: int) -> None:
        """Note that a version is written and closed, with `count` vectors."""
        write_checksums(self._folder / name)
        close_to_others(self._folder / name)

    def discard(self, name: str) -> None:
        """Delete a version, as far as that is possible now."""
        shutil.rmtree(self._folder / name, ignore_errors=True)

    def discard_all_but(self, names: Collection[str]) -> None:
        """Delete all versions of the store but these, as far as that is possible now."""
        for path in self._folder.iterdir() if self._folder.is_dir() else ():
            if path.name not in names and path.is_dir():
                self.discard(path.name)


def new_version_name() -> str:
    """A name that no version of any store has."""
    return uuid.uuid4().hex[:12]
