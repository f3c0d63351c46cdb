"""Lines and fields that state the day of an article, in both calendars."""

from __future__ import annotations

import datetime as dt

from store.text import (
    day_in_address,
    hijri_day,
    is_date_line,
    is_there_for_its_day,
    parse_day,
    states_day,
    tells_of_update,
)
from tests.helpers.cases import each_case

DAY = dt.date(2024, 11, 5)
"""The third of Jumada al-Ula, 1446."""


@each_case(
    "line",
    [
        "الثلاثاء - 3 جمادى الأولى 1446 هـ - 5 نوفمبر 2024 م",
        "الثلاثاء 3/5/1446هـ الموافق 5/11/2024م",
        "3/5/1446 - 5/11/2024",
        "5 تشرين الثاني (نوفمبر) 2024",
        "5 تشرين ثاني 2024",
        "5 تشرين2 2024",
        "5 نوفمبر/تشرين الثاني 2024م",
        "نُشر في 5-11-2024 الساعة 9:30 بتوقيت الوادي",
        "\u202b5 نوفمبر، 2024\u202c",
        "٥ نوفمبر ٢٠٢٤",
        "5 Nov 2024, 2:30 p.m. ELMT",
        "Tuesday 5 November 2024 / 3 Jumada al-Ula 1446",
        "2024-11-05T14:30:00+03:00",
        "Last modified: November 5, 2024",
        "5-Nov-2024",
        "Updated 7 November 2024, published 5 November 2024",
        "Published 5 November 2024, updated 7 November 2024",
    ],
)
def test_lines_of_nothing_but_a_day(line: str) -> None:
    assert parse_day(line, day_first=True) == DAY
    assert is_date_line(line) and states_day(line)


@each_case(
    "line", ["3 جمادى الأولى 1446", "3 جمادى الاولى ١٤٤٦ هـ", "3/5/1446هـ", "1446-05-03", "3 Jumada al-Ula 1446 AH"]
)
def test_a_day_of_the_hijri_calendar_alone_is_converted(line: str) -> None:
    assert parse_day(line, day_first=True) is None
    assert hijri_day(line) == DAY
    assert is_date_line(line)


@each_case("line", ["3 جمادى الأولى 1246", "45/5/1446", "3/15/1446", "1446", "3 جمادى الأولى"])
def test_what_is_no_day_of_the_hijri_calendar(line: str) -> None:
    assert hijri_day(line) is None


@each_case(
    ("written", "day"),
    [
        ("1730808000", DAY),
        ("1730808000000", DAY),
        ("1730808000.5", DAY),
        ("-86400000000", dt.date(1967, 4, 7)),
        ("17308", None),
        ("Tue, 05 Nov 2024 12:00:00 GMT", DAY),
    ],
)
def test_days_as_programs_write_them(written: str, day: dt.date | None) -> None:
    assert parse_day(written, day_first=False) == day


@each_case(
    ("address", "day"),
    [
        ("https://elm.example/news/2024/11/5/dam", DAY),
        ("/sport/2024/11/05/", DAY),
        ("https://elm.example/2024-11-05-dam.html?x=2020/1/1", DAY),
        ("https://elm.example/dam-20241105", DAY),
        ("https://elm.example/2024/nov/05/dam", DAY),
        ("https://2024.example/11/5/dam", None),
        ("https://elm.example/2024/31/05/dam", None),
        ("https://elm.example/a/120241105999", None),
        ("https://elm.example/2024/11/dam", None),
        ("http://[", None),
    ],
)
def test_days_in_addresses(address: str, day: dt.date | None) -> None:
    assert day_in_address(address) == day


def test_a_line_may_be_there_for_its_day_and_say_whose_it_is() -> None:
    for line in ("بقلم ليلى حداد - 5 نوفمبر 2024", "ELM, November 5, 2024", "Sport | 5 November 2024 | 14:30"):
        assert is_there_for_its_day(line) and not is_date_line(line)
    assert not is_there_for_its_day(
        "The council met on 5 November 2024 and heard what the fishermen had to say of it."
    )
    assert not is_there_for_its_day("By Ada Miller")


def test_a_change_is_told_from_the_publication() -> None:
    assert tells_of_update("Updated: 5 November 2024") and tells_of_update("آخر تحديث 5 نوفمبر 2024")
    assert not tells_of_update("Published 5 November 2024")
