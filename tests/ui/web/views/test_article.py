"""The article beside the conversation: its quotes marked, no word changed."""

from __future__ import annotations

import html
from dataclasses import replace

import pytest

from rag.results import Answer
from store import Span, Translation
from tests.helpers.ui.elements import Element, everything, own_marks, read
from tests.helpers.ui.newsroom import HOSTILE
from ui.api import Reference, read_reference
from ui.messages import general as messages
from ui.messages import page as page_messages
from ui.web.views import answer
from ui.web.views import article as pane


def test_the_article_marks_every_quote_of_the_answer_and_changes_no_word(deal: Answer) -> None:
    first, _, third, last = deal.citations
    shown = read(pane.render_article(first.article, answer.reference_to(deal, third), "en"))
    assert [mark.text for mark in own_marks(shown)] == [first.quote, third.quote, last.quote]
    [text] = list(shown.all("div", "isnad-text"))[:1]
    paragraphs = [p.text for p in text.inside if p.attributes.get("class") not in ("isnad-said", "isnad-other")]
    assert "\n".join(paragraphs) == first.article.text


def test_quotes_that_overlap_keep_the_chosen_one_whole(deal: Answer) -> None:
    article = deal.citations[0].article
    reference = Reference(article.id, Span(10, 30), (Span(0, 20), Span(5, 60), Span(12, 14)))
    marks = own_marks(read(pane.render_article(article, reference, "en")))
    assert [mark.attributes.get("class") for mark in marks] == [None, "isnad-chosen", None]
    assert "".join(mark.text for mark in marks) == article.text[0:60]
    assert marks[1].text == article.text[10:30]


@pytest.mark.parametrize("span", [Span(5, 5), Span(9, 3), Span(0, 999_999), Span(999_998, 999_999)])
def test_a_place_the_article_does_not_have_is_not_marked(deal: Answer, span: Span) -> None:
    article = deal.citations[0].article
    shown = pane.render_article(article, Reference(article.id, span), "en")
    assert "<mark" not in shown
    assert html.escape(article.title) in shown


def test_only_web_addresses_are_linked(deal: Answer) -> None:
    article = deal.citations[0].article
    reference = Reference(article.id, Span(0, 1))
    link = next(read(pane.render_article(article, reference, "en")).all("a"))
    assert link.attributes["href"] == article.url
    assert link.attributes["rel"] == "noopener noreferrer"
    for url in ("javascript:alert(1)", "file:///etc/passwd", "//x.example", "", " data:text/html,x"):
        assert not list(read(pane.render_article(replace(article, url=url), reference, "en")).all("a"))


def test_the_reader_sees_what_the_chosen_paragraph_says_in_his_language(deal: Answer) -> None:
    first = deal.citations[0]
    english = read(pane.render_article(first.article, answer.reference_to(deal, first), "en"))
    said = next(english.all("p", "isnad-said"))
    assert said.text.endswith(first.translation or "-")
    arabic = replace(answer.reference_to(deal, first), language="ar")
    assert not list(read(pane.render_article(first.article, arabic, "en")).all("p", "isnad-said"))


# The ways from an article


def test_each_quote_leads_to_the_next_with_its_own_point(fire: Answer) -> None:
    text = fire.citations[0].article
    spans = (Span(2, 9), Span(12, 20), Span(30, 44))
    reference = Reference(text.id, spans[1], (spans[2], spans[0]), "en", Span(13, 15), (None, Span(3, 5)))
    seen, steps = [], []
    for at in (reference.choosing((spans[0], Span(3, 5))), reference, reference.choosing((spans[2], None))):
        shown = read(pane.render_article(text, at, "en"))
        seen.append(next(shown.all("span", "isnad-steps")).text)
        steps.append({a.attributes["aria-label"]: read_reference(a.attributes["href"] or "") for a in _steps(shown)})
    assert seen == ["1 of 3", "2 of 3", "3 of 3"]
    assert [sorted(step) for step in steps] == [["Next quote"], ["Next quote", "Previous quote"], ["Previous quote"]]
    for step in (steps[0]["Next quote"], steps[2]["Previous quote"]):
        assert step and (step.chosen, step.point, step.language) == (spans[1], Span(13, 15), "en")
        assert step.quotes() == [(spans[0], Span(3, 5)), (spans[1], Span(13, 15)), (spans[2], None)]


def _steps(shown: Element) -> list[Element]:
    return [a for a in shown.all("a") if "isnad-step" in (a.attributes.get("class") or "")]


def test_one_quote_or_none_leads_nowhere(deal: Answer) -> None:
    article = deal.citations[0].article
    for span in (Span(0, 0), Span(3, 9)):
        assert not _steps(read(pane.render_article(article, Reference(article.id, span), "en")))
    beyond = Reference(article.id, Span(3, 9), (Span(9, 10**8),))
    assert not _steps(read(pane.render_article(article, beyond, "en")))


@pytest.mark.parametrize("language", ["en", "ar"])
def test_from_a_list_one_goes_on_to_its_neighbours_and_back(deal: Answer, language: str) -> None:
    article = deal.citations[0].article
    reference = Reference(article.id, Span(0, 0), language="ar")
    shown = read(pane.render_article(article, reference, language, (None, "ab12")))
    assert next(shown.all("button", "isnad-do-list")).text == page_messages.TO_THE_LIST.to(language)
    [after] = _steps(shown)
    assert (after.text, after.attributes["href"]) == (page_messages.ARTICLE_AFTER.to(language), "#isnad-ar-ab12-0.0")
    assert "isnad-do-list" not in pane.render_article(article, reference, language)


# The translation beside


def test_each_line_has_its_translation_beside_it_marked_alike(deal: Answer) -> None:
    first, _, third, _ = deal.citations
    article = first.article
    shown = read(pane.render_article(article, answer.reference_to(deal, third), "ar"))
    [text] = list(shown.all("div", "isnad-text"))
    pairs = [p for p in text.inside if p.attributes.get("class") != "isnad-said"]
    assert "\n".join(p.text for p in pairs[0::2]) == article.text
    assert "\n".join(p.text for p in pairs[1::2]) == article.translations[0].text
    assert {(p.attributes["lang"], p.attributes["dir"]) for p in pairs[1::2]} == {("en", "ltr")}
    marked = [[mark.attributes["class"] for mark in p.all("mark")] for p in pairs[1::2]]
    assert marked == [[], [""], ["isnad-chosen-there"], *[[]] * 9, [""]]
    assert next(shown.all("label", "isnad-toggle")).text.strip() == page_messages.BESIDE.to(
        "ar", in_language="بالإنجليزية"
    )


def test_the_labels_are_in_the_interfaces_language_and_the_translation_in_the_readers(deal: Answer) -> None:
    first = deal.citations[0]
    shown = read(pane.render_article(first.article, answer.reference_to(deal, first), "ar"))
    said = next(shown.all("p", "isnad-said"))
    assert (said.attributes["lang"], next(said.all("b")).attributes["lang"]) == ("en", "ar")
    assert said.text == "هذه الفقرة بالإنجليزية" + (first.translation or "-")


def test_an_article_without_a_translation_offers_none(deal: Answer) -> None:
    plain = replace(deal.citations[0].article, translations=())
    shown = pane.render_article(plain, Reference(plain.id, Span(0, 0)), "en")
    assert "isnad-do-beside" not in shown and "isnad-other" not in shown


def test_a_language_nobody_named_takes_its_texts_direction(deal: Answer) -> None:
    other = replace(deal.citations[0].article, language="other", translations=())
    shown = read(pane.render_article(other, Reference(other.id, Span(0, 0)), "en"))
    heading = next(shown.all("h2"))
    assert ("lang" in heading.attributes, heading.attributes["dir"]) == (False, "auto")


def test_the_readers_language_stands_beside_and_others_below(deal: Answer) -> None:
    article = deal.citations[0].article
    french = Translation("fr", "Titre", "Une ligne.")
    both = replace(article, translations=(french, *article.translations))
    shown = read(pane.render_article(both, Reference(article.id, Span(0, 0)), "en"))
    assert {p.attributes["lang"] for p in shown.all("p", "isnad-other") if "lang" in p.attributes} == {"en"}
    assert [details.text for details in shown.all("details")] == ["The whole article (fr)TitreUne ligne."]


@pytest.mark.parametrize("language", ["en", "ar"])
def test_hostile_text_is_shown_as_it_is_and_the_removed_is_told(language: str) -> None:
    shown = read(pane.render_article(HOSTILE, Reference(HOSTILE.id, Span(0, 9)), language, (None, None)))
    assert next(shown.all("h2")).text == HOSTILE.title
    assert {element.name for element in everything(shown)}.isdisjoint({"script", "img"})
    gone = read(pane.render_gone(Reference("ab", Span(0, 0)), language))
    assert messages.ARTICLE_GONE.to(language) in gone.text
