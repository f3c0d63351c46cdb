"""What a sentence says together with what it must be read with: an entry with what opens its list, an answer with
what was asked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from rag.retrieval.hybrid import PassageCandidate, ScoredSentence
from rag.retrieval.quote_span import overlaps_any
from store.text import required_context


def list_intro(candidate: PassageCandidate, read: ScoredSentence) -> tuple[ScoredSentence, ...]:
    """The sentences of the passage that must be read before one of them; none before most."""
    opened = required_context(candidate.article.text, read.row.span)
    return tuple(other for other in candidate.sentences if overlaps_any(other.row.span, [opened])) if opened else ()


def merge_sentences(sentences: Sequence[ScoredSentence]) -> ScoredSentence:
    """The first of these sentences, as saying what all of them say."""
    if len(sentences) == 1:
        return sentences[0]
    tokens = np.max([read.tokens for read in sentences], axis=0)
    row = replace(sentences[0].row, keys=frozenset().union(*(read.row.keys for read in sentences)))
    return replace(sentences[0], row=row, tokens=tokens)
