"""Whether two pieces of evidence say the same, or report the same thing differently.

The reader judges sentences that are near in meaning, each as what is claimed of the other. Without a reader only the
same sentence in the same words is known to say the same, and nothing to differ.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from enum import Enum

from rag.errors import ReaderError
from rag.linguistics import Facts, extract_facts
from rag.reading import Entailment
from rag.retrieval import Evidence
from rag.verification import Judge, is_read_whole
from store.text import words

NEAR = 0.5
SHARED = 0.5
"""Sentences of a lower cosine that share less of the shorter one's index forms are not given to the reader.

In a small corpus the cosine tells nothing: what its few sentences have in common is taken away from each.
"""
SURE = 0.75
"""So likely, from 0 to 1, one sentence must follow from another, or contradict it."""
ABOUT_IT = 0.85
"""So likely, where each has a number that the other has not, it must be that they contradict each other rather than
that neither says anything of the other."""
NEUTRAL = 0.5
"""As likely it says nothing of the other."""
EXCHANGED = 2
"""Sentences alike but for so many words on each side differ in what they report."""
_NAME = re.compile(r"(?<=\w\W)[A-Z]\w+|(?<=\w\W\W)[A-Z]\w+")

_log = logging.getLogger("isnad")


class Relation(Enum):
    """What a piece of evidence is to one that is shown already."""

    SAME = "same"
    """Each says all that the other says: both may be named under one quote."""
    CLOSE = "close"
    """Both are about the same, and whether one says what the other says is not sure."""
    DIFFERS = "differs"
    """One contradicts the other, in another article."""
    LESS = "less"
    """It says no more than a part of it."""
    OTHER = "other"


class Comparisons:
    """The relations of all pairs of evidence. Each pair is compared once, when it is first asked for."""

    def __init__(self, evidence: Sequence[Evidence], judge: Judge | None = None) -> None:
        self._ranks = {id(found): rank for rank, found in enumerate(evidence)}
        self._judge = judge
        self._known: dict[tuple[int, int], Relation] = {}

    def relations(self, shown: Sequence[Evidence], found: Evidence) -> list[Relation]:
        """What a piece of the evidence is to each of these, which stand before it. What is new is judged together."""
        new = [one for one in shown if self._pair(one, found) not in self._known]
        for one, relation in zip(new, self._compared(new, found), strict=True):
            self._known[self._pair(one, found)] = relation
        return [self._known[self._pair(one, found)] for one in shown]

    def differ(self, one: Evidence, other: Evidence) -> bool:
        """Whether two different pieces of the evidence report the same thing differently."""
        first, second = sorted((one, other), key=lambda each: self._ranks[id(each)])
        return one is not other and self.relations([first], second) == [Relation.DIFFERS]

    def _pair(self, one: Evidence, other: Evidence) -> tuple[int, int]:
        return self._ranks[id(one)], self._ranks[id(other)]

    def _compared(self, shown: Sequence[Evidence], found: Evidence) -> list[Relation]:
        near = [one for one in shown if not same_words(one, found) and _near(one, found)]
        of_found = self._judged([(one.sentence, found.sentence) for one in near])
        # What says nothing of one that is shown is neither the same nor another report of it.
        both = [(one, each) for one, each in zip(near, of_found, strict=False) if each.neutral < NEUTRAL]
        of_shown = self._judged([(found.sentence, one.sentence) for one, _ in both])
        relations = {
            id(one): _relation(one, found, each, back) for (one, each), back in zip(both, of_shown, strict=False)
        }
        return [relations.get(id(one), Relation.SAME if same_words(one, found) else Relation.OTHER) for one in shown]

    def _judged(self, pairs: Sequence[tuple[str, str]]) -> Sequence[Entailment]:
        """The judgements of these pairs; none without a reader."""
        if self._judge is None or not pairs:
            return ()
        try:
            return self._judge(pairs)
        except ReaderError as error:
            _log.warning("Reports are grouped without the reader. %s", error)
            self._judge = None
            return ()


def same_words(one: Evidence, other: Evidence) -> bool:
    """Whether two sentences have the same words in the same order; a phrase may have moved from end to beginning."""
    ours, theirs = _words(one.sentence), _words(other.sentence)
    return len(ours) == len(theirs) and any(ours[turn:] + ours[:turn] == theirs for turn in range(max(len(ours), 1)))


def _words(sentence: str) -> list[str]:
    """The words, without the "and" by which an Arabic sentence joins the one before."""
    found = words(sentence)
    return [re.sub("^و(?=..)", "", found[0]), *found[1:]] if found else []


def _relation(shown: Evidence, found: Evidence, of_found: Entailment, of_shown: Entailment) -> Relation:
    """Of what the reader says of the found one as a claim, and of the shown one."""
    if shown.article.id != found.article.id and _contradicts(shown, found, of_found, of_shown):
        return Relation.DIFFERS
    if _follows(found, shown, of_found):
        return Relation.SAME if _follows(shown, found, of_shown) else Relation.LESS
    return Relation.CLOSE if of_shown.neutral < NEUTRAL else Relation.OTHER


def _contradicts(one: Evidence, other: Evidence, of_other: Entailment, of_one: Entailment) -> bool:
    """Whether two sentences surely report the same thing differently.

    One with another number, or another day, is not entailed, whatever the reader says: it tends to miss that. With
    other numbers and other days, or with other names, they report two things.
    """
    first, second = _facts(one), _facts(other)
    numbers = not first.has_numbers_of([second]) and not second.has_numbers_of([first])
    days = not first.has_days_of([second]) and not second.has_days_of([first])
    if not numbers and not days:
        return of_other.contradicts + of_one.contradicts >= 2 * SURE
    if (numbers and days) or _other_names(one.sentence, other.sentence):
        return False
    return all(each.contradicts >= ABOUT_IT * (each.contradicts + each.neutral) for each in (of_other, of_one))


def _other_names(one: str, other: str) -> bool:
    """Whether each has a capitalised word, behind its first, that the other has not."""
    ours, theirs = set(words(one)), set(words(other))
    return bool(_names(one) - theirs) and bool(_names(other) - ours)


def _names(sentence: str) -> set[str]:
    found = {word for match in _NAME.finditer(sentence) for word in words(match[0])}
    return {word for word in found if not extract_facts(word).days}


def _follows(claim: Evidence, premise: Evidence, judged: Entailment) -> bool:
    """Whether a sentence surely says all of another, numbers and days too."""
    sure = judged.entails >= SURE and is_read_whole(claim.sentence, judged)
    return sure and _states(premise, claim) and not _exchanged(claim.sentence, premise.sentence)


def _exchanged(one: str, other: str) -> bool:
    """Whether two sentences are alike but for one or two words in place of others, or for the order of the words.

    Those words are what such reports are about: "won" and "lost", or who accused whom. Readers tend to miss them.
    """
    ours, theirs = set(_words(one)), set(_words(other))
    lacking, added = len(theirs - ours), len(ours - theirs)
    return lacking == added == 0 or (0 < lacking <= EXCHANGED and 0 < added <= EXCHANGED)


def _states(one: Evidence, other: Evidence) -> bool:
    """Whether a sentence states all numbers and days of another."""
    return _facts(other).is_subset_of([_facts(one)])


def _facts(evidence: Evidence) -> Facts:
    return extract_facts(evidence.sentence, evidence.article.date)


def _near(one: Evidence, other: Evidence) -> bool:
    shared = len(one.keys & other.keys)
    return shared > SHARED * min(len(one.keys), len(other.keys)) or _cosine(one, other) >= NEAR


def _cosine(one: Evidence, other: Evidence) -> float:
    return -1.0 if one.embedding is None or other.embedding is None else float(one.embedding @ other.embedding)
