"""The passages and sentences found by words and by vectors."""

from store.index.chroma import IndexVersions, Metadata, address_of, index_place, server_address
from store.index.index import Index, IndexedSentence
from store.index.vector_search import VectorSearch
from store.index.word_bridge import Learned, WordBridge, read_at

__all__ = [
    "Index",
    "IndexVersions",
    "IndexedSentence",
    "Learned",
    "Metadata",
    "VectorSearch",
    "WordBridge",
    "address_of",
    "index_place",
    "read_at",
    "server_address",
]
