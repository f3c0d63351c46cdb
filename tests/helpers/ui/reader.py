"""A person at the page in a real browser."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from ui.messages import general as messages

CHROMIUM = Path("/usr/bin/chromium")
OFFLINE = "--disable-background-networking --disable-component-update --disable-sync --no-first-run"
SCREENSHOTS = Path(__file__).parents[2] / "screenshots"
LOUD = ("error", "warning")
WIDE, NARROW = {"width": 1280, "height": 800}, {"width": 390, "height": 844}
ENGLISH, ARABIC = messages.EXAMPLE_QUESTIONS[:2]
expect.set_options(timeout=30_000)  # a busy machine is slow, not wrong

# What the page asks the server for at such an address waits until `release()`.
HOLD = """ending => {
    const released = new Promise((release) => (window.release = release));
    const { fetch } = window;
    window.fetch = async (address, ...options) => {
        if (String(address).endsWith(ending)) await released;
        return fetch(address, ...options);
    };
}"""

BROWSER_MARKS = [
    pytest.mark.skipif(not CHROMIUM.exists(), reason="needs Debian's chromium"),
    pytest.mark.allow_hosts(["127.0.0.1"]),
    pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning"),
    pytest.mark.filterwarnings("ignore:.future.no_silent_downcasting"),  # Gradio, after many questions
    pytest.mark.usefixtures("vendor_leaks"),
]
IN_A_BROWSER = [*BROWSER_MARKS, pytest.mark.slow]


class Reader:
    """A person at the page; afterwards nothing may have gone wrong or out to another machine."""

    def __init__(
        self,
        browser: Browser,
        url: str,
        size: dict[str, int],
        scheme: str = "light",
        ready: str = "#isnad-size:not(:empty)",
    ) -> None:
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
        self.page.locator(ready).wait_for()

    def _only_here(self, route: Route) -> None:
        here = route.request.url.startswith(("http://127.0.0.1:", "data:", "blob:"))
        if not here:
            self.troubles.append(route.request.url)
        route.continue_() if here else route.abort()

    def comes_as(self, user: tuple[str, str], url: str) -> None:
        """Logs in, whoever came before, and loads the page."""
        self.context.clear_cookies()
        self.context.request.post(f"{url}login", form=dict(zip(("username", "password"), user, strict=True)))
        self.page.goto(url)

    def ask(self, question: str) -> Locator:
        """The whole answer. What looks or leaves before finds it half drawn, or cut off, as Gradio tells aloud."""
        answer = self.begins_to_ask(question)
        self.is_answered()
        return answer

    def begins_to_ask(self, question: str) -> Locator:
        """The answer as it begins."""
        before = self.answers.count()
        self.page.locator("#isnad-question textarea").fill(question)
        self.page.locator("#isnad-send").click()
        expect(self.answers).to_have_count(before + 1)
        return self.answers.last

    def asks_by(self, button: Locator) -> None:
        """Asks by a button below an answer, and waits for the answer in place of that one."""
        with self.page.expect_request("**/queue/join*"):
            button.click()
        self.is_answered()

    def is_answered(self) -> None:
        """Waits until nothing is being answered."""
        expect(self.page.locator("body.isnad-busy")).to_have_count(0)

    def sees(self, words: Locator) -> bool:
        """Whether the words come to lie inside the article's pane, which lies inside the window."""
        return any(self._in_view(words) or self.page.wait_for_timeout(50) for _ in range(40))

    def _in_view(self, words: Locator) -> bool:
        inner, outer = words.bounding_box(), self.page.locator("#isnad-pane").bounding_box()
        bar = self.page.locator(".isnad-bar").bounding_box()
        if not (inner and outer and bar):  # just being drawn
            return False
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
        assert not self.troubles, self.troubles


def colours(words: Locator) -> tuple[list[int], list[int]]:
    """Red, green and blue of the letters, and of what is painted under them."""
    told = words.evaluate(
        """element => {
            let under = element;
            while (getComputedStyle(under).backgroundColor === "rgba(0, 0, 0, 0)") under = under.parentElement;
            return [getComputedStyle(element).color, getComputedStyle(under).backgroundColor];
        }"""
    )
    ink, paper = ([int(part) for part in re.findall(r"\d+", colour)] for colour in told)
    return ink, paper


def contrast(one: list[int], other: list[int]) -> float:
    """As WCAG 2 measures it, from 1 to 21; text should have 4.5."""
    low, high = sorted(map(_luminance, (one, other)))
    return (high + 0.05) / (low + 0.05)


def can_be_read(words: Locator) -> bool:
    return contrast(*colours(words)) >= 4.5


def _luminance(colour: list[int]) -> float:
    linear = [(c / 255 / 12.92) if c <= 10 else ((c / 255 + 0.055) / 1.055) ** 2.4 for c in colour]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
