"""The documents of an answer on the page are made from what the page carries of it and from the corpus."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from rag import Answer, answer, follow_ups
from store import Corpus
from tests.helpers.store.syndicated import REPRINT, WIRE
from tests.helpers.ui.newsroom import Answering
from ui.messages import general as messages
from ui.messages import page as page_messages
from ui.web.answer_record import record_answer
from ui.web.handlers import PageHandlers
from ui.web.request import QuestionRequest
from ui.web.respondent import CorpusRespondent
from ui.web.views.answer import render_answer

ASKED = (
    "What does it want in return?",
    "ماذا تريد في المقابل؟",
    "How many were hurt in the fire? When?",
    "What about football?",
)


def document(newsroom, answer: Answer, form: str, **changes: object) -> dict[str, str]:
    record = json.loads(record_answer(answer, QuestionRequest()).as_json())
    return PageHandlers(newsroom, Answering(newsroom.ask)).document(record | changes, form, "en")


@pytest.mark.parametrize("question", ASKED)
def test_a_document_is_that_of_the_answer_to_the_byte(newsroom, question: str) -> None:
    answer = newsroom.ask(question, ())
    assert document(newsroom, answer, "md") == {"text": answer.to_markdown(), "fault": ""}
    assert document(newsroom, answer, "html") == {"text": answer.to_html(), "fault": ""}


def test_so_is_that_of_a_written_answer(newsroom) -> None:
    quoting = newsroom.ask(ASKED[0], ())
    answer = replace(quoting, intro="", prose="It wants food [1].", model="m", notice="So.", scope_note="Only 2024.")
    assert document(newsroom, answer, "md")["text"] == answer.to_markdown()


def test_a_document_says_what_its_article_denies(newsroom) -> None:
    answer = newsroom.ask(ASKED[0], ())
    first, *others = answer.statements
    denied = replace(answer, statements=(replace(first, denied=True), *others))
    assert document(newsroom, denied, "md")["text"] == denied.to_markdown() != answer.to_markdown()


def test_the_page_carries_no_document(newsroom) -> None:
    answer = newsroom.ask(ASKED[0], ())
    shown = render_answer(answer, record=record_answer(answer, QuestionRequest()).as_json())
    carried = shown[len(render_answer(answer)) - len("</div>") :]
    assert "isnad-record" in carried
    assert "as-md" not in carried and "DOCTYPE" not in carried
    assert len(carried) < len(answer.to_html()) + len(answer.to_markdown())


def test_words_that_are_not_in_the_corpus_are_in_no_document(newsroom) -> None:
    answer = newsroom.ask(ASKED[0], ())
    place = {"article": answer.citations[0].article.id, "start": 0, "end": 10**6, "statement": 0}
    for quote in (place, place | {"article": "0" * 16}, place | {"start": 9, "end": 9}):
        assert document(newsroom, answer, "md", quotes=[quote]) == {"text": "", "fault": messages.ARTICLE_GONE.en}


@pytest.mark.parametrize("changes", [{"quotes": 7}, {"language": "fr"}, {"question": None}])
def test_what_is_no_answer_is_refused(newsroom, changes: dict[str, object]) -> None:
    answer = newsroom.ask(ASKED[0], ())
    assert document(newsroom, answer, "md", **changes) == {"text": "", "fault": page_messages.NO_RECORD.en}


@pytest.mark.usefixtures("reading")
def test_a_copy_that_lies_in_the_scope_is_found_again(tmp_path: Path) -> None:
    with Corpus.open(tmp_path) as corpus:
        corpus.add([WIRE, REPRINT])
        asking = QuestionRequest(outlets=(REPRINT.outlet,))
        got = answer("What did the council promise?", corpus=corpus, **asking.options())
        assert [article.id for article in corpus.articles()] == [WIRE.id]
        assert {citation.article.outlet for citation in got.citations} == {REPRINT.outlet}
        record = json.loads(record_answer(got, asking).as_json())
        made = PageHandlers(corpus, CorpusRespondent(corpus)).document(record, "md", "en")
    assert made == {"text": got.to_markdown(), "fault": ""}


def test_half_a_surrogate_can_be_carried(newsroom) -> None:
    answer = replace(newsroom.ask(ASKED[0], ()), question="What\ud800?", understood="")
    assert document(newsroom, answer, "html")["text"] == answer.to_html()


def test_the_next_questions_are_made_of_the_answer_on_the_page(sample: Corpus) -> None:
    """It is not answered again: with another question its quotes still give the headings of their articles."""
    handlers = PageHandlers(sample, CorpusRespondent(sample))
    got = answer("What did Kim himself say in public to his hosts in Russia?", corpus=sample)
    record = json.loads(record_answer(got, QuestionRequest()).as_json())
    assert handlers.suggest(record, "{}") == list(follow_ups(got, corpus=sample)) != []
    other = "Who won the football match?"
    assert not answer(other, corpus=sample).answered
    assert handlers.suggest(record | {"asked": other, "question": other}, "{}") != []


def test_what_is_no_answer_has_no_next_questions(newsroom) -> None:
    gone = {"article": "0" * 16, "start": 0, "end": 1, "statement": 0}
    record = json.loads(record_answer(newsroom.ask(ASKED[0], ()), QuestionRequest()).as_json())
    handlers = PageHandlers(newsroom, newsroom)
    assert handlers.suggest(record, "{}")
    assert [handlers.suggest(record | {"quotes": quotes}, "{}") for quotes in (7, [gone])] == [[], []]
