"""What a question speaks of that the passages nearest to it do not: another year, another number, another's name.

The reader was taught which word of a question a text bears out. A word that it finds borne out by none of the nearest
passages, and that none of them has in any spelling, is what they lack.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rag.linguistics import spelled_alike
from rag.query import content_words
from rag.retrieval.evidence import passage_forms
from rag.retrieval.hybrid import PassageCandidate
from rag.retrieval.reranker import PassageReading
from store import Place, Span
from store.text import index_text, word_keys

BORNE_OUT = 0.06
"""A word is missing where the reader finds it less likely than this to be borne out."""
MOST = 2
_SHORTEST = 3
"""Shorter words are spelled like too many others."""


def missing_words(
    question: str, nearest: Sequence[PassageCandidate], readings: Mapping[Place, PassageReading]
) -> tuple[str, ...]:
    """The words of a question that its nearest passages say nothing of, as it writes them; none without a reader.

    Words that stand side by side are one.
    """
    read = [readings[passage.place].support for passage in nearest if passage.place in readings]
    likeliest = [max(of_word, key=lambda word: word.supported) for of_word in zip(*read, strict=True)]
    doubtful = sorted((word.supported, word.start, word.end) for word in likeliest if word.supported < BORNE_OUT)
    places = [Span(start, end) for _, start, end in doubtful]
    lacked = [place for place in places if not any(_has(passage, _cut(question, place)) for passage in nearest)]
    return tuple(_cut(question, place) for place in _joined(question, lacked[:MOST]))


def _joined(question: str, places: Sequence[Span]) -> list[Span]:
    """The places in the question's order, those as one that only space keeps apart."""
    joined: list[Span] = []
    for place in sorted(places, key=lambda place: place.start):
        if joined and question[joined[-1].end : place.start].isspace():
            joined[-1] = Span(joined[-1].start, place.end)
        else:
            joined.append(place)
    return joined


def _cut(text: str, place: Span) -> str:
    return text[place.start : place.end]


def _has(passage: PassageCandidate, written: str) -> bool:
    """Whether a passage, its title, day or outlets have a word in any spelling. One without content is everywhere."""
    spoken, named = content_words(written), index_text(passage.article.outlets).split()
    forms = passage_forms(passage).union(named)
    own = {key for word in spoken for key in word_keys(word)}
    for term in passage.query.terms:
        if term.word in spoken:
            own |= {key for key, sure in term.keys.items() if sure == 1.0}
    alike = (spelled_alike(word, form) for word in spoken if len(word) >= _SHORTEST for form in forms)
    return not spoken or not own.isdisjoint(forms) or any(alike)
