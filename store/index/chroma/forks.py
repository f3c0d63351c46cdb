"""Chroma in a process that was forked from one that used it.

Chroma's threads are not there in the child: writing, or closing a client, as every process does when it ends, would
wait for them for ever. So the child never closes the parent's clients and opens no folder of Chroma's.
"""

from __future__ import annotations

import ctypes
import os
import weakref
from pathlib import Path
from typing import Any

from store.errors import StorePathError


class _Process:
    """Whether this process, or the one that it was forked from, used Chroma in a folder."""

    used = False
    forked = False
    clients: weakref.WeakSet[Any] = weakref.WeakSet()


def register(client: Any) -> None:
    """Note a client that has a folder open in this process."""
    _Process.used = True
    _Process.clients.add(client)


def is_forked() -> bool:
    """Whether this process was forked from one that used Chroma in a folder."""
    return _Process.forked


def check(path: Path) -> None:
    """Raises StorePathError in a process that cannot open a folder of Chroma's."""
    if is_forked():
        raise StorePathError(
            f"The vectors in {path} cannot be used in a process that was forked from one that uses Chroma. "
            "Start it with `spawn`, or fork before a store is opened."
        )


def _in_child() -> None:
    _Process.forked = _Process.used
    for client in list(_Process.clients):
        # One more reference, which is never given up: so Chroma's Rust code is never told to stop its threads.
        bindings = getattr(getattr(client, "_server", None), "bindings", None)
        ctypes.pythonapi.Py_IncRef(ctypes.py_object(bindings))


os.register_at_fork(after_in_child=_in_child)
