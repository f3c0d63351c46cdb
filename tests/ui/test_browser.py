"""The page in a real browser: what a reader does, at the width of a desk and of a telephone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect, sync_playwright

import store
from rag import answer
from store import Corpus
from ui import messages, page
from ui.reference import read_reference

SAMPLE = Path(store.__file__).with_name("sample")
CHROMIUM = Path("/usr/bin/chromium")
OFFLINE = "--disable-background-networking --disable-component-update --disable-sync --no-first-run"
SCREENSHOTS = Path(__file__).parents[1] / "screenshots"
LOUD = ("error", "warning")
WIDE, NARROW = {"width": 1280, "height": 800}, {"width": 390, "height": 844}
ENGLISH, ARABIC = messages.EXAMPLE_QUESTIONS[:2]
expect.set_options(timeout=15_000)  # a busy machine is slow, not wrong

pytestmark = [
    pytest.mark.skipif(not CHROMIUM.exists(), reason="needs Debian's chromium"),
    pytest.mark.allow_hosts(["127.0.0.1"]),
    pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning"),
    pytest.mark.usefixtures("vendor_leaks"),
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        args = ["--no-sandbox", "--disable-gpu", *OFFLINE.split()]
        yield playwright.chromium.launch(executable_path=CHROMIUM, args=args)


@pytest.fixture(scope="module")
def corpus(request: pytest.FixtureRequest, newsroom, tmp_path_factory) -> Iterator[Any]:
    """What the page is over: the invented newsroom, or the sample articles and Isnad's own answers."""
    if getattr(request, "param", None) != "sample":
        yield newsroom
    else:
        with Corpus.open(tmp_path_factory.mktemp("corpus")) as opened:
            opened.ingest([SAMPLE])
            yield opened


@pytest.fixture(scope="module")
def url(corpus) -> Iterator[str]:
    ask = getattr(corpus, "ask", lambda asked, earlier: answer(asked, corpus=corpus, history=earlier))
    served = page.serve(corpus, ask, port=None, wait=False)
    yield served.local_url
    served.close()


class Reader:
    """A person at the page; afterwards nothing may have gone wrong or out to another machine."""

    def __init__(self, browser: Browser, url: str, size: dict[str, int], scheme: str = "light") -> None:
        self.size = size
        self.context = browser.new_context(viewport=size, color_scheme=scheme)
        self.context.route("**/*", self._only_here)
        self.page: Page = self.context.new_page()
        self.answers = self.page.locator(".isnad-answer, #isnad-conversation .isnad-error:last-child")
        self.chosen = self.page.locator("#isnad-pane mark.isnad-chosen")
        self.troubles: list[str] = []
        self.page.on("console", lambda said: self.troubles.append(said.text) if said.type in LOUD else None)
        self.page.on("pageerror", lambda error: self.troubles.append(str(error)))
        self.page.on("dialog", lambda dialog: self.troubles.append(dialog.message))
        self.page.goto(url)
        self.page.locator(".example").first.wait_for()

    def _only_here(self, route: Route) -> None:
        here = route.request.url.startswith(("http://127.0.0.1:", "data:", "blob:"))
        if not here:
            self.troubles.append(route.request.url)
        route.continue_() if here else route.abort()

    def ask(self, question: str) -> Locator:
        before = self.answers.count()
        self.page.locator("#isnad-question textarea").fill(question)
        self.page.locator("#isnad-send").click()
        expect(self.answers).to_have_count(before + 1)
        return self.answers.last

    def sees(self, words: Locator) -> bool:
        """Whether the words come to lie inside the article's pane, which lies inside the window."""
        return any(self._in_view(words) or self.page.wait_for_timeout(50) for _ in range(40))

    def _in_view(self, words: Locator) -> bool:
        inner, outer = words.bounding_box(), self.page.locator("#isnad-pane").bounding_box()
        bar = self.page.locator(".isnad-bar").bounding_box()
        assert inner and outer and bar
        top, bottom = bar["y"] + bar["height"], min(outer["y"] + outer["height"], self.size["height"])
        across = outer["x"] <= inner["x"] and inner["x"] + inner["width"] <= self.size["width"]
        return across and top <= inner["y"] and inner["y"] + inner["height"] <= bottom

    def screenshot(self, name: str) -> None:
        self.page.screenshot(path=SCREENSHOTS / f"{name}.png")

    def leave(self) -> None:
        width = self.page.evaluate("document.documentElement.scrollWidth")
        assert width <= self.size["width"], "the page scrolls sideways"
        assert self.page.evaluate("window.pwned") is None
        self.context.close()
        assert self.troubles == []


@pytest.fixture
def visit(browser: Browser, url: str) -> Iterator[Any]:
    readers: list[Reader] = []

    def arrive(size: dict[str, int], scheme: str = "light", at: str = "") -> Reader:
        readers.append(Reader(browser, url + at, size, scheme))
        return readers[-1]

    yield arrive
    for reader in readers:
        reader.leave()


@pytest.mark.parametrize("corpus", ["newsroom", "sample"], indirect=True)
@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
@pytest.mark.parametrize("question", [ENGLISH, ARABIC], ids=["english", "arabic"])
def test_an_example_is_answered_and_each_mark_opens_its_words(visit, corpus, size, question) -> None:
    reader: Reader = visit(size)
    name = f"{'ar' if question == ARABIC else 'en'}-{size['width']}"
    reader.page.get_by_role("button", name=question).click()
    answer = reader.answers
    expect(answer).to_have_attribute("dir", "rtl" if question == ARABIC else "ltr")
    expect(reader.page.locator("#isnad-pane")).to_be_visible(visible=size is WIDE)
    reader.screenshot(f"{name}-answer")
    marks = answer.locator("a.isnad-mark")
    expect(marks).not_to_have_count(0)
    for mark in marks.all():
        reference = read_reference(mark.get_attribute("href"))
        quote = corpus.article(reference.article_id).text[reference.chosen.start : reference.chosen.end]
        mark.click()
        expect(reader.chosen).to_have_text(quote)
        assert reader.sees(reader.chosen)
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
    card = reader.page.locator("a.isnad-card").last
    passage = card.locator(".isnad-passage").inner_text()
    card.click()
    expect(reader.chosen).to_have_text(passage)
    assert reader.sees(reader.chosen)


def test_on_a_telephone_the_way_back_is_its_own_button(visit) -> None:
    reader: Reader = visit(NARROW)
    mark = reader.ask(ARABIC).locator("a.isnad-mark").last
    escape = partial(reader.page.keyboard.press, "Escape")
    button = reader.page.locator(".isnad-close")
    reader.page.evaluate("window.isnad.follow('#isnad-ar-0000000000000000-0.5')")
    expect(reader.page.locator("#isnad-pane")).to_contain_text(messages.ARTICLE_GONE.ar)
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
    expect(reader.page.locator("#isnad-notice")).to_contain_text(messages.EMPTY_QUESTION.ar)
    expect(reader.ask("busy?")).to_contain_text("try again in a moment")
    expect(reader.ask("crash")).to_have_text(messages.UNEXPECTED.ar)
    reader.ask("🚂 " + "ا" * 10_000)
    hostile = reader.ask("<img src=x onerror='window.pwned = 7'> **b** $$x$$")
    asked = reader.page.locator(".isnad-question").last
    expect(asked).to_have_text("<img src=x onerror='window.pwned = 7'> **b** $$x$$")
    quote = newsroom.ask("<", ()).citations[0].quote
    assert hostile.locator(".isnad-quote").evaluate("quote => quote.textContent") == quote
    hostile.locator("a.isnad-mark").click()
    expect(reader.page.locator("#isnad-pane h2")).to_contain_text("<script>window.pwned = 1</script>")
    expect(reader.chosen.first).to_contain_text("${window.pwned = 4} و{{value}} و`قوس` <b>غليظ</b> &amp;")


def test_starting_over_empties_the_page(visit, newsroom) -> None:
    reader: Reader = visit(WIDE)
    reader.ask(ENGLISH)
    reader.page.locator("#isnad-clear").click()
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
    style = "element => [getComputedStyle(element).color, getComputedStyle(document.body).backgroundColor]"
    colours = answer.locator(".isnad-quote").first.evaluate(style)
    ink, paper = ([int(part) for part in re.findall(r"\d+", colour)] for colour in colours)
    assert min(ink) > 200 and max(paper) < 50
    answer.locator("a.isnad-mark").last.click()
    expect(reader.chosen).to_be_visible()
    reader.screenshot(f"dark-{size['width']}-article")
