"""Dates as texts write them: one grammar for the reader of articles and for the questions."""

from __future__ import annotations

import datetime as dt

from store.text import date_mentions, day_in, format_date, parse_day, states_day
from tests.helpers.cases import each_case

DAY = dt.date(2023, 9, 12)


@each_case(
    "written",
    [
        "12 September 2023",
        "Sept. 12, 2023",
        "12 أيلول/سبتمبر 2023",
        "12th of September 2023",
        "2023-9-12",
        "2023/09/12",
    ]
    + ["Published: 12 شتنبر 2023", "12 من أيلول عام 2023", "12-9-2023", "12.09.2023", "9/13/2023"],
)
def test_a_whole_date_is_read_alike_in_a_line_and_in_a_sentence(written: str) -> None:
    assert states_day(written)
    (mention,) = date_mentions(written)
    day = parse_day(written, day_first=True)
    assert day is not None and (day.year, day.month, day.day) == (mention.year, mention.month, mention.day)


def test_what_is_no_day() -> None:
    assert parse_day("31 February 2023", day_first=True) is None
    assert parse_day("3/4/2024", day_first=False) is None
    assert not states_day("September 2023")


def test_dates_as_newspapers_write_them() -> None:
    assert format_date(DAY, "en") == "12 September 2023" and format_date(DAY, "ar") == "12 سبتمبر 2023"
    assert [day_in(9, "en").format(day=1, year=2023), day_in(9, "ar")] == ["1 September 2023", "{day} سبتمبر {year}"]
    for month in range(1, 13):
        assert day_in(month, "ar").format(day=11, year=1999) == format_date(dt.date(1999, month, 11), "ar")
