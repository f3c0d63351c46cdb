"""The vector index in Chroma; the only room that knows of Chroma."""

from store.index.chroma.collections import Metadata, VectorIndex
from store.index.chroma.index_server import address_of, index_place, server_address
from store.index.chroma.versions import IndexVersions

__all__ = ["IndexVersions", "Metadata", "VectorIndex", "address_of", "index_place", "server_address"]
