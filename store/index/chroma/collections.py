"""Vectors in Chroma. This is the only module that imports chromadb; its exceptions become StoreErrors here.

Chroma never embeds anything for us (its default would download a model): vectors are always passed in. It opens
with telemetry off. `HttpClient` is not used: it calls a server before it can be given a timeout.
"""

from __future__ import annotations

import weakref
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from textwrap import shorten
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import chromadb
import httpx
import numpy as np
from chromadb.api.collection_configuration import CreateCollectionConfiguration
from chromadb.api.models.Collection import Collection
from chromadb.config import Settings, System
from chromadb.errors import ChromaError, NotFoundError
from numpy.typing import NDArray

from store.errors import StoreBusyError, StorePathError
from store.forking import ProcessLock
from store.index.chroma import forks

if TYPE_CHECKING:
    from chromadb.api.fastapi import FastAPI

# How many neighbours a vector is linked to and how widely links are looked for: wider is surer and slower. Chroma
# writes the links to disk with every put, so that no reader has to make up for those that are not there yet.
_GRAPH: CreateCollectionConfiguration = {
    "hnsw": {
        "space": "cosine",
        "max_neighbors": 24,
        "ef_construction": 200,
        "ef_search": 100,
        "batch_size": 2,
        "sync_threshold": 2,
    }
}
_IN_FOLDER = "passages"
MOST_AT_ONCE = 5000
"""The most vectors that Chroma takes in one call."""
_SENT_AT_ONCE = 500
SEARCH_SECONDS, WRITE_SECONDS = 1.0, 20.0
"""How long a server may take to answer."""
Metadata = Mapping[str, str | int]
# Chroma fails when two threads open clients at the same time.
_opening = ProcessLock()


@dataclass(frozen=True, slots=True)
class OnServer:
    """A collection on a Chroma server: the server's address, http://host:port, and the collection's name."""

    address: str
    name: str


class VectorIndex:
    """An open collection of passages' unit vectors.

    It is closed by `close`, or when nobody refers to the collection any more, not even a LlamaIndex store.

    All methods raise StorePathError when Chroma fails, StoreBusyError when another process has locked its files.
    """

    def __init__(self, place: Path | OnServer, collection: Collection, close: Callable[[], None]) -> None:
        self._place = place
        self._collection = collection
        self.close = weakref.finalize(collection, close)
        self.close.atexit = False

    def put(
        self,
        names: Sequence[str],
        vectors: NDArray[np.float32],
        metadata: Sequence[Metadata],
        texts: Sequence[str],
    ) -> None:
        """Write vectors, shape [len(names), dimensions], in place of those that had the names."""
        step = _SENT_AT_ONCE if isinstance(self._place, OnServer) else MOST_AT_ONCE
        with _translated(self._place):
            for at in range(0, len(names), step):
                part = slice(at, at + step)
                self._collection.upsert(
                    ids=list(names[part]),
                    embeddings=vectors[part],
                    metadatas=list(metadata[part]),
                    documents=list(texts[part]),
                )

    def remove(self, names: Sequence[str]) -> None:
        """Remove the vectors with these names, where there are any."""
        with _translated(self._place):
            for at in range(0, len(names), MOST_AT_ONCE):
                self._collection.delete(ids=list(names[at : at + MOST_AT_ONCE]))

    def nearest(
        self, vectors: NDArray[np.float32], limit: int, where: dict[str, Any] | None = None
    ) -> list[list[str]]:
        """For each vector, shape [n, dimensions], the names of up to `limit` ≥ 1 near ones, best first.

        `where` is Chroma's filter on the metadata.
        """
        with _translated(self._place):
            found = self._collection.query(query_embeddings=vectors, n_results=limit, where=where, include=[])
        return found["ids"]

    def count(self) -> int:
        """How many vectors there are."""
        with _translated(self._place):
            return self._collection.count()

    @property
    def collection(self) -> Collection:
        """Chroma's own collection, for LlamaIndex's vector store."""
        return self._collection


def open_in_folder(path: Path, on_closed: Callable[[], None] = lambda: None) -> VectorIndex:
    """The collection in a folder of Chroma's, made when it is missing. `on_closed` is called once it is closed."""
    forks.check(path)
    with _translated(path), _opening:
        client = chromadb.PersistentClient(str(path), settings=Settings(anonymized_telemetry=False))
        forks.register(client)

        def close() -> None:
            if not forks.is_forked():
                client.close()  # type: ignore[attr-defined]
            on_closed()

        made = client.get_or_create_collection(_IN_FOLDER, embedding_function=None, configuration=_GRAPH)
        return VectorIndex(path, made, close)


def open_on_server(place: OnServer, make: bool = False, seconds: float = SEARCH_SECONDS) -> VectorIndex:
    """A collection on a server, which may take `seconds` for each answer; with `make` it is made when missing."""
    with _translated(place):
        server = _connect(place.address, seconds)
        try:
            made = server.get_or_create_collection(place.name, configuration=_GRAPH) if make else None
            collection = Collection(server, made or server.get_collection(place.name), embedding_function=None)
        except BaseException:
            server._session.close()
            raise
        return VectorIndex(place, collection, server._session.close)


def count_on_server(place: OnServer) -> int | None:
    """How many vectors a collection on a server has; None when there is no such collection.

    Raises StorePathError when no Chroma server answers within a second.
    """
    with _connected(place, SEARCH_SECONDS) as server:
        try:
            return Collection(server, server.get_collection(place.name), embedding_function=None).count()
        except NotFoundError:
            return None


def delete_on_server(place: OnServer) -> None:
    """Delete a collection on a server, if it is there."""
    with _connected(place, WRITE_SECONDS) as server, suppress(NotFoundError):
        server.delete_collection(place.name)


@contextmanager
def _connected(place: OnServer, seconds: float) -> Iterator[FastAPI]:
    with _translated(place):
        server = _connect(place.address, seconds)
        try:
            yield server
        finally:
            server._session.close()


def _connect(address: str, seconds: float) -> FastAPI:
    """A connection to a Chroma server that has answered once."""
    from chromadb.api.fastapi import FastAPI  # late: it is of no use without a server, and takes a while

    settings = Settings(
        anonymized_telemetry=False,
        chroma_server_host=address,
        chroma_server_http_port=urlsplit(address).port,
        chroma_server_ssl_verify=None if address.startswith("https:") else False,  # certificates take a while
    )
    server = System(settings).instance(FastAPI)
    server._session.timeout = httpx.Timeout(seconds, connect=SEARCH_SECONDS)
    try:
        server.heartbeat()
    except BaseException as error:
        server._session.close()
        if isinstance(error, KeyError | TypeError | ValueError):
            raise ValueError("what answers there is no Chroma") from error
        raise
    return server


@contextmanager
def _translated(place: Path | OnServer) -> Iterator[None]:
    try:
        yield
    except (ChromaError, ValueError, OSError, httpx.HTTPError) as error:
        if "database is locked" in str(error):
            raise StoreBusyError(f"Another process is writing to {place}. Wait for it and try again.") from error
        raise _unusable(place, error) from error
    except BaseException as error:
        # Chroma's Rust code panicked, which is no Exception; or its client does not know the server's error.
        if type(error).__name__ == "PanicException" or type(error) is Exception:
            raise _unusable(place, error) from error
        raise


def _unusable(place: Path | OnServer, error: BaseException) -> StorePathError:
    reason = shorten(str(error) or type(error).__name__, 200)
    if isinstance(place, OnServer):
        remedy = "Start it with `chroma run`, or correct or unset ISNAD_CHROMA."
        return StorePathError(f"The Chroma server {place.address} cannot be used ({reason}). {remedy}")
    return StorePathError(f"The vectors in {place} cannot be used ({reason}). `isnad rebuild` makes them again.")
