"""Where generations of the vector index live (store/index/chroma/generations.py): in folders of the store's own."""

from __future__ import annotations

import math
import shutil
import uuid
from collections.abc import Collection
from pathlib import Path
from typing import Protocol

from store.index.chroma.checksums import copy_folder, find_flaw, seal_folder
from store.index.chroma.collections import VectorIndex


class IndexBackend(Protocol):
    """Where generations live. All methods raise StorePathError or OSError where it cannot be used."""

    @property
    def patience(self) -> float:
        """For how many seconds a generation that failed is left alone."""

    def reach(self) -> None:
        """See that it can be written to. Raises StorePathError where that is known not to be so."""

    def flaw(self, name: str) -> str:
        """What is wrong with a generation; "" for nothing."""

    def open(self, name: str) -> VectorIndex:
        """A generation to search."""

    def begin(self, base: str) -> tuple[str, VectorIndex]:
        """A generation to bring up to date, its name and index: one made out of `base`, `base` itself, or with ""
        an empty one."""

    def finish(self, name: str, index: VectorIndex, count: int) -> None:
        """Note that a generation is finished and how many vectors it has; searched from now on."""

    def discard(self, name: str) -> None:
        """Delete a generation that could not be finished."""

    def keep(self, names: Collection[str]) -> None:
        """Delete all generations of the store but these, as far as that is possible now."""


def new_name() -> str:
    """A name that no generation of any store has had."""
    return uuid.uuid4().hex[:12]


class LocalBackend:
    """Generations each in a folder of its own inside `folder`, sealed when they are finished."""

    patience = math.inf

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def reach(self) -> None:
        """A folder's troubles show when it is written to."""

    def flaw(self, name: str) -> str:
        fault = find_flaw(self._folder / name)
        return f"{self._folder / name}: {fault}" if fault else ""

    def open(self, name: str) -> VectorIndex:
        return VectorIndex(self._folder / name)

    def begin(self, base: str) -> tuple[str, VectorIndex]:
        if self._folder.is_file():
            self._folder.unlink()
        name = new_name()
        try:
            if base:
                copy_folder(self._folder / base, self._folder / name)
            else:
                (self._folder / name).mkdir(parents=True)
            return name, VectorIndex(self._folder / name)
        except BaseException:
            self.discard(name)
            raise

    def finish(self, name: str, index: VectorIndex, count: int) -> None:
        seal_folder(self._folder / name)

    def discard(self, name: str) -> None:
        shutil.rmtree(self._folder / name, ignore_errors=True)

    def keep(self, names: Collection[str]) -> None:
        for path in self._folder.iterdir() if self._folder.is_dir() else ():
            if path.name not in names and path.is_dir():
                shutil.rmtree(path, ignore_errors=True)
