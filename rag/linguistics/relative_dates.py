"""Days told from today: "last week", "three days ago", "this month", "yesterday", in either language."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterator

from store.text import fold

_UNITS = {
    "day": "days?|يوم|اليوم|ايام|الايام|يومين|اليومين",
    "week": "weeks?|اسبوع|الاسبوع|اسابيع|الاسابيع|اسبوعين|الاسبوعين",
    "month": "months?|شهر|الشهر|اشهر|الاشهر|شهور|الشهور|شهرين|الشهرين",
    "year": "years?|عام|العام|سنه|السنه|اعوام|الاعوام|سنوات|السنوات|عامين|العامين|سنتين|السنتين",
}
_UNIT = "(?:" + "|".join(f"(?P<{name}>{words})" for name, words in _UNITS.items()) + ")"
_NUMBERS = "a|an|one two three|ثلاث four|اربع five|خمس six|ست seven|سبع eight|ثماني nine|تسع ten|عشر".split()
_COUNTS = {word: number for number, words in enumerate(_NUMBERS, 1) for word in words.split("|")}
_COUNT = rf"(?:ال)?(?P<count>\d{{1,3}}|{'|'.join(_COUNTS)})ه?"
_LEAD = r"(?<!\w)[وف]?(?:(?:in|over|during|within|from|on|في|خلال|من)\s+)?(?:the\s+)?"
_PATTERNS = [
    (kind, re.compile(pattern + r"(?!\w|'|\s+of(?!\w))"))
    for kind, pattern in (
        ("ago", rf"{_LEAD}{_COUNT}\s+{_UNIT}\s+ago"),
        ("ago", rf"(?<!\w)[وف]?(?:قبل|منذ)\s+{_COUNT}\s+{_UNIT}"),
        ("ago", rf"(?<!\w)[وف]?(?:قبل|منذ)\s+{_UNIT}(?=\s*(?:[؟?،,.]|$)|\s+(?:عن|في|من|حول|بشان|علي)(?!\w))"),
        ("running", rf"{_LEAD}(?:last|past)\s+{_COUNT}\s+{_UNIT}"),
        ("running", rf"{_LEAD}{_UNIT}\s+{_COUNT}\s+(?:الماضيه|الاخيره)"),
        ("running", rf"{_LEAD}(?=ال\w+ين ){_UNIT}\s+(?:الماضيين|الاخيرين|الماضيتين|الاخيرتين)"),
        ("last", rf"{_LEAD}(?:last|past|previous)\s+(?!day){_UNIT}"),
        ("last", rf"{_LEAD}(?!اليوم|يوم){_UNIT}\s+(?:الماضي|الماضيه|المنصرم|الفايت)"),
        ("this", rf"{_LEAD}(?:this|current)\s+(?!day){_UNIT}"),
        ("this", rf"{_LEAD}(?:هذا|هذه)\s+(?!اليوم){_UNIT}"),
        ("this", rf"{_LEAD}(?!اليوم|يوم){_UNIT}\s+(?:الجاري|الجاريه|الحالي|الحاليه)"),
        ("yesterday", r"(?<!\w)(?:yesterday|امس|البارحه)"),
        ("today", r"(?<!\w)(?<!even )(?<!هذا )(?:today|اليوم(?=\W*$))"),
    )
]


def relative_days(text: str, today: dt.date) -> Iterator[tuple[int, int, dt.date, dt.date]]:
    """Where the folded text names days by how far they lie from today: start, end, first and last day."""
    folded, taken = fold(text), 0
    found = [(match, kind) for kind, pattern in _PATTERNS for match in pattern.finditer(folded)]
    for match, kind in sorted(found, key=lambda pair: (pair[0].start(), -pair[0].end())):
        days = _days(match, kind, today)
        if match.start() >= taken and days is not None:
            taken = match.end()
            yield match.start(), match.end(), *days


def _days(match: re.Match[str], kind: str, today: dt.date) -> tuple[dt.date, dt.date] | None:
    if kind in ("yesterday", "today"):
        return _unit_back("day", int(kind == "yesterday"), today)
    groups = match.groupdict()
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


def _unit_back(unit: str, number: int, today: dt.date) -> tuple[dt.date, dt.date] | None:
    """The first and last day of the day, week (from Monday), month or year so many before today's."""
    if number >= today.year:
        return None
    if unit in ("day", "week"):
        length = 7 if unit == "week" else 1
        first = today - dt.timedelta(days=number * length + (today.weekday() if unit == "week" else 0))
        return first, first + dt.timedelta(days=length - 1)
    if unit == "year":
        return dt.date(today.year - number, 1, 1), dt.date(today.year - number, 12, 31)
    year, month = divmod(today.year * 12 + today.month - 1 - number, 12)
    return dt.date(year, month + 1, 1), dt.date(year, month + 1, calendar.monthrange(year, month + 1)[1])


def _day_back(unit: str, number: int, today: dt.date) -> dt.date:
    """The day so many units before today; the month's last where it has no such day."""
    if unit in ("day", "week"):
        return today - dt.timedelta(days=number * (7 if unit == "week" else 1))
    year, month = divmod(today.year * 12 + today.month - 1 - number * (12 if unit == "year" else 1), 12)
    return dt.date(year, month + 1, min(today.day, calendar.monthrange(year, month + 1)[1]))
