"""The page without a mouse: everything is reached by Tab, is seen to have the focus, and gives it back."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, expect

from tests.helpers.ui.reader import ENGLISH, HOLD, IN_A_BROWSER, NARROW, WIDE, Reader

pytestmark = IN_A_BROWSER
MOST = 60  # steps to anything
# What draws the eye to where the keyboard is: an outline, of the element or of the button that stands for it.
SEEN = """() => {
  const focused = document.activeElement;
  if (focused === document.body) return true;
  const drawn = focused.matches("[type=file]") ? focused.nextElementSibling : focused;
  const { outlineStyle, outlineWidth } = getComputedStyle(drawn);
  const { x, y, width, height } = focused.getBoundingClientRect();
  const there = document.elementFromPoint(x + width / 2, y + height / 2);
  const top = focused.contains(there) || there?.contains(focused);
  return outlineStyle !== "none" && parseFloat(outlineWidth) >= 2 && top;
}"""


class Keyboard:
    def __init__(self, reader: Reader) -> None:
        self.page = reader.page

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)

    def reach(self, selector: str, key: str = "Tab") -> Locator:
        """Goes on until what is looked for has the focus; wherever it comes by, that can be seen."""
        for _ in range(MOST):
            self.press(key)
            assert self.page.evaluate(SEEN), self.page.evaluate("document.activeElement.outerHTML.slice(0, 200)")
            if self.page.evaluate("selector => document.activeElement.matches(selector)", selector):
                return self.page.locator(":focus")
        raise AssertionError(f"{selector} is not reached by {key}")


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_a_question_is_asked_read_and_found_again(visit, newsroom, size) -> None:
    reader: Reader = visit(size)
    keys = Keyboard(reader)
    for tool in ("history", "browse", "add", "language", "darker"):
        keys.reach(f".isnad-plate .isnad-do-{tool}")
    expect(keys.reach(".example")).to_have_text(ENGLISH)
    keys.press("Enter")
    expect(reader.answers).to_have_count(1)
    reader.is_answered()

    mark = keys.reach("a.isnad-mark")
    citation = newsroom.ask(ENGLISH, ()).citations[0]
    card = reader.page.locator("#isnad-quote-card")
    expect(card).to_be_visible()
    assert mark.get_attribute("aria-describedby") == card.get_attribute("id")
    assert citation.quote in (card.text_content() or "")
    keys.press("Enter")
    expect(reader.chosen).to_have_text(citation.quote)
    assert reader.sees(reader.chosen)
    _go_back(reader, keys, "a.isnad-mark")

    keys.reach("#isnad-filters summary")
    keys.press("Enter")
    outlet = keys.reach("#isnad-outlets input").get_attribute("value")
    keys.press("Space")
    expect(reader.page.locator("#isnad-scope")).to_have_text(outlet or "")
    keys.reach("#isnad-question textarea")
    reader.page.keyboard.type("What about football?")
    keys.press("Enter")
    expect(reader.answers).to_have_count(2)
    reader.is_answered()
    keys.reach("details.isnad-more > summary", "Shift+Tab")
    keys.press("Enter")
    keys.reach("a.isnad-card")
    keys.press("Enter")
    expect(reader.chosen.first).to_be_visible()
    _go_back(reader, keys, "a.isnad-card")


def _go_back(reader: Reader, keys: Keyboard, selector: str) -> None:
    """To the conversation, where one left it, once the article is there."""
    expect(reader.page.locator("body.isnad-reading")).to_have_count(1)
    keys.press("Escape")
    expect(reader.page.locator(f"{selector}:focus")).to_have_count(1)
    expect(reader.page.locator("body.isnad-reading")).to_have_count(0)


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
@pytest.mark.parametrize("articles", ["sample"], indirect=True)
def test_each_tool_opens_what_it_offers_and_gives_the_focus_back(visit, articles, size) -> None:
    reader: Reader = visit(size)
    keys = Keyboard(reader)
    reader.ask(ENGLISH)
    for tool, inside in {
        "history": ".isnad-do-forget",
        "browse": ".isnad-library [name=words]",
        "add": "#isnad-drop input",
    }.items():
        keys.reach(f".isnad-plate .isnad-do-{tool}")
        keys.press("Enter")
        expect(reader.page.locator(inside).first).to_be_attached()
        keys.reach(inside)
        keys.press("Escape")
        expect(reader.page.locator(f".isnad-plate .isnad-do-{tool}:focus")).to_have_count(1)
    keys.reach(".isnad-plate .isnad-do-history", "Shift+Tab")
    keys.press("Enter")
    keys.reach(".isnad-history .isnad-do-open")
    keys.press("Enter")
    expect(reader.answers).to_have_count(1)


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_suggestions_that_come_late_do_not_cover_what_has_the_focus(visit, size) -> None:
    reader: Reader = visit(size)
    reader.page.evaluate(HOLD, "/run/suggest")
    reader.ask(ENGLISH)
    keys = Keyboard(reader)
    reader.page.locator(".isnad-do-down").focus()
    keys.reach("a.isnad-mark", "Shift+Tab")
    expect(reader.page.locator("#isnad-suggested")).to_be_hidden()
    reader.page.evaluate("release()")
    expect(reader.page.locator("#isnad-suggested")).to_be_visible()
    assert reader.page.evaluate(SEEN)
