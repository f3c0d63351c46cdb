"""Whether two pieces of evidence say the same, or report the same thing differently.

They differ where both count the same thing and arrive at another number, where they give another day for an event
in the same words, or where one denies what the other states. Two reports of different events must not be shown as
differing, so every doubt counts against it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import Enum

from rag.linguistics import LEXICON, Quantity
from rag.retrieval import Evidence
from rag.synthesis.claims import Claim, parse_claim
from rag.synthesis.repetition import repeats
from store.text import DateMention

SAME_WORDS = 0.6
SAME_MEANING = 0.80
"""Two sentences say the same with this share of the shorter one's index forms in common, or at this cosine."""
SAME_EVENT = 0.75
"""So much of the shorter sentence's words must both have for another day or a denial to be about the same event."""
FEWEST = 4
LONGER = 3
"""Sentences of fewer words count as of so many; one so many times longer is compared by its meaning only."""
ABOUT = 0.25
"""A number that is only about right may be wrong by this share."""
WEEK = 6
"""Thursday is the same Thursday in articles at most so many days apart."""


class Relation(Enum):
    """What a piece of evidence is to one that is shown already."""

    SAME = "same"
    """It says all of it in the same words: both may be named under one quote."""
    CLOSE = "close"
    """It says most of it, and something else in place of the rest: whether they agree only a reader can tell."""
    DIFFERS = "differs"
    """It reports the same event and another number or day, or denies it."""
    LESS = "less"
    """It says no more than a part of it."""
    OTHER = "other"


def relation(claim: Evidence, found: Evidence) -> Relation:
    """What `found` is to `claim`. DIFFERS goes both ways; one article does not differ from itself."""
    first, second = parse_claim(claim.sentence), parse_claim(found.sentence)
    if claim.article.id != found.article.id and _differ(claim, found, first, second):
        return Relation.DIFFERS
    if not is_paraphrase(claim, found):
        return Relation.OTHER
    if _clash(first, second):
        return Relation.CLOSE
    if repeats(found.sentence, claim.sentence):
        return Relation.SAME
    return Relation.CLOSE if entails(found, claim) else Relation.LESS


class Comparisons:
    """The relations of all pairs of evidence. Each pair is compared once, the earlier as the claim."""

    def __init__(self, evidence: Sequence[Evidence]) -> None:
        self._ranks = {id(found): rank for rank, found in enumerate(evidence)}
        self._known: dict[tuple[int, int], Relation] = {}

    def relation(self, one: Evidence, other: Evidence) -> Relation:
        """What the later of two pieces of the evidence is to the earlier one."""
        claim, found = sorted((one, other), key=lambda each: self._ranks[id(each)])
        pair = self._ranks[id(claim)], self._ranks[id(found)]
        if pair not in self._known:
            self._known[pair] = relation(claim, found)
        return self._known[pair]

    def differ(self, one: Evidence, other: Evidence) -> bool:
        """Whether two different pieces of the evidence report the same event differently."""
        return one is not other and self.relation(one, other) is Relation.DIFFERS


def is_paraphrase(one: Evidence, other: Evidence) -> bool:
    """Whether two sentences share most of the shorter one's words, or mean much the same; figures do not count."""
    shared = len(one.keys & other.keys)
    if shared >= SAME_WORDS * max(FEWEST, min(len(one.keys), len(other.keys))):
        return True
    return _cosine(one, other) >= SAME_MEANING


def entails(found: Evidence, claim: Evidence) -> bool:
    """Whether a sentence says all of what another says, figures too; one that says less does not report it."""
    first, second = parse_claim(found.sentence), parse_claim(claim.sentence)
    counts = all(any(a.noun & b.noun and a.value == b.value for b in first.figures) for a in second.figures)
    if not counts or _clash(first, second):
        return False
    shared = sum(not forms.isdisjoint(first.forms) for forms in second.words)
    return shared >= SAME_WORDS * len(second.words) or _cosine(found, claim) >= SAME_MEANING


def _cosine(one: Evidence, other: Evidence) -> float:
    return -1.0 if one.embedding is None or other.embedding is None else float(one.embedding @ other.embedding)


def _clash(first: Claim, second: Claim) -> bool:
    """Whether a number or date of one may contradict the other: they are not the same, and do not surely differ."""
    counts = any(
        a.noun & b.noun
        and a.value != b.value
        and not any(a.noun & c.noun and a.value == c.value for c in second.figures)
        for a in first.figures
        for b in second.figures
    )
    days = bool(first.weekdays and second.weekdays) and first.weekdays.isdisjoint(second.weekdays)
    return counts or days or _may_deny(first, second) or _other_time(first.dates, second.dates)


def _may_deny(first: Claim, second: Claim) -> bool:
    """Whether one denies words that the other has, and does not deny."""
    if first.denied and second.denied:
        return False
    return bool(first.denied & second.forms or second.denied & first.forms)


def _denies(first: Claim, second: Claim) -> bool:
    """Whether one denies outright what the other states. A planned, feared or opposed sale is not stated."""
    if not _may_deny(first, second):
        return False
    denier, other = (first, second) if first.denied else (second, first)
    return bool(denier.outright & other.forms) and not denier.outright & other.supposed


def _differ(one: Evidence, other: Evidence, first: Claim, second: Claim) -> bool:
    if any(claims.supposed and claims.forms <= claims.supposed for claims in (first, second)):
        return False  # a question, or what begins with if, reports nothing
    near = _cosine(one, other) >= SAME_MEANING
    if first.language != second.language:  # words cannot tell across languages: only counts are compared
        return near and _other_count(first, second, _same_thing_abroad)
    share = _shared(first, second)
    if _other_place(first, second) or _other_opening(first, second):
        return False
    if (near or share >= SAME_WORDS) and _other_count(first, second, _same_thing if share < 1 else _same_kind):
        return True
    if share < SAME_EVENT or _clash_of_counts(first, second):
        return False
    if _denies(first, second):
        return not _other_time(first.dates, second.dates)
    return _other_day(one, other, first, second)


def _shared(first: Claim, second: Claim) -> float:
    """The share of the shorter sentence's words that the other has too; fewer than FEWEST words count as FEWEST.

    0 for a sentence LONGER times as long: it has the words of many short ones without being about the same.
    """
    few, most = sorted((first, second), key=lambda claim: len(claim.words))
    if LONGER * len(few.words) < len(most.words):
        return 0.0
    shared = sum(not forms.isdisjoint(most.forms) for forms in few.words)
    return shared / max(FEWEST, len(few.words))


def _other_place(first: Claim, second: Claim) -> bool:
    """Whether both name places, and no place of one is in the other."""
    if not first.places or not second.places:
        return False
    here = any(place & second.forms for place in first.places)
    return not here and not any(place & first.forms for place in second.places)


def _other_opening(first: Claim, second: Claim) -> bool:
    """Whether both are Arabic and neither has the other's first word, which is most often its verb."""
    if "en" in (first.language, second.language) or not first.words or not second.words:
        return False
    return first.words[0].isdisjoint(second.forms) and second.words[0].isdisjoint(first.forms)


# Counts


def _other_count(first: Claim, second: Claim, same: Callable[[Quantity, Quantity, Claim, Claim], bool]) -> bool:
    """Whether they count the same thing, once each, and differ; and no date shows that it was another time."""
    if _other_time(first.dates, second.dates):
        return False
    pairs = [(a, b) for a in first.figures for b in second.figures if a.noun & b.noun]
    return any(
        same(a, b, first, second) and _unlike(a, b) and _once(a, first.figures) and _once(b, second.figures)
        for a, b in pairs
    )


def _clash_of_counts(first: Claim, second: Claim) -> bool:
    return any(a.noun & b.noun and a.value != b.value for a in first.figures for b in second.figures)


def _once(figure: Quantity, figures: Sequence[Quantity]) -> bool:
    return sum(bool(figure.noun & other.noun) for other in figures) == 1


def _same_kind(a: Quantity, b: Quantity, *_: Claim) -> bool:
    """Whether nothing says that other things of that name are counted: cruise and ballistic missiles."""
    return not (a.modifiers and b.modifiers) or bool(a.modifiers & b.modifiers)


def _same_thing(a: Quantity, b: Quantity, *claims: Claim) -> bool:
    """Whether the counted nouns have words around them in common; the dead and the injured need none."""
    return _same_kind(a, b, *claims) and bool(
        a.context & b.context or a.modifiers & b.modifiers or a.noun & b.noun & _FATES
    )


def _same_thing_abroad(a: Quantity, b: Quantity, first: Claim, second: Claim) -> bool:
    """Whether both sentences have another known word in common, and the same fates."""
    known = (first.forms & second.forms & LEXICON) - a.noun - b.noun
    return bool(known or a.noun & b.noun & _FATES) and first.forms & _FATES == second.forms & _FATES


_FATES = LEXICON & {"=dead", "=wounded"}


def _unlike(a: Quantity, b: Quantity) -> bool:
    """Whether the numbers cannot both be true: more than 10 may be 12, about 100 may be 103."""
    if a.value == b.value:
        return False
    if a.bound == b.bound and a.bound != "about":
        return True
    if "about" in (a.bound, b.bound):
        return abs(a.value - b.value) > ABOUT * max(a.value, b.value)
    low, exact = (a, b) if a.bound else (b, a)
    if exact.bound:  # at least the one, at most the other
        least, most = sorted((a, b), key=lambda figure: figure.bound)
        return least.value > most.value
    return exact.value < low.value if low.bound == "least" else exact.value > low.value


# Days


def _other_time(first: Sequence[DateMention], second: Sequence[DateMention]) -> bool:
    """Whether both name days, months or years, and no two of these may be the same."""
    return bool(first and second) and not any(_compatible(a, b) for a in first for b in second)


def _compatible(a: DateMention, b: DateMention) -> bool:
    pairs = ((a.year, b.year), (a.month, b.month), (a.day, b.day))
    return all(one is None or other is None or one == other for one, other in pairs)


def _other_day(one: Evidence, other: Evidence, first: Claim, second: Claim) -> bool:
    """Whether each names one day, and not the same one."""
    if len(first.dates) == len(second.dates) == 1:
        a, b = first.dates[0], second.dates[0]
        years = a.year is None or b.year is None or a.year == b.year
        return years and None not in (a.day, b.day) and (a.month, a.day) != (b.month, b.day)
    if first.dates or second.dates or first.says or second.says:
        return False
    near = one.article.date and other.article.date and abs((one.article.date - other.article.date).days) <= WEEK
    return bool(near) and len(first.weekdays) == len(second.weekdays) == 1 and first.weekdays != second.weekdays
