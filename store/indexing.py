"""A new generation of Chroma's index: a copy of the one before, or an empty one, brought up to date and sealed."""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Callable
from pathlib import Path

import numpy as np

from store.database import Database
from store.seal import copy, seal
from store.vectors import KINDS, MOST_AT_ONCE, Metadata, VectorIndex

Described = Callable[[list[str]], tuple[list[Metadata], list[str]]]
"""The metadata and the texts of passages' vectors, by their names."""


def make_generation(
    folder: Path, database: Database, describe: Described, base: Path | None, last: int
) -> tuple[str, int, VectorIndex]:
    """Make a generation in a new folder inside `folder`, out of `base`, whose last vector is `last`, or of nothing.

    Returns its name, the number of the last vector in it, and its index, open. The database says from then on that it
    is the one to use. Raises StorePathError or OSError when it cannot be made, and leaves nothing then.
    """
    if folder.is_file():
        folder.unlink()
    name = uuid.uuid4().hex[:12]
    path = folder / name
    ((until, gone),) = database.rows(
        "SELECT (SELECT coalesce(max(id), 0) FROM vectors), (SELECT coalesce(max(id), 0) FROM gone)"
    )
    try:
        if base is None:
            path.mkdir(parents=True)
        else:
            copy(base, path)
        index = _filled(path, database, describe, last if base else 0, until)
        with database.transaction() as connection:
            connection.execute("UPDATE meta SET value = ? WHERE key = 'generation'", (f"{name}:{until}",))
            connection.execute("DELETE FROM gone WHERE id <= ?", (gone,))
    except BaseException:
        shutil.rmtree(path, ignore_errors=True)
        raise
    return name, until, index


def _filled(path: Path, database: Database, describe: Described, last: int, until: int) -> VectorIndex:
    index = VectorIndex(path)
    try:
        for kind in KINDS:
            _bring_up_to_date(index, kind, database, describe, last, until)
            index.count(kind)
        seal(path)
        return index
    except BaseException:
        index.close()
        raise


def _bring_up_to_date(
    index: VectorIndex, kind: str, database: Database, describe: Described, last: int, until: int
) -> None:
    gone = database.rows("SELECT DISTINCT name FROM gone WHERE kind = ? ORDER BY name", (kind,))
    index.remove(kind, [name for (name,) in gone])
    while rows := database.rows(
        "SELECT id, name, vector FROM vectors WHERE kind = ? AND id > ? AND id <= ? ORDER BY id LIMIT ?",
        (kind, last, until, MOST_AT_ONCE),
    ):
        last, names = rows[-1][0], [row[1] for row in rows]
        vectors = np.array([np.frombuffer(row[2], np.float32) for row in rows])
        index.put(kind, names, vectors, *(describe(names) if kind == "passages" else ()))
