"""What questions ask of time: days, months, "last week", "since"; and how well statements fit a period."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from rag.linguistics.dates import parse_dates, relative_days
from rag.linguistics.periods import DATED_EARLIER, DATED_INSIDE, DATED_LATER, UNKNOWN, Period, period_fit, period_of
from rag.linguistics.year_parts import YearPart
from store.text.arabic import fold
from store.text.dates import MONTHS
from tests.helpers.cases import each_case

REFERENCE = dt.date(2024, 9, 18)
"""A Wednesday."""


def periods(text: str) -> Iterator[str]:
    """The periods of a text as "since..until"; "*" before those of any year."""
    for written in parse_dates(text):
        period = period_of(written, REFERENCE)
        if period:
            yield f"{'*' if period.yearly else ''}{period.since or ''}..{period.until or ''}"


DATES = [
    ("Who met her in September 2024?", "2024-09-01..2024-09-30"),
    ("Who came on Wednesday, 13 September 2023, by train?", "2023-09-13..2023-09-13"),
    ("September 13, 2023", "2023-09-13..2023-09-13"),
    ("the 13th of September 2023", "2023-09-13..2023-09-13"),
    ("13/9/2023", "2023-09-13..2023-09-13"),
    ("in 2023-09", "2023-09-01..2023-09-30"),
    ("What happened in 2023?", "2023-01-01..2023-12-31"),
    ("In 2023 Putin came", "2023-01-01..2023-12-31"),
    ("since June 2024", "2024-06-01.."),
    ("since June", "2024-06-01.."),
    ("since December", "2023-12-01.."),
    ("from June 2024 on", "2024-06-01.."),
    ("from June 2024 on the border", "2024-06-01..2024-06-30"),
    ("before 12 September 2023", "..2023-09-11"),
    ("prior to 2023", "..2022-12-31"),
    ("after February 2024", "2024-03-01.."),
    ("until the end of 2023", "..2023-12-31"),
    ("between March and June 2024", "2024-03-01..2024-06-30"),
    ("between November and February 2024", "2023-11-01..2024-02-29"),
    ("from 13 September 2023 to 5 October 2023", "2023-09-13..2023-10-05"),
    ("13-15 September 2023", "2023-09-13..2023-09-15"),
    ("between 2019 and 2023", "2019-01-01..2023-12-31"),
    ("in May", "*2000-05-01..2000-05-31"),
    ("in march?", "*2000-03-01..2000-03-31"),
    ("on 29 February", "*2000-02-29..2000-02-29"),
    ("في سبتمبر 2024", "2024-09-01..2024-09-30"),
    ("في أيلول/سبتمبر ٢٠٢٤", "2024-09-01..2024-09-30"),
    ("يوم الأربعاء 13 أيلول 2023", "2023-09-13..2023-09-13"),
    ("13 من سبتمبر عام 2023", "2023-09-13..2023-09-13"),
    ("منذ كانون الثاني 2024", "2024-01-01.."),
    ("منذ غشت", "2024-08-01.."),
    ("قبل 12 شتنبر 2023", "..2023-09-11"),
    ("بعد عام 2019", "2020-01-01.."),
    ("حتى نهاية عام 2023", "..2023-12-31"),
    ("بين مارس ويونيو 2024", "2024-03-01..2024-06-30"),
    ("ما بين سنتي 2000 و2005", "2000-01-01..2005-12-31"),
    ("من 13 إلى 15 سبتمبر 2023", "2023-09-13..2023-09-15"),
    ("في آب", "*2000-08-01..2000-08-31"),
    ("مطلع يوليو", "*2000-07-01..2000-07-31"),
]
NOT_WRITTEN = [
    "May I ask who came?",
    "How many may 10 soldiers beat?",
    "the march in Moscow",
    "what is in May Ziade's book",
    "a letter from May",
    "2024 missiles",
    "more than 2024 tonnes",
    "in 2024 villages",
    "the 2024 election",
    "World Cup 2022",
    "31 February 2023",
    "15-3-2-1",
    "the 2001-02 season",
    "a play of the 1970's",
    "in the 1970s",
    "هل مارس الوفد الضغط؟",
    "من أب كريم",
    "في 2024 قرية",
    "لقاء سبتمبر",
    "كأس العالم 2022",
]


@each_case(("text", "period"), DATES)
def test_a_written_date_bounds(text: str, period: str) -> None:
    assert list(periods(text)) == [period]


@each_case("text", NOT_WRITTEN)
def test_what_only_looks_like_a_date_bounds_nothing(text: str) -> None:
    assert list(periods(text)) == []


@each_case(("name", "number"), MONTHS.items())
def test_every_months_name_is_read(name: str, number: int) -> None:
    (written,) = parse_dates(f"in {name} 2021")
    assert (written.year, written.part, written.relation) == (2021, YearPart(number, 1), "in")


def test_a_written_date_tells_its_place() -> None:
    text = "ماذا حدث في ١٣ أيلول ٢٠٢٣ هناك؟"
    (written,) = parse_dates(text)
    assert len(fold(text)) == len(text)
    assert text[written.start : written.end] == "في ١٣ أيلول ٢٠٢٣"


RELATIVE = [
    ("What happened last week?", "2024-09-09..2024-09-15"),
    ("in the last three days", "2024-09-15..2024-09-18"),
    ("yesterday", "2024-09-17..2024-09-17"),
    ("today?", "2024-09-18..2024-09-18"),
    ("this month", "2024-09-01..2024-09-30"),
    ("two weeks ago", "2024-09-02..2024-09-08"),
    ("over the past 2 months", "2024-07-18..2024-09-18"),
    ("last year", "2023-01-01..2023-12-31"),
    ("ماذا حدث أمس؟", "2024-09-17..2024-09-17"),
    ("ماذا حدث اليوم؟", "2024-09-18..2024-09-18"),
    ("الأسبوع الماضي", "2024-09-09..2024-09-15"),
    ("خلال الشهر الماضي", "2024-08-01..2024-08-31"),
    ("قبل ثلاثة أيام", "2024-09-15..2024-09-15"),
    ("قبل أسبوعين", "2024-09-02..2024-09-08"),
    ("خلال الأيام الثلاثة الماضية", "2024-09-15..2024-09-18"),
    ("في الأسبوعين الماضيين", "2024-09-04..2024-09-18"),
    ("هذا العام", "2024-01-01..2024-12-31"),
    ("السنة الماضية", "2023-01-01..2023-12-31"),
]
NOT_RELATIVE = [
    "the last leader",
    "the last year of the war",
    "How long did the day last?",
    "in the last 9999999 years",
    "آخر زعيم",
    "في اليوم الأول",
    "قبل يوم القمة",
    "قبل شهر رمضان",
    "هذا اليوم",
    "even today",
]


@each_case(("text", "days"), RELATIVE)
def test_days_are_told_from_today(text: str, days: str) -> None:
    assert [f"{first}..{last}" for _, _, first, last in relative_days(text, REFERENCE)] == [days]


@each_case("text", NOT_RELATIVE)
def test_what_is_not_told_from_today_names_no_days(text: str) -> None:
    assert list(relative_days(text, REFERENCE)) == []


def test_months_before_march_end_where_february_does() -> None:
    ((_, _, first, last),) = relative_days("in the last six months", dt.date(2024, 8, 31))
    assert (first, last) == (dt.date(2024, 2, 29), dt.date(2024, 8, 31))


# What fits

SEPTEMBER = Period(dt.date(2024, 9, 1), dt.date(2024, 9, 30))
ANY_SEPTEMBER = Period(dt.date(2000, 9, 1), dt.date(2000, 9, 30), yearly=True)
SINCE_JUNE = Period(since=dt.date(2024, 6, 1))
LATER = dt.date(2024, 11, 2)

FITS = [
    ("They met on 13 September 2024.", LATER, SEPTEMBER, 1.0),
    ("اجتمعا في 13 أيلول 2024.", None, SEPTEMBER, 1.0),
    ("They met on 13 September.", LATER, SEPTEMBER, 1.0),
    ("They met on 13 September.", dt.date(2023, 9, 20), SEPTEMBER, 0.0),
    ("They met on 13 September.", None, SEPTEMBER, UNKNOWN),
    ("They met in June 2024.", dt.date(2024, 9, 2), SEPTEMBER, 0.0),
    ("They met in 2019 and on 2 September 2024.", LATER, SEPTEMBER, 1.0),
    ("It was signed in 2024.", LATER, SEPTEMBER, UNKNOWN),
    ("They met.", dt.date(2024, 9, 30), SEPTEMBER, DATED_INSIDE),
    ("They met.", LATER, SEPTEMBER, DATED_LATER),
    ("They met.", dt.date(2024, 8, 31), SEPTEMBER, DATED_EARLIER),
    ("They met.", None, SEPTEMBER, UNKNOWN),
    ("They met in September 2023.", LATER, ANY_SEPTEMBER, 1.0),
    ("They met in October 2023.", LATER, ANY_SEPTEMBER, 0.0),
    ("They met in 2023.", LATER, ANY_SEPTEMBER, UNKNOWN),
    ("They met on 28 February 2023.", LATER, Period(dt.date(2000, 2, 29), dt.date(2000, 2, 29), True), 1.0),
    ("They met in July 2025.", LATER, SINCE_JUNE, 1.0),
    ("They met.", dt.date(2024, 5, 1), Period(until=dt.date(2023, 1, 1)), DATED_LATER),
    ("They met on 13 September 2024.", LATER, None, UNKNOWN),
]


@each_case(("sentence", "date", "period", "fits"), FITS)
def test_a_statement_fits_by_the_days_it_names_or_else_by_its_articles(
    sentence: str, date: dt.date | None, period: Period | None, fits: float
) -> None:
    assert period_fit(sentence, date, period) == fits
