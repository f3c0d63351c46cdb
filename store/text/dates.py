"""Days as pages and people write them: in Arabic or English, with the month names of any Arab country."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from store.text.arabic import fold

_ENGLISH_MONTHS = "January February March April May June July August September October November December".split()
_CALENDARS = """
Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec
January February March April May June July August Sept October November December
يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر
كانون_الثاني شباط آذار نيسان أيار حزيران تموز آب أيلول تشرين_الأول تشرين_الثاني كانون_الأول
جانفي فيفري مارس أفريل ماي جوان جويلية أوت سبتمبر أكتوبر نوفمبر ديسمبر
يناير فبراير مارس أبريل ماي يونيو يوليوز غشت شتنبر أكتوبر نونبر دجنبر
"""
_OTHER_SPELLINGS = """
كانون_ثاني شباط اذار نيسان ايار حزيران تموز اب ايلول تشرين_اول تشرين_ثاني كانون_اول
كانون2 شباط اذار نيسان ايار حزيران تموز اب ايلول تشرين1 تشرين2 كانون1
"""


def _by_name(calendars: str) -> dict[str, str]:
    """The English name of each month by its folded names."""
    return {
        fold(name).replace("_", " "): english
        for names in calendars.strip().splitlines()
        for name, english in zip(names.split(), _ENGLISH_MONTHS, strict=True)
    }


_USUAL_MONTHS = _by_name(" ".join(_ENGLISH_MONTHS) + _CALENDARS)
_MONTHS = _USUAL_MONTHS | _by_name(_OTHER_SPELLINGS)
MONTH = "(?:" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + ")"
"""A month's name in folded text, as alternatives of a pattern: that of every calendar here."""
MONTHS = {name: 1 + _ENGLISH_MONTHS.index(english) for name, english in _MONTHS.items()}
"""The number of each month by its folded name, in every calendar here."""
_PAIRED = rf"(?:\s*/\s*{MONTH}|\s*\(\s*{MONTH}\s*\))?"
"""The same month in another calendar, behind the first: أيلول/سبتمبر, أيلول (سبتمبر)."""
_MONTH_NAME = re.compile(rf"(?<!\w)({MONTH}){_PAIRED}(?!\w)")
_GLUED_MONTH = re.compile(rf"(?<!\w)[وبل]?({MONTH})(?!\w)")
_LAST_MONTH = 12
# The grammar of written dates: 12 September, Sept. 12, 2023, May 2024, 2019, 2024-05-03, 12/9/2023. A month by itself
# must be no other word.
_AMBIGUOUS = {fold(name) for name in ("may", "march", "mar", "jan", "آب", "مارس", "ماي")}
_MENTION = re.compile(
    rf"(?<![\w$.,-])(?:[وبل]?(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+|من\s+)?(?P<m1>{MONTH}){_PAIRED}"
    r"(?:\.?[,،]?\s+(?:عام\s+|سنه\s+)?(?P<y1>\d{4}))?"
    rf"|(?:[وبل]?)(?P<m2>{MONTH}){_PAIRED}(?:\.?\s+(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?(?!\d|[.,:]\d|\s*%))?"
    r"(?:\.?[,،]?\s+(?:عام\s+|سنه\s+)?(?P<y2>\d{4}))?"
    r"|(?P<d4>\d{1,2})(?P<slash>[-/.])(?P<m4>\d{1,2})(?P=slash)(?P<y5>\d{4})"
    r"|(?P<y3>\d{4})(?P<sign>[-/.])(?P<m3>\d{1,2})(?P=sign)(?P<d3>\d{1,2})|(?P<y4>(?:19|20)\d\d)(?!م))"
    r"(?!(?!م(?!\w))\w|[.,]\d|\s*%)"
)
_WEEKDAYS = (
    "monday tuesday wednesday thursday friday saturday sunday",
    "الاثنين الثلاثاء الاربعاء الخميس الجمعه السبت الاحد",
)
_WEEKDAYS_BY_NAME = {name: number for names in _WEEKDAYS for number, name in enumerate(names.split())}
WEEKDAY = re.compile(rf"(?<!\w)[وبل]?({'|'.join(_WEEKDAYS_BY_NAME)})s?(?!\w)")
"""The name of a weekday in folded text."""
_SOME_WEEKDAY = re.compile(rf"(?<!\w)يوم ({_WEEKDAYS[1].replace('ال', '').replace(' ', '|')})(?!\w)")  # كل يوم أحد


@dataclass(frozen=True, slots=True)
class DateMention:
    """A day, month or year that a text names, at `fold(text)[start:end]`. What it leaves open is None."""

    start: int
    end: int
    year: int | None
    month: int | None
    day: int | None

    @property
    def is_whole(self) -> bool:
        """Whether day, month and year are named."""
        return None not in (self.year, self.month, self.day)


def date_mentions(text: str) -> list[DateMention]:
    """The days, months and years that a text names with a month's name, as a whole date or as a year, in order.

    3/4/2024 is taken for the third of April.
    """
    found = []
    for match in _MENTION.finditer(fold(text)):
        parts = {
            kind: next((match[g] for g in match.re.groupindex if g[0] == kind and match[g]), None) for kind in "dmy"
        }
        if parts["m"] in _AMBIGUOUS and not (parts["d"] or parts["y"]):
            continue
        day, year = (int(part) if part else None for part in (parts["d"], parts["y"]))
        month = _month(parts["m"])
        if month and day and month > _LAST_MONTH >= day:  # 9/13/2024, as Americans write
            month, day = day, month
        if not month or month <= _LAST_MONTH:
            found.append(DateMention(match.start(), match.end(), year, month, day))
    return found


def with_english_months(folded: str) -> str:
    """A folded text with the English name of each month in place of the one that it has."""
    return _MONTH_NAME.sub(lambda month: _MONTHS[month[1]], folded)


def month_words() -> set[str]:
    """The folded words of which the names of months are made."""
    return set(" ".join(_MONTHS).split())


def month_mentions(text: str) -> set[int]:
    """The months that a text may name: the name of some is another word too (may, march, آب)."""
    return {MONTHS[match[1]] for match in _GLUED_MONTH.finditer(fold(text))}


def _month(name: str | None) -> int | None:
    if not name or name.isdigit():
        return int(name) if name else None
    return MONTHS[name]


def weekday_mentions(text: str) -> set[int]:
    """The days of the week that a text names: 0 is Monday."""
    folded = fold(text)
    named = {_WEEKDAYS_BY_NAME[match[1]] for match in WEEKDAY.finditer(folded)}
    return named | {_WEEKDAYS_BY_NAME[f"ال{match[1]}"] for match in _SOME_WEEKDAY.finditer(folded)}


def names_of(date: dt.date) -> str:
    """The words that name a date's month, in every calendar here, and its year: what a question may say of it."""
    month = _ENGLISH_MONTHS[date.month - 1]
    return " ".join([*(name for name, english in _USUAL_MONTHS.items() if english == month), str(date.year)])


def format_date(date: dt.date, language: str) -> str:
    """A date as a newspaper writes it: 12 September 2023, in "ar" or "en"."""
    from babel import dates  # slow to import, and the command line shows its help without it

    return dates.format_date(date, "d MMMM y", locale=language)


def day_in(month: int, language: str) -> str:
    """The same with its blanks, for a day of the first to the twelfth month: {day} September {year}."""
    return format_date(dt.date(1000, month, 1), language).replace("1000", "{year}").replace("1 ", "{day} ", 1)
