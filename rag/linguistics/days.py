"""The days, months and years that a text names, early or late ones too, and whether another text names them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rag.linguistics.numbers import extract_ordinals
from store.text import MONTHS, DateMention

_PARTS = {
    "early": r"early|(?:beginning|start|outset) of|اوايل|مطلع|بدايه|بدايات|مستهل",
    "mid": r"mid(?:dle of)?|منتصف|اواسط|وسط",
    "late": r"late|(?:end|close) of|اواخر|نهايه|ختام|اخر",
}
_NAMED = "|".join(f"(?P<{part}>{words})" for part, words in _PARTS.items())
_BETWEEN = r"(?:in|the|of|month|year|شهر|عام|العام|سنه|من)"
_PART = re.compile(rf"(?<!\w)[وبفل]?(?:ال)?(?:{_NAMED})[ -]+(?:{_BETWEEN} )*$")
_LEAD = 40  # characters before a date in which it is said to be early or late
_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_OF_MONTH = re.compile(rf" (?:(?:of|من) )?(?:{_MONTH})(?!\w)")
_IN_MONTH = re.compile(rf"(?<= من) شهر(?= (?:{_MONTH})(?!\w))")


@dataclass(frozen=True, slots=True)
class Day:
    """A day, month or year; `part` is the "early", "mid" or "late" one that is meant, "" for all of it."""

    year: int | None
    month: int | None
    day: int | None
    part: str = ""

    def may_be(self, other: Day, year: int | None) -> bool:
        """Whether the other is this day or lies in it; `year` is that of a day written without one."""
        theirs = other.year or year
        same = self.month in (None, other.month) and self.year in (None, theirs) and self.day in (None, other.day)
        return same and self.part in ("", other.part, _part_of(other, self))


def _part_of(other: Day, whole: Day) -> str:
    """Which part of a month or year a day or a month in it lies in; "" where that is not told."""
    if whole.month is None:
        return ("early", "mid", "late")[(other.month - 1) // 4] if other.month else ""
    return ("early", "mid", "late")[min((other.day - 1) // 10, 2)] if other.day else ""


def in_digits(folded: str) -> str:
    """A folded text with the ordinals that are days of a month in digits, so that their date can be read."""
    folded = _IN_MONTH.sub("", folded)
    for rank in reversed(extract_ordinals(folded)):
        if _OF_MONTH.match(folded, rank.end):
            folded = f"{folded[: rank.start]}{rank.value}{folded[rank.end :]}"
    return folded


def extract_days(folded: str, found: Sequence[DateMention]) -> tuple[Day, ...]:
    """The days that are mentioned at these places of a folded text, with their parts."""
    return tuple(Day(each.year, each.month, each.day, _part(folded, each.start)) for each in found)


def _part(folded: str, start: int) -> str:
    named = _PART.search(folded, max(0, start - _LEAD), start)
    return (named.lastgroup or "") if named else ""
