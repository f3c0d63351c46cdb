"""The ways below /api, asked as programs ask: what they give, and what they say when something does not fit."""

from __future__ import annotations

import asyncio
import json
import threading
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import httpx
import pytest

from rag import answer
from store import Corpus, IsnadError
from tests.helpers.cases import each_case
from tests.helpers.fakes import FakeEncoder
from tests.helpers.ui.doors import READER, SERVED, WRITER, WRONG, opened, programs_served, two_users
from tests.helpers.ui.newsroom import DEAL, answer_about_the_deal
from ui.api.functions import AT_ONCE, MOST_WAITING

pytestmark = SERVED
QUESTIONS = ["What does North Korea want in return?", "ماذا تريد كوريا الشمالية في المقابل؟"]
FROST = "Frost took half of the almond blossom in the valley on Monday, growers said."


@pytest.fixture(scope="module")
def address(sample) -> Iterator[str]:
    with programs_served(sample) as address:
        yield address


@pytest.fixture(scope="module")
def desk(newsroom) -> Iterator[str]:
    """Over the invented newsroom, whose answers fail when they are told to."""
    with programs_served(newsroom) as address:
        yield address


@pytest.fixture
def empty(tmp_path) -> Iterator[str]:
    """Over a store that a test may fill."""
    with Corpus.open(tmp_path / "store", FakeEncoder()) as corpus, programs_served(corpus) as address:
        yield address


def post(address: str, path: str, body: Any, **more: Any) -> httpx.Response:
    return httpx.post(f"{address}api/{path}", json=body, timeout=60, **more)


def get(address: str, path: str, **more: Any) -> httpx.Response:
    return httpx.get(f"{address}api/{path}", timeout=60, **more)


def fault(got: httpx.Response) -> dict[str, Any]:
    """The error of a reply, which has one form and one sentence."""
    error = got.json()["error"]
    assert list(got.json()) == ["error"] and list(error) == ["message", "type", "param", "code"]
    assert "\n" not in error["message"] and len(error["message"]) < 300 and error["message"].endswith((".", "؟"))
    return dict(error)


def events(got: httpx.Response) -> list[tuple[str, Any]]:
    read = []
    for block in filter(None, got.text.split("\n\n")):
        lines = dict(line.split(": ", 1) for line in block.split("\n"))
        read.append((lines.get("event", ""), json.loads(lines["data"])))
    return read


# What they give


@pytest.mark.parametrize("question", QUESTIONS)
def test_an_answer_is_the_same_as_everywhere_else(address: str, sample, question: str) -> None:
    got = post(address, "ask", {"question": question}).json()
    mine = answer(question, corpus=sample)
    assert got == json.loads(mine.to_json()) | {"markdown": mine.to_markdown()} and got["answered"]
    for citation in got["citations"]:
        source = sample.article(citation["article"]["id"]).part(citation["field"])
        assert source[citation["start"] : citation["end"]] == citation["quote"]


def test_arguments_are_named(address: str, sample) -> None:
    history = ["Who visited Pyongyang in June 2024?"]
    got = post(address, "ask", {"question": "and when?", "history": history}).json()
    assert got["understood"] == answer("and when?", history=history, corpus=sample).understood != ""
    late = post(address, "ask", {"question": QUESTIONS[0], "since": "2030", "outlets": None}).json()
    assert not late["answered"]


def test_passages_are_found_and_articles_read(address: str, sample) -> None:
    found = post(address, "search", {"question": QUESTIONS[0], "limit": 2}).json()["passages"]
    assert len(found) == 2
    for passage in found:
        whole = get(address, f"articles/{passage['article']['id']}").json()
        assert whole["text"][passage["start"] : passage["end"]] == passage["text"]
        assert whole["title"] == sample.article(whole["id"]).title


def test_the_list_comes_in_pages(address: str, sample) -> None:
    seen: list[dict[str, Any]] = []
    offset: int | None = 0
    while offset is not None:
        page = get(address, "articles", params={"limit": 5, "offset": offset}).json()
        assert page["total"] == len(sample) and len(page["articles"]) <= 5
        seen, offset = [*seen, *page["articles"]], page["next"]
    assert sorted(each["id"] for each in seen) == sorted(article.id for article in sample.articles())
    assert [each["date"] for each in seen] == sorted((each["date"] for each in seen), reverse=True)


def test_the_list_can_be_narrowed(address: str) -> None:
    late = get(address, "articles", params={"since": "2024"}).json()
    assert 0 < late["total"] < 12 and all(each["date"] >= "2024" for each in late["articles"])
    with_words = get(address, "articles", params={"words": "satellite "}).json()
    assert 0 < with_words["total"] < 12
    beyond = get(address, "articles", params={"offset": 1000}).json()
    assert (beyond["articles"], beyond["next"]) == ([], None)


def test_an_article_is_added_once(empty: str) -> None:
    frost = {
        "text": FROST,
        "title": "Frost",
        "outlet": "Valley Post",
        "date": "2024-04-16",
        "url": "https://v.example/1",
    }
    added = post(empty, "articles", frost)
    assert (added.status_code, added.json()["status"]) == (201, "added")
    read = httpx.get(httpx.URL(f"{empty}api/articles").join(added.headers["location"]), timeout=60).json()
    assert {key: read[key] for key in frost} == frost and read["id"] == added.json()["id"]
    again = post(empty, "articles", frost)
    assert (again.status_code, again.json()["id"]) == (200, read["id"]) and again.json()["status"] != "added"
    copy = post(empty, "articles", frost | {"outlet": "Hill Radio"})
    assert (copy.status_code, copy.json()["status"]) == (200, "duplicate")
    assert get(empty, "articles").json()["total"] == 1


def test_what_a_question_has_that_cannot_be_sent_stops_nothing(address: str) -> None:
    body = b'{"question": "What does \\ud800 North Korea want in return?"}'
    got = httpx.post(f"{address}api/ask", content=body, headers={"Content-Type": "application/json"}, timeout=60)
    assert got.status_code == 200 and got.json()["question"] == "What does ? North Korea want in return?"


# As events


def test_what_search_alone_tells_comes_before_the_settled_answer(newsroom) -> None:
    settled = answer_about_the_deal("deal?", "en")

    def answers(question: str, /, **options: Any) -> Iterator[Any]:
        assert options["preliminary"] and question == "deal?"
        yield replace(settled, preliminary=True, statements=settled.statements[:1])
        yield replace(settled, model="small", prose="They want food. [1]", statements=settled.statements[:1])
        yield settled

    with programs_served(newsroom, answers) as address:
        asked = {"question": "deal?", "stream": True}
        got = post(address, "ask", asked)
        by_header = post(address, "ask", {"question": "deal?"}, headers={"Accept": "text/event-stream"})
    assert got.headers["content-type"].startswith("text/event-stream") and by_header.text == got.text
    assert [name for name, _ in events(got)] == ["preliminary", "growing", "answer"]
    assert events(got)[-1][1] == json.loads(settled.to_json()) | {"markdown": settled.to_markdown()}


def test_a_question_that_cannot_be_asked_is_refused_before_the_first_event(address: str) -> None:
    for wrong in ({"question": " "}, {"question": "who?", "since": "last week"}):
        assert post(address, "ask", wrong | {"stream": True}).status_code == 422


def test_what_fails_on_the_way_is_the_last_event(newsroom) -> None:
    def answers(question: str, /, **_: Any) -> Iterator[Any]:
        yield replace(answer_about_the_deal(question, "en"), preliminary=True)
        raise IsnadError("The reader stopped.")

    with programs_served(newsroom, answers) as address:
        first, last = events(post(address, "ask", {"question": "deal?", "stream": True}))
    assert (first[0], last[0], last[1]["error"]["message"]) == ("preliminary", "error", "The reader stopped.")


# What does not fit

ASK = ("POST", "ask")


@each_case(
    ("way", "body", "status", "argument", "said"),
    [
        (ASK, {"question": ""}, 422, None, "The question is empty"),
        (ASK, {"question": "؟" * 2001}, 422, None, "2,000"),
        (ASK, {"question": 5}, 422, "question", "question cannot be 5"),
        (ASK, {}, 422, "question", "question is missing"),
        (ASK, {"question": "who?", "outlet": ["x"]}, 422, "outlet", "outlet is no argument here"),
        (ASK, {"question": "who?", "history": "before"}, 422, "history", "history cannot be 'before'"),
        (ASK, {"question": "who?", "outlets": ["No Such Outlet"]}, 422, None, "No Such Outlet"),
        (ASK, {"question": "who?", "until": "2024-13"}, 422, None, "2024-13"),
        (ASK, [1], 422, None, "one JSON object"),
        (("POST", "search"), {"question": "who?", "limit": 0}, 422, None, "1 to 100"),
        (("POST", "search"), {"question": "who?", "limit": True}, 422, "limit", "limit cannot be True"),
        (("POST", "articles"), {"text": ""}, 422, "text", "The text is missing"),
        (("POST", "articles"), {"text": "... !! ---"}, 422, "text", "no sentence"),
        (("POST", "articles"), {"text": FROST, "date": "16/04/2024"}, 422, "date", "YYYY-MM-DD"),
        (("POST", "articles"), {"text": FROST, "url": "javascript:alert(1)"}, 422, "url", "https://"),
        (("POST", "articles"), {"text": FROST, "title": "t" * 10_001}, 422, "title", "too long"),
        (("GET", "articles?limit=0"), None, 422, "limit", "limit cannot be '0'"),
        (("GET", "articles?page=2"), None, 422, "page", "page is no argument"),
        (("GET", "articles?since=soon"), None, 422, None, "soon"),
        (("GET", "articles/one/two"), None, 404, None, "no such way"),
        (("GET", "articles/nothing"), None, 404, "id", "No article has the id 'nothing'"),
        (("GET", "nothing"), None, 404, None, "no such way"),
        (("GET", "ask"), None, 405, None, "this method"),
        (("DELETE", "articles/nothing"), None, 405, None, "this method"),
    ],
)
def test_a_request_that_does_not_fit_is_told_what_to_mend(
    address: str, way: tuple[str, str], body: Any, status: int, argument: str | None, said: str
) -> None:
    method, path = way
    got = httpx.request(method, f"{address}api/{path}", json=body, timeout=60)
    assert (got.status_code, fault(got)["param"]) == (status, argument) and said in fault(got)["message"]


@each_case(
    ("content", "kind", "status"),
    [
        (b"{", "application/json", 400),
        (b"\xff\xfe", "application/json", 400),
        (b"[" * 100_000, "application/json", 400),
        (b'{"question": "who?"}', "application/x-www-form-urlencoded", 415),
        (b'{"question": "who?"}', "text/plain", 415),
        (b'{"question": "' + b"x" * 1_000_000 + b'"}', "application/json", 413),
    ],
)
def test_a_body_that_cannot_be_read_is_told(address: str, content: bytes, kind: str, status: int) -> None:
    got = httpx.post(f"{address}api/ask", content=content, headers={"Content-Type": kind}, timeout=60)
    assert got.status_code == status and fault(got)


def test_a_long_body_is_cut_off_also_where_its_length_is_not_said(address: str) -> None:
    pieces = (b"x" * 100_000 for _ in range(20))
    got = httpx.post(f"{address}api/ask", content=pieces, headers={"Content-Type": "application/json"}, timeout=60)
    assert got.status_code == 413 and fault(got)["code"] == "too_large"


def test_what_fails_inside_tells_nothing_of_it(desk: str, capfd: pytest.CaptureFixture[str]) -> None:
    busy = post(desk, "ask", {"question": "busy?"})
    assert busy.status_code == 503 and busy.headers["retry-after"] and "try again" in fault(busy)["message"]
    crash = post(desk, "ask", {"question": "crash"})
    assert crash.status_code == 500 and "unforeseen" not in crash.text and fault(crash)["type"] == "server_error"
    assert "Traceback" not in capfd.readouterr().err


def test_who_asks_for_too_much_at_once_is_told_to_wait_and_others_are_served(newsroom) -> None:
    """One reader's calls wait for a language model that does not answer."""
    let_go = threading.Event()

    def answers(question: str, /, **_: Any) -> Iterator[Any]:
        let_go.wait(60)
        yield answer_about_the_deal(question, "en")

    async def asked(address: str) -> list[int]:
        deal, limits = {"question": "deal?"}, httpx.Limits(max_connections=None)
        async with httpx.AsyncClient(base_url=f"{address}api/", limits=limits, timeout=60) as client:
            calls = [
                asyncio.ensure_future(client.post("ask", json=deal, headers=basic(*READER)))
                for _ in range(AT_ONCE + MOST_WAITING + 2)
            ]
            try:
                refused, _ = await asyncio.wait(calls, timeout=60, return_when=asyncio.FIRST_COMPLETED)
                for one in refused:
                    assert fault(one.result())["type"] == "rate_limit_error" and one.result().headers["retry-after"]
                for user in (READER, WRITER):  # other functions have places of their own, and so have others
                    read = await client.get(f"articles/{DEAL.id}", headers=basic(*user))
                    assert read.json()["title"] == DEAL.title
            finally:
                let_go.set()
            return sorted(one.status_code for one in await asyncio.gather(*calls))

    with programs_served(newsroom, answers, users=two_users()) as address:
        assert asyncio.run(asked(address)) == [200] * (AT_ONCE + MOST_WAITING) + [429] * 2


# Who may


def basic(user: str, password: str) -> dict[str, str]:
    return {"Authorization": f"Basic {b64encode(f'{user}:{password}'.encode()).decode()}"}


def key(user: str, password: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {b64encode(f'{user}:{password}'.encode()).decode()}"}


def test_a_team_sends_its_passwords_or_keys_made_of_them(tmp_path) -> None:
    with (
        Corpus.open(tmp_path / "store", FakeEncoder()) as corpus,
        programs_served(corpus, users=two_users()) as address,
    ):
        for headers in ({}, basic(*WRONG), key(*WRONG), {"Authorization": "Bearer nonsense"}):
            for refused in (get(address, "articles", headers=headers), get(address, "articles/x", headers=headers)):
                assert refused.status_code == 401 and fault(refused)["code"] == "invalid_api_key"
                assert refused.headers["www-authenticate"].startswith("Basic ")
        as_it_is = {"Authorization": "Bearer " + ":".join(WRITER)}
        for headers in (basic(*READER), key(*READER), basic(*WRITER), key(*WRITER), as_it_is):
            assert get(address, "articles", headers=headers).status_code == 200
        frost = {"text": FROST}
        refused = post(address, "articles", frost, headers=key(*READER))
        assert refused.status_code == 403 and fault(refused)["type"] == "permission_error" and len(corpus) == 0
        assert post(address, "articles", frost, headers=key(*WRITER)).status_code == 201
        assert httpx.get(f"{address}docs", timeout=20).status_code == 401


def test_another_web_site_may_not_ask(desk: str) -> None:
    headers = {"Origin": "https://other.example", "Sec-Fetch-Site": "cross-site"}
    refused = post(desk, "ask", {"question": "in return?"}, headers=headers)
    assert refused.status_code == 403 and fault(refused)


# Beside the page


def test_the_page_has_the_same_ways(newsroom) -> None:
    with opened(newsroom) as page, programs_served(newsroom) as alone:
        for path, body in (("ask", {"question": "in return?"}), ("ask", {"question": ""}), ("search", {})):
            here, there = post(page, path, body), post(alone, path, body)
            assert (here.status_code, here.json()) == (there.status_code, there.json())
        assert get(page, f"articles/{DEAL.id}").json()["title"] == DEAL.title
        assert (
            httpx.get(f"{page}openapi.json", timeout=20).json()
            == httpx.get(f"{alone}openapi.json", timeout=20).json()
        )
        assert fault(get(page, "nothing"))
