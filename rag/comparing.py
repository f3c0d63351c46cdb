"""Whether two pieces of evidence say the same, or report the same thing differently.

They differ where both count the same thing and arrive at another number, where they give another day for what is
told in the same words, or where one denies what the other states. To say so of two reports that merely tell of
different things would mislead, so every doubt counts against it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from rag.evidence import Evidence
from rag.figures import Figure, figures
from rag.numerals import numeral
from rag.wording import LEXICON, forms
from store.arabic import fold, language_of
from store.dates import WEEKDAY, Mention, mentions, weekdays
from store.stopwords import STOPWORDS

SAME_WORDS = 0.6
SAME_MEANING = 0.80
"""Two sentences say the same with this share of the shorter one's index forms in common, or at this cosine."""
SAME_EVENT = 0.75
"""So much of the shorter sentence's words must both have for another day or a denial to be about the same event."""
FEWEST = 4
ABOUT = 0.25
WEEK = 6


class Relation(Enum):
    """What two pieces of evidence are to each other."""

    SAME = "same"
    DIFFERS = "differs"
    OTHER = "other"


_WORD = re.compile(r"[^\W\d_]+(?:'[a-z]{1,2}\b)?")
_DENIAL = re.compile(
    r"\b(?:not|never|no|denied|denies|deny|denying|neither|cannot|refuted|\w+n't)\b|\bwithout (?=\w+ing)"
    r"|(?<!\w)[وف]?(?:لم|لن|ليس|ليست|ليسوا|لا|نفي|نفت|ينفي|تنفي|نافيا|كذب|كذبت|بدون|عدم)(?!\w)"
)
_NO_DENIAL = re.compile(
    r"\b(?:not only|no doubt|no longer|not least|no sooner|no (?:fewer|less|more) than)\b"
    r"|(?<!\w)[وف]?(?:لا ?سيما|لا [يت]زال\w*|لا [يت]قل\w*|لا بد|لا [يت]تجاوز|ليس فقط|لا شك|لا [يت]زيد)(?!\w)"
)
_SAYING = re.compile(
    r"\b(?:said|says|told|announced|reported|added|stated)\b|(?<!\w)[وف]?(?:قال\w?|اعلن\w?|اكد\w?|صرح\w?|اضاف\w?|ذكر\w?)(?!\w)"
)
_PLACE = re.compile(
    r"\b(?:in|at|near|outside|off) (?:the |a |an )?((?:(?:north|south|east|west)(?:ern)? )?[a-z]+)"
    r"|(?<!\w)[وف]?(?:في|قرب|شمال|جنوب|شرق|غرب) (?:مدينه |قريه |محافظه |منطقه |بلده )?(\w+)"
)


@dataclass(frozen=True, slots=True)
class _Told:
    """What a quote tells, taken apart. `words` has the forms of each word with content, without numbers and dates."""

    language: str
    words: tuple[frozenset[str], ...]
    forms: frozenset[str]
    places: tuple[frozenset[str], ...]
    figures: tuple[Figure, ...]
    dates: tuple[Mention, ...]
    weekdays: frozenset[int]
    denies: bool
    says: bool


def relation(one: Evidence, other: Evidence) -> Relation:
    """What two pieces of evidence are to each other; one article does not differ from itself."""
    first, second = _told(one.quote), _told(other.quote)
    if one.article.id != other.article.id and _differ(one, other, first, second):
        return Relation.DIFFERS
    alike = says_the_same(one, other) and not _clash(first, second)
    return Relation.SAME if alike else Relation.OTHER


def says_the_same(one: Evidence, other: Evidence) -> bool:
    """Whether two sentences share most of the shorter one's words, or mean much the same; figures do not count."""
    shared = len(one.keys & other.keys)
    if shared >= SAME_WORDS * max(FEWEST, min(len(one.keys), len(other.keys))):
        return True
    return _cosine(one, other) >= SAME_MEANING


def _cosine(one: Evidence, other: Evidence) -> float:
    return -1.0 if one.meaning is None or other.meaning is None else float(one.meaning @ other.meaning)


@lru_cache(maxsize=4096)
def _told(quote: str) -> _Told:
    folded = fold(quote)
    dates = mentions(quote)
    bare = _DENIAL.sub(" ", WEEKDAY.sub(" ", _without(folded, dates)))
    content = [w for w in _WORD.findall(bare) if len(w) > 1 and w not in STOPWORDS and numeral([w]) is None]
    found = tuple(forms(word) for word in dict.fromkeys(content))
    return _Told(
        language=language_of(quote),
        words=found,
        forms=frozenset().union(*found),
        places=tuple(forms(found[1] or found[2]) for found in _PLACE.finditer(bare)),
        figures=figures(quote),
        dates=tuple(dates),
        weekdays=frozenset(weekdays(quote)),
        denies=len(_DENIAL.findall(_NO_DENIAL.sub(" ", folded))) % 2 == 1,
        says=bool(_SAYING.search(folded)),
    )


def _without(folded: str, dates: Sequence[Mention]) -> str:
    for date in reversed(dates):
        folded = f"{folded[: date.start]} {folded[date.end :]}"
    return folded


def _clash(first: _Told, second: _Told) -> bool:
    """Whether a number or a date of one may speak against the other: then they are not the same, nor surely apart."""
    counts = any(
        a.of & b.of and a.value != b.value and not any(a.of & c.of and a.value == c.value for c in second.figures)
        for a in first.figures
        for b in second.figures
    )
    return counts or first.denies != second.denies or _other_time(first.dates, second.dates)


def _differ(one: Evidence, other: Evidence, first: _Told, second: _Told) -> bool:
    if first.language != second.language:  # words cannot tell across languages: only counts are compared, for certain
        return _cosine(one, other) >= SAME_MEANING and _other_count(first, second)
    if _other_place(first, second):
        return False
    share = _shared(first, second)
    if (share >= SAME_WORDS or _cosine(one, other) >= SAME_MEANING) and _other_count(first, second):
        return True
    if share < SAME_EVENT or _clash_of_counts(first, second):
        return False
    if first.denies != second.denies:
        return not _other_time(first.dates, second.dates)
    return _other_day(one, other, first, second)


def _shared(first: _Told, second: _Told) -> float:
    """The share of the words of the one with fewer that the other has too; few words are no ground to tell by."""
    few, most = sorted((first, second), key=lambda told: len(told.words))
    shared = sum(not forms.isdisjoint(most.forms) for forms in few.words)
    return shared / max(FEWEST, len(few.words))


def _other_place(first: _Told, second: _Told) -> bool:
    """Whether each says where, and neither of these places is in the other sentence."""
    if not first.places or not second.places:
        return False
    here = any(place & second.forms for place in first.places)
    return not here and not any(place & first.forms for place in second.places)


# Counts


def _other_count(first: _Told, second: _Told) -> bool:
    """Whether they count the same thing, once each, and differ; and no date shows that it was another time."""
    if _other_time(first.dates, second.dates):
        return False
    pairs = [(a, b) for a in first.figures for b in second.figures if a.of & b.of]
    return any(
        _same_thing(a, b) and _unlike(a, b) and _once(a, first.figures) and _once(b, second.figures) for a, b in pairs
    )


def _clash_of_counts(first: _Told, second: _Told) -> bool:
    return any(a.of & b.of and a.value != b.value for a in first.figures for b in second.figures)


def _once(figure: Figure, figures: Sequence[Figure]) -> bool:
    return sum(bool(figure.of & other.of) for other in figures) == 1


def _same_thing(a: Figure, b: Figure) -> bool:
    """Whether the counted noun stands in the same words; who is counted dead or injured needs none."""
    if a.kind and b.kind and not a.kind & b.kind:
        return False
    return bool(a.beside & b.beside or a.kind & b.kind or a.of & b.of & _FATES)


_FATES = LEXICON & {"=dead", "=wounded"}


def _unlike(a: Figure, b: Figure) -> bool:
    """Whether the numbers cannot both hold as they are said: more than 10 may be 12, about 100 may be 103."""
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


def _other_time(first: Sequence[Mention], second: Sequence[Mention]) -> bool:
    """Whether both name days, months or years, and no two of these may be the same."""
    return bool(first and second) and not any(_compatible(a, b) for a in first for b in second)


def _compatible(a: Mention, b: Mention) -> bool:
    pairs = ((a.year, b.year), (a.month, b.month), (a.day, b.day))
    return all(one is None or other is None or one == other for one, other in pairs)


def _other_day(one: Evidence, other: Evidence, first: _Told, second: _Told) -> bool:
    """Whether each names one day, and not the same one."""
    if len(first.dates) == len(second.dates) == 1:
        a, b = first.dates[0], second.dates[0]
        years = a.year is None or b.year is None or a.year == b.year
        return years and None not in (a.day, b.day) and (a.month, a.day) != (b.month, b.day)
    if first.dates or second.dates or first.says or second.says:
        return False
    near = one.article.date and other.article.date and abs((one.article.date - other.article.date).days) <= WEEK
    return bool(near) and len(first.weekdays) == len(second.weekdays) == 1 and first.weekdays != second.weekdays
