"""A store's passages as LlamaIndex's vector store: found by Chroma, told as the articles have them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, NoReturn

from llama_index.core.schema import BaseNode, TextNode
from llama_index.core.vector_stores.types import (
    FilterCondition,
    FilterOperator,
    MetadataFilter,
    MetadataFilters,
    VectorStoreQuery,
    VectorStoreQueryResult,
)
from llama_index.vector_stores.chroma import ChromaVectorStore
from pydantic import PrivateAttr

from store.article import Article, Span, day_number
from store.errors import StoreError
from store.llama_index.nodes import day_of, node_of
from store.scope import Place

_FILTERED = {"article_id": "article", "outlet": "outlet", "language": "language", "date": "day", "day": "day"}
"""The metadata of nodes that can be filtered by, and what Chroma keeps them as."""


class PassageVectorStore(ChromaVectorStore):
    """LlamaIndex's own Chroma vector store, to read from: articles are added and removed with the corpus.

    Nodes have the metadata that `node_of` describes, as their articles are now; those of removed articles are left
    out. Filters take `article_id`, `outlet`, `language`, and `day` or `date`; undated articles are in no days.
    Raises StoreError at a filter by anything else, and at an attempt to write.
    """

    _articles: Callable[[Sequence[str]], list[Article]] = PrivateAttr()
    _passages: Callable[[Sequence[Place]], dict[Place, Span]] = PrivateAttr()

    @classmethod
    def over(
        cls,
        collection: Any,
        articles: Callable[[Sequence[str]], list[Article]],
        passages: Callable[[Sequence[Place]], dict[Place, Span]],
    ) -> PassageVectorStore:
        """A collection of Chroma's, with what reads articles by their ids and where passages stand."""
        made = cls.from_collection(collection)
        assert isinstance(made, PassageVectorStore)
        made._articles, made._passages = articles, passages
        return made

    def query(self, query: VectorStoreQuery, **kwargs: Any) -> VectorStoreQueryResult:
        """The passages nearest to a vector, or any where none is given."""
        filters = _for_chroma(query.filters) if query.filters else None
        return self._told(super().query(replace(query, filters=filters), **kwargs))

    async def aquery(self, query: VectorStoreQuery, **kwargs: Any) -> VectorStoreQueryResult:
        """The same, while others use the loop."""
        return await asyncio.to_thread(self.query, query, **kwargs)

    def get_nodes(self, node_ids: list[str] | None = None, filters: Any = None) -> list[BaseNode]:
        """The passages that the filters let through. Nodes are not looked up by their ids."""
        if node_ids:
            raise StoreError("Passages are found by filters, not by node ids. corpus.article(id) is a whole article.")
        return list(self.query(VectorStoreQuery(similarity_top_k=self.client.count(), filters=filters)).nodes or [])

    def _told(self, found: VectorStoreQueryResult) -> VectorStoreQueryResult:
        named = [(node.node_id, node.get_content()) for node in found.nodes or ()]
        scores: Sequence[float | None] = found.similarities or [None] * len(named)
        places = {name: _place_of(name) for name, _ in named}
        spans = self._passages(sorted(set(places.values())))
        articles = {each.id: each for each in self._articles(sorted({id_ for id_, _ in spans}))}
        told = [
            (_node(articles[place[0]], spans[place], name, text), score)
            for (name, text), score in zip(named, scores, strict=True)
            if (place := places[name]) in spans and place[0] in articles
        ]
        return VectorStoreQueryResult(
            nodes=[node for node, _ in told],
            similarities=None if found.similarities is None else [score for _, score in told if score is not None],
            ids=[node.node_id for node, _ in told],
        )

    def add(self, nodes: Sequence[BaseNode], **add_kwargs: Any) -> list[str]:
        """Refused: what is written here would have no article behind it."""
        _refuse()

    def delete(self, ref_doc_id: str, **delete_kwargs: Any) -> None:
        """Refused: the article would still be there."""
        _refuse()

    def delete_nodes(self, node_ids: list[str] | None = None, filters: Any = None, **delete_kwargs: Any) -> None:
        """Refused: the articles would still be there."""
        _refuse()

    def clear(self) -> None:
        """Refused: the articles would still be there."""
        _refuse()


def _refuse() -> NoReturn:
    raise StoreError("A corpus is read through its vector store. Write with corpus.add, ingest and remove.")


def _place_of(name: str) -> Place:
    article, number = name.split("/")[0].split(":")
    return article, int(number)


def _node(article: Article, span: Span, name: str, text: str) -> TextNode:
    return node_of(article, span, text, name.partition("/")[2])


def _for_chroma(filters: MetadataFilters) -> MetadataFilters:
    """The filters by what Chroma keeps."""
    if filters.condition == FilterCondition.NOT:
        raise StoreError('Filters are combined by "and" and "or", not by "not".')
    own = [_for_chroma(one) if isinstance(one, MetadataFilters) else _kept(one) for one in filters.filters]
    return MetadataFilters(filters=own, condition=filters.condition or FilterCondition.AND)


def _kept(one: MetadataFilter) -> MetadataFilter | MetadataFilters:
    if one.key not in _FILTERED:
        raise StoreError(f"Passages are filtered by {', '.join(_FILTERED)}, not by {one.key!r}.")
    if _FILTERED[one.key] != "day":
        return MetadataFilter(key=_FILTERED[one.key], value=one.value, operator=one.operator)
    try:
        days = [day_number(day_of(each)) for each in (one.value if isinstance(one.value, list) else [one.value])]
    except ValueError:
        raise StoreError(f'{one.value!r} is no day. Write it as 20240914 or "2024-09-14".') from None
    within = MetadataFilter(key="day", value=days if isinstance(one.value, list) else days[0], operator=one.operator)
    dated = MetadataFilter(key="day", value=0, operator=FilterOperator.GT)
    return MetadataFilters(filters=[within, dated])
