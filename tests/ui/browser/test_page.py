"""The page in a real browser: what a reader does, at the width of a desk and of a telephone."""

from __future__ import annotations

from functools import partial

import pytest
from playwright.sync_api import expect

from rag.results import PHRASES
from tests.helpers.ui.reader import ARABIC, ENGLISH, IN_A_BROWSER, NARROW, WIDE, Reader, colours
from ui.api import read_reference
from ui.messages import general as messages
from ui.messages import page as page_messages

pytestmark = IN_A_BROWSER


@pytest.mark.parametrize("articles", ["newsroom", "sample"], indirect=True)
@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
@pytest.mark.parametrize("question", [ENGLISH, ARABIC], ids=["english", "arabic"])
def test_an_example_is_answered_and_each_mark_opens_its_words(visit, articles, size, question) -> None:
    reader: Reader = visit(size)
    name = f"{'ar' if question == ARABIC else 'en'}-{size['width']}"
    reader.page.get_by_role("button", name=question).click()
    answer = reader.answers
    expect(answer).to_have_attribute("dir", "rtl" if question == ARABIC else "ltr")
    expect(reader.page.locator("#isnad-pane")).to_be_visible(visible=size is WIDE)
    reader.screenshot(f"{name}-answer")
    reader.is_answered()
    for folded in answer.locator(".isnad-more > summary").all():
        folded.click()
    marks = answer.locator("a.isnad-mark")
    expect(marks).not_to_have_count(0)
    for mark in marks.all():
        reference = read_reference(mark.get_attribute("href"))
        quote = articles.article(reference.article_id).cut(reference.chosen)
        mark.click()
        expect(reader.chosen).to_have_text(quote.split("\n"))  # a mark a line
        assert all(reader.sees(line) for line in reader.chosen.all())
        reader.screenshot(f"{name}-article")
        if size is NARROW:
            reader.page.locator(".isnad-close").click()


def test_a_wide_page_opens_the_first_citation_by_itself(visit, newsroom) -> None:
    reader: Reader = visit(WIDE)
    reader.ask(ENGLISH)
    quote = newsroom.ask(ENGLISH, ()).citations[0].quote
    expect(reader.chosen).to_have_text(quote)
    assert reader.sees(reader.chosen)
    expect(reader.page.locator(".isnad-open")).to_have_text("[1]")


def test_old_marks_open_from_the_keyboard_and_the_page_stays(visit, newsroom) -> None:
    reader: Reader = visit(WIDE)
    address = reader.page.url
    reader.page.evaluate("window.stays = true")
    reader.ask(ENGLISH)
    reader.ask("What about football?")
    reader.answers.first.locator("a.isnad-mark").first.focus()
    for _ in range(2):
        reader.page.keyboard.press("Tab")
    reader.page.keyboard.press("Enter")
    expect(reader.chosen).to_have_text(newsroom.ask(ENGLISH, ()).citations[2].quote)
    assert reader.page.url == address and reader.page.evaluate("window.stays")
    assert ("What about football?", (ENGLISH,)) in newsroom.asked


def test_a_refusal_offers_passages_that_open(visit) -> None:
    reader: Reader = visit(WIDE)
    reader.ask("What about football?")
    reader.screenshot("en-1280-refusal")
    reader.page.locator("details.isnad-more > summary").last.click()
    card = reader.page.locator("a.isnad-card").last
    passage = card.locator(".isnad-passage").inner_text()
    card.click()
    expect(reader.chosen.first).to_be_visible()
    assert reader.sees(reader.chosen.first) and all(words in passage for words in reader.chosen.all_inner_texts())


def test_on_a_telephone_the_way_back_is_its_own_button(visit) -> None:
    reader: Reader = visit(NARROW)
    mark = reader.ask(ARABIC).locator("a.isnad-mark").last
    escape = partial(reader.page.keyboard.press, "Escape")
    button = reader.page.locator(".isnad-close")
    reader.page.evaluate("window.isnad.open('#isnad-ar-0000000000000000-0.5')")
    expect(reader.page.locator("#isnad-pane")).to_contain_text(messages.ARTICLE_GONE.en)
    button.click()
    for leave in (escape, reader.page.go_back, button.click):
        mark.click()
        expect(button).to_be_focused()
        leave()
        expect(reader.page.locator("#isnad-pane")).to_be_hidden()
        expect(mark).to_be_focused()


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_whatever_is_written_the_page_holds(visit, newsroom, size) -> None:
    reader: Reader = visit(size)
    reader.page.locator("#isnad-send").click()
    expect(reader.page.locator("#isnad-notice")).to_contain_text(PHRASES["en"].empty)
    expect(reader.ask("busy?")).to_contain_text("try again in a moment")
    expect(reader.ask("crash")).to_contain_text(page_messages.UNEXPECTED.en)
    box, long = reader.page.locator("#isnad-question textarea"), "🚂 " + "ا" * 10_000
    box.fill(long)
    reader.page.locator("#isnad-send").click()
    expect(reader.page.locator("#isnad-notice")).to_contain_text("10,002")
    expect(box).to_have_value(long)
    reader.ask(long[:2000])
    hostile = reader.ask("<img src=x onerror='window.pwned = 7'> **b** $$x$$")
    asked = reader.page.locator(".isnad-question").last
    expect(asked).to_have_text("<img src=x onerror='window.pwned = 7'> **b** $$x$$")
    quote = newsroom.ask("<", ()).citations[0].quote
    lead = hostile.locator(".isnad-lead .isnad-quote").evaluate("quote => quote.textContent")
    assert lead.split() == quote.split()  # on one line
    assert hostile.locator(".isnad-quotes blockquote").evaluate("quote => quote.textContent") == quote
    hostile.locator("a.isnad-mark").click()
    expect(reader.page.locator("#isnad-pane h2")).to_contain_text("<script>window.pwned = 1</script>")
    expect(reader.chosen.first).to_contain_text("${window.pwned = 4} و{{value}} و`قوس` <b>غليظ</b> &amp;")


def test_starting_over_empties_the_page(visit, newsroom) -> None:
    reader: Reader = visit(WIDE)
    reader.ask(ENGLISH)
    reader.page.locator(".isnad-do-new").click()
    expect(reader.page.locator(".example").first).to_be_visible()
    expect(reader.chosen).to_have_count(0)
    reader.ask(ARABIC)
    assert newsroom.asked[-1] == (ARABIC, ())


def test_a_marks_address_opens_in_a_new_tab(visit, newsroom) -> None:
    citation = newsroom.ask(ENGLISH, ()).citations[0]
    reader: Reader = visit(WIDE, at=f"#isnad-en-{citation.article.id}-{citation.start}.{citation.end}")
    expect(reader.chosen).to_have_text(citation.quote)


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_the_dark_page_can_be_read(visit, size) -> None:
    reader: Reader = visit(size, "dark")
    reader.screenshot(f"dark-{size['width']}-start")
    answer = reader.ask(ENGLISH)
    ink, paper = colours(answer.locator(".isnad-quote").first)
    assert min(ink) > 200 and max(paper) < 50
    answer.locator("a.isnad-mark").last.click()
    expect(reader.chosen).to_be_visible()
    reader.screenshot(f"dark-{size['width']}-article")
