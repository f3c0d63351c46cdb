"""The vector index in Chroma; the only room that knows of it."""

from store.index.chroma.address import server_address
from store.index.chroma.collections import Metadata, VectorIndex
from store.index.chroma.generations import IndexVersions
from store.index.chroma.server import address_of, home_at

__all__ = ["IndexVersions", "Metadata", "VectorIndex", "address_of", "home_at", "server_address"]
