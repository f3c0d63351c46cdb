"""What a reader with a screen reader, weak eyes or no mouse needs, as axe-core looks for it, in every view."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.helpers.ui.reader import ARABIC, ENGLISH, IN_A_BROWSER, NARROW, WIDE, Reader

pytestmark = IN_A_BROWSER
AXE = Axe()
# Links to articles are not links past something, though their addresses begin with # too.
OPTIONS = "{resultTypes: ['violations'], rules: {'skip-link': {enabled: false}}}"
REFUSED = {"en": "Who won the chess championship?", "ar": "من فاز ببطولة الشطرنج؟"}


class Visit:
    """One visit in one language, all views after each other."""

    def __init__(self, reader: Reader, language: str) -> None:
        self.reader, self.page, self.language = reader, reader.page, language
        if self.page.evaluate("isnad.language") != language:
            self.page.locator(".isnad-do-language").click()
        self.page.evaluate(AXE.axe_script)

    def views(self) -> Iterator[str]:
        """Goes from view to view; the name of each, once it is there."""
        yield "start"
        answer = self.reader.ask(ENGLISH if self.language == "en" else ARABIC)
        answer.locator("a.isnad-mark").first.click()
        expect(self.reader.chosen.first).to_be_visible()
        yield "article"
        self.leave()
        yield "answer"
        self.page.keyboard.press("Tab")
        answer.locator("a.isnad-mark").first.focus()
        expect(self.page.locator("#isnad-quote-card")).to_be_visible()
        yield "quote card"
        answer.locator(".isnad-do-down").click()
        expect(self.page.locator("dialog")).to_be_visible()
        yield "rating"
        self.page.keyboard.press("Escape")
        yield from self.pane()
        self.page.locator("#isnad-filters summary").click()
        yield "filters"
        self.reader.ask(REFUSED[self.language])
        yield "refusal"

    def pane(self) -> Iterator[str]:
        self.tool("browse", ".isnad-rows")
        yield "list"
        self.page.locator("#isnad-pane .isnad-mark-article").first.click()
        self.page.locator(".isnad-do-beside").check()
        expect(self.page.locator("#isnad-pane .isnad-text > .isnad-other").first).to_be_visible()
        yield "translation"
        self.page.go_back()
        expect(self.page.locator("#isnad-pane .isnad-rows")).to_be_visible()
        self.leave()
        self.tool("add", "#isnad-drop")
        yield "adding"
        self.leave()
        self.tool("history", ".isnad-history li")
        yield "history"
        self.leave()

    def tool(self, name: str, shows: str) -> None:
        self.page.locator(f".isnad-plate .isnad-do-{name}").click()
        expect(self.page.locator(f"#isnad-pane {shows}").first).to_be_visible()

    def leave(self) -> None:
        """On a narrow screen, back to the conversation."""
        close = self.page.locator(".isnad-close:visible")
        if close.count():
            close.click()

    def faults(self) -> list[str]:
        found = self.page.evaluate(f"axe.run({OPTIONS}).then(({{violations}}) => violations)")
        return [_told(fault, node) for fault in found for node in fault["nodes"]]


def _told(fault: dict[str, Any], node: dict[str, Any]) -> str:
    return f"{fault['impact']} {fault['id']}: {node['html'][:200]} {node['failureSummary'][:300]}"


@pytest.mark.parametrize("articles", ["sample"], indirect=True)
@pytest.mark.parametrize(
    ("language", "scheme", "size"),
    [("en", "light", WIDE), ("ar", "dark", NARROW)],
    ids=["en-light-wide", "ar-dark-narrow"],
)
def test_no_view_has_a_fault(visit, articles, language, scheme, size) -> None:
    visited = Visit(visit(size, scheme), language)
    faults = {view: visited.faults() for view in visited.views()}
    assert len(faults) == 11
    assert not any(faults.values()), "\n".join(f"{view}: {told}" for view in faults for told in faults[view])
