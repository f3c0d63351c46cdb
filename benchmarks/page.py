"""The page beside an empty Gradio chat: how soon one can type, and how soon a click shows the words quoted.

    python benchmarks/page.py [--loads 15] [--json]

Both are served on this machine, each by a process of its own, with the same launch options, and loaded by turns in
Debian's Chromium through Playwright, each time in a fresh browser context. A page can be used when its question box
can be seen, is not covered, takes the focus and keeps a letter typed into it; Isnad's, when its labels are there too.
A click is done when the article is drawn and its chosen words are in view; the empty chat has nothing nearer to it
than Enter, done when the message came back. All times are taken inside the browser, frame by frame.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import cycle, islice

from chats import SERVER
from playwright.sync_api import Browser, BrowserContext, Locator, Page, sync_playwright

from ui.messages.general import EXAMPLE_QUESTIONS

ARGUMENTS = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--no-first-run"]
RATIO, OVER = 1.5, 300.0  # wanted at most: times the empty chat's, and milliseconds over it
EMPTY_CHAT = """
import os, time
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
import gradio as gr
from ui.web.app import FONTS, THREADS, _bypass_proxies

_bypass_proxies()
page = gr.ChatInterface(lambda message, history: message, analytics_enabled=False)
page.launch(
    server_name="127.0.0.1", max_threads=THREADS, prevent_thread_lock=True, quiet=True, share=False, ssr_mode=False,
    pwa=False, mcp_server=False, enable_monitoring=False, run_history=False, footer_links=[],
    theme=gr.themes.Base(font=FONTS, font_mono=("monospace",)),
)
print(page.local_url, flush=True)
time.sleep(3600)
"""
# Set before the page's own scripts run: types a letter as soon as it can be typed, and looks whether it stays.
USABLE = """
window.typedAt = 0;
const look = () => {
  const box = document.querySelector("%s textarea");
  const { x, y, width, height } = box?.getBoundingClientRect() ?? {};
  const seen = box && height && document.elementFromPoint(x + width / 2, y + height / 2) === box;
  if (!seen || box.disabled || box.readOnly || !(%s)) return void requestAnimationFrame(look);
  box.focus();
  document.execCommand("insertText", false, "x");
  const at = performance.now();
  const kept = () => document.activeElement === box && box.value === "x" && box.isConnected;
  requestAnimationFrame(() => requestAnimationFrame(() => (kept() ? (window.typedAt = at) : look())));
};
requestAnimationFrame(look);
"""
TIMES = """() => ({
  painted: performance.getEntriesByName("first-paint")[0].startTime,
  usable: window.typedAt,
})"""
# The clock runs from when the browser had the click or the key, to the frame that finds it done.
ROUND = """([event, done]) => {
  const finished = new Function(`return ${done}`);
  window.took = 0;
  document.addEventListener(event, ({ timeStamp }) => {
    const look = () => (finished() ? (window.took = performance.now() - timeStamp) : requestAnimationFrame(look));
    requestAnimationFrame(look);
  }, { capture: true, once: true });
}"""
CHOSEN = """(() => {
  const pane = document.getElementById("isnad-pane").getBoundingClientRect();
  const article = document.querySelector('#isnad-pane [data-address="%s"]');
  const { top, bottom } = article?.querySelector("mark.isnad-chosen")?.getBoundingClientRect() ?? {};
  return pane.top <= top && bottom <= Math.min(pane.bottom, innerHeight);
})()"""
ECHOED = """[...document.querySelectorAll('[data-testid="bot"]')].at(-1)?.textContent.trim() === %s"""


@dataclass(frozen=True)
class Served:
    """A page: its address, where its question box is, and what else must hold before it can be used."""

    name: str
    address: str
    box: str
    ready: str

    def load(self, browser: Browser) -> tuple[dict[str, float], BrowserContext, Page]:
        """Milliseconds since the navigation began, and the page."""
        context = browser.new_context(viewport={"width": 1280, "height": 800})
        page = context.new_page()
        page.add_init_script(USABLE % (self.box, self.ready))
        page.goto(self.address, wait_until="commit")
        page.wait_for_function("window.typedAt")
        times: dict[str, float] = page.evaluate(TIMES)
        page.keyboard.press("y")  # what was typed by script, a key can type
        assert page.locator(f"{self.box} textarea").input_value() == "xy"
        return times, context, page


@contextmanager
def serving(source: str, *given: str) -> Iterator[str]:
    """The address at which a process of its own serves a page."""
    process = subprocess.Popen([sys.executable, "-c", source, *given], stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        yield process.stdout.readline().strip()
    finally:
        process.terminate()
        process.wait()


def loads(browser: Browser, pages: tuple[Served, Served], count: int) -> dict[str, dict[str, list[float]]]:
    """Times of both pages, loaded by turns; those of the first load of each are not counted."""
    measured: dict[str, dict[str, list[float]]] = {page.name: {} for page in pages}
    for number in range(count + 1):
        for served in pages:
            times, context, _ = served.load(browser)
            context.close()
            times["painted to usable"] = times["usable"] - times["painted"]
            for name, time in times.items() if number else ():
                measured[served.name].setdefault(name, []).append(time)
    return measured


def rounds(browser: Browser, pages: tuple[Served, Served], count: int) -> dict[str, list[float]]:
    """Times of clicks on marks, and of messages echoed, by turns; the first of each is not counted."""
    (_, mine, isnad), (_, theirs, empty) = (served.load(browser) for served in pages)
    for question in EXAMPLE_QUESTIONS:
        _ask(isnad, question)
    marks = isnad.locator("a.isnad-mark").all()
    measured: dict[str, list[float]] = {pages[0].name: [], pages[1].name: []}
    for number, mark in enumerate(islice(cycle(marks), count + 1)):
        clicked, echoed = _click(isnad, mark), _echo(empty, f"message {number}")
        if number:
            measured[pages[0].name].append(clicked)
            measured[pages[1].name].append(echoed)
    mine.close()
    theirs.close()
    return measured


def _ask(page: Page, question: str) -> None:
    before = page.locator(".isnad-answer").count()
    page.locator("#isnad-question textarea").fill(question)
    page.keyboard.press("Enter")
    page.locator(".isnad-answer").nth(before).wait_for()
    page.wait_for_function("!document.body.matches('.isnad-busy')")


def _click(page: Page, mark: Locator) -> float:
    mark.scroll_into_view_if_needed()
    page.evaluate("isnad.empty()")
    page.wait_for_function("!document.querySelector('#isnad-pane mark')")
    page.evaluate(ROUND, ["click", CHOSEN % mark.get_attribute("href")])
    mark.click()
    return _took(page)


def _echo(page: Page, message: str) -> float:
    box = page.locator("textarea").last
    box.fill(message)
    page.evaluate(ROUND, ["keydown", ECHOED % json.dumps(message)])
    box.press("Enter")
    return _took(page)


def _took(page: Page) -> float:
    page.wait_for_function("window.took")
    page.wait_for_timeout(100)  # what follows, as suggestions, is not in the next round's way
    return float(page.evaluate("window.took"))


@dataclass(frozen=True)
class Figure:
    """Medians in milliseconds."""

    name: str
    isnad: float
    empty: float

    @property
    def ratio(self) -> float:
        return self.isnad / self.empty

    @property
    def over(self) -> float:
        return self.isnad - self.empty

    @property
    def reached(self) -> bool:
        return self.ratio <= RATIO and self.over <= OVER


def figures(count: int) -> list[Figure]:
    with (
        tempfile.TemporaryDirectory() as place,
        serving(SERVER, place) as isnad,
        serving(EMPTY_CHAT) as empty,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=ARGUMENTS)
        pages = (Served("isnad", isnad, "#isnad-question", "box.placeholder"), Served("empty", empty, "", "true"))
        loaded, turned = loads(browser, pages, count), rounds(browser, pages, count)
        browser.close()
    both = {
        "navigation to first paint": [loaded[page.name]["painted"] for page in pages],
        "first paint to usable input": [loaded[page.name]["painted to usable"] for page in pages],
        "navigation to usable input": [loaded[page.name]["usable"] for page in pages],
        "click to the words quoted; Enter to the echo": [turned[page.name] for page in pages],
    }
    return [Figure(name, *map(statistics.median, pair)) for name, pair in both.items()]


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--loads", type=int, default=15, help="of each page; and as many clicks and messages")
    options.add_argument("--json", action="store_true")
    chosen = options.parse_args()
    got = figures(chosen.loads)
    if chosen.json:
        print(json.dumps([vars(f) | {"ratio": f.ratio, "over": f.over, "reached": f.reached} for f in got], indent=1))
        return
    print(
        f"| medians of {chosen.loads}, ms | Isnad | empty chat | ratio | over | wanted ≤ {RATIO} and ≤ {OVER:.0f} |"
    )
    print("| --- | --- | --- | --- | --- | --- |")
    for f in got:
        reached = "yes" if f.reached else "no"
        print(f"| {f.name} | {f.isnad:.0f} | {f.empty:.0f} | {f.ratio:.2f} | {f.over:.0f} | {reached} |")


if __name__ == "__main__":
    main()
