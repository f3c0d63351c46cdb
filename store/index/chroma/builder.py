"""A new generation of Chroma's index: made out of the one before, or out of nothing, and brought up to date."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from store.database import Database
from store.index.chroma.collections import MOST_AT_ONCE, Metadata, VectorIndex
from store.index.chroma.local import IndexBackend

Described = Callable[[list[str]], tuple[list[Metadata], list[str]]]
"""The metadata and the texts of passages' vectors, by their names."""


def make_generation(
    home: IndexBackend, database: Database, describe: Described, base: str, last: int
) -> tuple[str, int, VectorIndex]:
    """Make a generation out of `base`, whose last vector is `last`, or with "" out of nothing.

    Returns its name, the number of the last vector in it, and its index, open. The database says from then on that it
    is the one to use. Raises StorePathError or OSError when it cannot be made, and leaves nothing new then.
    """
    ((count, until, gone),) = database.rows(
        "SELECT count(*), coalesce(max(id), 0), (SELECT coalesce(max(id), 0) FROM gone) FROM vectors"
        " WHERE kind = 'passages'"
    )
    name, index = home.begin(base)
    try:
        _bring_up_to_date(index, database, describe, last if base else 0, until)
        index.count()  # Chroma has written everything when it answers
        home.finish(name, index, count)
        with database.transaction() as connection:
            connection.execute("UPDATE meta SET value = ? WHERE key = 'generation'", (f"{name}:{until}",))
            connection.execute("DELETE FROM gone WHERE id <= ?", (gone,))
    except BaseException:
        index.close()
        if name != base:
            home.discard(name)
        raise
    return name, until, index


def _bring_up_to_date(index: VectorIndex, database: Database, describe: Described, last: int, until: int) -> None:
    gone = database.rows("SELECT DISTINCT name FROM gone WHERE kind = 'passages' ORDER BY name")
    index.remove([name for (name,) in gone])
    while rows := database.rows(
        "SELECT id, name, vector FROM vectors WHERE kind = 'passages' AND id > ? AND id <= ? ORDER BY id LIMIT ?",
        (last, until, MOST_AT_ONCE),
    ):
        last, names = rows[-1][0], [row[1] for row in rows]
        vectors = np.array([np.frombuffer(row[2], np.float32) for row in rows])
        index.put(names, vectors, *describe(names))
