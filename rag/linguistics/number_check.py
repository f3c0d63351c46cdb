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
from itertools import product

from rag.linguistics.numbers import PERCENT, extract_fractions, extract_ordinals, may_begin, parse_number
from store.text import MONTH, date_mentions, fold, month_mentions, strip_clitics, weekday_mentions

_NO_TIME = -1.0
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
_NEARLY, _ABOUT = 0.05, 0.1
"""How much a share may differ from a fraction; how much a time may differ in other units (30 days, a month)."""
_EARLY = r"early|(?:beginning|start|outset) of|اوايل|مطلع|بدايه|بدايات|مستهل"
_MID = r"mid(?:dle of)?|منتصف|اواسط|وسط"
_LATE = r"late|(?:end|close) of|اواخر|نهايه|ختام|اخر"
_THIRD = re.compile(
    rf"(?<!\w)[وبفل]?(?:ال)?(?:({_EARLY})|({_MID})|({_LATE}))[ -]+"
    r"(?:(?:in|the|of|month|year|شهر|عام|العام|سنه|من) )*$"
)
_LEAD = 40  # characters before a date in which it is said to be early or late
_OF_MONTH = re.compile(rf" (?:(?:of|من|من شهر) )?{MONTH}(?!\w)")


@dataclass(frozen=True, slots=True)
class _Number:
    """A number; of several `values` it may be any: 10.000 is ten or 10,000. Only a `sure` one must be covered.

    `hours` is the length of the time that it counts, 0 where that is not known, negative where it counts no time.
    `form` is "%" for a share, "part" for a fraction, else "".
    """

    values: frozenset[float]
    sure: bool = True
    hours: float = 0
    form: str = ""

    def is_covered_by(self, other: _Number) -> bool:
        """Whether the other states this number: 48 hours state two days, and 33 % a third."""
        pairs = product(self.values, other.values)
        if {self.form, other.form} == {"part", "%"}:
            return any(abs(min(pair) - max(pair) / 100) <= _NEARLY for pair in pairs)
        if self.hours and other.hours and self.hours != other.hours:
            return any(abs(a * self.hours - b * other.hours) <= _ABOUT * a * self.hours for a, b in pairs)
        return not self.values.isdisjoint(other.values)


@dataclass(frozen=True, slots=True)
class Facts:
    """What numbers and days a text states: `days` must be named elsewhere, `covers` are all that it names.

    A day is (year, month, day), None for what is left open; a weekday a number; a third of a month or year a pair.
    `shares` says whether the text speaks of percent, `parts` whether of a fraction.
    """

    numbers: tuple[_Number, ...]
    days: frozenset[object]
    covers: frozenset[object]
    shares: bool
    parts: bool

    def is_subset_of(self, others: Sequence[Facts]) -> bool:
        """Whether each number and day of it is stated by one or another of these."""
        return self.has_numbers_of(others) and self.has_days_of(others)

    def has_numbers_of(self, others: Sequence[Facts]) -> bool:
        """Whether each of its numbers is stated there, and a share as a share."""
        theirs = [number for other in others for number in other.numbers]
        shared = not self.shares or any(other.shares or other.parts for other in others)
        return shared and all(any(map(number.is_covered_by, theirs)) for number in self.numbers if number.sure)

    def has_days_of(self, others: Sequence[Facts]) -> bool:
        """Whether each of its days, months, years and weekdays is named there."""
        return self.days <= frozenset().union(*(other.covers for other in others))


@lru_cache(maxsize=256)
def extract_facts(text: str, date: dt.date | None = None) -> Facts:
    """What a text states; `date` is that of its article, whose year goes for days without one."""
    folded = fold(text)
    for rank in reversed(extract_ordinals(folded)):
        if _OF_MONTH.match(folded, rank.end):  # the thirty-first of March
            folded = f"{folded[: rank.start]}{rank.value}{folded[rank.end :]}"
    dates = date_mentions(folded)
    fractions = list(extract_fractions(folded))
    dated = {at for day in dates for at in range(day.start, day.end)}
    found = [(at in dated, number) for at, number in _numbers(folded, fractions)]
    stated: set[object] = {(day.year, day.month, day.day) for day in dates} | weekday_mentions(folded)
    for day in dates:
        if lead := _THIRD.search(folded, max(0, day.start - _LEAD), day.start):
            stated.add((lead.lastindex, "month" if day.month else "year"))
    return Facts(
        tuple(replace(number, sure=number.sure and not within) for within, number in found),
        frozenset(stated),
        frozenset(stated | set(_covered(folded, found, date.year if date else None))),
        PERCENT.search(folded) is not None,
        bool(fractions),
    )


def _covered(folded: str, numbers: Sequence[tuple[bool, _Number]], year: int | None) -> Iterator[object]:
    """What dates of a text name besides themselves: their months and years, and the thirds of these.

    A year may be the article's or stand in any number, a day in any number outside of dates: "on 12 and 13 February".
    """
    alone = {int(value) for within, number in numbers if not within for value in number.values if value <= 31}
    years = {int(value) for _, number in numbers for value in number.values if 1000 < value < 3000} | {year}
    yield from product(years, [None], [None])
    months = month_mentions(folded)
    yield from product({None, year}, months, {None, *alone})
    for date in date_mentions(folded):
        for own in {None, date.year or year}:
            yield from product([own], [date.month], {None, date.day, *(alone if date.month else ())})
        if date.month:
            yield (date.month - 1) // 4 + 1, "year"
        if date.day:
            yield min((date.day - 1) // 10, 2) + 1, "month"


def _numbers(folded: str, fractions: Sequence[tuple[float, int, int, bool]]) -> Iterator[tuple[int, _Number]]:
    """The numbers of a folded text, with their places."""
    for part, start, end, sure in fractions:
        scale, hours = _SCALED.match(folded, end), _hours_after(folded, end)
        value = part * (_SCALES[scale[1]] if scale else 1)
        yield start, _Number(frozenset({value}), sure, hours, "" if scale or hours else "part")
        folded = _blank(folded, start, scale.end() if scale else end) if sure else folded
    for rank in extract_ordinals(folded):
        yield rank.start, _Number(frozenset({float(rank.value)}), rank.sure and rank.value > 1)
        folded = _blank(folded, rank.start, rank.end)
    places = list(_TOKEN.finditer(folded))
    words = [place["digits"] or place[0] for place in places]
    at = 0
    while at < len(places):
        place, read = places[at], parse_number(words[at : at + 12]) if may_begin(words[at]) else None
        length = 1
        if read is None or place["suffix"]:
            number = _of_digits if place["digits"] else _of_word
            yield from ((place.start(), each) for each in number(place, _hours_after(folded, place.end())))
        else:
            value, length = read
            end = places[at + length - 1].end()
            share = PERCENT.match(folded, end + folded[end : end + 1].isspace())
            sure = bool(place["digits"]) or value > 1 or value % 1 > 0
            yield place.start(), _Number(frozenset({value}), sure, _hours_after(folded, end), "%" if share else "")
        at += length


def _blank(folded: str, start: int, end: int) -> str:
    return f"{folded[:start]}{' ' * (end - start)}{folded[end:]}"


def _of_digits(place: re.Match[str], hours: float) -> Iterator[_Number]:
    """What digits that can be read in two ways may say."""
    values = {float(re.sub(r"\D", "", place["digits"]))}
    if len(re.findall("[.,]", place["digits"])) == 1:
        values.add(float(place["digits"].replace(",", ".")))
    if place["suffix"] == "s":  # the 1930s are the thirties of the twentieth century
        yield _Number(frozenset(value // 100 + 1 for value in values), sure=False)
        values |= {value % 100 for value in values}
    scale = _SCALES.get(place["suffix"] or "", 1)
    yield _Number(frozenset(values | {value * scale for value in values}), hours=hours)


def _of_word(place: re.Match[str], hours: float) -> Iterator[_Number]:
    """What a word that is no plain number may say."""
    forms = strip_clitics(place[0])
    if two := next((form for form in forms if form in _TWO_TIMES), None):
        yield _Number(frozenset({2.0}), f"ال{two}" not in forms, _TWO_TIMES[two])
    elif _DUAL_ENDING.search(place[0]):
        yield _Number(frozenset({2.0}), False, _NO_TIME)
    values = {_POSSIBLE[form] for form in forms if form in _POSSIBLE}
    values |= {read[0] for form in forms if (read := parse_number([form.removesuffix("يات")]))}
    if values:
        yield _Number(frozenset(values), False, hours)


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
