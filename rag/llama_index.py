"""Isnad inside LlamaIndex: its retrieval as a retriever and its answers as a query engine."""

from __future__ import annotations

from typing import Any

from llama_index.core.base.base_retriever import BaseRetriever
from llama_index.core.base.response.schema import Response
from llama_index.core.query_engine import CustomQueryEngine
from llama_index.core.schema import NodeWithScore, QueryBundle, TextNode

from rag.chain import answer, retrieve
from rag.results import Answer, Hit
from store import Article, Corpus, Span


class IsnadRetriever(BaseRetriever):
    """Hybrid retrieval over a corpus, for any LlamaIndex engine.

    Gives up to `limit` passages as TextNodes, best first. A node's text is the article's own; its metadata say
    which article it is from (article_id, title, outlet, date, url) and its character offsets (start, end) in the
    article's `field`: "text", or "title" for an answer's quote of a headline.
    """

    def __init__(self, corpus: Corpus, limit: int = 10, **options: Any) -> None:
        super().__init__(**options)
        self._corpus = corpus
        self._limit = limit

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        return [_node(hit) for hit in retrieve(query_bundle.query_str, corpus=self._corpus, limit=self._limit)]


class IsnadQueryEngine(CustomQueryEngine):
    """Isnad's whole answer as a LlamaIndex query engine.

    The response's text carries the [n] marks; `source_nodes` are the quotes, in the order of their numbers; its
    metadata hold `answer`, the `rag.Answer` itself. `llm` is the language model that writes it, as for `rag.answer`.
    """

    corpus: Any
    llm: Any = None

    def custom_query(self, query_str: str) -> Response:
        """Answer one question."""
        found = answer(query_str, corpus=self.corpus, llm=self.llm)
        return Response(found.text, source_nodes=quote_nodes(found), metadata={"answer": found})


def _node(hit: Hit) -> NodeWithScore:
    passage = hit.passage
    return NodeWithScore(node=_text_node(Span(passage.start, passage.end), hit.article), score=hit.score)


def quote_nodes(found: Answer) -> list[NodeWithScore]:
    """The quotes of an answer as nodes, in the order of their numbers."""
    return [NodeWithScore(node=_text_node(c.span, c.article), score=c.score) for c in found.citations]


def _text_node(span: Span, article: Article) -> TextNode:
    metadata = {
        "article_id": article.id,
        "title": article.title,
        "outlet": article.outlet,
        "date": article.date.isoformat() if article.date else "",
        "url": article.url,
        "field": span.field,
        "start": span.start,
        "end": span.end,
    }
    # The metadata is for people and programs; a model that reads the node should read the article's words.
    hidden = list(metadata)
    part = "" if span.field == "text" else f"{span.field}:"
    return TextNode(
        id_=f"{article.id}:{part}{span.start}-{span.end}",
        text=article.cut(span),
        metadata=metadata,
        start_char_idx=span.start,
        end_char_idx=span.end,
        excluded_embed_metadata_keys=hidden,
        excluded_llm_metadata_keys=hidden,
    )
