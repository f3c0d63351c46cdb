"""Whose an article is and of what day, where its file says it, its page shows it, or its address tells it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from store import Defaults, ReadingError, Remark, RemarkKind
from store.article import Article
from store.readers import Document, article_of
from tests.helpers.cases import each_case

BODY = (
    "The ferry to Elm sails again from Monday, said the harbour master.\n"
    "It had stood in the dock since the storm of the winter."
)
BODY_AR = "تعود العبارة إلى الإبحار يوم الاثنين، بحسب مدير الميناء.\nوكانت متوقفة منذ عاصفة الشتاء الماضي."
DAY = dt.date(2024, 11, 5)
URL = "https://www.elmledger.example/news/2024/11/5/ferry"


def read(text: str = BODY, defaults: Defaults | None = None, **keys: Any) -> Article:
    return article_of(Document("a.txt", text, {"title": "The ferry sails again"} | keys), (), defaults)


def remarked(article: Article, field: str) -> list[RemarkKind]:
    return [remark.kind for remark in article.remarks if remark.field == field]


@each_case(
    ("keys", "defaults", "outlet", "kinds"),
    [
        ({"outlet": "Elm Ledger", "url": URL}, Defaults("Default"), "Elm Ledger", []),
        ({"url": URL}, Defaults("Default"), "Default", []),
        ({"url": URL}, Defaults(), "elmledger.example", [RemarkKind.GUESSED]),
        ({}, Defaults(), "", [RemarkKind.MISSING]),
        ({"url": "http://["}, Defaults(), "", [RemarkKind.MISSING]),
        ({"outlet": "https://www.elm.example/about"}, Defaults(), "elm.example", []),
        ({"outlet": "www.elm.example"}, Defaults(), "elm.example", []),
        ({"url": URL, "title": "The ferry sails again | Elm Ledger"}, Defaults("Default"), "Elm Ledger", []),
    ],
)
def test_outlets(keys: dict[str, str], defaults: Defaults, outlet: str, kinds: list[RemarkKind]) -> None:
    article = read(defaults=defaults, **keys)
    assert (article.outlet, remarked(article, "outlet")) == (outlet, kinds)


def test_the_outlet_that_a_page_shows_counts_before_the_one_given_for_all() -> None:
    article = article_of(Document("a.txt", f"صحيفة الوادي - 5 تشرين الثاني 2024\nعودة العبارة إلى البحر\n{BODY_AR}"))
    assert (article.outlet, article.date, article.title) == ("صحيفة الوادي", DAY, "عودة العبارة إلى البحر")


@each_case(
    ("title", "outlet", "cut"),
    [
        ("The ferry sails again | Elm Ledger", "Elm Ledger", "The ferry sails again"),
        ("The ferry sails again - Local | elmledger.example", "", "The ferry sails again"),
        ("The ferry sails again – The Elm Ledger", "Elm Ledger", "The ferry sails again"),
        ("عودة العبارة إلى البحر - بريد الوادي", "بريد الوادي", "عودة العبارة إلى البحر"),
        ("The ferry sails again - and sinks", "Elm Ledger", "The ferry sails again - and sinks"),
        ("Ferry | Elm Ledger", "Elm Ledger", "Ferry | Elm Ledger"),
        ("Elm Ledger wins a prize for its ferry", "Elm Ledger", "Elm Ledger wins a prize for its ferry"),
    ],
)
def test_the_name_of_the_site_is_no_part_of_the_title(title: str, outlet: str, cut: str) -> None:
    assert read(title=title, outlet=outlet, url=URL).title == cut


@each_case(
    ("title", "outlet"),
    [
        ("VALLEY.INFO - متابعة", "VALLEY.INFO"),
        ("Valley.info", "Valley.info"),
        ("valley.info/ من مراسلنا في الوادي", "valley.info"),
    ],
)
def test_a_title_that_is_only_a_byline_is_an_outlet(title: str, outlet: str) -> None:
    article = read(BODY_AR, title=title)
    assert article.outlet == outlet
    assert article.title == BODY_AR.split("\n")[0] and remarked(article, "title") == [RemarkKind.GUESSED]


@each_case(
    ("text", "keys", "defaults", "kinds"),
    [
        (BODY, {"date": "5 November 2024", "url": "/2020/1/1/a"}, Defaults(), []),
        (BODY, {"date": "1 January 2020", "url": URL}, Defaults(date_from_url=True), [RemarkKind.GUESSED]),
        (BODY, {"url": URL}, Defaults(), [RemarkKind.GUESSED]),
        (BODY, {"date": "3 جمادى الأولى 1446"}, Defaults(), [RemarkKind.CONVERTED]),
        (BODY, {"date": "next week", "url": URL}, Defaults(), [RemarkKind.UNREADABLE, RemarkKind.GUESSED]),
        (f"Updated: 7 November 2024\nPublished: 5 November 2024\n{BODY}", {}, Defaults(), []),
        (f"By Ada Miller | 5 November 2024\n{BODY}", {}, Defaults(), []),
        (BODY, {"date": 1730808000}, Defaults(), []),
        (BODY, {"date": dt.datetime(2024, 11, 5, 9)}, Defaults(), []),
    ],
)
def test_days(text: str, keys: dict[str, Any], defaults: Defaults, kinds: list[RemarkKind]) -> None:
    article = read(text, defaults, **keys)
    assert (article.date, remarked(article, "date")) == (DAY, kinds)


def test_a_day_that_is_nowhere_is_missing() -> None:
    assert Remark("date", RemarkKind.MISSING) in read().remarks


def test_a_line_with_the_day_is_not_the_title() -> None:
    for line in ("حارن - الثلاثاء 5 نوفمبر 2024 الساعة 14:30", "3 جمادى الأولى 1446", "5 تشرين ثاني 2024م"):
        article = article_of(Document("a.txt", f"عودة العبارة إلى البحر\n{line}\n{BODY_AR}"))
        assert (article.title, article.date, article.text) == ("عودة العبارة إلى البحر", DAY, BODY_AR)


def test_a_headline_may_name_a_day() -> None:
    article = article_of(Document("a.txt", f"What the council decided on 5 November 2024\n{BODY}"))
    assert article.title == "What the council decided on 5 November 2024"


def test_languages() -> None:
    assert read(defaults=Defaults(language="FR")).language == "fr"
    assert read(language="sw", defaults=Defaults(language="fr")).language == "sw"
    with pytest.raises(ReadingError, match="'French' is not valid; write a two-letter code"):
        Defaults(language="French")


def test_broken_characters_and_wrong_ones_are_told() -> None:
    broken = read(BODY.replace("Elm", "El\ufffd"))
    assert Remark("text", RemarkKind.UNREADABLE, "1 characters, which stand as \ufffd") in broken.remarks
    wrong = BODY_AR.encode().decode("cp1256")
    mended = read(wrong)
    assert (
        mended.text == BODY_AR and Remark("text", RemarkKind.MENDED, "UTF-8 taken for Windows-1256") in mended.remarks
    )
    with pytest.raises(ReadingError, match="decoded wrongly once"):
        read(wrong.replace("…", "").replace("†", ""))


def test_scripts_without_spaces_or_full_stops() -> None:
    japanese = "港の渡し船は月曜日から再び運航すると港長が述べた。\n冬の嵐から修理が続いていた。"
    assert article_of(Document("a.txt", f"渡し船の再開\n{japanese}")).text == japanese
    thai = "เรือข้ามฟากไปเกาะเอล์มจะกลับมาแล่นอีกครั้งตั้งแต่วันจันทร์นายท่าเรือกล่าวเมื่อวานนี้"
    assert article_of(Document("a.txt", f"เรือข้ามฟาก\n{thai}")).text == thai
