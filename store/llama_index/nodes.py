"""Passages as LlamaIndex nodes, with the same metadata wherever they are found: by words, by vectors, in answers.

All metadata are texts and whole numbers, so that they can be written as JSON.
"""

from __future__ import annotations

import datetime as dt

from llama_index.core.schema import NodeRelationship, RelatedNodeInfo, TextNode

from store.article import Article, Span

_SHOWN = ("title", "outlet", "date")
"""What a language model that reads the node is told beside its text; the rest is for programs."""


def node_of(article: Article, span: Span, translated: str = "", language: str = "") -> TextNode:
    """The words of an article at a span as a node; or their translation into a language, where that is given.

    `start` and `end` are the place of the article's own words in its `field`, "text" or "title". `translation` is
    the language that the node's text was translated into, "" where it is the article's own: then it is verbatim.
    """
    metadata = {
        "article_id": article.id,
        "title": article.title,
        "outlet": article.outlet,
        "date": article.date.isoformat() if article.date else "",
        "day": article.day,
        "language": article.language,
        "url": article.url,
        "field": span.field,
        "start": span.start,
        "end": span.end,
        "translation": language,
    }
    part = "" if span.field == "text" else f"{span.field}:"
    return TextNode(
        id_=f"{article.id}:{part}{span.start}-{span.end}" + (f"/{language}" if language else ""),
        text=translated if language else article.cut(span),
        metadata=metadata,
        relationships={NodeRelationship.SOURCE: RelatedNodeInfo(node_id=article.id)},
        start_char_idx=span.start,
        end_char_idx=span.end,
        excluded_embed_metadata_keys=list(metadata),
        excluded_llm_metadata_keys=[key for key, value in metadata.items() if key not in _SHOWN or not value],
    )


def day_of(value: object) -> dt.date:
    """The day that a filter names, as the number 20240914 or the text "2024-09-14". Raises ValueError at others."""
    if isinstance(value, int | float) and value == int(value):
        value = str(int(value))
    if isinstance(value, str):
        return dt.date.fromisoformat(value)
    raise ValueError(f"{value!r} is no day")
