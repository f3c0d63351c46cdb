"""What Isnad finds as LlamaIndex nodes, scored from 0 to 1 so that a postprocessor can cut them."""

from __future__ import annotations

import math
from collections.abc import Iterable

from llama_index.core.schema import NodeWithScore

from rag.results import Answer, Hit
from rag.retrieval import on_subject
from store import Corpus, Span, node_of


def hit_nodes(hits: Iterable[Hit], corpus: Corpus) -> list[NodeWithScore]:
    """Passages as nodes, each once, best first. From a score of .5 on one is close to the question's subject."""
    total = corpus.index.total()
    found = {
        node.node_id: NodeWithScore(node=node, score=on_subject(hit.score, total))
        for hit in hits
        for node in [node_of(hit.article, Span(hit.passage.start, hit.passage.end))]
    }
    return sorted(found.values(), key=lambda each: -(each.score or 0.0))


def quote_nodes(found: Answer) -> list[NodeWithScore]:
    """The quotes of an answer as nodes, in the order of their numbers.

    The best has the answer's confidence as its score, the others as much less as they answer less surely.
    """
    best = max((citation.score for citation in found.citations), default=0.0)
    return [
        NodeWithScore(node=node_of(c.article, c.span), score=found.confidence * math.exp(c.score - best))
        for c in found.citations
    ]
