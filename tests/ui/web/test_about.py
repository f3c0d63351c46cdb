"""Small talk on the page: it looks like a reply, and names the page's own ways."""

from __future__ import annotations

from pathlib import Path

import pytest

from rag import Answer, AnswerKind
from rag.query import Topic
from rag.synthesis.about import reply_about
from store import Corpus
from ui.messages import page as page_messages
from ui.web.answer_record import record_answer, restore_answer
from ui.web.handlers import PageHandlers
from ui.web.request import QuestionRequest
from ui.web.respondent import CorpusRespondent
from ui.web.views.answer import render_answer

REPLY = Answer("hello", "en", "Hello! <b>", False, kind=AnswerKind.ABOUT)


def test_it_looks_like_a_reply_and_not_like_a_refusal() -> None:
    shown = render_answer(REPLY, record="{}")
    assert '<p class="isnad-reply" lang="en" dir="ltr">Hello! &lt;b&gt;</p>' in shown
    assert "isnad-frame" not in shown and "isnad-confidence" not in shown and "isnad-card" not in shown
    assert "isnad-do-up" not in shown and "isnad-do-down" not in shown, "no quote is there to be rated"
    assert "isnad-do-edit" in shown


def test_its_record_keeps_what_it_is(corpus: Corpus) -> None:
    assert restore_answer(record_answer(REPLY, QuestionRequest()), corpus).kind is AnswerKind.ABOUT


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_button_that_it_names_is_on_the_page(corpus: Corpus, language: str) -> None:
    assert page_messages.ADD.to(language) in reply_about([Topic.ADDING], language, corpus)
    for button in (page_messages.DO_EDIT, page_messages.DO_DOWN):
        assert button.to(language) in reply_about([Topic.WRONG], language, corpus)


def test_an_empty_corpus_replies_to_a_greeting_and_has_nothing_else_to_say(tmp_path: Path) -> None:
    with Corpus.open(tmp_path / "store") as empty:
        handlers = PageHandlers(empty, CorpusRespondent(empty))
        (greeted,) = handlers.answers("hello", QuestionRequest())
        (asked,) = handlers.answers("Who opened the library?", QuestionRequest())
    assert "isnad-reply" in greeted and "isnad-do-add" not in greeted
    assert "isnad-do-add" in asked and "isnad-reply" not in asked
