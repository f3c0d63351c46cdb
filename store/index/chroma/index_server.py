"""The versions of the vector index on a Chroma server: a collection each, which the writer changes in place.

While it does so, readers go on searching: the database decides what their search returns. A note in the store's
folder says which collections are the store's, so that it deletes no other. The note holds the inode of the folder in
which it was written: a copied store leaves the collections to the store that it was copied from, and makes its own.
"""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from store.errors import StorePathError
from store.files import close_to_others
from store.index.chroma.collections import (
    WRITE_SECONDS,
    OnServer,
    VectorIndex,
    count_on_server,
    delete_on_server,
    open_on_server,
)
from store.index.chroma.index_folder import IndexFolder, new_version_name

_NOTE = "server.json"


class IndexServer(IndexFolder):
    """Versions of the vector index on the Chroma server at `address`, each noted in a folder inside `folder`."""

    retry_seconds = 30.0

    def __init__(self, folder: Path, address: str) -> None:
        super().__init__(folder)
        self._address = address
        self._silent_until = 0.0
        self._reason = ""

    def check_reachable(self) -> None:
        """A server that did not answer is not asked again for `retry_seconds`."""
        if time.monotonic() < self._silent_until:
            raise StorePathError(self._reason)
        try:
            count_on_server(OnServer(self._address, "isnad"))
        except StorePathError as error:
            self._silent_until = time.monotonic() + self.retry_seconds
            self._reason = str(error)
            raise

    def find_flaw(self, name: str) -> str:
        """The number of vectors is compared with the note, unless they are being written."""
        self.check_reachable()
        place = self._place(name)
        while True:
            note = self._note(name)
            if note is None:
                return f"the Chroma server {self._address} has no index of this store yet"
            count = count_on_server(place)
            if count is None:
                return f"the Chroma server {self._address} does not have {place.name}"
            if note["count"] in (None, count):
                return ""
            if note == self._note(name):
                return f"{place.name} on the Chroma server {self._address} has {count} vectors, not {note['count']}"

    def open(self, name: str) -> VectorIndex:
        return open_on_server(self._place(name))

    def begin(self, base: str) -> tuple[str, VectorIndex]:
        """`base` itself, or an empty one."""
        name = base or new_version_name()
        (self._folder / name).mkdir(parents=True, exist_ok=True)
        close_to_others(self._folder)
        try:
            self._write(name, None)
            return name, open_on_server(self._place(name), not base, WRITE_SECONDS)
        except BaseException:
            if not base:
                self.discard(name)
            raise

    def finish(self, name: str, count: int) -> None:
        self._write(name, count)

    def discard(self, name: str) -> None:
        """When the server does not answer, the note stays for the next time."""
        try:
            if self._note(name) is not None:
                delete_on_server(self._place(name))
        except StorePathError:
            return
        super().discard(name)

    def _place(self, name: str) -> OnServer:
        return OnServer(self._address, f"isnad-{name}")

    def _note(self, name: str) -> dict[str, Any] | None:
        """The note on a version; None when the version is not this store's, or not on a server."""
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
        close_to_others(new)
        new.replace(path / _NOTE)


def server_address(given: str) -> str:
    """The address of a Chroma server without a slash at its end, or "" for none. Raises ValueError for another."""
    try:
        parts = urlsplit(given)
        whole = parts.scheme in ("http", "https") and parts.hostname and parts.port and "@" not in parts.netloc
        if given and (not whole or parts.path not in ("", "/") or parts.query or parts.fragment):
            raise ValueError
    except ValueError:  # also when the port is no number
        raise ValueError("give the Chroma server's address as http://host:port") from None
    return given.rstrip("/")


def address_of(chroma: str) -> str:
    """The same for a caller of the store. Raises StorePathError for what is no address."""
    try:
        return server_address(chroma)
    except ValueError as error:
        raise StorePathError(f"{chroma!r} cannot be used: {error}.") from error


def index_place(folder: Path, chroma: str) -> IndexFolder:
    """Where the index of a store lies: on the server at the address `chroma`, or in `folder` when that is ""."""
    return IndexServer(folder, chroma) if chroma else IndexFolder(folder)
