"""Rebuild a store: a damaged one, one of an older format, or for another embedding model; and find what is damaged.

The new store is made in a folder of its own and then moved into place (store/database/recovery/swap.py). Where only
the index of vectors or the journal is damaged, only that is made again.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from store.corpus import Corpus
from store.database import (
    CHROMA,
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
    """The outcome of a rebuild: how many articles the store has, what was damaged, and the ids of lost articles.

    `more_may_be_lost` where articles may be lost whose ids nobody knows: the database was damaged and the journal is
    not known to be complete. Where something is lost, may be, or was another program's, `kept` is the folder that the
    old files were copied to before they were replaced.
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
    """Rebuild the store in the folder `path` from what it holds, for this version and this embedding model.

    `on_progress` is called with the number of articles read. `chroma` is the address of a Chroma server that has the
    vector index. An interrupted rebuild leaves the store as it was. Raises StorePathError when there is no store, or
    its old files have to be kept and cannot be copied, StoreMismatchError when a newer Isnad made it, StoreBusyError
    while another process writes to it.
    """
    folder = _folder(path)
    encoder, chroma = text_encoder(encoder), address_of(chroma)
    with write_lock(folder):
        complete_swap(folder)
        found = _recover(folder)
        made_by = found.meta.get("encoder"), found.meta.get("format")
        if not found.whole or made_by != (encoder.fingerprint, STORE_FORMAT):
            return _make_over(folder, encoder, chroma, found, on_progress)
    with Corpus.open(folder, encoder, chroma) as corpus:
        corpus.vacuum()
        return Rebuilt(len(corpus), found.faults, ())


def _make_over(
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
    kept = keep_aside(folder) if found.is_incomplete else None
    index_place(folder / CHROMA, chroma).discard_all_but(())  # the notes in this folder say what a server has
    (folder / MAKING).rename(folder / READY)
    complete_swap(folder)
    return Rebuilt(count, found.faults, found.lost, kept, found.more_may_be_lost)


def find_faults(path: str | Path, chroma: str = "") -> list[str]:
    """What is damaged in the store in this folder, a sentence each; nothing for a sound one.

    Reads all of it, and asks the Chroma server at the address `chroma` for the vector index. Raises StorePathError
    when there is no store, or it may not be written to, StoreMismatchError when a newer Isnad made it.
    """
    folder = _folder(path)
    found = _recover(folder)
    return list(found.faults) or _index_faults(folder, found.meta, address_of(chroma))


def _folder(path: str | Path) -> Path:
    folder = Path(path).expanduser()
    if not is_store(folder):
        raise StorePathError(f"There is no store in {folder}. Check --store, or ingest articles into a new one.")
    return folder


def _recover(folder: Path) -> RecoveredStore:
    """What a store still holds. Raises StoreMismatchError for a newer Isnad's."""
    found = recover(folder)
    refuse_newer(folder, found.meta.get("format", ""))
    return found


def _index_faults(folder: Path, meta: Mapping[str, str], chroma: str) -> list[str]:
    name = meta.get("generation", "").split(":")[0]
    try:
        fault = index_place(folder / CHROMA, chroma).find_flaw(name) if name else ""
    except StorePathError as error:
        fault = str(error)
    return [fault] if fault else []
