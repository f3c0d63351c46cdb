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
from typing import Any

import gradio as gr
import pytest

from rag.types import Answer
from ui import desk as desks
from ui import messages, page, render
from ui.records import answer_as_dict
from ui.serving import Serving

pytestmark = [
    pytest.mark.allow_hosts(["127.0.0.1"]),
    pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning"),
    pytest.mark.usefixtures("vendor_leaks"),
]


@pytest.fixture
def desk(newsroom) -> desks.Desk:
    return desks.Desk(newsroom, newsroom.answers)


@pytest.fixture
def url(newsroom) -> Iterator[str]:
    served = page.serve(newsroom, newsroom.answers, Serving(port=None), wait=False)
    yield served.local_url
    served.close()


def talk_after(desk: desks.Desk, question: str, asked: tuple[str, ...] = ()) -> list[tuple[Any, ...]]:
    return list(page._converse(desk, question, [], asked))


def test_a_question_is_shown_at_once_and_then_answered(desk: desks.Desk, deal: Answer) -> None:
    waiting, answered = talk_after(desk, deal.question)
    assert messages.SEARCHING.en in waiting[0][-1]["content"]
    assert [message["role"] for message in answered[0]] == ["user", "assistant"]
    assert answered[0][-1]["content"] == render.render_answer(deal)
    assert deal.citations[0].quote in answered[3], "the first citation's article stands beside the answer"


def test_earlier_questions_come_along(desk: desks.Desk, newsroom) -> None:
    *_, shown = talk_after(desk, "and in return?", ("who came?",))
    assert newsroom.asked == [("and in return?", ("who came?",))]
    assert shown[1] == ("who came?", "and in return?")


def test_a_conversation_remembers_a_bounded_past(desk: desks.Desk) -> None:
    asked: tuple[str, ...] = ()
    for number in range(100):
        asked = desk.remember(str(number), asked)
    assert len(asked) == desks.REMEMBERED and asked[-1] == "99"


@pytest.mark.parametrize("question", ["", "  \n "])
def test_an_empty_question_asks_nothing(desk: desks.Desk, newsroom, question: str) -> None:
    [shown] = talk_after(desk, question)
    assert messages.EMPTY_QUESTION.ar in shown[2] and messages.EMPTY_QUESTION.en in shown[2]
    assert newsroom.asked == []


def test_what_isnad_raises_is_said_in_the_conversation(desk: desks.Desk) -> None:
    *_, shown = talk_after(desk, "busy?")
    assert "Another process is writing" in shown[0][-1]["content"]


def test_what_nobody_foresaw_is_said_too() -> None:
    talk = [{"role": "user", "content": "?"}, {"role": "assistant", "content": "…"}]
    said = page._apologise(talk)
    assert said[0] == talk[0]
    assert messages.UNEXPECTED.ar in said[1]["content"]


def test_an_article_that_is_gone_or_never_was(desk: desks.Desk) -> None:
    assert messages.ARTICLE_GONE.ar in desk.open("#isnad-ar-0000000000000000-0.5")
    assert messages.READ_HERE.en in desk.open("javascript:alert(1)")


def test_only_asking_is_offered_to_programs(newsroom) -> None:
    built = page.build_page(newsroom, newsroom.answers)
    assert list(built.get_api_info()["named_endpoints"]) == ["/ask"]
    asking = [fn for fn in built.fns.values() if fn.concurrency_id == "ask"]
    assert len(asking) == 3 and {fn.concurrency_limit for fn in asking} == {page.AT_ONCE}
    assert os.environ["GRADIO_ANALYTICS_ENABLED"] == "False" and not built.analytics_enabled


def call(url: str, question: str) -> dict[str, Any]:
    data = json.dumps({"data": [question]}).encode()
    request = urllib.request.Request(f"{url}gradio_api/call/ask", data, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=20) as response:
        event = json.load(response)["event_id"]
    with urllib.request.urlopen(f"{url}gradio_api/call/ask/{event}", timeout=20) as response:
        told = re.search(r"event: complete\ndata: (.*)", response.read().decode())
    assert told
    [got] = json.loads(told[1])
    return got


def test_several_people_can_ask_at_once(newsroom) -> None:
    together = threading.Barrier(4, timeout=10)

    def ask(question: str, history: tuple[str, ...]) -> Iterator[Answer]:
        together.wait()
        yield newsroom.ask(question, history)

    served = page.serve(newsroom, ask, Serving(port=None), wait=False)
    with ThreadPoolExecutor(4) as people:
        answers = list(people.map(call, [served.local_url] * 4, ["in return?"] * 4))
    served.close()
    assert all(answer["answered"] for answer in answers)


def test_programs_get_the_answer_with_its_citations(url: str, deal: Answer) -> None:
    got = call(url, deal.question)
    assert got == json.loads(json.dumps(answer_as_dict(deal)))
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
        with pytest.raises(page.PageError, match=rf"port {port}: .* --port"):
            page.serve(newsroom, newsroom.answers, Serving(port=port), wait=False)
    gr.close_all()
