"""Vectors in Chroma. This is the only file that imports chromadb; its exceptions become StoreErrors here.

Chroma never embeds anything for us (its default would download a model): vectors are always passed in. It opens
with telemetry off.
"""

from __future__ import annotations

import ctypes
import os
import threading
import weakref
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import chromadb
import numpy as np
from chromadb.api import ClientAPI
from chromadb.api.collection_configuration import CreateCollectionConfiguration
from chromadb.config import Settings
from chromadb.errors import ChromaError
from numpy.typing import NDArray

from store.errors import StoreBusyError, StorePathError

if TYPE_CHECKING:
    from llama_index.vector_stores.chroma import ChromaVectorStore

KINDS = ("passages", "words")
# How many neighbours a vector is linked to and how widely links are looked for: wider is surer and slower. Chroma
# writes the links to disk with every put, so that no reader has to make up for those that are not there yet.
_INDEX: dict[str, CreateCollectionConfiguration] = {
    "passages": {
        "hnsw": {
            "space": "cosine",
            "ef_construction": 200,
            "ef_search": 100,
            "max_neighbors": 24,
            "batch_size": 2,
            "sync_threshold": 2,
        }
    },
    "words": {
        "hnsw": {
            "space": "cosine",
            "ef_construction": 100,
            "ef_search": 50,
            "max_neighbors": 16,
            "batch_size": 2,
            "sync_threshold": 2,
        }
    },
}
MOST_AT_ONCE = 5000
"""So many vectors Chroma takes in one go."""

Metadata = Mapping[str, str | int]
_clients: weakref.WeakSet[ClientAPI] = weakref.WeakSet()
# Two threads that open clients at once trip over each other inside Chroma.
_opening = threading.Lock()


@contextmanager
def _translated(path: Path) -> Iterator[None]:
    try:
        yield
    except (ChromaError, ValueError, OSError) as error:
        if "database is locked" in str(error):
            raise StoreBusyError(
                f"Another process is writing to {path}. Wait for it to finish and try again."
            ) from error
        raise _unusable(path, error) from error
    except BaseException as error:
        if type(error).__name__ == "PanicException":  # Chroma's Rust code gave up; it is no Exception
            raise _unusable(path, error) from error
        raise


def _unusable(path: Path, error: BaseException) -> StorePathError:
    return StorePathError(f"The vectors in {path} cannot be used ({error}). `isnad rebuild` makes them again.")


class _Process:
    """Whether this process, or one it was forked from, has used Chroma.

    In a forked process Chroma's threads are not there: writing would hang, and so would letting go of a client, as
    every process does when it ends. So the clients are left alone for ever, and no new ones are opened.
    """

    used = False
    forked = False

    @classmethod
    def note_fork(cls) -> None:
        cls.forked = cls.used
        for client in list(_clients):
            bindings = getattr(getattr(client, "_server", None), "bindings", None)
            ctypes.pythonapi.Py_IncRef(ctypes.py_object(bindings))


os.register_at_fork(after_in_child=_Process.note_fork)


class VectorIndex:
    """Two collections of unit vectors in a folder of Chroma's: of passages and of single words."""

    def __init__(self, path: Path) -> None:
        self._path = path
        if _Process.forked:
            raise StorePathError(
                f"The vectors in {path} cannot be used in a process that was forked from one that uses Chroma. "
                "Start it with `spawn`, or fork before a store is opened."
            )
        with _translated(path), _opening:
            _Process.used = True
            self._client: ClientAPI = chromadb.PersistentClient(
                str(path), settings=Settings(anonymized_telemetry=False)
            )
            _clients.add(self._client)
            self._collections = {
                kind: self._client.get_or_create_collection(kind, embedding_function=None, configuration=_INDEX[kind])
                for kind in KINDS
            }

    def put(
        self,
        kind: str,
        names: Sequence[str],
        vectors: NDArray[np.float32],
        metadata: Sequence[Metadata] | None = None,
        texts: Sequence[str] | None = None,
    ) -> None:
        """Write up to `MOST_AT_ONCE` vectors, shape [len(names), dimensions], in place of what the names had."""
        if not len(names):
            return
        with _translated(self._path):
            self._collections[kind].upsert(
                ids=list(names),
                embeddings=vectors,
                metadatas=list(metadata) if metadata else None,
                documents=list(texts) if texts else None,
            )

    def remove(self, kind: str, names: Sequence[str]) -> None:
        """Forget vectors; names that are not there do no harm."""
        with _translated(self._path):
            for at in range(0, len(names), MOST_AT_ONCE):
                self._collections[kind].delete(ids=list(names[at : at + MOST_AT_ONCE]))

    def nearest(
        self, kind: str, vectors: NDArray[np.float32], limit: int, where: dict[str, Any] | None = None
    ) -> list[list[str]]:
        """For each vector, shape [n, dimensions], the names of up to `limit` near ones, best first."""
        if limit < 1:
            return [[] for _ in vectors]
        with _translated(self._path):
            found = self._collections[kind].query(query_embeddings=vectors, n_results=limit, where=where, include=[])
        return found["ids"]

    def names(self, kind: str) -> set[str]:
        """The names of all vectors of a kind."""
        with _translated(self._path):
            return set(self._collections[kind].get(include=[])["ids"])

    def count(self, kind: str) -> int:
        """How many vectors of a kind there are."""
        with _translated(self._path):
            return self._collections[kind].count()

    def llama_index_store(self) -> ChromaVectorStore:
        """The passages as LlamaIndex's own Chroma vector store, for use in a VectorStoreIndex."""
        from llama_index.vector_stores.chroma import ChromaVectorStore

        return ChromaVectorStore.from_collection(self._collections["passages"])

    def close(self) -> None:
        """Let go of the files."""
        close = getattr(self._client, "close", None)
        if close is not None and not _Process.forked:
            close()
