"""The outlet and the day that stand above an article without front matter, and what stands there that is neither."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from store.article import Article
from store.readers.article_reader import read_article

TITLE = "Council approves a new breakwater for the harbour"
BODY = "The harbour council approved the new breakwater on Monday.\nFishermen had asked for it since the storms."
TITLE_AR = "مجلس الميناء يقر بناء حاجز الأمواج"
BODY_AR = "أقر مجلس الميناء بناء حاجز الأمواج الجديد يوم الاثنين.\nوكان الصيادون قد طالبوا به منذ الشتاء."
DAY = dt.date(2024, 9, 14)


def page(tmp_path: Path, head: str, body: str = BODY) -> Article:
    file = tmp_path / "a.txt"
    file.write_text(f"{head}\n\n{body}", encoding="utf-8")
    return read_article(file)


@pytest.mark.parametrize(
    ("head", "outlet"),
    [
        ("صحيفة الحقل - 14 أيلول 2024", "صحيفة الحقل"),
        ("السبت 14 سبتمبر 2024 | وكالة أنباء الوادي", "وكالة أنباء الوادي"),
        ("جريدة الحقل، ١٤/٩/٢٠٢٤", "جريدة الحقل"),
        ("جريدة الحقل\n14 أيلول 2024", "جريدة الحقل"),
        ("14 أيلول 2024\n**مجلة الحقل**", "مجلة الحقل"),
    ],
)
@pytest.mark.parametrize("below", [True, False])
def test_an_arabic_outlet_beside_the_day(tmp_path: Path, head: str, outlet: str, below: bool) -> None:
    article = page(tmp_path, f"{TITLE_AR}\n{head}" if below else f"{head}\n{TITLE_AR}", BODY_AR)
    assert (article.title, article.outlet, article.date) == (TITLE_AR, outlet, DAY)
    assert article.text == BODY_AR


@pytest.mark.parametrize(
    ("head", "outlet"),
    [
        ("Hill Post - September 14, 2024", "Hill Post"),
        ("Saturday, 14 September 2024 | The Valley Herald", "The Valley Herald"),
        ("By Ada Miller, Hill Post\nSeptember 14, 2024", "Hill Post"),
        ("The Valley Herald\n2024-09-14", "The Valley Herald"),
    ],
)
def test_an_english_outlet_beside_the_day(tmp_path: Path, head: str, outlet: str) -> None:
    article = page(tmp_path, f"{TITLE}\n{head}")
    assert (article.title, article.outlet, article.date) == (TITLE, outlet, DAY)
    assert article.text == BODY


@pytest.mark.parametrize(
    "head",
    [
        "Ada Miller\n14 September 2024",
        "By Ada Miller, Harbour Town\n14 September 2024",
        "World News\n14 September 2024",
        "سمير الراوي\n14 أيلول 2024",
        "Hill Post\nValley Herald\n14 September 2024\nHarbour Times",
        "Hill Post",
        "وكالة الحقل",
        "موقع الحادث\n14 أيلول 2024",
        "Hill Post: what we know by 3 May 2020",
    ],
)
def test_a_place_an_author_or_one_outlet_of_several_is_none(tmp_path: Path, head: str) -> None:
    assert page(tmp_path, f"{TITLE}\n{head}").outlet == ""


def test_an_outlet_in_the_body_is_not_the_pages(tmp_path: Path) -> None:
    article = page(tmp_path, TITLE, f"{BODY}\n\nHill Post - 14 September 2024\n\nThe mayor wrote to it on Friday.")
    assert (article.outlet, article.date) == ("", None)
    assert "Hill Post - 14 September 2024" in article.text


def test_front_matter_wins(tmp_path: Path) -> None:
    article = page(tmp_path, "---\ntitle: T\noutlet: Bay Mail\ndate: 2020-01-02\n---\nHill Post - 14 September 2024")
    assert (article.outlet, article.date) == ("Bay Mail", dt.date(2020, 1, 2))
