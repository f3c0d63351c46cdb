"""The numbers and days that a text states, and whether other texts state them too, in either language.

Tables and one pass over the words; no grammar of what is counted. Every number in digits must be covered by the other
texts, and so must every number word, ordinal, fraction, weekday, month and year. What may be a number or may be none
("both", an Arabic dual ending) covers one, but need not be covered.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from rag.linguistics.lexicon import dual
from rag.linguistics.numbers import PERCENT, extract_fractions, extract_ordinals, may_begin, parse_number
from store.text import MONTH, DateMention, date_mentions, fold, month_mentions, strip_clitics, weekday_mentions

_HOURS = {
    1 / 60: "minute minutes دقيقة دقائق", 1: "hour hours ساعة ساعات", 24: "day days يوم أيام يوما",
    168: "week weeks أسبوع أسابيع أسبوعا", 730: "month months شهر أشهر شهرا شهور",
    8760: "year years عام أعوام سنة سنوات عاما سنين", 87600: "decade decades عقد عقود عقدا",
    876000: "century centuries قرن قرون قرنا",
}  # fmt: skip
_TIMES = {fold(word): hours for hours, words in _HOURS.items() for word in words.split()}
_TWO_TIMES = {re.sub("ه$", "ت", word) + end: hours for word, hours in _TIMES.items() for end in ("ان", "ين")}
_MAYBE = """1 a an single once واحد واحدة أحد إحدى;2000 ألفا ألفي;2000000 مليونا مليوني
2 both pair couple twice double doubled كلا كلتا زوج ضعف ضعفي مثلي مرتين يومي شهري عامي
10 عقد decade;12 دزينة dozen;14 fortnight;100 قرن century"""
_POSSIBLE = {
    fold(word): float(value)
    for value, *named in map(str.split, _MAYBE.replace("\n", ";").split(";"))
    for word in named
}
_DUAL_ENDING = re.compile(r"\w{3,}(?:ان|ين|تا|تي)$")
_SCALES = {"k": 1e3, "m": 1e6, "b": 1e9, "bn": 1e9, "million": 1e6, "billion": 1e9, "مليون": 1e6, "مليار": 1e9}
_SCALED = re.compile(r" (?:an? |ال)?(million|billion|مليون|مليار)(?!\w)")
# ":00" is no number of minutes that a translation must repeat.
_TOKEN = re.compile(r"(?<=\d):00|(?P<digits>\d+(?:[.,]\d+)*)(?:(?P<suffix>s|k|m|bn?)\b)?|[^\W\d_]+|-")
_NEXT_WORD = re.compile(r"[ -](?:of )?(?:an? )?(\w+)")
_NEARLY, _ABOUT = 5, 0.1
"""Percent that a share may differ from a fraction; how much a time may differ in other units (30 days, a month)."""

_THIRDS = {
    "early": r"early|(?:beginning|start|outset) of|اوايل|مطلع|بدايه|بدايات|مستهل",
    "mid": r"mid(?:dle of)?|منتصف|اواسط|وسط",
    "late": r"late|(?:end|close) of|اواخر|نهايه|ختام|اخر",
}
_THIRD = re.compile(
    rf"(?<!\w)[وبفل]?(?:ال)?(?:{'|'.join(f'(?P<{third}>{words})' for third, words in _THIRDS.items())})[ -]+"
    r"(?:(?:in|the|of|month|year|شهر|عام|العام|سنه|من) )*$"
)
_LEAD = 40  # characters before a date in which it is said to be early or late
_OF_MONTH = re.compile(rf" (?:(?:of|من|من شهر) )?{MONTH}(?!\w)")


@dataclass(frozen=True, slots=True)
class _Number:
    """A number; of several `values` it may be any: 10.000 is ten or 10,000. Only a `sure` one must be covered.

    `hours` is the length of the time that it counts, 0 for anything else. `form` is "%", "part" for a fraction,
    "date" for a number in a date, "?" for the ending of an Arabic dual and for a time without a number.
    """

    values: frozenset[float]
    sure: bool = True
    hours: float = 0
    form: str = ""

    def is_covered_by(self, other: _Number) -> bool:
        """Whether the other states this number: 48 hours state two days, and 33 % a third."""
        if {"part", "%"} == {self.form, other.form}:
            part, share = (self, other) if self.form == "part" else (other, self)
            return any(abs(100 * p - s) <= _NEARLY for p in part.values for s in share.values)
        if self.hours and other.hours and self.hours != other.hours:
            lengths = [(a * self.hours, b * other.hours) for a in self.values for b in other.values]
            return any(abs(ours - theirs) <= _ABOUT * ours for ours, theirs in lengths)
        return not self.values.isdisjoint(other.values) and (other.form != "?" or other.hours == self.hours)


@dataclass(frozen=True, slots=True)
class Facts:
    """What numbers and days a text states.

    `thirds` has which third of a month or year is named ("early", "year"); `months` has all months that may be named;
    `shares` says whether it speaks of percent; `year` is its article's.
    """

    numbers: tuple[_Number, ...]
    days: tuple[DateMention, ...]
    thirds: frozenset[tuple[str, str]]
    months: frozenset[int]
    weekdays: frozenset[int]
    shares: bool
    year: int | None = None

    def is_subset_of(self, others: Sequence[Facts]) -> bool:
        """Whether each number and day of it is stated by one or another of these."""
        return self.has_numbers_of(others) and self.has_days_of(others)

    def has_numbers_of(self, others: Sequence[Facts]) -> bool:
        """Whether each of its numbers is stated there, and a share as a share."""
        theirs = [number for other in others for number in other.numbers]
        shared = not self.shares or any(other.shares for other in others) or any(n.form == "part" for n in theirs)
        return shared and all(any(map(number.is_covered_by, theirs)) for number in self.numbers if number.sure)

    def has_days_of(self, others: Sequence[Facts]) -> bool:
        """Whether each of its days, months, years and weekdays is named there."""
        weekdays = frozenset().union(*(other.weekdays for other in others))
        thirds = {third for other in others for third in [*other.thirds, *other._thirds_of_days()]}
        named = all(any(other._names(day) for other in others) for day in self.days)
        return named and self.weekdays <= weekdays and self.thirds <= thirds

    def _thirds_of_days(self) -> Iterator[tuple[str, str]]:
        """The third of its month that each day lies in, and that of its year that each month does."""
        thirds = list(_THIRDS)
        for day in self.days:
            if day.day:
                yield thirds[min((day.day - 1) // 10, 2)], "month"
            if day.month:
                yield thirds[(day.month - 1) // 4], "year"

    def _names(self, date: DateMention) -> bool:
        """Whether it names this date or one in it. A year may be its article's or stand in any number."""
        if any(self._is_in(other, date) for other in self.days):
            return True
        if date.month is None:
            return date.year == self.year or any(date.year in number.values for number in self.numbers)
        if date.day is None:
            return date.year in (None, self.year) and date.month in self.months
        alone = any(date.day in number.values and number.form != "date" for number in self.numbers)
        return alone and self._names(replace(date, day=None))  # "on 12 and 13 February"

    def _is_in(self, other: DateMention, date: DateMention) -> bool:
        agree = date.month in (None, other.month) and date.day in (None, other.day)
        return agree and date.year in (None, other.year or self.year)


@lru_cache(maxsize=256)
def extract_facts(text: str, date: dt.date | None = None) -> Facts:
    """What a text states; `date` is that of its article, whose year goes for days without one."""
    folded = fold(text)
    for rank in reversed(extract_ordinals(folded)):
        if _OF_MONTH.match(folded, rank.end):  # the thirty-first of March
            folded = f"{folded[: rank.start]}{rank.value}{folded[rank.end :]}"
    dates = date_mentions(folded)
    leads = [_THIRD.search(folded, max(0, day.start - _LEAD), day.start) for day in dates]
    return Facts(
        tuple(_numbers(folded, {at for day in dates for at in range(day.start, day.end)})),
        tuple(dates),
        frozenset(
            (lead.lastgroup or "", "month" if day.month else "year")
            for lead, day in zip(leads, dates, strict=True)
            if lead
        ),
        frozenset(month_mentions(folded)),
        frozenset(weekday_mentions(folded)),
        PERCENT.search(folded) is not None,
        date.year if date else None,
    )


def _numbers(folded: str, dated: set[int]) -> Iterator[_Number]:
    """The numbers of a folded text; those at the places `dated` belong to dates."""
    blanked: list[tuple[int, int]] = []
    for part, start, end, sure in extract_fractions(folded):
        scale, hours = _SCALED.match(folded, end), _hours_after(folded, end)
        value = part * (_SCALES[scale[1]] if scale else 1)
        yield _Number(frozenset({value}), sure, hours, "" if scale or hours else "part")
        blanked += [(start, scale.end() if scale else end)] if sure else []
    for rank in extract_ordinals(_blank(folded, blanked)):
        yield _Number(frozenset({float(rank.value)}), rank.sure and rank.value > 1)
        blanked.append((rank.start, rank.end))
    for start, number in _cardinals(_blank(folded, blanked)):
        yield replace(number, sure=False, form="date") if start in dated else number


def _blank(folded: str, spans: Sequence[tuple[int, int]]) -> str:
    for start, end in spans:
        folded = f"{folded[:start]}{' ' * (end - start)}{folded[end:]}"
    return folded


def _cardinals(folded: str) -> Iterator[tuple[int, _Number]]:
    """The numbers in digits and words with their places, and what may be one."""
    places = list(_TOKEN.finditer(folded))
    words = [place["digits"] or place[0] for place in places]
    at = 0
    while at < len(places):
        place, read = places[at], parse_number(words[at : at + 12]) if may_begin(words[at]) else None
        if read is None or place["suffix"]:
            yield from ((place.start(), number) for number in _possible(place, folded))
            at += 1
            continue
        value, length = read
        end = places[at + length - 1].end()
        share = PERCENT.match(folded, end + folded[end : end + 1].isspace())
        sure = bool(place["digits"]) or value > 1 or value % 1 > 0
        form = "%" if share else ""
        yield place.start(), _Number(frozenset({value}), sure, _hours_after(folded, end), form)
        at += length


def _possible(place: re.Match[str], folded: str) -> Iterator[_Number]:
    """What may be told by digits that can be read in two ways, or by a word that is no plain number."""
    hours = _hours_after(folded, place.end())
    if place["digits"]:
        values = {float(re.sub(r"\D", "", place["digits"]))}
        if len(re.findall("[.,]", place["digits"])) == 1:
            values.add(float(place["digits"].replace(",", ".")))
        if place["suffix"] == "s":  # the 1930s are the thirties of the twentieth century
            yield _Number(frozenset(value // 100 + 1 for value in values), sure=False)
            values |= {value % 100 for value in values}
        scale = _SCALES.get(place["suffix"] or "", 1)
        yield _Number(frozenset(values | {value * scale for value in values}), hours=hours)
        return
    forms = strip_clitics(place[0])
    two = next((form for form in forms if form in _TWO_TIMES), None)
    if two or dual(place[0]):
        yield _Number(frozenset({2.0}), "ال" + (two or "") not in forms, _TWO_TIMES[two] if two else 0)
    elif _DUAL_ENDING.search(place[0]):
        yield _Number(frozenset({2.0}), False, form="?")
    values = {_POSSIBLE[form] for form in forms if form in _POSSIBLE}
    values |= {read[0] for form in forms if (read := parse_number([form.removesuffix("يات")]))}
    if values:
        yield _Number(frozenset(values), False, hours)
    if place[0] in _TIMES:
        yield _Number(frozenset({1.0}), False, _TIMES[place[0]], "?")


def _hours_after(folded: str, at: int) -> float:
    """The length of the time that a number before this place counts; 0 where it counts something else."""
    noun = _NEXT_WORD.match(folded, at)
    return _TIMES.get(noun[1], 0) if noun else 0


def same_numbers(one: str, other: str) -> bool:
    """Whether each number that one text states is stated in the other, and a share is a share in both."""
    first, second = extract_facts(one), extract_facts(other)
    return first.has_numbers_of([second]) and second.has_numbers_of([first])


def same_days(one: str, other: str) -> bool:
    """Whether the days, months and weekdays that one text names are named in the other too."""
    first, second = extract_facts(one), extract_facts(other)
    return first.has_days_of([second]) and second.has_days_of([first])
