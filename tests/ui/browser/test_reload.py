"""The page loaded anew in a real browser: the conversation is there again, in each tab its own."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from store.text.dates import format_date
from tests.helpers.ui.doors import READER, WRITER, opened, two_users
from tests.helpers.ui.newsroom import COPY, DEAL, Newsroom
from tests.helpers.ui.reader import ARABIC, ENGLISH, HOLD, IN_A_BROWSER, NARROW, WIDE, Reader
from ui.messages import general as messages
from ui.messages import page as said

pytestmark = IN_A_BROWSER
JUNE = COPY.date.replace(day=1)
FIRE_QUESTION = "How many people were hurt in the fire?"

NEVER_IDLE = "window.requestIdleCallback = (does, { timeout } = {}) => timeout && setTimeout(does, timeout);"


def questions(page: Page) -> list[str]:
    return page.locator(".isnad-question").all_inner_texts()


def begins_empty(page: Page) -> None:
    """The examples are shown once all is known that could bring a conversation back."""
    page.locator(".example:visible").first.wait_for()
    assert questions(page) == []


@pytest.mark.parametrize(("language", "size"), [("en", WIDE), ("ar", NARROW)], ids=["english-wide", "arabic-narrow"])
def test_the_conversation_and_what_it_asks_are_there_again(visit, newsroom, language: str, size) -> None:
    reader: Reader = visit(size)
    if language == "ar":
        reader.page.locator(".isnad-do-language").click()
    question, box = {"en": ENGLISH, "ar": ARABIC}[language], reader.page.locator("#isnad-question textarea")
    reader.page.locator("#isnad-filters summary").click()
    reader.page.get_by_label(DEAL.outlet, exact=True).check()
    reader.page.locator("#isnad-filters [name=since]").fill(JUNE.isoformat())
    reader.page.keyboard.press("Tab")
    reader.ask(question)
    expect(reader.page.locator(".isnad-only")).to_contain_text(format_date(JUNE, language))
    expect(reader.page.locator("#isnad-suggested button").first).to_be_visible()
    box.fill("half a question")
    reader.page.reload()
    expect(reader.answers).to_have_count(1)
    expect(box).to_have_value("half a question")
    scope = reader.page.locator("#isnad-scope")
    expect(scope).to_contain_text(DEAL.outlet)
    expect(scope).to_contain_text(said.SINCE_DAY.to(language, day=format_date(JUNE, language)))
    expect(reader.page.locator("#isnad-suggested button").first).to_be_visible()
    if size is WIDE:
        expect(reader.chosen).to_have_text(newsroom.ask(question, ()).citations[0].quote)
    reader.screenshot(f"{language}-{size['width']}-reloaded")
    reader.answers.locator("a.isnad-mark").last.click()
    expect(reader.chosen).to_have_text(newsroom.ask(question, ()).citations[-1].quote)
    reader.screenshot(f"{language}-{size['width']}-reloaded-article")
    if size is NARROW:
        reader.page.locator(".isnad-close").click()
    reader.ask("When?")
    assert newsroom.asked[-1] == ("When?", (question,))
    assert (newsroom.given["outlets"], newsroom.given["since"]) == ((DEAL.outlet,), JUNE.isoformat())


def arrives_early(reader: Reader) -> None:
    """Asks, and loads the page anew; until `release()` it is not told who reads and what there is."""
    reader.ask(ENGLISH)
    reader.page.add_init_script(f"({HOLD})('/run/facts')")
    reader.page.reload()


def test_the_history_that_is_opened_early_stays_open(visit) -> None:
    reader: Reader = visit(WIDE)
    arrives_early(reader)
    reader.page.locator(".isnad-do-history").click()
    reader.page.evaluate("release()")
    expect(reader.answers).to_have_count(1)
    expect(reader.page.locator(".isnad-kept")).to_be_visible()
    reader.page.evaluate("isnad.call('facts')")  # there and back, as an article's way is
    assert reader.page.locator(".isnad-kept").is_visible()


@pytest.mark.parametrize("articles", ["sample"], indirect=True)
def test_the_list_that_is_opened_early_keeps_the_focus(visit, articles) -> None:
    reader: Reader = visit(WIDE)
    arrives_early(reader)
    reader.page.locator(".isnad-do-browse").click()
    article = reader.page.locator(".isnad-mark-article").first
    article.focus()
    with reader.page.expect_response("**/run/browse"):
        reader.page.evaluate("release()")
    expect(reader.answers).to_have_count(1)
    expect(article).to_be_focused()


def test_filters_that_are_chosen_early_stand(visit) -> None:
    reader: Reader = visit(WIDE)
    since, until = (reader.page.locator(f"#isnad-filters [name={name}]") for name in ("since", "until"))
    reader.page.locator("#isnad-filters summary").click()
    since.fill(JUNE.isoformat())
    arrives_early(reader)
    reader.page.locator("#isnad-filters summary").click()
    until.fill(COPY.date.isoformat())
    reader.page.evaluate("release()")
    expect(reader.answers).to_have_count(1)
    expect(until).to_have_value(COPY.date.isoformat())
    expect(since).to_have_value("")
    last = said.UNTIL_DAY.to("en", day=format_date(COPY.date, "en"))
    expect(reader.page.locator("#isnad-scope")).to_have_text(last)


def test_the_conversation_is_there_again_on_a_machine_that_is_never_idle(visit) -> None:
    reader: Reader = visit(WIDE)
    reader.ask(ENGLISH)
    reader.page.add_init_script(NEVER_IDLE)
    reader.page.reload()
    expect(reader.answers).to_have_count(1)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_an_answer_that_an_older_page_kept_says_that_it_can_only_be_asked_again(visit, language: str) -> None:
    reader: Reader = visit(WIDE)
    if language == "ar":
        reader.page.locator(".isnad-do-language").click()
    reader.ask(ENGLISH)
    expect(reader.page.locator("#isnad-suggested button").first).to_be_visible()
    reader.page.evaluate(
        """() => {
            const kept = JSON.parse(localStorage.getItem("isnad.conversations."));
            const answer = kept[0].talk[1].content[0];
            answer.text = answer.text.replace(/<pre class="isnad-record".*?<[/]pre>/, "");
            localStorage.setItem("isnad.conversations.", JSON.stringify(kept));
        }"""
    )
    reader.page.reload()
    expect(reader.answers).to_have_count(1)
    expect(reader.page.locator(".isnad-record")).to_have_count(0)
    for action in ("copy", "markdown", "html", "up", "down"):
        reader.answers.locator(f".isnad-do-{action}").click()
        report = reader.page.locator("#isnad-report")
        expect(report.locator("[role=status]")).to_have_text(said.NO_RECORD.to(language))
        reader.page.evaluate("document.querySelector('#isnad-report [role=status]').textContent = ''")
    expect(reader.page.locator("dialog")).to_have_count(0)
    reader.answers.locator(".isnad-do-again").click()
    expect(reader.page.locator(".isnad-record")).to_have_count(1)
    reader.is_answered()


def test_each_tab_has_its_own_and_neither_is_lost(visit) -> None:
    reader: Reader = visit(WIDE)
    reader.ask(ENGLISH)
    other = reader.context.new_page()
    other.goto(reader.page.url)
    begins_empty(other)
    other.locator(".isnad-do-history").click()
    other.locator(".isnad-kept").click()
    other.locator(".isnad-answer").wait_for()
    reader.ask(FIRE_QUESTION)
    other.locator("#isnad-question textarea").fill(ARABIC)
    other.locator("#isnad-question textarea").press("Enter")
    expect(other.locator(".isnad-answer")).to_have_count(2)
    expect(other.locator(".isnad-busy")).to_have_count(0)
    other.close()
    reader.page.reload()
    expect(reader.answers).to_have_count(2)
    assert questions(reader.page) == [ENGLISH, FIRE_QUESTION]
    reader.page.locator(".isnad-do-history").click()
    expect(reader.page.locator(".isnad-kept")).to_have_count(2)


def test_a_new_one_stays_empty_and_what_a_reload_cuts_off_can_be_asked_again(visit, newsroom) -> None:
    newsroom.going.clear()
    reader: Reader = visit(WIDE)
    reader.ask(ENGLISH)
    reader.page.locator(".isnad-do-new").click()
    expect(reader.answers).to_have_count(0)
    box, send = reader.page.locator("#isnad-question textarea"), reader.page.locator("#isnad-send")
    box.fill("slow?")
    send.dblclick()  # which asks, and does not stop
    expect(reader.page.locator("#isnad-conversation .isnad-searching")).to_be_visible()
    expect(send).to_have_text(said.STOP.en)
    reader.page.reload()
    begins_empty(reader.page)
    expect(box).to_have_value("slow?")
    newsroom.going.set()
    reader.troubles.clear()  # Gradio tells of what was cut off


def test_what_the_server_has_lost_is_told_and_another_user_sees_nothing(browser: Browser) -> None:
    with opened(Newsroom(), users=two_users()) as address:
        reader = Reader(browser, address, WIDE, ready="[type=password]")
        reader.comes_as(WRITER, address)
        reader.ask(ENGLISH)
        reader.page.goto("about:blank")
    with opened(Newsroom(articles=(COPY,)), users=two_users(), port=int(address.rstrip("/").rpartition(":")[2])):
        reader.comes_as(READER, address)
        begins_empty(reader.page)
        reader.comes_as(WRITER, address)
        expect(reader.answers).to_have_count(1)
        expect(reader.page.locator("#isnad-pane")).to_contain_text(messages.ARTICLE_GONE.en)
        reader.answers.locator("a.isnad-mark").nth(1).click()
        expect(reader.page.locator("#isnad-pane h2")).to_have_text(COPY.title)
        reader.ask(FIRE_QUESTION)
        reader.leave()
