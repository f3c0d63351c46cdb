"""What comes close to a question that nothing answers: passages, each with the sentence likeliest to answer."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from rag.results import Hit
from rag.retrieval.evidence import Evidence
from rag.retrieval.hybrid import PassageCandidate, to_hits
from rag.retrieval.scoring import logistic
from store import Corpus

CLOSE = 37.2
"""A passage that scores less than this and the logarithm of how many there are is of another subject.

The more passages there are, the higher the best of those on other subjects scores. How surely one answers does not
tell its subject: one far from the question may look like its answer.
"""
MOST = 3
"""So many are shown at most."""


def on_subject(score: float, passages: int) -> float:
    """How near a passage of this score is to the question's subject, from 0 to 1, of so many passages in all.

    Scores are learned as logarithms of odds within one question. One half is where `closest_hits` begins.
    """
    return logistic(score - _least(passages))


def _least(passages: int) -> float:
    return CLOSE + math.log(max(passages, 1))


def closest_hits(candidates: Sequence[PassageCandidate], evidence: Sequence[Evidence], corpus: Corpus) -> list[Hit]:
    """The passages of the likeliest evidence, best first, one of an article; none where all are of another subject.

    Each has the sentence that matched as its point, but where that is the article's title.
    """
    least = _least(corpus.index.total())
    likeliest: dict[str, Evidence] = {}
    for one in evidence:
        if one.measures["passage"] >= least:
            likeliest.setdefault(one.article.id, one)
    found = [(one, passage_of(one, candidates)) for one in list(likeliest.values())[:MOST]]
    hits = to_hits([passage for _, passage in found], corpus, MOST)
    points = {one.article.id: one.span for one, _ in found if one.field == "text"}
    return [replace(hit, point=points.get(hit.article.id)) for hit in hits]


def passage_of(one: Evidence, candidates: Sequence[PassageCandidate]) -> PassageCandidate:
    """The passage that the evidence stands in; of a title the best of its article's."""
    own = [candidate for candidate in candidates if candidate.article.id == one.article.id]
    holds = (c for c in own if any(sentence.row.span.start == one.span.start for sentence in c.sentences))
    return next(holds, own[0]) if one.field == "text" else own[0]
