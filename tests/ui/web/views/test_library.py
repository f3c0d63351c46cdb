"""The list of articles as HTML: what is shown, what leads where, and that no text becomes markup."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from rag.results.phrases import PHRASES
from store import Article, Corpus
from tests.helpers.cases import each_case
from tests.helpers.fakes import FakeEncoder
from tests.helpers.ui.elements import Element, everything, read
from tests.helpers.ui.newsroom import COPY, CORRECTED, DEAL, FIRE, HOSTILE, HURT, TRAIN
from ui.api import read_reference
from ui.messages import page as page_messages
from ui.messages import visible_order
from ui.web.library import browse_library, neighbour_articles
from ui.web.views.library import MOST, PAGE, LibraryQuery

ALL = (DEAL, COPY, TRAIN, HOSTILE, FIRE, HURT, CORRECTED)
OTHER = Article(title="", text="Ein Artikel ohne Titel und ohne Datum.", language="other")
MANY = [
    Article(title=f"Stall {number}", text=f"Apples were sold on stall {number}.", outlet="Market", date=day)
    for number, day in enumerate([dt.date(2020, 1, 1)] * 1020)
]


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Corpus]:
    with Corpus.open(tmp_path_factory.mktemp("shelves"), FakeEncoder()) as opened:
        opened.add([*ALL, OTHER])
        yield opened


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Corpus]:
    with Corpus.open(tmp_path_factory.mktemp("large"), FakeEncoder()) as opened:
        opened.add(MANY)
        yield opened


def _shown(corpus: Corpus, language: str = "en", may_write: bool = False, **asked: object) -> Element:
    return read(browse_library(corpus, asked, language, may_write))


def _titles(shown: Element) -> list[str]:
    return [link.text for link in shown.all("a", "isnad-mark-article")]


def _said(shown: Element) -> str:
    return next(shown.all("p", "isnad-total")).text


def test_every_article_stands_in_the_list_and_its_title_leads_to_it(corpus: Corpus) -> None:
    shown = _shown(corpus)
    references = [read_reference(link.attributes["href"] or "") for link in shown.all("a", "isnad-mark-article")]
    assert {reference.article_id for reference in references if reference} == {a.id for a in (*ALL, OTHER)}
    assert {reference.language for reference in references if reference} == {"en"}
    assert _titles(shown)[:2] == [COPY.title, DEAL.title]
    assert _titles(shown)[-1] == page_messages.UNTITLED.en
    [about, *_] = [p.text for p in shown.all("p", "isnad-source")]
    assert about == "إذاعة الساحل · 22 June 2024 · Arabic"


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "8 articles, 12 September 2023 to 22 June 2024"),
        ("ar", "8 مقالات، من 12 سبتمبر 2023 إلى 22 يونيو 2024"),
    ],
)
def test_how_many_were_found_is_said_in_the_interfaces_language(corpus: Corpus, language: str, said: str) -> None:
    shown = _shown(corpus, language)
    assert _said(shown) == said
    section = next(shown.all("section"))
    assert (section.attributes["lang"], section.attributes["dir"]) == (language, "rtl" if language == "ar" else "ltr")


def test_words_outlets_and_days_narrow_the_list(corpus: Corpus) -> None:
    assert _titles(_shown(corpus, words="القطار المصفّح")) == [TRAIN.title]
    assert _titles(_shown(corpus, words="diplomats food")) == [DEAL.title]
    assert _titles(_shown(corpus, outlet="Harbour Daily")) == [HURT.title]
    assert _titles(_shown(corpus, since="2024-06-21")) == [COPY.title, DEAL.title]
    assert _said(_shown(corpus, since="2024-06-21", until="2024-06-21")) == "1 article, 21 June 2024"
    assert _said(_shown(corpus, "ar", outlet="Harbour Daily")) == "مقال واحد، 1 يونيو 2024"


def test_each_outlet_stands_with_its_count_and_the_chosen_one_stays(corpus: Corpus) -> None:
    def options(**asked: object) -> dict[str, tuple[str, bool]]:
        shown = _shown(corpus, **asked).all("option")
        return {
            o.attributes["value"] or "": (re.sub("[\u2068\u2069]", "", o.text), "selected" in o.attributes)
            for o in shown
        }

    everywhere = options()
    assert everywhere[""] == ("All outlets (7)", False)
    assert everywhere["Harbour Daily"] == ("Harbour Daily (1)", False)
    narrowed = options(outlet="Harbour Daily", words="hurt")
    assert narrowed["Harbour Daily"] == ("Harbour Daily (1)", True)
    assert set(narrowed) == {"", HURT.outlet, CORRECTED.outlet, FIRE.outlet}
    assert options(outlet="Harbour Daily", words="القطار")["Harbour Daily"] == ("Harbour Daily (0)", True)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"words": "zebra"}, page_messages.NONE_FOUND),
        ({"words": "hurt", "outlet": "مجلة القوافل"}, page_messages.NONE_WITHIN),
        ({"since": "2031-01-01"}, page_messages.NONE_WITHIN),
    ],
)
def test_an_empty_list_says_why_and_offers_the_whole_one(corpus: Corpus, asked: dict[str, str], said) -> None:
    for language in ("en", "ar"):
        shown = _shown(corpus, language, **asked)
        assert _said(shown) == said.to(language) and not _titles(shown)
        assert next(shown.all("button", "isnad-do-everything")).text == page_messages.EVERYTHING.to(language)


@each_case(
    ("asked", "named"),
    [
        ({"since": "2024-13-45"}, "2024-13-45"),
        ({"until": "gestern"}, "gestern"),
        ({"outlet": "<b>Nobody's</b>"}, "<b>Nobody's</b>"),
    ],
)
@each_case("language", ["en", "ar"])
def test_what_cannot_be_asked_is_one_sentence_that_names_it(
    corpus: Corpus, asked: dict[str, str], named: str, language: str
) -> None:
    shown = _shown(corpus, language, **asked)
    assert named in _said(shown) and "\n" not in _said(shown)
    assert list(shown.all("button", "isnad-do-everything")) and list(shown.all("form"))


def test_days_in_the_wrong_order_are_told_in_words(corpus: Corpus) -> None:
    asked = {"since": "2024-02-01", "until": "2024-01-01"}
    for language, days in {
        "en": ("1 February 2024", "1 January 2024"),
        "ar": ("1 فبراير 2024", "1 يناير 2024"),
    }.items():
        assert _said(_shown(corpus, language, **asked)) == PHRASES[language].dates_crossed.format(
            since=days[0], until=days[1]
        )


@pytest.mark.parametrize(
    ("may_write", "said"), [(True, page_messages.NO_ARTICLES), (False, page_messages.NO_ARTICLES_TO_READ)]
)
def test_a_corpus_without_articles_says_what_to_do(tmp_path: Path, may_write: bool, said) -> None:
    with Corpus.open(tmp_path / "store", FakeEncoder()) as empty:
        shown = _shown(empty, may_write=may_write)
        assert _said(shown) == said.en
        assert not list(shown.all("button", "isnad-do-everything"))
        assert bool(list(shown.all("button", "isnad-do-add"))) is may_write


def test_only_who_may_write_can_remove(corpus: Corpus) -> None:
    assert not list(_shown(corpus).all("button", "isnad-do-remove"))
    buttons = list(_shown(corpus, may_write=True).all("button", "isnad-do-remove"))
    assert {button.attributes["value"] for button in buttons} == {article.id for article in (*ALL, OTHER)}
    assert buttons[0].attributes["aria-label"] == f"Remove: {COPY.title}"


def test_more_are_shown_as_they_are_asked_for_up_to_a_thousand(large: Corpus) -> None:
    assert len(_titles(_shown(large))) == PAGE
    assert next(_shown(large).all("button", "isnad-do-more")).text == "Show more (50 of 1,020)"
    assert len(_titles(_shown(large, shown=100))) == 100
    most = _shown(large, shown=10**9)
    assert len(_titles(most)) == MOST and not list(most.all("button", "isnad-do-more"))
    assert page_messages.NO_MORE.to("en", shown="1,000 articles") in most.text
    assert not list(_shown(large, words="stall 77").all("button", "isnad-do-more"))


@pytest.mark.parametrize("language", ["en", "ar"])
def test_no_text_becomes_markup(corpus: Corpus, language: str) -> None:
    page = browse_library(corpus, {"words": "قال", "outlet": HOSTILE.outlet, "since": "2024-01-01"}, language, True)
    shown = read(page)
    assert _titles(shown) == [visible_order(HOSTILE.title)]
    [box] = [each for each in shown.all("input") if each.attributes["name"] == "words"]
    assert box.attributes["value"] == "قال"
    bad = browse_library(corpus, {"words": '"><script>1</script>${a}', "outlet": "<img onerror=1>"}, language, True)
    for html in (page, bad):
        assert {element.name for element in everything(read(html))}.isdisjoint({"script", "img"})
        assert not {name for e in everything(read(html)) for name in e.attributes if name.startswith("on")}
        assert not re.search(r"[{}$`\n\r\t]", html)


@each_case("sent", [None, {}, {"words": None, "shown": "all"}, {"words": ["a"], "outlet": {}, "shown": -4}])
def test_whatever_is_sent_is_read(sent: dict[str, object] | None) -> None:
    assert LibraryQuery.from_page(sent).shown == PAGE


def test_a_wrong_shown_is_no_trouble(corpus: Corpus) -> None:
    assert len(_titles(_shown(corpus, shown=True))) == 8


def test_neighbours_are_those_of_the_list(corpus: Corpus) -> None:
    asked = {"words": "", "outlet": "", "since": "2024-06-01", "until": "", "shown": 50}
    listed = [a.id for a in sorted(ALL, key=lambda a: (-a.day, a.id)) if a.day >= 20240601]
    assert neighbour_articles(corpus, listed[0], asked, "en") == (None, listed[1])
    assert neighbour_articles(corpus, listed[-1], asked, "en") == (listed[-2], None)
    assert neighbour_articles(corpus, listed[0], {}, "en") is None
    assert neighbour_articles(corpus, listed[0], asked | {"outlet": "gone"}, "en") == (None, None)


def test_a_megabyte_without_a_space_is_searched_for_and_shown(tmp_path: Path) -> None:
    long = replace(HURT, title="x" * 1_000_000)
    with Corpus.open(tmp_path / "store", FakeEncoder()) as opened:
        opened.add([long])
        assert _titles(_shown(opened, may_write=True)) == [long.title]
        assert _titles(_shown(opened, words="y" * 1_000_000)) == []


def test_names_cannot_turn_what_stands_beside_them(tmp_path: Path) -> None:
    """The characters that would are shown; the terminal takes them out."""
    turned = Article(title="Safe \u202etxt.exe", outlet="The \u2066Post\u2069", language="en", text="A ferry sank.")
    with Corpus.open(tmp_path / "store", FakeEncoder()) as corpus:
        corpus.add([turned])
        shown = browse_library(corpus, {}, "en", may_write=True)
    lines = read(shown).text
    assert "Safe \ufffdtxt.exe" in lines and "The \ufffdPost\ufffd" in lines
    assert "\u202e" not in shown.replace('value="The \u2066Post\u2069"', "")
