"""Chroma in a process that was forked from one that uses it: its threads are not there any more.

Writing would wait for them for ever, and so would letting go of a client, as every process does when it ends. So the
parent's clients are left alone for good, and no new ones are opened in folders.
"""

from __future__ import annotations

import ctypes
import os
import weakref
from pathlib import Path
from typing import Any

from store.errors import StorePathError


class _Process:
    """Whether Chroma was used in this process, or in one that it was forked from."""

    used = False
    forked = False
    clients: weakref.WeakSet[Any] = weakref.WeakSet()


def note(client: Any) -> None:
    """Say that this process has a client of Chroma's that is not that of a server."""
    _Process.used = True
    _Process.clients.add(client)


def is_forked() -> bool:
    """Whether this process was forked from one that uses Chroma."""
    return _Process.forked


def check(path: Path) -> None:
    """Raises StorePathError in a process that cannot use what Chroma has in a folder."""
    if is_forked():
        raise StorePathError(
            f"The vectors in {path} cannot be used in a process that was forked from one that uses Chroma. "
            "Start it with `spawn`, or fork before a store is opened."
        )


def _in_child() -> None:
    _Process.forked = _Process.used
    for client in list(_Process.clients):
        # One reference that nobody gives up: so the Rust part is never told to end.
        bindings = getattr(getattr(client, "_server", None), "bindings", None)
        ctypes.pythonapi.Py_IncRef(ctypes.py_object(bindings))


os.register_at_fork(after_in_child=_in_child)
