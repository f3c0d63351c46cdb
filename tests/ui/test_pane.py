"""The article beside the conversation: its quotes marked, no word changed."""

from __future__ import annotations

import html
from dataclasses import replace

import pytest

from rag.types import Answer
from store import Span
from tests.ui.elements import own_marks, read
from ui import pane, render
from ui.reference import Reference


def test_the_article_marks_every_quote_of_the_answer_and_changes_no_word(deal: Answer) -> None:
    first, _, third, last = deal.citations
    shown = read(pane.render_article(first.article, render.reference_to(deal, third), "en"))
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
    english = read(pane.render_article(first.article, render.reference_to(deal, first), "en"))
    said = next(english.all("p", "isnad-said"))
    assert said.text.endswith(first.translation or "-")
    arabic = replace(render.reference_to(deal, first), language="ar")
    assert not list(read(pane.render_article(first.article, arabic, "en")).all("p", "isnad-said"))
