"""Isnad inside LlamaIndex: its retrieval as a retriever, its answers as a query engine and a chat engine."""

from rag.llama_index.chat_engine import IsnadChatEngine
from rag.llama_index.corpus import IsnadCorpus, open_corpus
from rag.llama_index.nodes import quote_nodes
from rag.llama_index.query_engine import IsnadQueryEngine
from rag.llama_index.retriever import IsnadRetriever

__all__ = ["IsnadChatEngine", "IsnadCorpus", "IsnadQueryEngine", "IsnadRetriever", "open_corpus", "quote_nodes"]
