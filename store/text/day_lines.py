"""Lines and fields that state the day of an article, as sites and programs write them."""

from __future__ import annotations

import datetime as dt
import re
import warnings

from store.text.arabic import fold
from store.text.dates import DateMention, date_mentions, month_words, with_english_months
from store.text.hijri import HIJRI_WORDS, hijri_day

_LONGEST_DATE = 200
"""Characters, also of a line that is there for its date. dateparser takes half a second for ten thousand."""
_FIRST_YEAR = 1501
"""No press is older; a smaller number is a year of the Hijri calendar."""
_LAST_MONTH = 12
_MOST_BESIDE = 6
"""Words that may stand beside the day in a line that is there for it: an author, a place, a section."""
_UNIX = re.compile(r"-?\d{9,10}(?:\.\d+)?|-?\d{11,13}")
_IN_ADDRESS = re.compile(r"(?<!\d)((?:19|20)\d\d)([/-]?)(\d{1,2})\2(\d{1,2})(?!\d)")
_MONTH_IN_ADDRESS = re.compile(r"(?<!\d)((?:19|20)\d\d)[/-]([a-z]{3,9})[/-](\d{1,2})(?!\d)")
_CLOCK = re.compile(r"\d\s*:\s*\d\d|\d\s*(?:[ap]\.?m|[صم])\b")
# A zone has as many names as there are towns: what it is shows by its place, behind a time of the day.
_ZONE = re.compile(
    r"(\d[:.]\d\d(?:\s*(?i:[ap]\.?m\b\.?))?|\d\s*(?i:[ap]\.?m\b\.?))\s*\(?[A-Z]{2,5}(?:[+-]\d+(?::\d\d)?)?\)?(?!\w)"
)
_ARABIC_ZONE = re.compile(r"ب(?:ال)?توقيت\s+\w+(?:\s+المحلي)?")
_UPDATE_LABELS = set(fold("updated update modified تحديث حدث تعديل عدل").split())
_PUBLICATION_LABELS = set(fold("published publication posted created نشر نشرت النشر أضيف اضيفت حرر حررت").split())
_PUBLICATION = re.compile(rf"(?<!\w)(?:{'|'.join(sorted(_PUBLICATION_LABELS))})(?!\w)")
_DATE_LABELS = _UPDATE_LABELS | _PUBLICATION_LABELS | {"ago"}
_HYPHENED = re.compile(r"(?<=\d)-([a-z]{3,9})-(?=\d{4})")
_DATE_WORDS = (
    _DATE_LABELS
    | month_words()
    | HIJRI_WORDS
    | set(
        fold("""
    monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun at on of
    am pm a p m gmt utc bst est edt cet cest st nd rd th last first date time hours hour minutes minute days day t z
    ad ah ce corresponding to
    الاثنين الثلاثاء الأربعاء الخميس الجمعة السبت الأحد ص م هـ صباحا مساء ظهرا آخر أول تم تاريخ التاريخ بتاريخ في
    الساعة بتوقيت غرينتش جرينتش مكة المكرمة منذ قبل ساعة ساعات ساعتين دقيقة دقائق يوم أيام يومين الموافق موافق من
""").split()
    )
)


def is_date_line(line: str) -> bool:
    """A line of nothing but a date or a time, with the words that sites put around one."""
    if len(line) > _LONGEST_DATE or _other_words(line):
        return False
    return is_labelled(line) or states_day(line) or bool(_CLOCK.search(fold(line)))


def is_labelled(line: str) -> bool:
    """Whether the line says what its date is: published, updated, so long ago."""
    return bool(_words(fold(line)) & _DATE_LABELS)


def tells_of_update(line: str) -> bool:
    """Whether the line says that its date is that of a change."""
    return bool(_words(fold(line)) & _UPDATE_LABELS)


def states_day(line: str) -> bool:
    """Whether a whole date is in the line, of either calendar: day, month and year."""
    return bool(_common_days(_HYPHENED.sub(r" \1 ", fold(line))) or _iso_day(line.strip()) or hijri_day(line))


def is_there_for_its_day(line: str) -> bool:
    """Whether a line states a day and little else, such as an author or a place."""
    return len(line) <= _LONGEST_DATE and len(_other_words(line)) <= _MOST_BESIDE and states_day(line)


def parse_day(text: str, *, day_first: bool) -> dt.date | None:
    """The one day that `text` states in the common calendar, or as a Unix time; None when there is none.

    Without `day_first` 3/4/2024 may be March or April, so it is none either.
    """
    whole = _iso_day(text.strip()) or _unix_day(text.strip())
    if whole:
        return whole
    folded = fold(text)
    if tells_of_update(text) and (published := _PUBLICATION.search(folded)):
        folded = folded[published.start() :]
    folded = _HYPHENED.sub(r" \1 ", folded)
    stated = _common_days(folded)
    if not stated:
        return None if hijri_day(text) else _parsed(with_english_months(folded[: _LONGEST_DATE + 1]))
    return next(filter(None, (_resolved(mention, folded, day_first) for mention in stated)), None)


def day_in_address(url: str) -> dt.date | None:
    """The day in the path of an address: /2024/4/13/, /2024-04-13-, /20240413/, /2024/apr/13/."""
    path = re.sub(r"^\w+://[^/]*", "", url.lower()).split("?")[0]
    for match in _IN_ADDRESS.finditer(path):
        year, sign, month, day = match.groups()
        if sign or len(month + day) == 4:  # without a sign all eight digits stand there
            found = _valid(int(year), int(month), int(day))
            if found:
                return found
    for year, month, day in _MONTH_IN_ADDRESS.findall(path):
        named = next(iter(_common_days(f"{day} {month} {year}")), None)
        if named:
            return _resolved(named, "", True)
    return None


def _iso_day(text: str) -> dt.date | None:
    try:
        found = dt.datetime.fromisoformat(text).date()
    except ValueError:
        return None
    return found if found.year >= _FIRST_YEAR else None


def _unix_day(text: str) -> dt.date | None:
    """The day of a Unix time, in seconds or milliseconds, by Greenwich."""
    if not _UNIX.fullmatch(text):
        return None
    seconds = float(text)
    return (dt.datetime(1970, 1, 1) + dt.timedelta(seconds=seconds if abs(seconds) < 1e10 else seconds / 1000)).date()


def _common_days(folded: str) -> list[DateMention]:
    return [each for each in date_mentions(folded) if each.is_whole and (each.year or 0) >= _FIRST_YEAR]


def _resolved(mention: DateMention, folded: str, day_first: bool) -> dt.date | None:
    year, month, day = mention.year or 0, mention.month or 0, mention.day or 0
    in_digits = re.match(r"\d{1,2}[-/.]\d", folded[mention.start : mention.end])
    if in_digits and not day_first and month != day and max(month, day) <= _LAST_MONTH:
        return None
    return _valid(year, month, day)


def _valid(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


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


def _other_words(line: str) -> set[str]:
    """The words of a line that have nothing to do with its date."""
    return _words(_ARABIC_ZONE.sub(" ", fold(_ZONE.sub(r"\1 ", line)))) - _DATE_WORDS


def _words(folded: str) -> set[str]:
    return set(re.findall(r"[^\W\d_]+", folded))
