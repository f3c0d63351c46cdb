"""The page in a real browser, once, over the sample articles; the other browser tests belong to the slow tier."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.helpers.ui.reader import BROWSER_MARKS, ENGLISH, WIDE, Reader
from ui.api import read_reference

pytestmark = BROWSER_MARKS


@pytest.mark.parametrize("articles", ["sample"], indirect=True)
def test_an_example_is_answered_and_its_last_folded_mark_opens_the_article_at_the_words(visit, articles) -> None:
    reader: Reader = visit(WIDE)
    reader.page.get_by_role("button", name=ENGLISH).click()
    reader.is_answered()
    expect(reader.chosen.first).to_be_visible()  # the best quote has been opened by itself
    reader.answers.locator(".isnad-more > summary").click()
    mark = reader.answers.locator("a.isnad-mark").last
    reference = read_reference(mark.get_attribute("href"))
    mark.click()
    quote = articles.article(reference.article_id).cut(reference.chosen)
    expect(reader.chosen).to_have_text([quote])
    assert reader.sees(reader.chosen)
