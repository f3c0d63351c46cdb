"""A team in a real browser: behind a proxy's path, and at the log-in form. Nothing is blocked, nothing leaves."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.helpers.ui.doors import READER, SERVED, WRITER, opened, two_users
from tests.helpers.ui.newsroom import DEAL
from tests.helpers.ui.proxy import proxy
from tests.helpers.ui.reader import ENGLISH, IN_A_BROWSER, LOUD
from ui.messages import page as page_said
from ui.messages import server as said

pytestmark = [*IN_A_BROWSER, *SERVED]


class Visitor:
    """A page in a browser, and what went wrong in it or out to another host."""

    def __init__(self, browser: Browser) -> None:
        self.page: Page = browser.new_page(viewport={"width": 1280, "height": 800})
        self.troubles: list[str] = []
        self.page.on("console", lambda told: self.troubles.append(told.text) if told.type in LOUD else None)
        self.page.on("pageerror", lambda error: self.troubles.append(str(error)))
        self.page.route("**/*", self._here)

    def _here(self, route: Route) -> None:
        if not route.request.url.startswith(("http://127.0.0.1:", "data:", "blob:")):
            self.troubles.append(route.request.url)
        route.continue_()

    def asks_and_reads(self) -> None:
        self.page.locator("#isnad-question textarea").fill(ENGLISH)
        self.page.locator("#isnad-send").click()
        expect(self.page.locator(".isnad-answer")).to_have_count(1)
        expect(self.page.locator("body.isnad-busy")).to_have_count(0)
        self.page.locator(".isnad-answer a[href^='#isnad-']").first.click()
        expect(self.page.locator("#isnad-pane mark.isnad-chosen").first).to_be_visible()
        expect(self.page.locator("#isnad-pane")).to_contain_text(DEAL.title)


@pytest.fixture
def visitor(browser: Browser) -> Iterator[Visitor]:
    visitor = Visitor(browser)
    yield visitor
    visitor.page.close()


def test_behind_a_path_the_page_answers_and_opens_articles(newsroom, visitor: Visitor) -> None:
    with opened(newsroom, root_path="/isnad") as inner, proxy(inner, "/isnad") as shown:
        visitor.page.goto(shown)
        visitor.asks_and_reads()
        visitor.page.goto("about:blank")
    assert visitor.troubles == []


@pytest.mark.parametrize("language", ["en", "ar"])
def test_who_logs_in_asks_and_who_logs_out_sees_only_the_form(newsroom, visitor: Visitor, language: str) -> None:
    with opened(newsroom, users=two_users()) as address:
        page = visitor.page
        page.goto(f"{address}?language={language}")
        expect(page.get_by_text(said.LOG_IN.to(language))).to_be_visible()
        expect(page.locator("html")).to_have_css("direction", "rtl" if language == "ar" else "ltr")
        page.get_by_label(page_said.USER_NAME.to(language)).fill(WRITER[0])
        page.get_by_label(page_said.PASSWORD.to(language)).fill(WRITER[1])
        page.get_by_role("button", name=page_said.DO_LOG_IN.to(language)).click()
        visitor.asks_and_reads()
        expect(page.locator("#isnad-user bdi")).to_have_text(WRITER[0])
        page.locator("#isnad-user button").click()
        expect(page.locator("[type=password]")).to_be_visible()
        assert page.context.cookies() == []
        page.go_back()
        expect(page.locator("[type=password]")).to_be_visible()
        page.goto("about:blank")
    assert visitor.troubles == []


def test_behind_a_path_one_logs_in_and_out_too(newsroom, visitor: Visitor) -> None:
    with opened(newsroom, root_path="/isnad", users=two_users()) as inner, proxy(inner, "/isnad") as shown:
        page = visitor.page
        page.goto(shown)
        page.locator("#username").fill(READER[0])
        page.locator("#password").fill(READER[1])
        page.keyboard.press("Enter")
        visitor.asks_and_reads()
        assert [cookie["path"] for cookie in page.context.cookies()] == ["/isnad/"]
        page.locator("#isnad-user button").click()
        expect(page.locator("[type=password]")).to_be_visible()
        assert page.url == shown
        page.goto("about:blank")
    assert visitor.troubles == []
