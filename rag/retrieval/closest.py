"""What comes close to a question that nothing answers: passages, each with the sentence likeliest to answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rag.results import Hit
from rag.retrieval.evidence import Evidence
from rag.retrieval.hybrid import PassageCandidate, to_hits
from store import Corpus

CLOSE = 44.5
"""A passage that scores less than this is of another subject than the question.

How surely it answers does not tell that: of questions on what no article is about it is often taken to answer.
"""
MOST = 3
"""So many are shown at most."""


def closest_hits(candidates: Sequence[PassageCandidate], evidence: Sequence[Evidence], corpus: Corpus) -> list[Hit]:
    """The passages of the likeliest evidence, best first, one of an article; none where all are of another subject.

    Each has the sentence that matched as its point, but where that is the article's title.
    """
    likeliest: dict[str, Evidence] = {}
    for one in evidence:
        if one.measures["passage"] >= CLOSE:
            likeliest.setdefault(one.article.id, one)
    found = [(one, _passage_of(one, candidates)) for one in list(likeliest.values())[:MOST]]
    hits = to_hits([passage for _, passage in found], corpus, MOST)
    points = {one.article.id: one.span for one, _ in found if one.field == "text"}
    return [replace(hit, point=points.get(hit.article.id)) for hit in hits]


def _passage_of(one: Evidence, candidates: Sequence[PassageCandidate]) -> PassageCandidate:
    """The passage that the evidence stands in; of a title the best of its article's."""
    own = [candidate for candidate in candidates if candidate.article.id == one.article.id]
    holds = (c for c in own if any(sentence.row.span.start == one.span.start for sentence in c.sentences))
    return next(holds, own[0]) if one.field == "text" else own[0]
