"""A sentence of a model that is not verified, in a real browser: set apart, told as such, legible everywhere."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from rag.results import PHRASES, Answer, DraftSentence, SentenceVerdict
from tests.helpers.ui.newsroom import Newsroom, answer_about_the_deal
from tests.helpers.ui.reader import ARABIC, ENGLISH, IN_A_BROWSER, NARROW, WIDE, can_be_read

pytestmark = IN_A_BROWSER
SAID = {
    "en": ("It wants food and fuel [1][2].", "Above all it is after rocket engines [3].", "And a voice for it [4]."),
    "ar": ("تريد الغذاء والوقود [1][2].", "وأهم ما تطلبه محركات الصواريخ [3].", "وتطلب صوت موسكو [4]."),
}
AXE = "axe.run({rules: {'skip-link': {enabled: false}}}).then(({violations}) => violations.map(({id}) => id))"


class WrittenNewsroom(Newsroom):
    """Answers as a model writes, with a sentence in the middle that is not verified."""

    def answers(self, question: str, /, **options: Any) -> Iterator[Answer]:
        language = "ar" if "؟" in question else "en"
        verdicts = SentenceVerdict.VERIFIED, SentenceVerdict.UNVERIFIED, SentenceVerdict.VERIFIED
        said = zip(SAID[language], verdicts, strict=True)
        written = tuple(DraftSentence(text, verdict=verdict, shown=text) for text, verdict in said)
        quoting = answer_about_the_deal(question, language)
        yield replace(quoting, intro="", prose=" ".join(SAID[language]), model="m", written=written)


@pytest.fixture(scope="module")
def articles() -> WrittenNewsroom:
    return WrittenNewsroom()


@pytest.mark.parametrize(
    ("language", "question", "size", "scheme"),
    [("en", ENGLISH, WIDE, "light"), ("ar", ARABIC, WIDE, "light"), ("ar", ARABIC, NARROW, "dark")],
    ids=["en-wide", "ar-wide", "ar-narrow-dark"],
)
def test_it_is_told_apart_by_words_and_by_form(visit, language: str, question: str, size, scheme: str) -> None:
    reader = visit(size, scheme)
    answer = reader.ask(question)
    apart = answer.locator(".isnad-unverified")
    expect(apart).to_have_count(1)
    expect(apart.locator("p.isnad-written")).to_have_text(f"{PHRASES[language].unverified}: {SAID[language][1]}")
    expect(apart.locator("blockquote")).to_be_visible()
    assert apart.evaluate("part => getComputedStyle(part).borderTopStyle") == "dashed", "not by colour alone"
    for part in apart.locator("b, p, blockquote, a").all():
        assert can_be_read(part), part.inner_text()
    reader.page.wait_for_timeout(300)
    reader.screenshot(f"unverified-{language}-{size['width']}-{scheme}")
    reader.page.evaluate(Axe().axe_script)
    assert reader.page.evaluate(AXE) == []
    apart.locator("a.isnad-mark").click()
    expect(reader.chosen.first).to_be_visible()
