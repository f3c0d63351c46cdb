"""Vectors in Chroma. This is the only file that imports chromadb; its exceptions become StoreErrors here.

Chroma never embeds anything for us (its default would download a model): vectors are always passed in. It opens
with telemetry off.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
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
# How many neighbours a vector is linked to and how widely links are looked for: wider is surer and slower.
_INDEX: dict[str, CreateCollectionConfiguration] = {
    "passages": {"hnsw": {"space": "cosine", "ef_construction": 200, "ef_search": 100, "max_neighbors": 24}},
    "words": {"hnsw": {"space": "cosine", "ef_construction": 100, "ef_search": 50, "max_neighbors": 16}},
}
_BATCH = 2000

Metadata = Mapping[str, str | int]


@contextmanager
def _translated(path: Path) -> Iterator[None]:
    try:
        yield
    except (ChromaError, ValueError, OSError) as error:
        if "database is locked" in str(error):
            raise StoreBusyError(
                f"Another process is writing to {path}. Wait for it to finish and try again."
            ) from error
        raise StorePathError(
            f"The vectors in {path} cannot be used ({error}). "
            "Check that the folder is readable and writable, or ingest the articles into a new store."
        ) from error


class VectorIndex:
    """Two collections of unit vectors: of passages and of single words."""

    def __init__(self, path: Path) -> None:
        self._path = path
        with _translated(path):
            self._client: ClientAPI = chromadb.PersistentClient(
                str(path), settings=Settings(anonymized_telemetry=False)
            )
            self._collections = {
                kind: self._client.get_or_create_collection(kind, embedding_function=None, configuration=_INDEX[kind])
                for kind in KINDS
            }

    def put(
        self,
        kind: str,
        ids: Sequence[str],
        vectors: NDArray[np.float32],
        metadata: Sequence[Metadata] | None = None,
        texts: Sequence[str] | None = None,
    ) -> None:
        """Write vectors, shape [len(ids), dimensions], in place of what the ids had."""
        with _translated(self._path):
            for at in range(0, len(ids), _BATCH):
                part = slice(at, at + _BATCH)
                self._collections[kind].upsert(
                    ids=list(ids[part]),
                    embeddings=vectors[part],
                    metadatas=list(metadata[part]) if metadata else None,
                    documents=list(texts[part]) if texts else None,
                )

    def nearest(
        self, kind: str, vectors: NDArray[np.float32], limit: int, where: dict[str, Any] | None = None
    ) -> list[list[tuple[str, float]]]:
        """For each vector, shape [n, dimensions], up to `limit` ids with their cosine, best first, ties by id."""
        if limit < 1:
            return [[] for _ in vectors]
        with _translated(self._path):
            found = self._collections[kind].query(
                query_embeddings=vectors, n_results=limit, where=where, include=["distances"]
            )
        rows = zip(found["ids"], found["distances"] or [], strict=True)
        return [
            sorted(((id_, 1.0 - d) for id_, d in zip(*row, strict=True)), key=lambda hit: (-hit[1], hit[0]))
            for row in rows
        ]

    def remove(self, article_id: str) -> None:
        """Forget every vector of an article."""
        with _translated(self._path):
            self._collections["passages"].delete(where={"article": article_id})

    def keep(self, article_id: str, ids: Collection[str]) -> None:
        """Forget the vectors of an article but for those of these ids."""
        with _translated(self._path):
            collection = self._collections["passages"]
            others = set(collection.get(where={"article": article_id}, include=[])["ids"]).difference(ids)
            if others:
                collection.delete(ids=sorted(others))

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
        if close is not None:
            close()
