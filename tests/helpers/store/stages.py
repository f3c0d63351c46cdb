"""The stages of what changes a store: a process that asks for it says on its output which one it comes to."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

from store import corpus
from store.database import articles
from store.database.database import Database
from store.database.journal import Journal
from store.database.recovery import swap
from store.index.chroma import index_folder
from store.index.chroma.collections import VectorIndex
from store.index.chroma.versions import IndexVersions
from store.maintenance import rebuild

STAGES: dict[str, tuple[Any, str]] = {
    "encoding": (corpus, "encode_batch"),
    "transaction": (Database, "transaction"),
    "shelf": (articles, "insert"),
    "down": (articles, "delete"),
    "journal": (Journal, "write"),
    "compacting": (Journal, "compact"),
    "committed": (Journal, "tidy"),
    "version": (IndexVersions, "build"),
    "copy": (index_folder, "copy_version"),
    "index": (VectorIndex, "put"),
    "checksums": (index_folder, "write_checksums"),
    "old-versions": (index_folder.shutil, "rmtree"),
    "vacuum": (Database, "vacuum"),
    "settling": (Database, "settle"),
    "salvage": (rebuild, "recover"),
    "swap": (rebuild, "complete_swap"),
    "swap-at-open": (swap, "complete_swap"),
    "old-files": (swap, "_remove"),
}
"""By its name, where the function is looked up that begins it."""


def tell_stages() -> None:
    """From now on say the name of each stage, in a line of its own, when it begins."""
    for name, (where, function) in STAGES.items():
        setattr(where, function, _telling(name, getattr(where, function)))


def _telling(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
    def tell(*values: Any, **named: Any) -> Any:
        os.write(1, f"{name}\n".encode())
        return function(*values, **named)

    return tell
