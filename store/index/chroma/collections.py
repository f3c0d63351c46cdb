"""Vectors in Chroma. This is the only file that imports chromadb; its exceptions become StoreErrors here.

Chroma never embeds anything for us (its default would download a model): vectors are always passed in. It opens
with telemetry off. Not through `HttpClient`, which asks a server before it can be told how long to wait.
"""

from __future__ import annotations

import threading
import weakref
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from textwrap import shorten
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import chromadb
import httpx
import numpy as np
from chromadb.api.collection_configuration import CreateCollectionConfiguration
from chromadb.api.fastapi import FastAPI
from chromadb.api.models.Collection import Collection
from chromadb.config import Settings, System
from chromadb.errors import ChromaError, NotFoundError
from numpy.typing import NDArray

from store.errors import StoreBusyError, StorePathError
from store.index.chroma import forks

if TYPE_CHECKING:
    from llama_index.vector_stores.chroma import ChromaVectorStore

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
_COLLECTION = "passages"
MOST_AT_ONCE = 5000
"""So many vectors Chroma takes in one go."""
_SENT_AT_ONCE = 500
QUICK, PATIENT = 1.0, 20.0
"""For how many seconds a server is waited for: by who searches, and by who writes."""
Metadata = Mapping[str, str | int]
# Two threads that open clients at once trip over each other inside Chroma.
_opening = threading.Lock()


@dataclass(frozen=True, slots=True)
class OnServer:
    """A collection on a Chroma server: the server's address, http://host:port, and the collection's name."""

    address: str
    name: str = ""


@contextmanager
def _translated(place: Path | OnServer) -> Iterator[None]:
    try:
        yield
    except (ChromaError, ValueError, OSError, httpx.HTTPError) as error:
        if "database is locked" in str(error):
            raise StoreBusyError(f"Another process is writing to {place}. Wait for it and try again.") from error
        raise _unusable(place, error) from error
    except BaseException as error:
        # Chroma's Rust code gave up, which is no Exception; or its client was told of an error it does not know.
        if type(error).__name__ == "PanicException" or type(error) is Exception:
            raise _unusable(place, error) from error
        raise


def _unusable(place: Path | OnServer, error: BaseException) -> StorePathError:
    reason = shorten(str(error) or type(error).__name__, 200)
    if isinstance(place, OnServer):
        remedy = "Start it with `chroma run`, or correct or unset ISNAD_CHROMA."
        return StorePathError(f"The Chroma server {place.address} cannot be used ({reason}). {remedy}")
    return StorePathError(f"The vectors in {place} cannot be used ({reason}). `isnad rebuild` makes them again.")


class _Server:
    """A connection to a Chroma server. Closed by `close`."""

    def __init__(self, address: str, seconds: float) -> None:
        self._system = System(
            Settings(
                anonymized_telemetry=False,
                chroma_server_host=address,
                chroma_server_http_port=urlsplit(address).port,
                chroma_server_ssl_verify=None if address.startswith("https:") else False,  # certificates take a while
            )
        )
        self.api = self._system.instance(FastAPI)
        self.wait(seconds)
        try:
            self.api.heartbeat()
        except BaseException as error:
            self.close()
            if isinstance(error, KeyError | TypeError | ValueError):
                raise ValueError("what answers there is no Chroma") from error
            raise

    def wait(self, seconds: float) -> None:
        self.api._session.timeout = httpx.Timeout(seconds, connect=QUICK)

    def collection(self, name: str, make: bool) -> Collection:
        made = self.api.get_or_create_collection(name, configuration=_GRAPH) if make else None
        return Collection(self.api, made or self.api.get_collection(name), embedding_function=None)

    def close(self) -> None:
        self.api._session.close()


def check_server(address: str) -> None:
    """See whether a Chroma server answers. Raises StorePathError when none does within a second."""
    with _translated(OnServer(address)):
        _Server(address, QUICK).close()


def count_on_server(place: OnServer) -> int | None:
    """How many vectors a collection on a server has; None when there is no such collection."""
    with _translated(place), closing(_Server(place.address, QUICK)) as server:
        try:
            return server.collection(place.name, make=False).count()
        except NotFoundError:
            return None


def delete_on_server(place: OnServer) -> None:
    """Delete a collection on a server, if it is there."""
    with _translated(place), closing(_Server(place.address, PATIENT)) as server, suppress(NotFoundError):
        server.api.delete_collection(place.name)


class VectorIndex:
    """A collection of passages' unit vectors: in a folder of Chroma's, or on a server.

    In a folder it is made where it is missing, on a server only with `make`. Who writes on a server waits for
    it patiently: `wait`.
    """

    def __init__(self, place: Path | OnServer, make: bool = True, seconds: float = QUICK) -> None:
        self._place = place
        self._server: _Server | None = None
        with _translated(place):
            if isinstance(place, OnServer):
                self._server = _Server(place.address, seconds)
                self._close = weakref.finalize(self, self._server.close)
                try:
                    self._collection = self._server.collection(place.name, make)
                except BaseException:
                    self.close()
                    raise
            else:
                self._collection = self._in_folder(place)
        self._close.atexit = False

    def _in_folder(self, path: Path) -> Collection:
        forks.check(path)
        with _opening:
            client = chromadb.PersistentClient(str(path), settings=Settings(anonymized_telemetry=False))
            forks.note(client)
            self._close = weakref.finalize(self, partial(_close_client, client))
            return client.get_or_create_collection(_COLLECTION, embedding_function=None, configuration=_GRAPH)

    def wait(self, seconds: float) -> None:
        """Wait so long for a server to answer; a folder need not be waited for."""
        if self._server is not None:
            self._server.wait(seconds)

    def put(
        self,
        names: Sequence[str],
        vectors: NDArray[np.float32],
        metadata: Sequence[Metadata] | None = None,
        texts: Sequence[str] | None = None,
    ) -> None:
        """Write up to `MOST_AT_ONCE` vectors, shape [len(names), dimensions], in place of what the names had."""
        if not len(names):
            return
        step = _SENT_AT_ONCE if self._server else MOST_AT_ONCE
        with _translated(self._place):
            for at in range(0, len(names), step):
                part = slice(at, at + step)
                self._collection.upsert(
                    ids=list(names[part]),
                    embeddings=vectors[part],
                    metadatas=list(metadata[part]) if metadata else None,
                    documents=list(texts[part]) if texts else None,
                )

    def remove(self, names: Sequence[str]) -> None:
        """Forget vectors; names that are not there do no harm."""
        with _translated(self._place):
            for at in range(0, len(names), MOST_AT_ONCE):
                self._collection.delete(ids=list(names[at : at + MOST_AT_ONCE]))

    def nearest(
        self, vectors: NDArray[np.float32], limit: int, where: dict[str, Any] | None = None
    ) -> list[list[str]]:
        """For each vector, shape [n, dimensions], the names of up to `limit` near ones, best first."""
        if limit < 1:
            return [[] for _ in vectors]
        with _translated(self._place):
            found = self._collection.query(query_embeddings=vectors, n_results=limit, where=where, include=[])
        return found["ids"]

    def names(self) -> set[str]:
        """The names of all vectors."""
        with _translated(self._place):
            return set(self._collection.get(include=[])["ids"])

    def count(self) -> int:
        """How many vectors there are."""
        with _translated(self._place):
            return self._collection.count()

    def llama_index_store(self) -> ChromaVectorStore:
        """The passages as LlamaIndex's own Chroma vector store, for use in a VectorStoreIndex."""
        from llama_index.vector_stores.chroma import ChromaVectorStore

        return ChromaVectorStore.from_collection(self._collection)

    def close(self) -> None:
        """Let go of the files, or of the server; as happens by itself when nobody has the index any more."""
        self._close()


def _close_client(client: Any) -> None:
    if not forks.is_forked():
        client.close()
