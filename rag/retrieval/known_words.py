"""Whether passages have any word of the question: where none has, what was found only looks like what was asked for.

A name that the articles never tell of is near some other name in meaning, as any two names are.
"""

from __future__ import annotations

from collections.abc import Sequence

from rag.linguistics import matches_transliteration, spelled_alike
from rag.query import Term
from rag.retrieval.about import LIKE
from rag.retrieval.hybrid import PassageCandidate
from store.text import is_arabic

LIKE_ACROSS = 0.5
"""So near in meaning must the words of another language be that stand for those of the question, all together."""


def with_a_word(candidates: Sequence[PassageCandidate]) -> Sequence[PassageCandidate]:
    """All of a question's passages where the articles have one of its words, or what means the same as one.

    Else those that spell one in other letters: none, as a rule. A question without words of content has all.
    """
    if any(map(_stands, candidates)):
        return candidates
    return list(filter(_is_spelled, candidates))


def _stands(candidate: PassageCandidate) -> bool:
    query = candidate.query
    likest = [max(term.keys.values(), default=0.0) for term in query.terms]
    if candidate.article.language != query.language:
        return not likest or sum(likest) >= LIKE_ACROSS
    return max(likest, default=LIKE) >= LIKE


def _is_spelled(candidate: PassageCandidate) -> bool:
    forms = frozenset().union(*(sentence.row.keys for sentence in candidate.sentences))

    def spells(term: Term) -> bool:
        in_two_words = not is_arabic(term.word) and matches_transliteration(term.word, candidate.text)
        return in_two_words or any(spelled_alike(term.word, form) for form in forms)

    return any(map(spells, candidate.query.terms))
