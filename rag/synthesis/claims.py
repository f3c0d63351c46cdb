"""A sentence taken apart to be compared: its words, places, figures, days, and whether it denies."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rag.linguistics import (
    DENIAL,
    NO_DENIAL,
    SPOKE,
    SPOKE_AR,
    Quantity,
    comparison_forms,
    extract_quantities,
    parse_number,
    split_stated_supposed,
)
from store.text import STOPWORDS, WEEKDAY, WORD, DateMention, date_mentions, fold, language_of, weekday_mentions

_DENIED = 2
_SAYING = re.compile(rf"\b(?:{SPOKE})\b|(?<!\w)[وف]?(?:{SPOKE_AR})\w?(?!\w)")
_PLACE = re.compile(
    r"\b(?:in|at|near|outside|off) (?:the |a |an )?((?:(?:north|south|east|west)(?:ern)? )?[a-z]+)"
    r"|(?<!\w)[وف]?(?:في|قرب|شمال|جنوب|شرق|غرب) (?:مدينه |قريه |محافظه |منطقه |بلده )?(\w+)"
)


@dataclass(frozen=True, slots=True)
class Claim:
    """A quote taken apart. `words` has the forms of each word with content, without numbers and dates.

    `figures` lacks those that tell how long ago something was: they change from day to day. `denied` has the forms
    of the words that follow a denial in its clause, two for each; none where two denials make a statement. `outright`
    has those of them that are not only supposed, `supposed` the forms of all words that are.
    """

    language: str
    words: tuple[frozenset[str], ...]
    forms: frozenset[str]
    places: tuple[frozenset[str], ...]
    figures: tuple[Quantity, ...]
    dates: tuple[DateMention, ...]
    weekdays: frozenset[int]
    denied: frozenset[str]
    outright: frozenset[str]
    supposed: frozenset[str]
    says: bool


@lru_cache(maxsize=4096)
def parse_claim(quote: str) -> Claim:
    """Take a quote apart."""
    folded = fold(quote)
    dates = date_mentions(quote)
    bare = DENIAL.sub(" ", WEEKDAY.sub(" ", _without(folded, dates)))
    parts = split_stated_supposed(NO_DENIAL.sub(" ", _without(folded, dates)))
    found = tuple(comparison_forms(word) for word in dict.fromkeys(_content(bare)))
    return Claim(
        language=language_of(quote),
        words=found,
        forms=frozenset().union(*found),
        places=tuple(comparison_forms(found[1] or found[2]) for found in _PLACE.finditer(bare)),
        figures=tuple(figure for figure in extract_quantities(quote) if figure.bound != "ago"),
        dates=tuple(dates),
        weekdays=frozenset(weekday_mentions(quote)),
        denied=_denied([stated + supposed for stated, supposed in parts]),
        outright=_denied([stated for stated, _ in parts]),
        supposed=_all_forms(word for _, supposed in parts for word in _content(supposed)),
        says=bool(_SAYING.search(folded)),
    )


def _without(folded: str, dates: Sequence[DateMention]) -> str:
    for date in reversed(dates):
        folded = f"{folded[: date.start]} {folded[date.end :]}"
    return folded


def _content(folded: str) -> list[str]:
    return [w for w in WORD.findall(folded) if len(w) > 1 and w not in STOPWORDS and parse_number([w]) is None]


def _denied(clauses: Iterable[str]) -> frozenset[str]:
    return _all_forms(word for clause in clauses for word in _after_denials(clause))


def _after_denials(clause: str) -> list[str]:
    denials = [found.end() for found in DENIAL.finditer(clause)]
    return [word for end in denials for word in _content(clause[end:])[:_DENIED]] if len(denials) % 2 else []


def _all_forms(words: Iterable[str]) -> frozenset[str]:
    return frozenset().union(*map(comparison_forms, words))
