"""The stages of what changes a store: a process that asks for it says on its output which one it comes to."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

from store import batch, corpus, generations, home, rebuild, replace
from store.database import Database
from store.journal import Journal
from store.vectors import VectorIndex

STAGES: dict[str, tuple[Any, str]] = {
    "encoding": (corpus, "encode"),
    "transaction": (Database, "transaction"),
    "shelf": (batch.shelf, "put"),
    "down": (batch.shelf, "take_down"),
    "journal": (Journal, "write"),
    "compacting": (Journal, "compact"),
    "committed": (Journal, "tidy"),
    "generation": (generations, "make_generation"),
    "copy": (home, "copy"),
    "index": (VectorIndex, "put"),
    "seal": (home, "seal"),
    "old-generations": (home.shutil, "rmtree"),
    "vacuum": (Database, "vacuum"),
    "settling": (Database, "settle"),
    "salvage": (rebuild, "salvaged"),
    "swap": (rebuild, "complete"),
    "swap-at-open": (replace, "complete"),
    "old-files": (replace, "_remove"),
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
