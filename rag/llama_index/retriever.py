"""Isnad's retrieval as a LlamaIndex retriever."""

from __future__ import annotations

import asyncio
from typing import Any

from llama_index.core.base.base_retriever import BaseRetriever
from llama_index.core.callbacks import CallbackManager
from llama_index.core.schema import IndexNode, NodeWithScore, QueryBundle
from llama_index.core.vector_stores.types import MetadataFilters

from rag.chain import aretrieve, retrieve
from rag.llama_index.filters import scopes_of
from rag.llama_index.nodes import hit_nodes
from store import Corpus, checked


class IsnadRetriever(BaseRetriever):
    """Hybrid retrieval over a corpus, for any LlamaIndex engine.

    Gives up to `similarity_top_k` passages of articles that the `filters` let through, best first, as nodes that
    `store.node_of` describes, with scores from 0 to 1. Raises ScopeError at filters that it cannot answer, when it
    is made, ArgumentError at options of a wrong type, and QuestionError as `rag.retrieve` does.
    """

    @checked
    def __init__(
        self,
        corpus: Corpus,
        similarity_top_k: int = 10,
        filters: MetadataFilters | None = None,
        *,
        callback_manager: CallbackManager | None = None,
        object_map: dict[str, Any] | None = None,
        objects: list[IndexNode] | None = None,
        verbose: bool = False,
    ) -> None:
        super().__init__(callback_manager, object_map, objects, verbose)
        self.similarity_top_k = similarity_top_k
        self._corpus = corpus
        self._filters = filters
        scopes_of(filters, corpus)

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        found = [retrieve(query_bundle.query_str, **options) for options in self._searches()]
        return hit_nodes(sum(found, []), self._corpus)[: self.similarity_top_k]

    async def _aretrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        found = await asyncio.gather(*(aretrieve(query_bundle.query_str, **options) for options in self._searches()))
        return hit_nodes(sum(found, []), self._corpus)[: self.similarity_top_k]

    def _searches(self) -> list[dict[str, Any]]:
        """What to search for a question in: each scope by itself."""
        scopes = scopes_of(self._filters, self._corpus)
        return [{"corpus": self._corpus, "limit": self.similarity_top_k, "scope": scope} for scope in scopes]
