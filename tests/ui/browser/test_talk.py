"""A conversation in a real browser: gone on with, changed, stopped, narrowed, kept and found again."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect

from store.text.dates import format_date
from tests.helpers.ui.newsroom import DEAL, FIRE
from tests.helpers.ui.reader import ARABIC, ENGLISH, IN_A_BROWSER, NARROW, WIDE, Reader
from ui.messages import page as said

pytestmark = IN_A_BROWSER
QUESTIONS = {"en": ENGLISH, "ar": ARABIC}
IN_BOTH = pytest.mark.parametrize("language", ["en", "ar"])


def do(reader: Reader, action: str) -> Locator:
    """The last thing on the page that does this."""
    return reader.page.locator(f".isnad-do-{action}:visible").last


def in_language(reader: Reader, language: str) -> None:
    if reader.page.locator("html").get_attribute("lang") != language:
        do(reader, "language").click()
    expect(reader.page.locator("html")).to_have_attribute("dir", "rtl" if language == "ar" else "ltr")


def asked(reader: Reader) -> list[str]:
    return reader.page.locator(".isnad-question").all_inner_texts()


@IN_BOTH
def test_a_conversation_is_gone_on_with_changed_and_begun_anew(visit, newsroom, language: str) -> None:
    reader: Reader = visit(WIDE)
    in_language(reader, language)
    question = QUESTIONS[language]
    reader.ask(question)
    next_question = reader.page.locator("#isnad-suggested button").nth(int(language == "ar"))
    expect(reader.page.locator("#isnad-suggested")).to_contain_text(getattr(said.FOLLOW_UPS, language))
    words = next_question.inner_text()
    next_question.click()
    expect(reader.answers).to_have_count(2)
    assert newsroom.asked[-1] == (words, (question,))
    newsroom.asked.clear()
    reader.asks_by(do(reader, "again"))
    assert newsroom.asked == [(words, (question,))] and asked(reader) == [question, words]
    do(reader, "edit").click()
    box = reader.page.locator("#isnad-question textarea")
    expect(box).to_have_value(words)
    expect(reader.page.locator("#isnad-editing")).to_contain_text(getattr(said.EDITING, language))
    do(reader, "leave").click()
    expect(box).to_have_value("")
    do(reader, "edit").click()
    box.fill("What about football?")
    box.press("Enter")
    reader.page.locator("details.isnad-more > summary").last.click()
    expect(reader.page.locator(".isnad-card").first).to_be_visible()
    assert asked(reader) == [question, "What about football?"]
    assert newsroom.asked[-1] == ("What about football?", (question,))
    do(reader, "new").click()
    expect(reader.answers).to_have_count(0)
    reader.ask(question)
    assert newsroom.asked[-1] == (question, ())


@IN_BOTH
def test_what_was_taken_for_a_follow_up_is_asked_by_itself(visit, newsroom, language: str) -> None:
    reader: Reader = visit(WIDE)
    in_language(reader, language)
    reader.ask(QUESTIONS[language])
    expect(reader.page.locator(".isnad-do-alone:visible")).to_have_count(0)
    reader.ask("When?")
    expect(do(reader, "alone")).to_have_text(getattr(said.DO_ALONE, language))
    reader.asks_by(do(reader, "alone"))
    assert newsroom.asked[-1] == ("When?", ())
    assert asked(reader) == [QUESTIONS[language], "When?"]
    reader.ask(ENGLISH)
    assert newsroom.asked[-1] == (ENGLISH, ("When?",)), "what came before is not gone on with any more"


@IN_BOTH
def test_an_answer_that_takes_long_can_be_stopped(visit, newsroom, language: str) -> None:
    newsroom.going.clear()
    reader: Reader = visit(NARROW)
    in_language(reader, language)
    box, send = reader.page.locator("#isnad-question textarea"), reader.page.locator("#isnad-send")
    box.fill("slow?")
    box.press("Enter")
    expect(send).to_have_text(getattr(said.STOP, language))
    box.fill("half a question")
    send.click()
    expect(reader.page.locator(".isnad-say-STOPPED")).to_have_text(getattr(said.STOPPED, language))
    expect(send).to_have_text(getattr(said.ASK, language))
    expect(box).to_have_value("half a question")
    reader.ask(ENGLISH)  # while the first is still at work
    assert newsroom.asked[-1] == (ENGLISH, ("slow?",))
    newsroom.going.set()
    assert asked(reader) == ["slow?", ENGLISH]
    expect(reader.page.locator(".isnad-say-STOPPED")).to_be_attached()


@IN_BOTH
def test_an_answer_can_be_taken_along(visit, newsroom, tmp_path: Path, language: str) -> None:
    reader: Reader = visit(WIDE)
    reader.context.grant_permissions(["clipboard-read", "clipboard-write"])
    in_language(reader, language)
    reader.ask(QUESTIONS[language])
    *_, answer = newsroom.answers(QUESTIONS[language])
    do(reader, "copy").click()
    expect(reader.page.locator("#isnad-report [role=status]")).to_have_text(getattr(said.COPIED, language))
    assert reader.page.evaluate("navigator.clipboard.readText()") == answer.to_markdown()
    for action, text in (("markdown", answer.to_markdown()), ("html", answer.to_html())):
        with reader.page.expect_download() as saving:
            do(reader, action).click()
        saved = tmp_path / saving.value.suggested_filename
        saving.value.save_as(saved)
        assert saved.read_text("utf-8") == text
    paper = reader.context.new_page()
    paper.set_content(answer.to_html())
    quotes = [quote.evaluate("quote => quote.textContent") for quote in paper.locator("blockquote").all()]
    assert [citation.quote for citation in answer.citations] == quotes


@IN_BOTH
def test_conversations_are_kept_in_the_browser_and_forgotten_when_told_to(visit, newsroom, language: str) -> None:
    reader: Reader = visit(WIDE)
    in_language(reader, language)
    reader.ask(ENGLISH)
    reader.ask("How many were hurt in the fire?")
    do(reader, "new").click()
    reader.ask(ARABIC)
    reader.page.reload()
    do(reader, "history").click()
    kept = reader.page.locator(".isnad-history li")
    expect(kept).to_have_count(2)
    kept.last.locator(".isnad-kept").click()
    expect(reader.answers).to_have_count(2)
    reader.answers.first.locator("a.isnad-mark").first.click()
    expect(reader.page.locator("#isnad-pane h2")).to_have_text(DEAL.title)
    reader.ask("When?")
    assert newsroom.asked[-1] == ("When?", (ENGLISH, "How many were hurt in the fire?"))
    do(reader, "history").click()
    reader.screenshot(f"{language}-1280-history")
    kept.last.locator(".isnad-do-forget").click()
    expect(kept).to_have_count(1)
    do(reader, "undo").click()
    expect(kept).to_have_count(2)
    do(reader, "forgetAll").click()
    expect(kept).to_have_count(0)
    assert reader.page.evaluate("Object.keys(localStorage).filter(key => localStorage[key].includes('return'))") == []


@IN_BOTH
def test_the_articles_asked_are_chosen_and_seen(visit, newsroom, language: str) -> None:
    reader: Reader = visit(WIDE)
    in_language(reader, language)
    shown = reader.page.locator("#isnad-scope")
    expect(shown).to_have_text(getattr(said.ALL_ARTICLES, language))
    reader.page.locator("#isnad-filters summary").click()
    reader.page.get_by_label(FIRE.outlet, exact=True).check()
    reader.page.locator("#isnad-filters [name=since]").fill("2024-01-02")
    reader.page.keyboard.press("Tab")
    expect(shown).to_contain_text(FIRE.outlet)
    expect(shown).to_contain_text(format_date(dt.date(2024, 1, 2), language))
    reader.screenshot(f"{language}-1280-filters")
    reader.ask(ENGLISH)
    assert newsroom.given["outlets"] == (FIRE.outlet,)
    assert (newsroom.given["since"], newsroom.given["until"]) == ("2024-01-02", None)
    expect(reader.page.locator(".isnad-only")).to_contain_text(FIRE.outlet)
    do(reader, "unscope").click()
    reader.ask(ENGLISH)
    assert newsroom.given["outlets"] is None
    expect(reader.page.locator(".isnad-only")).to_have_count(1)


def test_the_language_is_switched_in_place_and_remembered(visit) -> None:
    reader: Reader = visit(WIDE)
    reader.ask(ENGLISH)
    reader.answers.locator("a.isnad-mark").last.click()
    box = reader.page.locator("#isnad-question textarea")
    box.fill("half a question")
    for language in ("ar", "en", "ar"):
        in_language(reader, language)
        expect(do(reader, "history")).to_have_text(getattr(said.HISTORY, language))
        expect(do(reader, "copy")).to_have_text(getattr(said.DO_COPY, language))
        expect(box).to_have_attribute("placeholder", getattr(said.QUESTION, language))
        expect(box).to_have_value("half a question")
        expect(reader.page.locator("#isnad-pane .isnad-original")).to_have_attribute("href", DEAL.url)
        expect(reader.answers).to_have_attribute("dir", "ltr")
        assert reader.sees(reader.chosen)
    reader.page.reload()
    expect(reader.answers).to_have_count(1)
    expect(reader.page.locator("html")).to_have_attribute("lang", "ar")


@IN_BOTH
def test_a_mark_shows_its_quote_before_it_is_followed(visit, newsroom, language: str) -> None:
    reader: Reader = visit(WIDE)
    in_language(reader, language)
    reader.ask(QUESTIONS[language])
    *_, answer = newsroom.answers(QUESTIONS[language])
    card, marks = reader.page.locator("#isnad-quote-card"), reader.answers.locator("a.isnad-mark")
    expect(card).to_be_hidden()
    marks.nth(1).hover()
    expect(card.locator("blockquote")).to_have_text(answer.citations[1].quote)
    marks.nth(0).focus()
    reader.page.keyboard.press("Tab")
    reader.page.keyboard.press("Tab")
    expect(card.locator("blockquote")).to_have_text(answer.citations[2].quote)
    expect(marks.nth(2)).to_have_attribute("aria-describedby", "isnad-quote-card")
    reader.page.keyboard.press("Escape")
    expect(card).to_be_hidden()
