"""Follow-ups: a question of a conversation made to stand alone, without a language model.

Each question is understood from the ones before, oldest first. One that stands alone is left as it is. One that
leans on the last (rag/leaning.py) is put after it. And where one names only another party ("What about Russia?",
«وبكين؟»), that party takes the place of what it is most like in the last question.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

import numpy as np
from numpy.typing import NDArray

from rag.leaning import ASKING, ASKING_ARABIC, AUXILIARIES, bare, content, defines, leans, units
from rag.question import MOST_CHARACTERS, content_words, read
from store import Corpus
from store.arabic import fold, language_of, word_keys, words
from store.states import centred
from store.stopwords import STOPWORDS

FEW = 2
"""A question that begins with "and" goes on with the last where it names no more than this."""
FRAGMENT = 4
"""What has more content words than this is no party."""
LIKE = 0.1
"""A party takes the place of what its state is at least this like (-1 to 1);"""
ALIKE = 0.08
"""What is written in the same way, with a capital or an article, may be this much less like,"""
CLOSE = 0.05
"""and of those within this of the likest, the first: what a question asks about mostly begins it;"""
AS_LIKE = 0.75
"""and so it takes the place of words beside that one that are this much as like: the rest of its name."""

_WORD = re.compile(r"[^\W_](?:[^\W_]|[\u064b-\u065f\u0670\u0640]|['’][a-z]{1,2}\b)*")
_AND = re.compile(r"(?:(?:and|but|so|or|then|also|ok|okay|well|now)\b[\s,]*)+", re.IGNORECASE)
_ABOUT = re.compile(r"(?:what|how) about\b|what of\b|[وف]?(?:ماذا|ما) (?:عن|بشأن|بخصوص)(?=\s)", re.IGNORECASE)
_PRO_NOUNS = frozenset({"one", "ones"})
_ENDS = " ?؟!."
_DETERMINERS = frozenset({"the", "a", "an"})

Span = tuple[int, int]


def self_contained(question: str, history: Sequence[str], corpus: Corpus) -> str:
    """The question as it would be asked without the conversation. `history` has the earlier ones, oldest first."""
    subject = ""
    for earlier in history:
        if content_words(earlier):  # what names nothing changes no subject
            subject = _resolved(earlier, subject, corpus)
    standing = _resolved(question, subject, corpus)
    return standing if len(standing) <= MOST_CHARACTERS else question


def _resolved(question: str, subject: str, corpus: Corpus) -> str:
    if not subject:
        return question
    rest = _continued(question, corpus)
    party = _party(question, rest, subject)
    if party:
        return _exchanged(party, question, subject, corpus) or _joined(subject, question)
    goes_on = rest is not None and units(rest) <= FEW and not defines(words(rest))
    return _joined(subject, question) if goes_on or leans(question) else question


def _joined(subject: str, question: str) -> str:
    """The question after its subject: of a long story its first sentence and its last."""
    sentences = re.findall(r"[^?؟]+[?؟]?", subject)
    told = sentences if len(sentences) <= 2 else [sentences[0], sentences[-1]]
    return " ".join([*(sentence.strip() for sentence in told), question])


def _continued(question: str, corpus: Corpus) -> str | None:
    """What follows the "and" or "what about" that a question begins with; None where it begins with neither."""
    begun = _AND.match(question)
    rest = question[begun.end() :] if begun else question
    if about := _ABOUT.match(rest):
        return rest[about.end() :].strip()
    if begun:
        return rest
    first = _WORD.match(question)
    return question[1:] if first and _has_and(fold(first[0]), corpus) else None


def _has_and(word: str, corpus: Corpus) -> bool:
    """Whether the first letter of an Arabic word is an "and": the corpus knows the word better without it."""
    if word[0] not in "وف" or len(word) < 3:
        return False
    if bare(word) != word or word.startswith(("وال", "فال")):
        return True
    if word[0] == "ف":
        return False
    whole, *others = word_keys(word)
    counts = corpus.index.frequencies([whole, *others])
    return max((counts.get(key, 0) for key in others), default=0) > counts.get(whole, 0) or whole not in counts


def _party(question: str, rest: str | None, subject: str) -> str:
    """The party that a question names in place of another; "" where it asks for more than that."""
    if rest is None or not content_words(rest):
        return ""
    said = words(rest)
    asks = said[0] in AUXILIARIES or not ASKING.isdisjoint(said)
    if language_of(rest) == "ar":
        asks = said[0] in ASKING_ARABIC and not (said[0] == "من" and " من " in f" {fold(subject)}"[4:])
    if asks:
        return _asked_again(rest, subject)
    more = leans(rest) or len(content(said)) > FRAGMENT or not _PRO_NOUNS.isdisjoint(said)
    return "" if more else rest.strip(_ENDS)


def _asked_again(rest: str, subject: str) -> str:
    """The name in a question that begins like the last one, and is shorter: "And what did the BBC say?" """
    asked, told = list(_WORD.finditer(rest)), [bare(fold(word)) for word in _WORD.findall(subject)]
    pairs = enumerate(zip((fold(found[0]) for found in asked), told, strict=False))
    same = next((at for at, (one, other) in pairs if one != other), 0)
    if same < FEW or len(asked) >= len(told):
        return ""
    if language_of(rest) == "ar":
        return rest[asked[same].start() :].strip(_ENDS)
    name = list(takewhile(lambda found: found[0][0].isupper() or found[0] in _DETERMINERS, asked[same:]))
    again = all(fold(found[0]) in told for found in asked[same + len(name) :])
    return rest[name[0].start() : name[-1].end()] if name and again else ""


def _keys(word: str) -> set[str]:
    return {key for said in words(word) for key in word_keys(said)}


def _exchanged(party: str, question: str, subject: str, corpus: Corpus) -> str:
    """The subject with the party in the place of what it is most like. Named there already, the two change places."""
    own = {key for word in content_words(party) for key in word_keys(word)}
    spoken = [found for found in _WORD.finditer(subject)]
    named = [found.span() for found in spoken if content(words(found[0])) and not own.isdisjoint(_keys(found[0]))]
    others = [found.span() for found in spoken if content(words(found[0])) and own.isdisjoint(_keys(found[0]))]
    if _begins_with_preposition(party):
        place = _after_preposition(party, spoken)
    else:
        place = _likest(party, question, subject, _but_the_verb(subject, others), corpus)
    if place is None:
        return ""
    start, end = _with_determiner(place, party, subject)
    inside = [span for span in named if start <= span[0] < end]
    if inside or len(named) < len(content_words(party)):
        return subject[:start] + party + subject[end:]
    first, last = named[0][0], named[-1][1]
    if last <= start:
        return subject[:first] + subject[slice(*place)] + subject[last:start] + party + subject[end:]
    return subject[:start] + party + subject[end:first] + subject[slice(*place)] + subject[last:]


def _with_determiner(place: Span, party: str, subject: str) -> Span:
    before = re.search(r"\b(the|an?)\s+$", subject[: place[0]], re.IGNORECASE)
    replaced = before and words(party)[0] in _DETERMINERS
    return (before.start() if before and replaced else place[0], place[1])


def _begins_with_preposition(party: str) -> bool:
    return words(party)[0] in STOPWORDS - _DETERMINERS


def _after_preposition(party: str, spoken: Sequence[re.Match[str]]) -> Span | None:
    """The party's preposition in the subject, with what depends on it."""
    first = words(party)[0]
    said = [fold(found[0]) for found in spoken]
    for at in range(len(said) - 2, 0, -1):
        if said[at] == first:
            end = at + 1
            while end < len(said) and (said[end] not in STOPWORDS or said[end] in _DETERMINERS):
                end += 1
            return (spoken[at].start(), spoken[end - 1].end()) if end > at + 1 else None
    return None


def _but_the_verb(subject: str, places: Sequence[Span]) -> Sequence[Span]:
    """The places less the word after an Arabic question word, which is no party but what one does."""
    spoken = [(found.start(), bare(fold(found[0]))) for found in _WORD.finditer(subject)]
    verbs = {start for (_, before), (start, _) in zip(spoken, spoken[1:], strict=False) if before in ASKING_ARABIC}
    return [place for place in places if place[0] not in verbs] or places


def _likest(party: str, question: str, subject: str, places: Sequence[Span], corpus: Corpus) -> Span | None:
    """The words of the subject that mean most what the party means in its question, with the rest of their name."""
    at = question.rindex(party)
    named = [found.span() for found in _WORD.finditer(question, at, at + len(party)) if content(words(found[0]))]
    asked, said = _states(question, named, corpus), _states(subject, places, corpus)
    if not len(asked) or not len(said):
        return None
    mean = asked.mean(axis=0)
    likeness = said @ (mean / np.linalg.norm(mean))
    looks = [_look(subject[slice(*place)]) == _look(party) for place in places]
    fitness = likeness + ALIKE * np.array(looks, np.float32)
    best = int((fitness >= fitness.max() - CLOSE).argmax())
    return _whole_name(subject, places, likeness, best) if likeness[best] >= LIKE else None


def _look(words_of_it: str) -> str:
    """How something is written where that tells names from others: with a capital, with an Arabic article."""
    return "name" if words_of_it != words_of_it.lower() else "definite" if fold(words_of_it).startswith("ال") else ""


def _whole_name(subject: str, places: Sequence[Span], likeness: NDArray[np.float32], best: int) -> Span | None:
    first = last = best
    while first and _belong(subject, places[first - 1], places[first], likeness[first - 1] / likeness[best]):
        first -= 1
    while last + 1 < len(places) and _belong(
        subject, places[last], places[last + 1], likeness[last + 1] / likeness[best]
    ):
        last += 1
    if last - first > 1 and last - first + 1 == len(places):
        return None  # more than one party, and nothing of the subject would be left
    return places[first][0], places[last][1]


def _belong(subject: str, one: Span, other: Span, as_like: float) -> bool:
    """Whether two words are of one name: both with a capital, an Arabic adjective, or as like to the party."""
    if subject[one[1] : other[0]] != " ":
        return False
    left, right = subject[slice(*one)], subject[slice(*other)]
    if left[0].isupper() or right[0].isupper():
        return left[0].isupper() and right[0].isupper()
    return as_like >= AS_LIKE or fold(right).startswith("ال")


def _states(text: str, places: Sequence[Span], corpus: Corpus) -> NDArray[np.float32]:
    """The mean state of each of these words of a text, less what all words have in common, at unit length."""
    encoding, spans = read(text, corpus), corpus.encoder.spans(text)
    if len(spans) != len(encoding.states):  # an engine that gives no token states
        return np.empty((0, 0), np.float32)
    starts, ends = np.array(spans).reshape(-1, 2).T
    cuts = [(ends.searchsorted(start, "right"), starts.searchsorted(end, "left")) for start, end in places]
    means = [encoding.states[first:last].mean(axis=0) for first, last in cuts if first < last]
    return centred(np.array(means, np.float32), corpus.index.centre()) if means else np.empty((0, 0), np.float32)
