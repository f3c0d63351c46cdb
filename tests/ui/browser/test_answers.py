"""What an answer shows in a real browser: its points, who differs, how sure it is, and what only comes close."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from rag.results import PHRASES
from rag.results.phrases import confidence_phrase
from tests.helpers.ui.newsroom import FIRE
from tests.helpers.ui.reader import IN_A_BROWSER, NARROW, WIDE, Reader, can_be_read, colours, contrast

pytestmark = IN_A_BROWSER
QUESTIONS = {"en": "How many were hurt in the fire?", "ar": "كم عدد المصابين في الحريق؟"}
SIZES = pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
SCHEMES = pytest.mark.parametrize("scheme", ["light", "dark"])
LANGUAGES = pytest.mark.parametrize("language", QUESTIONS)
BEFORE, AFTER = "شبّ حريقٌ 🔥 في سوق السمك.", " ونُقلوا ليلًا إلى المدينة."


@SIZES
@SCHEMES
@LANGUAGES
def test_the_point_stands_out_and_all_can_be_read(visit, language, size, scheme) -> None:
    reader: Reader = visit(size, scheme)
    answer = reader.ask(QUESTIONS[language])
    name = f"fire-{language}-{size['width']}-{scheme}"
    reader.screenshot(f"{name}-answer")
    quote = answer.locator("blockquote .isnad-quote").first
    assert quote.text_content() == FIRE.text
    around = quote.locator(".isnad-around")
    assert around.all_text_contents() == [BEFORE + "\n", AFTER]
    assert contrast(colours(around.first)[0], colours(quote)[0]) > 2, "quieter"
    for part in answer.locator("p, blockquote, .isnad-around, a").all():
        assert can_be_read(part), part.inner_text()
    answer.locator("a.isnad-mark").first.click()
    expect(reader.chosen).to_have_text(FIRE.text.split("\n"))
    assert all(reader.sees(line) for line in reader.chosen.all())
    reader.screenshot(f"{name}-article")
    quieter = reader.chosen.locator(".isnad-around")
    assert quieter.all_text_contents() == [BEFORE, AFTER]
    assert colours(quieter.last)[1] != colours(reader.chosen.last)[1]
    assert all(can_be_read(words) for words in (quieter.first, quieter.last, reader.chosen.last))


@SIZES
@LANGUAGES
def test_each_line_stands_apart_in_the_readers_direction(visit, language, size) -> None:
    reader: Reader = visit(size)
    answer = reader.ask(QUESTIONS[language])
    own = answer.locator(".isnad-support, .isnad-differs, .isnad-confidence, .isnad-frame").all()
    directions = {line.evaluate("line => getComputedStyle(line).direction") for line in own}
    assert directions == {"rtl" if language == "ar" else "ltr"}
    boxes = [box for line in answer.locator("p, blockquote").all() if (box := line.bounding_box())]
    assert all(a["y"] + a["height"] <= b["y"] + 1 for a, b in zip(boxes, boxes[1:], strict=False))
    sure = answer.locator(".isnad-confidence")
    assert sure.inner_text() == confidence_phrase(0.6, language)
    assert "0.60" in (sure.locator("span").get_attribute("title") or "")


@SIZES
@LANGUAGES
def test_what_is_folded_opens_and_what_is_read_first_is_the_lead(visit, language, size) -> None:
    reader: Reader = visit(size)
    answer = reader.ask({"en": "What is said of the long deal?", "ar": "ماذا قيل عن الصفقة الطويلة؟"}[language])
    lead, more = answer.locator(".isnad-lead"), answer.locator(".isnad-more")
    expect(lead.locator("a.isnad-mark")).to_have_text("[1]")
    expect(more.locator("blockquote").first).to_be_hidden()
    more.locator("summary").click()
    expect(more.locator("blockquote").first).to_be_visible()
    assert all(can_be_read(part) for part in answer.locator(".isnad-lead, .isnad-head, summary").all())
    size_of = "element => parseFloat(getComputedStyle(element).fontSize)"
    assert lead.evaluate(size_of) > answer.locator("blockquote").first.evaluate(size_of)


def test_a_long_quote_is_brought_into_view_whole(visit, newsroom) -> None:
    article = newsroom.articles[0]
    reader: Reader = visit(NARROW, at=f"#isnad-ar-{article.id}-800.1400-1380.1400")
    expect(reader.chosen).not_to_have_count(0)
    first, last = reader.chosen.first, reader.chosen.last
    assert "".join(reader.chosen.all_text_contents()) == article.text[800:1400].replace("\n", "")
    assert reader.sees(first) and reader.sees(last)


@SIZES
def test_a_quoted_headline_is_marked_in_the_heading(visit, newsroom, size) -> None:
    article = newsroom.articles[0]
    reader: Reader = visit(size, at=f"#isnad-en-{article.id}-t0.{len(article.title)}_800.900")
    expect(reader.chosen).to_have_text([article.title])
    assert reader.sees(reader.chosen) and reader.chosen.evaluate("mark => mark.closest('h2') !== null")
    said = reader.page.locator(".isnad-heads .isnad-said")
    expect(said).to_contain_text(article.translations[0].title)
    assert can_be_read(reader.chosen) and can_be_read(said)
    reader.page.locator(".isnad-quote-after").click()
    expect(reader.chosen.first).to_have_text(article.text[800:900].split("\n")[0])
    reader.page.locator(".isnad-quote-before").click()
    expect(reader.chosen).to_have_text([article.title])
    assert reader.sees(reader.chosen)


@SIZES
@SCHEMES
def test_what_comes_close_does_not_look_like_an_answer(visit, size, scheme) -> None:
    reader: Reader = visit(size, scheme)
    answer = reader.ask("What about football?")
    reader.screenshot(f"refusal-{size['width']}-{scheme}")
    expect(answer.locator(".isnad-card").first).to_be_hidden()
    answer.get_by_text(PHRASES["en"].closest).click()
    expect(answer.locator("blockquote, .isnad-mark, .isnad-confidence, mark")).to_have_count(0)
    for card in answer.locator(".isnad-card").all():
        assert card.evaluate("card => getComputedStyle(card).borderTopStyle") == "dashed"
        assert all(can_be_read(part) for part in card.locator("span").all())


@SIZES
def test_a_follow_up_shows_what_it_was_taken_for(visit, size) -> None:
    reader: Reader = visit(size)
    first = reader.ask("When was it?").locator("p").first
    expect(first).to_have_text("Understood as: How many were hurt, and when?")
    assert can_be_read(first)
