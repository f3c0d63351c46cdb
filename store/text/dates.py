"""Days as pages and people write them: in Arabic or English, with the month names of any Arab country."""

from __future__ import annotations

import datetime as dt
import re
import warnings
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
_MONTHS = {
    fold(name).replace("_", " "): english
    for names in [" ".join(_ENGLISH_MONTHS), *_CALENDARS.strip().splitlines()]
    for name, english in zip(names.split(), _ENGLISH_MONTHS, strict=True)
}
MONTH = "(?:" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + ")"
"""A month's name in folded text, as alternatives of a pattern: that of every calendar here."""
MONTHS = {name: 1 + _ENGLISH_MONTHS.index(english) for name, english in _MONTHS.items()}
"""The number of each month by its folded name, in every calendar here."""
_MONTH_NAME = re.compile(rf"(?<!\w)({MONTH})(?:\s*/\s*{MONTH})?(?!\w)")
_GLUED_MONTH = re.compile(rf"(?<!\w)[وبل]?({MONTH})(?!\w)")
_LAST_MONTH = 12
_LONGEST_DATE = 200
"""Characters. dateparser takes half a second for ten thousand."""
# The grammar of written dates: 12 September, Sept. 12, 2023, May 2024, 2019, 2024-05-03, 12/9/2023. A month by itself
# must be no other word.
_AMBIGUOUS = {fold(name) for name in ("may", "march", "mar", "jan", "آب", "مارس", "ماي")}
_MENTION = re.compile(
    rf"(?<![\w$.,-])(?:[وبل]?(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+|من\s+)?(?P<m1>{MONTH})(?:\s*/\s*{MONTH})?"
    r"(?:\.?[,،]?\s+(?:عام\s+|سنه\s+)?(?P<y1>\d{4}))?"
    rf"|(?:[وبل]?)(?P<m2>{MONTH})(?:\s*/\s*{MONTH})?(?:\.?\s+(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?(?!\d|[.,:]\d|\s*%))?"
    r"(?:\.?[,،]?\s+(?:عام\s+|سنه\s+)?(?P<y2>\d{4}))?"
    r"|(?P<d4>\d{1,2})(?P<slash>[-/.])(?P<m4>\d{1,2})(?P=slash)(?P<y5>\d{4})"
    r"|(?P<y3>\d{4})(?P<sign>[-/.])(?P<m3>\d{1,2})(?P=sign)(?P<d3>\d{1,2})|(?P<y4>(?:19|20)\d\d))"
    r"(?!\w|[.,]\d|\s*%)"
)
_WEEKDAYS = (
    "monday tuesday wednesday thursday friday saturday sunday",
    "الاثنين الثلاثاء الاربعاء الخميس الجمعه السبت الاحد",
)
_WEEKDAYS_BY_NAME = {name: number for names in _WEEKDAYS for number, name in enumerate(names.split())}
WEEKDAY = re.compile(rf"(?<!\w)[وبل]?({'|'.join(_WEEKDAYS_BY_NAME)})s?(?!\w)")
"""The name of a weekday in folded text."""
_SOME_WEEKDAY = re.compile(rf"(?<!\w)يوم ({_WEEKDAYS[1].replace('ال', '').replace(' ', '|')})(?!\w)")  # كل يوم أحد
_CLOCK = re.compile(r"\d\s*:\s*\d\d|\d\s*(?:[ap]m|[صم])\b")
_DATE_LABELS = set(fold("updated update published posted modified ago تحديث حدث نشر نشرت النشر").split())
_DATE_WORDS = (
    _DATE_LABELS
    | set(" ".join(_MONTHS).split())
    | set(
        fold("""
    monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun at on of
    am pm gmt utc bst est edt cet cest st nd rd th last first date time hours hour minutes minute days day t z
    الاثنين الثلاثاء الأربعاء الخميس الجمعة السبت الأحد ص م صباحا مساء ظهرا آخر تم تاريخ في الساعة بتوقيت غرينتش
    جرينتش مكة المكرمة منذ قبل ساعة ساعات ساعتين دقيقة دقائق يوم أيام يومين
""").split()
    )
)


def is_date_line(line: str) -> bool:
    """A line of nothing but a date or a time, with the words that sites put around one."""
    folded = fold(line)
    dated = is_labelled(line) or states_day(line) or _CLOCK.search(folded)
    return bool(dated) and _words(folded) <= _DATE_WORDS


def is_labelled(line: str) -> bool:
    """Whether the line says what its date is: published, updated, so long ago."""
    return bool(_words(fold(line)) & _DATE_LABELS)


def states_day(line: str) -> bool:
    """Whether a whole date is in the line: day, month and year."""
    return any(map(_is_whole, date_mentions(line)))


def parse_day(text: str, *, day_first: bool) -> dt.date | None:
    """The one day that `text` states; None when there is none.

    Without `day_first` 3/4/2024 may be March or April, so it is none either.
    """
    try:
        return dt.datetime.fromisoformat(text).date()
    except ValueError:
        pass
    folded = fold(text)
    stated = next(filter(_is_whole, date_mentions(folded)), None)
    if stated is None:
        return _parsed(_MONTH_NAME.sub(lambda month: _MONTHS[month[1]], folded[: _LONGEST_DATE + 1]))
    year, month, day = stated.year or 0, stated.month or 0, stated.day or 0
    in_digits = re.match(r"\d{1,2}[-/.]\d", folded[stated.start : stated.end])
    if in_digits and not day_first and month != day and max(month, day) <= _LAST_MONTH:
        return None
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class DateMention:
    """A day, month or year that a text names, at `fold(text)[start:end]`. What it leaves open is None."""

    start: int
    end: int
    year: int | None
    month: int | None
    day: int | None


def _is_whole(mention: DateMention) -> bool:
    return None not in (mention.year, mention.month, mention.day)


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
    return " ".join([*(name for name, english in _MONTHS.items() if english == month), str(date.year)])


def format_date(date: dt.date, language: str) -> str:
    """A date as a newspaper writes it: 12 September 2023, in "ar" or "en"."""
    from babel import dates  # slow to import, and the command line shows its help without it

    return dates.format_date(date, "d MMMM y", locale=language)


def day_in(month: int, language: str) -> str:
    """The same with its blanks, for a day of the first to the twelfth month: {day} September {year}."""
    return format_date(dt.date(1000, month, 1), language).replace("1000", "{year}").replace("1 ", "{day} ", 1)


def _parsed(date: str) -> dt.date | None:
    """What dateparser makes of a date that our grammar does not know; None for a long text.

    It knows only the Egyptian names of months, hence the English ones here.
    """
    if len(date) > _LONGEST_DATE:
        return None
    import dateparser  # slow to import, and few files need it

    settings = {
        "DATE_ORDER": "YMD" if re.match(r"\d{4}", date) else "DMY",
        "PARSERS": ["absolute-time"],
        "REQUIRE_PARTS": ["day", "month", "year"],
    }
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # raised inside dateparser on newer Pythons
        found = dateparser.parse(date, languages=["en", "ar"], settings=settings)
    return found.date() if found else None


def _words(folded: str) -> set[str]:
    return set(re.findall(r"[^\W\d_]+", folded))
