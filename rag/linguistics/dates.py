"""Dates as people write them: days, months, years and ranges, with the word that makes one a bound."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from rag.linguistics.year_parts import COMMON_MONTH, LAST_HIJRI_YEAR, RECURRENT, SPAN, YearPart, year_part
from store.text import MONTH, MONTHS, STOPWORDS, fold

BOUNDS = {
    "since": r"since|starting|منذ|ابتداء|بدءا|اعتبارا",
    "until": r"until|till|up\s+to|حتي|لغايه",
    "before": r"before|prior\s+to|ahead\s+of|earlier\s+than|قبل|قبيل",
    "after": r"after|following|later\s+than|بعد|عقب",
}
"""The words, as a pattern's alternatives over folded text, that make what follows them a bound in time."""
_RELATIONS = BOUNDS | {
    "in": r"in|during|within|throughout|في|خلال|اثناء|شهر|مطلع|اواخر|اوائل|منتصف",
    "from": r"from|between|من|بين",
    "to": r"and|to|through|الي|[-–]",
    "at": r"on|of|by|for|dated|يوم|عام|العام|سنه|بتاريخ",
}
_NAMED = "|".join(f"(?P<{name}>{words})" for name, words in _RELATIONS.items())
_AROUND = (
    r"(?:(?:the|early|late|mid|middle|beginning|start|end|month|year|day|of|on|from|in|مطلع|بدايه|نهايه|اواخر|اوائل"
    r"|منتصف|شهر|شهري|عام|عامي|العام|سنه|سنتي|يوم|تاريخ|من|في|monday|tuesday|wednesday|thursday|friday|saturday|sunday"
    r"|الاثنين|الثلاثاء|الاربعاء|الخميس|الجمعه|السبت|الاحد)[,،]?(?:\s+|-))*"
)
_LEADING = re.compile(
    rf"(?:(?<!\w)(?<!من )[وف]?(?:{_NAMED})\s+{_AROUND}|(?P<glued>(?<!\w)و|\s*[-–]\s*)|(?P<within>(?<!\w)ب))$"
)
_GLUED = {"glued": "to", "within": "in"}
_LEAD_CHARACTERS = 60

_YEAR = r"(?:19|20)\d\d"
_DAY = r"[0-3]?\d(?:st|nd|rd|th)?"
_JOINT = r"[,،]?\s+(?:(?:of|in|من|في|شهر)\s+)?(?:(?:the\s+year|عام|العام|سنه)\s+)?"
_OTHER_WORDS = {"may", "march", "mar", "jan", "fall", "اب", "ماي", "جوان", "مارس", "صفر"}
_HIJRI = r"\s*(?:ه|هجري|هجريه|ah)(?!\w)"
_SPAN_YEAR = rf"{_JOINT}(?P<span_year>{_YEAR}|1[34]\d\d)(?:{_HIJRI}|\s?[-–/]\s?(?:20)?\d\d(?!\d))?"
_DATE = re.compile(
    rf"(?:(?<![\w/.,])|(?<=\bو)|(?<=\bب)(?!(?:{'|'.join(_OTHER_WORDS)})(?!\w)))(?:"
    rf"(?P<iso>{_YEAR}-\d\d?(?:-\d\d?)?)|(?P<short>\d\d?([/.])\d\d?\3{_YEAR})|(?P<slashed>(?:0?[1-9]|1[0-2])/{_YEAR})"
    rf"|(?:(?P<span_day>{_DAY}){_JOINT})?(?P<span>{SPAN})"
    rf"(?:{_SPAN_YEAR}|(?=\s*(?:[-–]|and|to|و|الي)\s*(?:the\s+)?{SPAN}(?!\w)))"
    rf"|(?P<hijri_year>1[34]\d\d){_HIJRI}"
    rf"|(?:(?P<day>{_DAY}){_JOINT})?(?P<month>{COMMON_MONTH})(?:\s*/\s*{MONTH})?\.?"
    rf"(?:\s+(?P<day_after>{_DAY})(?![\w:]))?(?:{_JOINT}(?P<year>{_YEAR}))?"
    rf"|(?P<alone>{_YEAR})|(?P<part>{_DAY})(?=\s*(?:[-–]|and|to|و|الي)\s*{_DAY}{_JOINT}{MONTH})"
    r")(?![\w/']|[.,]\d)"
)
_ONWARD = re.compile(r"\s+(?:on(?=\W*$|\s*[,?.])|onwards?|فصاعدا)(?!\w)")
_JOINED = re.compile(r"\s*(?:and|to|until|till|through|الي|حتي|و|[-–])")
_TO_NUMBER = re.compile(_JOINED.pattern + r"\s*\d")
_NEXT_WORD = re.compile(r"\s+([^\W\d_]+)")
_YEAR_WORD = re.compile(r"(?<!\w)(?:year|عام|العام|سنه)\s+$")
_WORD_END = re.compile(r"(?<=[^\W_])(?![^\W_])")
_TIMELY = {*BOUNDS, "in", "from"}
_GIVEN_NAMES = {"april", "may", "june", "august", "jan"}


@dataclass(frozen=True, slots=True)
class DateExpression:
    """A date as a text writes it: `text[start:end]`, with the word before it that says how it bounds.

    `relation` is that word's sense: "in", "since", "until", "before", "after", or "" without one. What is not written
    of year, month and day is None. `till` is the second date of a range.
    """

    start: int
    end: int
    relation: str
    year: int | None = None
    part: YearPart | None = None
    day: int | None = None
    till: DateExpression | None = None

    @property
    def dated(self) -> bool:
        """Whether the year is written."""
        return self.year is not None or (self.till is not None and self.till.year is not None)

    def days(self, reference: dt.date | None) -> tuple[dt.date, dt.date] | None:
        """Its first and last day, None for no such days.

        A year that is not written is the latest in which they began by `reference`.
        """
        if self.till is None:
            return _days(self.year, self.part, self.day, reference)
        last = self.till.days(reference)
        if last is None:
            return None
        part = self.part or (self.till.part if self.day else None)
        year = self.year or (part.year_begun(last[0]) if part else last[0].year)
        first = _days(year, part, self.day, reference)
        return (first[0], last[1]) if first and first[0] <= last[1] else None


def _days(
    year: int | None, part: YearPart | None, day: int | None, reference: dt.date | None
) -> tuple[dt.date, dt.date] | None:
    if year is None:
        if reference is None or part is None:
            return None
        year = part.year_begun(reference, day)
    return (part or YearPart()).days(year, day)


def parse_dates(text: str) -> list[DateExpression]:
    """The dates of a text, in order. A month or a year alone is one only after a preposition of time.

    Places are those of the folded text, which are the text's own where folding leaves its length as it is.
    """
    folded = fold(text)
    plain = text if len(text) == len(folded) else folded
    found: list[DateExpression] = []
    at = 0
    while match := _DATE.search(folded, at):
        at = match.end()
        written = _read(match, folded)
        if found and _continues(found[-1], written, folded):
            found[-1] = replace(found[-1], relation="in", end=match.end(), till=written)
            continue
        if written.relation == "to":  # "And in May?" ends no range
            written = _read(match, folded, _WORD_END.search(folded, written.start, match.start()))
        if match["part"] or _is_date(match, written, folded, plain):
            found.append(written)
        elif match["span"]:  # "Did prices fall in 2023?"
            at = match.end("span")
    return [_settled(written, folded) for written in found if written.year or written.till or _is_month(written.part)]


def _read(match: re.Match[str], folded: str, after: re.Match[str] | None = None) -> DateExpression:
    """A date with the words that lead to it; words before the end of `after` are left out."""
    at = after.end() if after else max(0, match.start() - _LEAD_CHARACTERS)
    lead = _LEADING.search(folded[at : match.start()])
    relation = _GLUED.get(lead.lastgroup or "", lead.lastgroup or "") if lead else ""
    start = at + lead.start() if lead else match.start()
    return DateExpression(start, match.end(), relation, *_parts(match))


def _parts(match: re.Match[str]) -> tuple[int | None, YearPart | None, int | None]:
    """The year of a date, the part of it, and the day of a month."""
    if written := match["iso"] or match["short"] or match["slashed"]:
        numbers = [int(number) for number in re.findall(r"\d+", written)]
        year, month, *day = numbers if match["iso"] else numbers[::-1]
        return year, YearPart(month, 1), day[0] if day else None
    if match["hijri_year"]:
        return int(match["hijri_year"]), YearPart(hijri=True), None
    name = match["month"] or match["span"]
    year_written = match["year"] or match["alone"] or match["span_year"]
    part = year_part(name) if name else None
    first_number = re.compile(r"\d+").match
    of_month = match["span_day"] if part and part.months == 1 else None
    day_number = first_number(match["day"] or match["day_after"] or match["part"] or of_month or "")
    return int(year_written) if year_written else None, part, int(day_number[0]) if day_number else None


def _continues(before: DateExpression, written: DateExpression, folded: str) -> bool:
    """Whether a date is the second of a range."""
    opened = before.relation == "from" or before.year is None and not _is_month(before.part)
    beside = not folded[before.end : written.start].strip()
    return opened and beside and before.till is None and written.relation in ("to", "until")


def _is_month(part: YearPart | None) -> bool:
    """Whether a part of a year says without the year when it is."""
    return part is not None and part.is_month


def _is_date(match: re.Match[str], written: DateExpression, folded: str, plain: str) -> bool:
    """Whether a match is a date, and not another word or a quantity."""
    timely = written.relation in _TIMELY
    if match["alone"]:
        return bool(written.relation) and _is_year(match, folded, plain)
    if match["span"]:
        return timely or written.day is not None or not _means_other(match["span"], written)
    if match["month"] is None:
        return written.day is not None or bool(written.relation or match["hijri_year"])  # 2001-02 may be a season
    if match["month"] in _OTHER_WORDS and not timely and plain[match.start("month")].islower():
        return False
    if written.day is not None or written.year is not None:
        return True
    following = _NEXT_WORD.match(plain, match.end())
    if match["month"] in _GIVEN_NAMES and following and following[1][0].isupper():
        return False
    ambiguous = written.relation == "from" and match["month"] in _OTHER_WORDS
    return timely and (not ambiguous or _JOINED.match(folded, match.end()) is not None)


def _means_other(name: str, written: DateExpression) -> bool:
    """Whether what may be a part of a year is rather another word, or a man: "Did prices fall?", رمضان."""
    of_common_year = written.year is None or written.year > LAST_HIJRI_YEAR
    return name in _OTHER_WORDS or of_common_year and written.part is not None and written.part.hijri


def _is_year(match: re.Match[str], folded: str, plain: str) -> bool:
    """Whether a number that could be a year does not count what follows it."""
    following = _NEXT_WORD.match(plain, match.end())
    counted = following and following[1][0].islower() or following and not following[1].isascii()
    named = _YEAR_WORD.search(folded[: match.start()]) or _TO_NUMBER.match(folded, match.end())
    return bool(named or not counted or (following and fold(following[1]) in STOPWORDS))


def _settled(written: DateExpression, folded: str) -> DateExpression:
    """The date with its final relation; "from … on" becomes "since"."""
    if written.relation == "from" and (onward := _ONWARD.match(folded, written.end)):
        return replace(written, relation="since", end=onward.end())
    if written.relation in ("to", ""):  # the word before it says nothing of it
        return replace(written, relation="")
    return replace(written, relation=written.relation if written.relation in BOUNDS else "in")


# Days counted from today: "last week", "three days ago", "this month", "yesterday"

_UNITS = {
    "day": "days?|يوم|اليوم|ايام|الايام|يومين|اليومين",
    "week": "weeks?|اسبوع|الاسبوع|اسابيع|الاسابيع|اسبوعين|الاسبوعين",
    "month": "months?|شهر|الشهر|اشهر|الاشهر|شهور|الشهور|شهرين|الشهرين",
    "quarter": "quarters?|ربع|الربع|ارباع|الارباع",
    "year": "years?|عام|العام|سنه|السنه|اعوام|الاعوام|سنوات|السنوات|عامين|العامين|سنتين|السنتين",
}
_MONTHS_IN = {"month": 1, "quarter": 3, "year": 12}
_UNIT = "(?:" + "|".join(f"(?P<{name}>{words})" for name, words in _UNITS.items()) + ")"
_UNIT_OR_PART = rf"(?:{_UNIT}|(?P<part>{RECURRENT}))"
_NUMBERS = "a|an|one two three|ثلاث four|اربع five|خمس six|ست seven|سبع eight|ثماني nine|تسع ten|عشر".split()
_COUNTS = {word: number for number, words in enumerate(_NUMBERS, 1) for word in words.split("|")}
_COUNT = rf"(?:ال)?(?P<count>\d{{1,3}}|{'|'.join(_COUNTS)})ه?"
_RELATIVE_LEAD = r"(?<!\w)[وف]?(?:(?:in|over|during|within|from|on|في|خلال|من)\s+)?(?:the\s+|شهر\s+(?!\d))?"
_PATTERNS = [
    (kind, re.compile(pattern + r"(?!\w|'|\s+of(?!\w))"))
    for kind, pattern in (
        ("ago", rf"{_RELATIVE_LEAD}{_COUNT}\s+{_UNIT}\s+ago"),
        ("ago", rf"(?<!\w)[وف]?(?:قبل|منذ)\s+{_COUNT}\s+{_UNIT}"),
        ("ago", rf"(?<!\w)[وف]?(?:قبل|منذ)\s+{_UNIT}(?=\s*(?:[؟?،,.]|$)|\s+(?:عن|في|من|حول|بشان|علي)(?!\w))"),
        ("running", rf"{_RELATIVE_LEAD}(?:last|past)\s+{_COUNT}\s+{_UNIT}"),
        ("running", rf"{_RELATIVE_LEAD}{_UNIT}\s+{_COUNT}\s+(?:الماضيه|الاخيره)"),
        ("running", rf"{_RELATIVE_LEAD}(?=ال\w+ين ){_UNIT}\s+(?:الماضيين|الاخيرين|الماضيتين|الاخيرتين)"),
        ("last", rf"{_RELATIVE_LEAD}(?:last|past|previous)\s+(?!day){_UNIT_OR_PART}"),
        ("last", rf"{_RELATIVE_LEAD}(?!اليوم|يوم){_UNIT_OR_PART}\s+(?:الماضي|الماضيه|المنصرم|الفايت)"),
        ("this", rf"{_RELATIVE_LEAD}(?:this|current)\s+(?!day){_UNIT_OR_PART}"),
        ("this", rf"{_RELATIVE_LEAD}(?:هذا|هذه)\s+(?!اليوم){_UNIT_OR_PART}"),
        ("this", rf"{_RELATIVE_LEAD}(?!اليوم|يوم){_UNIT_OR_PART}\s+(?:الجاري|الجاريه|الحالي|الحاليه)"),
        ("yesterday", r"(?<!\w)(?:yesterday|امس|البارحه)"),
        ("today", r"(?<!\w)(?<!even )(?<!هذا )(?:today|اليوم(?=\W*$))"),
    )
]
_ERA = (
    rf"(?:{SPAN}|decades?|century|weekend|(?:19|20)?\d0'?s|(?:twen|thir|for|fif|six|seven|eigh|nine)ties"
    r"|(?:ال)?(?:عقد|قرن|عشرينيات|ثلاثينيات|اربعينيات|خمسينيات|ستينيات|سبعينيات|ثمانينيات|تسعينيات))"
)
_WITHIN = r"(?:in|over|during|throughout|since|في|خلال|اثناء|منذ)\s+(?:the\s+)?"
_WHICH = (
    r"(?:(?:early|late|mid|middle|end|beginning|last|past|this|next|coming|first|second|third|\d+th|final"
    r"|بدايه|نهايه|مطلع|اواخر|اوايل|منتصف)(?:\s+of\s+the\s+|[\s-]+))"
)
_UNIT_NAME = f"(?:{'|'.join(names for unit, names in _UNITS.items() if unit != 'day')})"
UNCLEAR_TIME = re.compile(
    rf"(?<!\w)[وف]?(?:{_WITHIN}{_WHICH}*{_ERA}(?:\s+(?:ال)?\d+(?!\w)|\s+ال\w+(?:\s+عشر)?)?"
    rf"|{_WITHIN}{_WHICH}+{_UNIT_NAME}|(?:next|coming)\s+{_UNIT_NAME}"
    rf"|(?:{_WITHIN})?{_UNIT_NAME}\s+(?:المقبل|القادم|الاول|الثاني|الثالث|الاخير)ه?)(?!\w|\s+(?:of|من)(?!\w))"
)
"""Words for a time, of which only articles can tell the days: in the nineties, next month."""


def relative_days(text: str, today: dt.date) -> Iterator[tuple[int, int, dt.date, dt.date]]:
    """Where the folded text names days by how far they lie from today: start, end, first and last day."""
    folded, taken = fold(text), 0
    found = [(match, kind) for kind, pattern in _PATTERNS for match in pattern.finditer(folded)]
    for match, kind in sorted(found, key=lambda pair: (pair[0].start(), -pair[0].end())):
        days = None if _is_other_word(match, text) else _relative_days(match, kind, today)
        if match.start() >= taken and days is not None:
            taken = match.end()
            yield match.start(), match.end(), *days


def _is_other_word(match: re.Match[str], text: str) -> bool:
    """Whether the name of a month is another word: "Whom could this may hurt?" """
    name = match.groupdict().get("part")
    return name in MONTHS and name in _OTHER_WORDS and text[match.start("part") : match.end("part")].islower()


def _relative_days(match: re.Match[str], kind: str, today: dt.date) -> tuple[dt.date, dt.date] | None:
    if kind in ("yesterday", "today"):
        return _unit_back("day", int(kind == "yesterday"), today)
    groups = match.groupdict()
    if groups.get("part"):
        return _recurrent(year_part(groups["part"]), kind, today)
    unit = next(name for name in _UNITS if groups[name])
    dual = 2 if unit and re.search(r"\w{2,}ين$", groups[unit]) else 1
    count = groups.get("count")
    number = dual if count is None else _COUNTS[count] if count in _COUNTS else int(count)
    if kind == "this":
        return _unit_back(unit, 0, today)
    if kind == "last":
        return _unit_back(unit, 1, today)
    back = _unit_back(unit, number, today)
    return back if kind == "ago" or back is None else (_day_back(unit, number, today), today)


def _recurrent(part: YearPart, kind: str, today: dt.date) -> tuple[dt.date, dt.date] | None:
    """The last summer is over; this one is running, or this year's."""
    year = part.year_begun(today)
    days = part.days(year)
    over = days is not None and days[1] < today
    if kind == "last":
        return days if over else part.days(year - 1)
    return part.days(YearPart(1, 1, part.hijri).year_begun(today)) if over else days


def _unit_back(unit: str, number: int, today: dt.date) -> tuple[dt.date, dt.date] | None:
    """The first and last day of the day, week (from Monday), month … that is `number` units before today's."""
    if number >= today.year:
        return None
    if unit in ("day", "week"):
        length = 7 if unit == "week" else 1
        first = today - dt.timedelta(days=number * length + (today.weekday() if unit == "week" else 0))
        return first, first + dt.timedelta(days=length - 1)
    months = _MONTHS_IN[unit]
    year, month = divmod(((today.year * 12 + today.month - 1) // months - number) * months, 12)
    return YearPart(month + 1, months).days(year)


def _day_back(unit: str, number: int, today: dt.date) -> dt.date:
    """The day `number` units before today; the last of the month where it has no such day."""
    if unit in ("day", "week"):
        return today - dt.timedelta(days=number * (7 if unit == "week" else 1))
    year, month = divmod(today.year * 12 + today.month - 1 - number * _MONTHS_IN[unit], 12)
    return dt.date(year, month + 1, min(today.day, calendar.monthrange(year, month + 1)[1]))
