"""A store made over: from a damaged one, from one of an older format, or for another embedding model.

The new store is made in a folder of its own and moved into place in steps that can be taken up where they broke off
(store/replace.py). Only the index of vectors is made again where nothing else is wrong.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from store.corpus import Corpus
from store.database import (
    CHROMA,
    DATABASE,
    MAKING,
    READY,
    STORE_FORMAT,
    RecoveredStore,
    complete_swap,
    is_store,
    keep_aside,
    recover,
    refuse_newer,
    write_lock,
)
from store.embedding import TextEncoder, text_encoder
from store.errors import StorePathError
from store.index import address_of, index_place
from store.ingestion import Progress

if TYPE_CHECKING:
    from llama_index.core.base.embeddings.base import BaseEmbedding


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What became of a store: how many articles it has, what was found damaged, and the ids of articles lost.

    `more_may_be_lost` where the database was damaged and the journal cannot be shown to tell of all its articles:
    nobody can name those then. Where something is lost, may be, or was not Isnad's, `kept` is the folder that the old
    files were copied to before they were replaced.
    """

    articles: int
    faults: tuple[str, ...]
    lost: tuple[str, ...]
    kept: Path | None = None
    more_may_be_lost: bool = False


def rebuild_store(
    path: str | Path,
    encoder: TextEncoder | BaseEmbedding | None = None,
    on_progress: Callable[[Progress], None] | None = None,
    chroma: str = "",
) -> Rebuilt:
    """Make the store in the folder `path` over from what it holds, for this version and this embedding model.

    `on_progress` is told how many articles are read. `chroma` is the address of a Chroma server that has the vector
    index. Cut off, it leaves the store as it was. Raises StorePathError when there is no store, or its old files have
    to be kept and cannot be copied, StoreMismatchError when a newer Isnad made it, StoreBusyError while another
    process writes to it.
    """
    folder = Path(path).expanduser()
    _check_there(folder)
    encoder, chroma = text_encoder(encoder), address_of(chroma)
    with write_lock(folder):
        complete_swap(folder)
        found = _known(folder)
        if not found.whole or _made_by(folder) != (encoder.fingerprint, STORE_FORMAT):
            return _made_over(folder, encoder, chroma, found, on_progress)
    with Corpus.open(folder, encoder, chroma) as corpus:
        corpus.vacuum()
        return Rebuilt(len(corpus), found.faults, ())


def _made_over(
    folder: Path,
    encoder: TextEncoder,
    chroma: str,
    found: RecoveredStore,
    on_progress: Callable[[Progress], None] | None,
) -> Rebuilt:
    index_place(folder / MAKING / CHROMA, chroma).discard_all_but(())
    shutil.rmtree(folder / MAKING, ignore_errors=True)
    with Corpus.open(folder / MAKING, encoder, chroma) as corpus:
        corpus.restore(found, on_progress)
        count = len(corpus)
    kept = keep_aside(folder) if found.leaves_something else None
    index_place(folder / CHROMA, chroma).discard_all_but(())  # what a server has is known by its notes here
    (folder / MAKING).rename(folder / READY)
    complete_swap(folder)
    return Rebuilt(count, found.faults, found.lost, kept, found.more_may_be_lost)


def find_faults(path: str | Path, chroma: str = "") -> list[str]:
    """What is damaged in the store in this folder, a sentence each; nothing for a sound one.

    Reads all of it, and asks the Chroma server at the address `chroma` for the vector index. Raises StorePathError
    when there is no store, or it may not be written to, StoreMismatchError when a newer Isnad made it.
    """
    folder = Path(path).expanduser()
    _check_there(folder)
    found = list(_known(folder).faults)
    return found or _index_faults(folder, address_of(chroma))


def _known(folder: Path) -> RecoveredStore:
    """What a store still holds. Raises StoreMismatchError where a newer Isnad made it."""
    found = recover(folder)
    if found.whole:
        refuse_newer(folder, _made_by(folder)[1])
    return found


def _check_there(folder: Path) -> None:
    if not is_store(folder):
        raise StorePathError(f"There is no store in {folder}. Check --store, or ingest articles into a new one.")


def _index_faults(folder: Path, chroma: str) -> list[str]:
    with closing(sqlite3.connect(folder / DATABASE, timeout=1)) as connection:
        made = connection.execute("SELECT value FROM meta WHERE key = 'generation'").fetchall()
    name = made[0][0].split(":")[0] if made else ""
    try:
        fault = index_place(folder / CHROMA, chroma).find_flaw(name) if name else ""
    except StorePathError as error:
        fault = str(error)
    return [fault] if fault else []


def _made_by(folder: Path) -> tuple[str, str]:
    with closing(sqlite3.connect(folder / DATABASE, timeout=1)) as connection:
        made = dict(connection.execute("SELECT key, value FROM meta WHERE key IN ('encoder', 'format')"))
    return made.get("encoder", ""), made.get("format", "")
