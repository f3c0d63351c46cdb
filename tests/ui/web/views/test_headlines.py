"""A quoted headline on the page: said to be one, marked in the article's heading, kept with the answer."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rag.results import Answer, Citation, Statement
from store import Span, UnknownArticleError
from tests.helpers.ui.elements import own_marks, read
from tests.helpers.ui.newsroom import DEAL, Newsroom
from ui.api import Reference, read_reference
from ui.messages import general as messages
from ui.web.answer_record import AnswerRecord, record_answer, restore_answer
from ui.web.request import QuestionRequest
from ui.web.views import answer as answer_view
from ui.web.views.article import render_article

TITLE = Span(0, len(DEAL.title), "title")


def answered(language: str = "en") -> Answer:
    cited = [Citation.cut(DEAL, span, language, n, point=None) for n, span in enumerate((TITLE, Span(5, 20)), 1)]
    return Answer("What of the deal?", language, "", True, tuple(Statement((each,)) for each in cited), (), 0.9)


@pytest.mark.parametrize(("language", "named"), [("en", "headline"), ("ar", "العنوان")])
def test_an_answer_says_that_it_is_the_headlines(language: str, named: str) -> None:
    shown = read(answer_view.render_answer(answered(language), record="{}"))
    said, *carried = shown.all("p", "isnad-source")
    assert said.text == named
    assert [source.text.endswith(f" · {named}") for source in carried] == [True, False]
    assert [named in (mark.attributes["title"] or "") for mark in shown.all("a", "isnad-mark")] == [True, False]


def test_its_address_reads_back_and_steps_on_to_the_text() -> None:
    got = answered()
    reference = answer_view.reference_to(got, got.citations[0])
    assert str(reference) == f"#isnad-en-{DEAL.id}-t0.{len(DEAL.title)}_5.20"
    assert read_reference(str(reference)) == reference
    assert [span for span, _ in reference.quotes()] == [TITLE, Span(5, 20)]
    shown = render_article(DEAL, reference, "en")
    assert (
        f"#isnad-en-{DEAL.id}-5.20_t0.{len(DEAL.title)}" in shown and "isnad-quote-after isnad-no-step" not in shown
    )


def test_the_heading_is_marked_and_says_what_it_says_in_the_readers_language() -> None:
    got = answered()
    title, text = got.citations
    shown = read(render_article(DEAL, answer_view.reference_to(got, title), "en"))
    [heading] = shown.all("h2")
    assert heading.text == DEAL.title and [mark.text for mark in heading.all("mark", "isnad-chosen")] == [DEAL.title]
    assert [mark.text for mark in own_marks(shown)] == [DEAL.text[5:20]]
    [said] = shown.all("p", "isnad-said")
    assert said.text == messages.HEADLINE_SAYS.to("en", in_language="in English") + DEAL.translations[0].title
    assert [there.text for there in shown.all("mark", "isnad-chosen-there")] == [DEAL.translations[0].title]
    shown = read(render_article(DEAL, answer_view.reference_to(got, text), "en"))
    assert [mark.attributes.get("class") for heading in shown.all("h2") for mark in heading.all("mark")] == [None]
    beyond = Reference(DEAL.id, Span(0, len(DEAL.title) + 1, "title"))
    assert "<mark" not in render_article(DEAL, beyond, "en")


def test_an_answer_is_restored_while_the_headline_stays(newsroom: Newsroom) -> None:
    record = AnswerRecord.model_validate_json(record_answer(answered(), QuestionRequest()).as_json())
    assert restore_answer(record, newsroom).to_markdown() == answered().to_markdown()  # type: ignore[arg-type]
    renamed = Newsroom(articles=(replace(DEAL, title=DEAL.title.replace("صفقة", "قضية")),))
    with pytest.raises(UnknownArticleError):
        restore_answer(record, renamed)  # type: ignore[arg-type]
