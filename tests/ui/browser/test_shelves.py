"""Browsing the articles in a real browser: searched, narrowed, opened, stepped through and come back to."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect

from rag.results import count_articles
from store import Article, Corpus
from store.scope import Scope
from tests.helpers.ui.reader import ARABIC, IN_A_BROWSER, NARROW, WIDE, Reader
from ui.api import read_reference
from ui.messages import page as page_messages
from ui.web.views.library import PAGE

pytestmark = IN_A_BROWSER

STALLS = [
    Article(
        title=f"Report {number}",
        text=f"The market sold apples on stall {number}.",
        outlet=("Harbour Daily", "Morning Mail")[number % 2],
        date=f"2022-01-{number % 28 + 1:02}",
        language="en",
    )
    for number in range(70)
]


@pytest.fixture(scope="module")
def articles(sample_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Corpus]:
    """The samples, which have translations, and so many more that a page does not hold them."""
    with Corpus.open(shutil.copytree(sample_folder, tmp_path_factory.mktemp("corpus") / "store")) as opened:
        opened.add(STALLS)
        yield opened


def _browse(reader: Reader, language: str = "en") -> Locator:
    """The list's titles, once it is there."""
    if reader.page.evaluate("isnad.language") != language:
        reader.page.locator(".isnad-do-language").click()
    reader.page.locator(".isnad-plate .isnad-do-browse").click()
    titles = reader.page.locator("#isnad-pane .isnad-mark-article")
    expect(titles).to_have_count(PAGE)
    return titles


def _type(reader: Reader, words: str) -> Locator:
    box = reader.page.locator(".isnad-library [name=words]")
    box.press_sequentially(words)
    return box


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_list_follows_what_is_typed_and_chosen(visit, articles: Corpus, size, language: str) -> None:
    reader: Reader = visit(size)
    titles = _browse(reader, language)
    total = reader.page.locator(".isnad-total")
    expect(total).to_contain_text(count_articles(len(articles), language))
    reader.screenshot(f"shelves-{language}-{size['width']}")
    box = _type(reader, "غواصات")
    found = articles.catalogue.page("غواصات")
    expect(titles).to_have_count(found.total)
    assert [title.strip() for title in titles.all_inner_texts()] == [entry.title for entry in found.entries]
    expect(box).to_be_focused()
    box.fill("apples stall")
    box.press("End")
    box.press("ArrowLeft")
    expect(total).to_contain_text(count_articles(70, language))
    assert box.evaluate("box => box.selectionStart") == len("apples stal")
    reader.page.locator(".isnad-library [name=outlet]").select_option("Morning Mail")
    expect(total).to_contain_text(count_articles(35, language))
    reader.page.locator(".isnad-library [name=since]").fill("2022-01-20")
    within = articles.catalogue.page("apples", Scope(("Morning Mail",), since=dt.date(2022, 1, 20)))
    expect(titles).to_have_count(within.total)
    expect(reader.page.locator(".isnad-library option:checked")).to_contain_text(f"({within.total})")
    box.fill("nothing has these")
    expect(total).to_have_text(page_messages.NONE_WITHIN.to(language))
    reader.page.locator(".isnad-do-everything").click()
    expect(titles).to_have_count(PAGE)
    expect(box).to_have_value("")


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_one_comes_back_from_an_article_to_the_same_place(visit, size) -> None:
    reader: Reader = visit(size)
    titles = _browse(reader)
    reader.page.locator(".isnad-do-more").focus()
    reader.page.keyboard.press("Enter")
    expect(titles).to_have_count(82)
    expect(titles.nth(PAGE)).to_be_focused()
    opened = titles.nth(60)
    opened.scroll_into_view_if_needed()
    title, top = opened.inner_text(), _top(reader)
    opened.click()
    heading = reader.page.locator("#isnad-pane h2")
    expect(heading).to_have_text(title)
    reader.page.locator("a.isnad-article-after").click()
    expect(heading).not_to_have_text(title)
    expect(reader.page.locator("a.isnad-article-after")).to_be_focused()
    reader.page.keyboard.press("Shift+Tab")
    reader.page.keyboard.press("Enter")
    expect(heading).to_have_text(title)
    reader.page.go_back()
    expect(titles).to_have_count(82)
    assert abs(_top(reader) - top) < 2
    opened.click()
    expect(heading).to_have_text(title)
    reader.page.locator(".isnad-close" if size is NARROW else ".isnad-do-list").click()
    expect(titles).to_have_count(82)
    assert abs(_top(reader) - top) < 2


def _top(reader: Reader) -> float:
    return reader.page.locator("#isnad-pane").evaluate("pane => pane.scrollTop")


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_the_translation_stands_beside_and_is_remembered(visit, size) -> None:
    reader: Reader = visit(size)
    titles = _browse(reader)
    titles.first.click()
    own, other = (reader.page.locator(f"#isnad-pane .isnad-text > p{kind}").first for kind in ("", ".isnad-other"))
    expect(own).to_be_visible()
    expect(other).to_be_hidden()
    reader.page.locator(".isnad-do-beside").check()
    expect(other).to_be_visible()
    one, two = own.bounding_box(), other.bounding_box()
    assert one and two
    assert (two["x"] + two["width"] < one["x"]) if size is WIDE else (two["y"] >= one["y"] + one["height"])
    assert (own.evaluate("p => getComputedStyle(p).direction"), other.get_attribute("dir")) == ("rtl", "ltr")
    reader.screenshot(f"beside-{size['width']}")
    reader.page.reload()
    reader.page.locator(".example").first.wait_for()
    _browse(reader).nth(1).click()
    expect(other).to_be_visible()
    expect(reader.page.locator(".isnad-do-beside")).to_be_checked()


def test_the_quotes_of_an_answer_are_stepped_through_by_keyboard(visit, articles: Corpus) -> None:
    reader: Reader = visit(WIDE)
    reader.ask(ARABIC)
    after = reader.page.locator("a.isnad-quote-after")
    expect(after).to_be_visible()
    reference = read_reference(reader.page.locator(".isnad-article").get_attribute("data-address") or "")
    assert reference
    text = articles.article(reference.article_id).text
    spans = [span for span, _ in reference.quotes()]
    for number, span in enumerate(spans[spans.index(reference.chosen) + 1 :], spans.index(reference.chosen) + 2):
        after.press("Enter")
        expect(reader.page.locator(".isnad-steps")).to_contain_text(f"{number} of {len(spans)}")
        expect(reader.chosen).to_have_text(text[span.start : span.end])
        assert reader.sees(reader.chosen)
    expect(after).to_have_count(0)
    expect(reader.page.locator("a.isnad-quote-before")).to_be_focused()


def test_the_list_narrows_what_is_asked(visit) -> None:
    reader: Reader = visit(WIDE)
    _browse(reader)
    reader.page.locator(".isnad-library [name=outlet]").select_option("Morning Mail")
    reader.page.locator(".isnad-library [name=until]").fill("2022-01-09")
    reader.page.locator(".isnad-do-narrow").click()
    expect(reader.page.locator("#isnad-scope")).to_contain_text("Morning Mail")
    assert reader.page.evaluate("isnad.scope") == {"outlets": ["Morning Mail"], "since": "", "until": "2022-01-09"}


def test_late_replies_are_dropped_and_the_language_is_switched_in_place(visit) -> None:
    reader: Reader = visit(WIDE)
    titles = _browse(reader)
    reader.page.evaluate(
        """() => {
            window.replies = 0;
            const fetched = window.fetch;
            window.fetch = async (...given) => {
                const got = await fetched(...given);
                const late = String(given[1]?.body).includes('"words":"apples"');
                if (late) await new Promise((go) => setTimeout(go, 900));
                window.replies += late;
                return got;
            };
        }"""
    )
    box = reader.page.locator(".isnad-library [name=words]")
    with reader.page.expect_request(lambda request: '"words":"apples"' in (request.post_data or "")):
        box.fill("apples")
    box.fill("stall 33")
    expect(titles).to_have_count(1)
    reader.page.wait_for_function("window.replies === 1")
    reader.page.wait_for_timeout(100)
    expect(titles).to_have_count(1)
    reader.page.locator(".isnad-do-language").click()
    expect(reader.page.locator(".isnad-total")).to_contain_text("مقال واحد")
    expect(box).to_have_value("stall 33")
