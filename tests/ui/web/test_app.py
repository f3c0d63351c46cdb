"""The page as a program sees it: its handlers, its one public endpoint, and what it may be asked to fetch."""

from __future__ import annotations

import json
import os
import re
import socket
import threading
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import gradio as gr
import pytest

from rag import answer
from rag.results import PHRASES, Answer
from store import Corpus
from tests.helpers.fakes import FakeEncoder
from tests.helpers.ui.newsroom import Answering
from ui.api.functions import ApiFunctions
from ui.messages import general as messages
from ui.messages import page as page_messages
from ui.server.address import PageError, Serving
from ui.server.auth import Users
from ui.web import app
from ui.web import handlers as desks
from ui.web.answer_record import record_answer
from ui.web.request import QuestionRequest
from ui.web.respondent import CorpusRespondent
from ui.web.views import answer as render
from ui.web.views.templates import escape

EVERYTHING = QuestionRequest()

pytestmark = [
    pytest.mark.allow_hosts(["127.0.0.1"]),
    pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning"),
    pytest.mark.usefixtures("vendor_leaks"),
]


@pytest.fixture
def desk(newsroom) -> desks.PageHandlers:
    return desks.PageHandlers(newsroom, newsroom)


@pytest.fixture
def url(newsroom) -> Iterator[str]:
    served = app.serve(newsroom, newsroom, Serving(port=None), wait=False)
    yield served.local_url
    served.close()


def talk_after(
    desk: desks.PageHandlers, question: str, asking: QuestionRequest = EVERYTHING
) -> list[tuple[Any, ...]]:
    return list(app._converse(desk, question, [], asking))


def test_a_question_is_shown_at_once_and_then_answered(desk: desks.PageHandlers, deal: Answer) -> None:
    waiting, answered = talk_after(desk, deal.question)
    assert messages.SEARCHING.en in waiting[0][-1]["content"]
    assert [message["role"] for message in answered[0]] == ["user", "assistant"]
    assert answered[0][-1]["content"] == render.render_answer(deal, record=record_answer(deal, EVERYTHING).as_json())


def test_earlier_questions_come_along(desk: desks.PageHandlers, newsroom) -> None:
    talk_after(desk, "and in return?", QuestionRequest(("who came?",)))
    assert newsroom.asked == [("and in return?", ("who came?",))]


def test_a_conversation_remembers_a_bounded_past() -> None:
    asking = QuestionRequest(tuple(map(str, range(100))))
    assert asking.options()["history"] == tuple(map(str, range(80, 100)))


def test_which_articles_are_asked_is_shown_with_the_question(desk: desks.PageHandlers) -> None:
    said = {"outlets": ["<b>", "Harbour Radio"], "since": "2024-01-02", "until": "", "history": [], "language": "en"}
    *_, shown = talk_after(desk, "in return?", QuestionRequest.from_json(json.dumps(said)))
    assert "&lt;b&gt;" in shown[0][0]["content"] and "from 2 January 2024" in shown[0][0]["content"]


@pytest.mark.parametrize("written", ["", "{", "[]", "null", '{"history": 1}', '{"outlets": [{}]}'])
def test_what_the_script_never_sends_asks_nothing_in_particular(written: str) -> None:
    assert QuestionRequest.from_json(written) == EVERYTHING


@pytest.mark.parametrize("question", ["", "  \n "])
def test_an_empty_question_asks_nothing(desk: desks.PageHandlers, newsroom, question: str) -> None:
    [shown] = talk_after(desk, question)
    assert PHRASES["en"].empty in shown[1]
    assert newsroom.asked == []


def test_what_isnad_raises_is_said_in_the_conversation(desk: desks.PageHandlers) -> None:
    *_, shown = talk_after(desk, "busy?")
    assert "Another process is writing" in shown[0][-1]["content"]


@pytest.mark.parametrize(("question", "language"), [("What came?", "en"), ("ماذا جاء؟", "ar")])
def test_without_articles_the_page_names_no_command(tmp_path: Path, question: str, language: str) -> None:
    with Corpus.open(tmp_path / "store", FakeEncoder()) as empty:
        [reply] = desks.PageHandlers(empty, CorpusRespondent(empty)).answers(question, EVERYTHING)
    assert page_messages.NO_ARTICLES.to(language) in reply and page_messages.NO_ARTICLES_TO_READ.to(language) in reply
    assert "isnad ingest" not in reply and "isnad-do-add" in reply


@pytest.mark.parametrize("since", ["2024-13-01", "<b>", "2024"])
def test_what_is_no_day_is_shown_as_it_was_sent(since: str) -> None:
    assert page_messages.SINCE_DAY.en.format(day=escape(since)) in render.render_question(
        "?", QuestionRequest(since=since)
    )


def test_an_article_that_is_gone_or_never_was(desk: desks.PageHandlers) -> None:
    assert messages.ARTICLE_GONE.en in desk.open("#isnad-ar-0000000000000000-0.5", "en", {})
    assert desk.open("javascript:alert(1)", "en", {}) == ""


def test_programs_are_offered_three_functions(newsroom) -> None:
    built = app.build_page(newsroom, newsroom, ApiFunctions(newsroom, newsroom.answers), Users())
    assert list(built.get_api_info()["named_endpoints"]) == ["/ask", "/search", "/read_article"]
    assert os.environ["GRADIO_ANALYTICS_ENABLED"] == "False" and not built.analytics_enabled


def call(url: str, question: str) -> dict[str, Any]:
    data = json.dumps({"data": [question, None, None, None, None]}).encode()
    request = urllib.request.Request(f"{url}gradio_api/run/ask", data, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=20) as response:
        [got] = json.load(response)["data"]
    return got


def test_several_people_can_ask_at_once(newsroom) -> None:
    together = threading.Barrier(4, timeout=10)

    def ask(question: str, **_: Any) -> Iterator[Answer]:
        together.wait()
        yield newsroom.ask(question, ())

    served = app.serve(newsroom, Answering(ask), Serving(port=None), wait=False)
    with ThreadPoolExecutor(4) as people:
        answers = list(people.map(call, [served.local_url] * 4, ["in return?"] * 4))
    served.close()
    assert all(answer["answered"] for answer in answers)


def test_programs_get_the_answer_with_its_citations(url: str, deal: Answer) -> None:
    got = call(url, deal.question)
    assert got == json.loads(json.dumps(deal.to_dict() | {"markdown": deal.to_markdown()}))
    assert [c["quote"] for c in got["citations"]] == [c.quote for c in deal.citations]


def test_the_page_loads_nothing_from_elsewhere(url: str) -> None:
    with urllib.request.urlopen(url) as response:
        source = response.read().decode()
    loaded = re.findall(r"<(?:script|link|img|iframe)\b[^>]*?(?:src|href)=\"([^\"]+)\"", source)
    assert loaded and not [address for address in loaded if re.match(r"(?:https?:)?//", address)]
    assert "fonts.googleapis" not in source and "cdnjs" not in source


def test_a_taken_port_is_named_with_its_remedy(newsroom) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(PageError, match=rf"port {port}: .* --port"):
            app.serve(newsroom, newsroom, Serving(port=port), wait=False)
    gr.close_all()


def test_examples_are_those_that_the_articles_answer(store: Path) -> None:
    with Corpus.open(store) as corpus:
        examples = CorpusRespondent(corpus).examples()
        assert examples == messages.EXAMPLE_QUESTIONS[-2:]  # what is in the news, not what is in the samples
        assert all(answer(example, corpus=corpus).answered for example in examples)


def test_there_are_no_examples_without_articles(tmp_path: Path) -> None:
    with Corpus.open(tmp_path / "store", FakeEncoder()) as corpus:
        assert CorpusRespondent(corpus).examples() == ()
