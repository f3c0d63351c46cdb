"""Generations of the vector index on a Chroma server: a collection each, which the writer changes in place.

A note in the store's folder tells what the store has there, so that it deletes nothing of another's. The note knows
the folder that it was written in: a copied store leaves the server's collections to the one it was copied from, and
makes its own. Whoever searches while the writer is at work still gets what is right, since the database decides what
is there (store/nearest.py).
"""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Collection
from pathlib import Path
from typing import Any

from store.errors import StorePathError
from store.index.chroma.address import server_address
from store.index.chroma.collections import (
    PATIENT,
    QUICK,
    OnServer,
    VectorIndex,
    count_on_server,
    delete_on_server,
    greet,
)
from store.index.chroma.local import IndexBackend, LocalBackend, new_name

_NOTE = "server.json"


class Server:
    """Generations on the Chroma server at `address`, noted in `folder`."""

    patience = 30.0

    def __init__(self, folder: Path, address: str) -> None:
        self._folder = folder
        self._address = address
        self._silent_until = 0.0
        self._reason = ""

    def reach(self) -> None:
        """Ask the server, but not again for a while after it did not answer."""
        if time.monotonic() < self._silent_until:
            raise StorePathError(self._reason)
        try:
            greet(self._address)
        except StorePathError as error:
            self._silent_until = time.monotonic() + self.patience
            self._reason = str(error)
            raise

    def flaw(self, name: str) -> str:
        """Compare how many vectors there are with the note, unless they are being written."""
        self.reach()
        while True:
            note = self._note(name)
            if note is None:
                return f"the Chroma server {self._address} has no index of this store yet"
            found = count_on_server(self._place(name))
            if found is None:
                return f"the Chroma server {self._address} does not have {self._place(name).name}"
            if note["count"] in (None, found):
                return ""
            if note == self._note(name):
                return (
                    f"the Chroma server {self._address} has {found} vectors in {self._place(name).name} "
                    f"instead of {note['count']}"
                )

    def open(self, name: str) -> VectorIndex:
        return VectorIndex(self._place(name), make=False)

    def begin(self, base: str) -> tuple[str, VectorIndex]:
        name = base or new_name()
        (self._folder / name).mkdir(parents=True, exist_ok=True)
        try:
            self._write(name, None)
            return name, VectorIndex(self._place(name), make=not base, seconds=PATIENT)
        except BaseException:
            if not base:
                self.discard(name)
            raise

    def finish(self, name: str, index: VectorIndex, count: int) -> None:
        self._write(name, count)
        index.wait(QUICK)

    def discard(self, name: str) -> None:
        """Where the server does not answer, the note stays for the next time."""
        try:
            if self._note(name) is not None:
                delete_on_server(self._place(name))
        except StorePathError:
            return
        shutil.rmtree(self._folder / name, ignore_errors=True)

    def keep(self, names: Collection[str]) -> None:
        for path in self._folder.iterdir() if self._folder.is_dir() else ():
            if path.name not in names and path.is_dir():
                self.discard(path.name)

    def _place(self, name: str) -> OnServer:
        return OnServer(self._address, f"isnad-{name}")

    def _note(self, name: str) -> dict[str, Any] | None:
        """What is noted of a generation; None where it is not this store's, or not on a server."""
        path = self._folder / name
        try:
            note: dict[str, Any] = json.loads((path / _NOTE).read_bytes())
            return note if note["folder"] == path.stat().st_ino else None
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def _write(self, name: str, count: int | None) -> None:
        path = self._folder / name
        new = path / f"{_NOTE}.new"
        new.write_text(json.dumps({"folder": path.stat().st_ino, "count": count}))
        new.replace(path / _NOTE)


def address_of(chroma: str) -> str:
    """The address of a Chroma server, or "" for none. Raises StorePathError for what is none."""
    try:
        return server_address(chroma)
    except ValueError as error:
        raise StorePathError(f"{chroma!r} cannot be used: {error}.") from error


def home_at(folder: Path, chroma: str) -> IndexBackend:
    """Where the generations of a store live: on the server at the address `chroma`, or with "" in `folder`."""
    return Server(folder, chroma) if chroma else LocalBackend(folder)
