"""The numbers and days that a text states, to see whether another states them too, in either language."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from rag.linguistics.counts import Number, extract_numbers
from rag.linguistics.days import Day, extract_days, in_digits
from store.text import date_mentions, fold, month_mentions, weekday_mentions

_PERCENT = re.compile(
    r"[%٪]|\bper ?cent|(?<!\w)(?:في|ب)\s?ال(?:ميه|مايه)(?!\w)|(?<!\w)(?<!درجه )(?<!درجات )(?:ال)?ميوي"
)
_LAST_QUARTER = re.compile(r"(?<=\b)(?:last|final)(?= quarter of)|(?<=الربع )الاخير")
_FOURTH = {"last": "fourth", "final": "fourth", "الاخير": "الرابع"}
_HALF_A = re.compile(r"(?<!\w)[بلف]?(?:half an? |نصف (?:ال)?)(million|billion|مليون|مليار)(?!\w)")
_HALVES = {"million": "500000", "billion": "500000000", "مليون": "500000", "مليار": "500000000"}


@dataclass(frozen=True, slots=True)
class Facts:
    """What numbers and days a text states.

    `counts` has all that may tell a number, those that are part of a day too. `months` are all that it may name,
    `shares` tells whether it speaks of percent, `year` is its article's.
    """

    counts: tuple[Number, ...]
    days: tuple[Day, ...]
    months: frozenset[int]
    weekdays: frozenset[int]
    shares: bool
    year: int | None = None

    def within(self, others: Sequence[Facts]) -> bool:
        """Whether all of it is stated by one or another of these."""
        return self.numbers_within(others) and self.days_within(others)

    def numbers_within(self, others: Sequence[Facts]) -> bool:
        """Whether its numbers are, and a share is a share."""
        told = [count for other in others for count in other.counts]
        sure = (count for count in self.counts if count.sure and count.of != "date")
        shared = not self.shares or any(other.shares or other.parts for other in others)
        return shared and all(any(count.told_by(other) for other in told) for count in sure)

    def days_within(self, others: Sequence[Facts]) -> bool:
        """Whether its days, months, years and weekdays are."""
        named = frozenset().union(*(other.weekdays for other in others))
        return self.weekdays <= named and all(any(other._names(day) for other in others) for day in self.days)

    @property
    def parts(self) -> bool:
        """Whether it speaks of a half, a third or another part of something."""
        return any(count.of == "part" for count in self.counts)

    def _names(self, day: Day) -> bool:
        """Whether it names this day, or one that lies in it. A year may be its article's or stand in any number."""
        if any(day.may_be(other, self.year) for other in self.days):
            return True
        if day.part:
            return False
        if day.month is None:
            return day.year == self.year or any(day.year in count.values for count in self.counts)
        if day.day is None:
            return day.year in (None, self.year) and day.month in self.months
        return self._names(replace(day, day=None)) and self._counts(day.day)  # on 12 and 13 February

    def _counts(self, number: int) -> bool:
        return any(number in count.values and count.of == "" for count in self.counts)


@lru_cache(maxsize=256)
def extract_facts(text: str, date: dt.date | None = None) -> Facts:
    """What a text states; `date` is that of its article, whose year goes for days without one."""
    folded = in_digits(_LAST_QUARTER.sub(lambda found: _FOURTH[found[0]], fold(text)))
    folded = _HALF_A.sub(lambda found: _HALVES[found[1]], folded)
    mentioned = date_mentions(folded)
    inside = {at for each in mentioned for at in range(each.start, each.end)}
    found = [replace(count, of="date") if count.start in inside else count for count in extract_numbers(folded)]
    shares = _PERCENT.search(folded) is not None
    year = date.year if date else None
    return Facts(
        tuple(found),
        extract_days(folded, mentioned),
        frozenset(month_mentions(folded)),
        frozenset(weekday_mentions(folded)),
        shares,
        year,
    )


def same_numbers(one: str, other: str) -> bool:
    """Whether each number that one text states is told in the other, and a share is a share in both."""
    first, second = extract_facts(one), extract_facts(other)
    return first.numbers_within([second]) and second.numbers_within([first])


def same_days(one: str, other: str) -> bool:
    """Whether the days, months and weekdays that one text names are named in the other too."""
    first, second = extract_facts(one), extract_facts(other)
    return first.days_within([second]) and second.days_within([first])
