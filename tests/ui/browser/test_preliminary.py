"""An answer that settles, in a real browser: what search alone found is shown until the articles are read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from playwright.sync_api import expect

from rag.results import Answer
from tests.helpers.ui.newsroom import Newsroom, refusal
from tests.helpers.ui.reader import IN_A_BROWSER, NARROW, WIDE, Reader, can_be_read
from ui.messages import general as messages
from ui.messages import page as page_messages

pytestmark = IN_A_BROWSER
DEAL = {"en": "What does North Korea want in return?", "ar": "ماذا تريد كوريا الشمالية في المقابل؟"}
IN_BOTH = pytest.mark.parametrize("language", DEAL)
# What is read out of a live region: what changes in it while it is not busy.
LISTEN = """() => {
    const log = document.querySelector("#isnad-conversation [role=log]");
    window.heard = [];
    new MutationObserver(() => queueMicrotask(() => {
        if (log.getAttribute("aria-busy") !== "true") window.heard.push(log.innerText);
    })).observe(log, { childList: true, subtree: true });
}"""


class Reading(Newsroom):
    """Gives a preliminary answer; the last one, `settled` where that is set, comes once `going` is."""

    settled: Answer | None = None

    def answers(self, question: str, /, **options: Any) -> Iterator[Answer]:
        found = self.ask(question, options.get("history", ()))
        yield replace(found, preliminary=True)
        assert self.going.wait(60)
        yield self.settled or found


@pytest.fixture(scope="module")
def newsroom() -> Reading:
    return Reading()


@pytest.fixture(autouse=True)
def waiting(newsroom: Reading) -> Iterator[None]:
    newsroom.going.clear()
    newsroom.settled = None
    yield
    newsroom.going.set()


@IN_BOTH
@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_quotes_are_there_at_once_and_stay_where_they_are(visit, newsroom, language: str, size) -> None:
    reader: Reader = visit(size)
    for asked in range(2):  # the second one below an answer that fills the page
        newsroom.going.clear()
        answer = reader.begins_to_ask(DEAL[language])
        note = answer.locator(".isnad-searching")
        expect(note).to_have_text(messages.SEARCHING.to(language))
        expect(note).to_be_in_viewport()
        quotes = answer.locator(".isnad-statements blockquote")
        first = quotes.first
        expect(first).to_be_in_viewport()
        unread = first.evaluate("quote => getComputedStyle(quote).color")
        assert all(can_be_read(part) for part in answer.locator("p, blockquote").all())
        expect(answer.locator(".isnad-confidence, .isnad-do-copy, .isnad-record")).to_have_count(0)
        reader.page.wait_for_timeout(300)
        reader.screenshot(f"preliminary-{language}-{size['width']}-{asked}")
        before = [quote.bounding_box() for quote in quotes.all()]
        newsroom.going.set()
        reader.is_answered()
        expect(reader.answers.last.locator(".isnad-searching")).to_have_count(0)
        reader.page.wait_for_timeout(300)
        reader.screenshot(f"preliminary-{language}-{size['width']}-{asked}-settled")
        assert [quote.bounding_box() for quote in quotes.all()] == before
        assert first.evaluate("quote => getComputedStyle(quote).color") != unread, "what stands is darker"


@IN_BOTH
def test_the_article_is_opened_beside_what_was_read_only(visit, newsroom, language: str) -> None:
    reader: Reader = visit(WIDE)
    reader.begins_to_ask(DEAL[language])
    reader.page.wait_for_timeout(300)
    expect(reader.page.locator("#isnad-pane h2")).to_have_count(0)
    newsroom.going.set()
    expect(reader.page.locator("#isnad-pane h2")).to_have_count(1)


@IN_BOTH
@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_what_a_person_opens_meanwhile_stays_open(visit, newsroom, language: str, size) -> None:
    newsroom.going.set()
    reader: Reader = visit(size)
    reader.ask(DEAL[language])
    newsroom.going.clear()
    reader.begins_to_ask(DEAL[language])
    reader.page.locator(".isnad-do-history").click()
    kept = reader.page.locator(".isnad-kept")
    expect(kept).to_be_visible()
    newsroom.going.set()
    reader.is_answered()
    reader.page.evaluate("isnad.call('facts')")  # there and back, as an article's way is
    kept.click()
    expect(reader.answers).to_have_count(2)


@IN_BOTH
def test_the_mark_with_the_focus_keeps_it_when_the_answer_settles(visit, newsroom, language: str) -> None:
    reader: Reader = visit(WIDE)
    mark = reader.begins_to_ask(DEAL[language]).locator("a.isnad-mark").last
    mark.focus()
    address = mark.get_attribute("href")
    newsroom.going.set()
    reader.is_answered()
    assert mark.get_attribute("href") == address
    expect(mark).to_be_focused()
    expect(mark).to_be_in_viewport()


def test_one_comes_back_from_an_article_to_the_mark_that_was_drawn_anew_meanwhile(visit, newsroom) -> None:
    reader: Reader = visit(NARROW)
    mark = reader.begins_to_ask(DEAL["en"]).locator("a.isnad-mark").first
    mark.press("Enter")
    expect(reader.page.locator("body.isnad-reading")).to_have_count(1)
    newsroom.going.set()
    reader.is_answered()
    reader.page.keyboard.press("Escape")
    expect(reader.page.locator("body.isnad-reading")).to_have_count(0)
    expect(mark).to_be_focused()


@IN_BOTH
def test_a_screen_reader_is_told_once(visit, newsroom, language: str) -> None:
    reader: Reader = visit(WIDE)
    reader.page.evaluate(LISTEN)
    answer = reader.begins_to_ask(DEAL[language])
    quote = answer.locator("blockquote").first
    words = quote.inner_text()
    reader.page.wait_for_timeout(300)
    assert not any(words in heard for heard in reader.page.evaluate("window.heard"))
    newsroom.going.set()
    reader.is_answered()
    heard = reader.page.evaluate("window.heard")
    assert any(words in one for one in heard)
    assert reader.page.locator("#isnad-conversation [role=log]").get_attribute("aria-busy") == "false"


@IN_BOTH
def test_what_reading_does_not_bear_out_is_taken_back(visit, newsroom, language: str) -> None:
    newsroom.settled = refusal(DEAL[language], language)
    reader: Reader = visit(WIDE)
    answer = reader.begins_to_ask(DEAL[language])
    expect(answer.locator("blockquote").first).to_be_visible()
    newsroom.going.set()
    reader.is_answered()
    expect(reader.answers.last.locator("blockquote")).to_have_count(0)
    expect(reader.answers.last.locator(".isnad-card")).to_have_count(2)


@IN_BOTH
def test_what_was_not_read_is_not_kept_when_the_reader_is_stopped(visit, newsroom, language: str) -> None:
    reader: Reader = visit(WIDE)
    answer = reader.begins_to_ask(DEAL[language])
    expect(answer.locator("blockquote").first).to_be_visible()
    reader.page.locator("#isnad-send").click()
    expect(reader.page.locator(".isnad-say-STOPPED")).to_have_text(
        getattr(page_messages.STOPPED, reader.page.evaluate("isnad.language"))
    )
    expect(reader.answers.last.locator("blockquote")).to_have_count(0)
