"""A store's passages as LlamaIndex has them: nodes, and a vector store to read them from."""

from store.llama_index.nodes import day_of, node_of
from store.llama_index.vector_store import PassageVectorStore

__all__ = ["PassageVectorStore", "day_of", "node_of"]
