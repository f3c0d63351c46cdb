"""One party of a question put in the place of another: "What about Russia?" after "What does Norway want?"

Which other is told by what the encoder sees in the words: a country is like a country, a month like a month. A
party with a preposition ("And to the BBC?") goes where the question has the same one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from rag.linguistics import ASKING_ARABIC, DETERMINERS, SURFACE_WORD, content_units, strip_asking
from rag.query.query import content_words, parse_query
from store import Corpus
from store.embedding import centred
from store.index import read_at
from store.text import STOPWORDS, fold, word_keys, words

LIKE = 0.1
"""A party takes the place of what its state is at least this like (-1 to 1);"""
ALIKE = 0.08
"""what is written in the same way, with a capital or an article, may be this much less like,"""
CLOSE = 0.05
"""and of those within this of the likest it is the first: what a question asks about mostly begins it."""
AS_LIKE = 0.75
"""The words beside it that are this much as like are the rest of its name."""

TokenSpan = tuple[int, int]


def substitute_entity(party: str, question: str, subject: str, corpus: Corpus) -> str:
    """The subject with the question's party in the place of what it is most like; "" where nothing is.

    Where the subject names the party already, the two change places.
    """
    own = {key for word in content_words(party) for key in word_keys(word)}
    contents = _contents(subject, 0)
    named = [span for span in contents if not own.isdisjoint(_keys(subject[slice(*span)]))]
    if words(party)[0] in STOPWORDS - DETERMINERS:
        place = _after_preposition(party, subject)
    else:
        others = _but_the_verb(subject, [span for span in contents if span not in named])
        place = _likest(party, question, subject, others, corpus)
    if place is None:
        return ""
    start, end = _with_its_words(place, party, subject)
    inside = [span for span in named if start <= span[0] < end]
    if inside or len(named) < len(content_words(party)):
        return subject[:start] + party + subject[end:]
    first, last = named[0][0], named[-1][1]
    if last <= start:
        return subject[:first] + subject[slice(*place)] + subject[last:start] + party + subject[end:]
    return subject[:start] + party + subject[end:first] + subject[slice(*place)] + subject[last:]


def _with_its_words(place: TokenSpan, party: str, subject: str) -> TokenSpan:
    """The place with the article before it and the noun after it, where the party brings its own."""
    before = re.search(r"\b(the|an?)\s+$", subject[: place[0]], re.IGNORECASE)
    replaced = before and words(party)[0] in DETERMINERS
    last = SURFACE_WORD.findall(party)[-1]
    again = re.match(rf"\s+{re.escape(last)}(?!\w)", subject[place[1] :], re.IGNORECASE)
    end = place[1] + again.end() if again else place[1]
    return (before.start() if before and replaced else place[0], end)


def _keys(word: str) -> set[str]:
    return {key for token in words(word) for key in word_keys(token)}


def _contents(text: str, start: int) -> list[TokenSpan]:
    """Where the words that carry meaning stand, from this character on."""
    return [found.span() for found in SURFACE_WORD.finditer(text, start) if content_units(words(found[0]))]


def _after_preposition(party: str, subject: str) -> TokenSpan | None:
    """The party's preposition in the subject, with what depends on it."""
    first, spoken = words(party)[0], list(SURFACE_WORD.finditer(subject))
    folded = [fold(found[0]) for found in spoken]
    for at in range(len(folded) - 2, 0, -1):
        if folded[at] == first:
            end = at + 1
            while end < len(folded) and (folded[end] not in STOPWORDS or folded[end] in DETERMINERS):
                end += 1
            return (spoken[at].start(), spoken[end - 1].end()) if end > at + 1 else None
    return None


def _but_the_verb(subject: str, places: Sequence[TokenSpan]) -> Sequence[TokenSpan]:
    """The places less the word after an Arabic question word, which is no party but what one does."""
    spoken = [(found.start(), strip_asking(fold(found[0]))) for found in SURFACE_WORD.finditer(subject)]
    verbs = {start for (_, before), (start, _) in zip(spoken, spoken[1:], strict=False) if before in ASKING_ARABIC}
    return [place for place in places if place[0] not in verbs] or places


def _likest(party: str, question: str, subject: str, places: Sequence[TokenSpan], corpus: Corpus) -> TokenSpan | None:
    """The words of the subject that mean most what the party means in its question, with the rest of their name."""
    at = question.rindex(party)
    named = [(start, end) for start, end in _contents(question, at) if end <= at + len(party)]
    wanted = list(_states(question, named, corpus).values())
    states = _states(subject, places, corpus)
    if not wanted or not states:
        return None
    mean = np.mean(wanted, axis=0)
    likeness = np.array([state @ mean for state in states.values()]) / np.linalg.norm(mean)
    looks = np.array([_look(subject[slice(*place)]) == _look(party) for place in states])
    fitness = likeness + ALIKE * looks
    best = int((fitness >= fitness.max() - CLOSE).argmax())
    return _whole_name(subject, list(states), likeness, best) if likeness[best] >= LIKE else None


def _look(words_of_it: str) -> str:
    """How something is written where that tells names from others: with a capital, with an Arabic article."""
    return "name" if words_of_it != words_of_it.lower() else "definite" if fold(words_of_it).startswith("ال") else ""


def _whole_name(
    subject: str, places: Sequence[TokenSpan], likeness: NDArray[np.float64], best: int
) -> TokenSpan | None:
    """The likest word with those beside it that belong to it; None where that leaves nothing of the subject."""
    as_like = likeness / likeness[best]
    first = last = best
    while first and _belong(subject, places[first - 1], places[first], as_like[first - 1]):
        first -= 1
    while last + 1 < len(places) and _belong(subject, places[last], places[last + 1], as_like[last + 1]):
        last += 1
    swallowed = last - first + 1 == len(places) > 2
    return None if swallowed else (places[first][0], places[last][1])


def _belong(subject: str, one: TokenSpan, other: TokenSpan, as_like: float) -> bool:
    """Whether two words are of one name: both with a capital, an Arabic adjective, or as like to the party."""
    if subject[one[1] : other[0]] != " ":
        return False
    left, right = subject[slice(*one)], subject[slice(*other)]
    if left[0].isupper() or right[0].isupper():
        return left[0].isupper() and right[0].isupper()
    return as_like >= AS_LIKE or fold(right).startswith("ال")


def _states(text: str, places: Sequence[TokenSpan], corpus: Corpus) -> dict[TokenSpan, NDArray[np.float32]]:
    """What the encoder sees in each of these words of a text, less what all words have in common, at unit length."""
    encoding = parse_query(text, corpus)
    own = dict(zip(places, read_at(places, corpus.encoder.spans(text), len(encoding.states)), strict=True))
    means = {place: encoding.states[cut].mean(axis=0) for place, cut in own.items() if cut.start < cut.stop}
    if not means:
        return {}
    return dict(zip(means, centred(np.array(list(means.values())), corpus.index.centre()), strict=True))
