"""What operators get: a line for each thing done, whether Isnad is well, and counts; and that nothing hides there."""

from __future__ import annotations

import io
import json
import logging
import re
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from store import Corpus
from tests.helpers.ui.doors import (
    READER,
    SERVED,
    WRITER,
    WRONG,
    get,
    log_in,
    opened,
    programs_served,
    run,
    two_users,
)
from tests.helpers.ui.newsroom import answer_about_the_deal
from ui.messages import server as messages
from ui.server.callers import Caller, called_by
from ui.server.event_log import LONGEST, record, start_log

pytestmark = SERVED
JAIL = re.compile(r"^\S+ WARNING log-in-failed address=(?P<host>\S+) ")
"""As fail2ban would have it."""
PASTED = {
    "title": "A new ferry",
    "text": "The harbour of Lantern has a new ferry. It sails on Mondays.",
    "outlet": "Coast",
}


@pytest.fixture
def log() -> Iterator[Any]:
    """Starts a log as a command does, and gives its text; the loggers are as before after it."""
    loggers = [logging.getLogger(name) for name in ("isnad", "uvicorn.error")]
    before = [(each.handlers[:], each.level, each.propagate) for each in loggers]
    stream = io.StringIO()

    def start(as_json: bool = False, level: str = "INFO", questions: bool = False) -> io.StringIO:
        start_log(as_json, level, questions, stream)
        return stream

    yield start
    for each, (handlers, level, propagate) in zip(loggers, before, strict=True):
        each.handlers[:], each.propagate = handlers, propagate
        each.setLevel(level)


def events(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def named(text: str, event: str) -> list[dict[str, Any]]:
    return [each for each in events(text) if each["event"] == event]


def test_who_did_what_is_told_with_time_user_address_and_request(corpus: Corpus, log: Any) -> None:
    with opened(corpus, users=two_users()) as address:
        written = log(as_json=True)
        assert log_in(address, *WRITER).status_code == 200
        auth = httpx.BasicAuth(*WRITER)
        reply = run(address, "paste", PASTED, "en", auth=auth)
        assert run(address, "ask", "Where does the ferry sail?", None, None, None, None, auth=auth).status_code == 200
        (article,) = corpus.articles()
        rating = {"question": "Who pays for the ferry?", "answered": False, "up": True, "corpus": "1"}
        run(address, "rate", rating, "en", auth=auth)
        run(address, "remove", article.id, "en", auth=auth)
    text = written.getvalue()
    for event in ("article-added", "question", "rated", "article-removed", "log-in"):
        (found,) = named(text, event)
        assert (
            found["user"] == "huda" and found["address"] == "127.0.0.1" and found["time"] and found["level"] == "INFO"
        )
        (request,) = [each for each in named(text, "request") if each["request"] == found["request"]]
        assert request["status"] == 200 and request["user"] == "huda"
    assert reply.headers["x-request-id"] in {each["request"] for each in named(text, "article-added")}
    assert named(text, "article-added")[0]["added"] == 1
    assert "ferry" not in text, "no word of a question or an article"


@pytest.mark.parametrize(
    ("path", "asked"),
    [
        ("api/ask", {"question": "who?"}),
        ("v1/chat/completions", {"model": "isnad", "messages": [{"role": "user", "content": "who?"}]}),
    ],
)
def test_a_stream_that_breaks_off_is_one_line_of_error_and_a_last_event(
    newsroom: Any, log: Any, path: str, asked: dict[str, Any]
) -> None:
    def answers(question: str, /, **_: Any) -> Iterator[Any]:
        yield answer_about_the_deal(question, "en")
        raise RuntimeError("the inside of it")

    with programs_served(newsroom, answers) as address:
        written = log(as_json=True)
        reply = httpx.post(address + path, json=asked | {"stream": True}, timeout=20)
    lines = events(written.getvalue())  # now that the server has ended: its line comes after the reply
    *_, last = [line for line in reply.text.splitlines() if line.startswith("data: ")]
    assert json.loads(last.removeprefix("data: "))["error"]["message"] == messages.FAILED.en
    assert "inside" not in reply.text
    [line] = [
        each for each in lines if each["event"] == "request" or each["level"] != "INFO"
    ]  # uvicorn tells of its end
    assert (line["event"], line["level"]) == ("request", "ERROR") and "the inside of it" in line["failure"]


def test_the_words_of_questions_are_told_where_that_is_wanted(corpus: Corpus, log: Any) -> None:
    corpus.add([])
    with opened(corpus) as address:
        written = log(as_json=True, questions=True)
        run(address, "ask", "متى يبحر القارب؟", None, None, None, None)
    assert [each["question"] for each in named(written.getvalue(), "question")] == ["متى يبحر القارب؟"]


def test_a_failed_log_in_is_one_line_in_a_fixed_form(newsroom: Any, log: Any) -> None:
    with opened(newsroom, users=two_users()) as address:
        written = log(level="WARNING")
        forged = (
            'x" address=198.51.100.7\n2026-01-01 WARNING log-in-failed address=198.51.100.7 \u202eabc\x1b[2J'
            + "y" * 4000
        )
        log_in(address, *WRONG)
        log_in(address, forged, "guess")
        get(address, "config", auth=httpx.BasicAuth("huda", "guess"))
        get(address, "config", auth=httpx.BasicAuth(*(part.encode() for part in READER)))
    lines = written.getvalue().splitlines()
    hosts = [found["host"] for line in lines if (found := JAIL.match(line))]
    assert hosts == ["127.0.0.1"] * 3
    assert all(line.isprintable() and len(line) < 3 * LONGEST for line in lines)
    assert "guess" not in written.getvalue()


@pytest.mark.parametrize("as_json", [False, True])
@pytest.mark.parametrize(
    "given", ["\n", "\r\n", "\x00\x1b[31m", "\u202e\u2066", "\u2028", "\ud800", '"', "\\", "é", "سلام"]
)
def test_nothing_hides_in_a_line(given: str, as_json: bool, log: Any) -> None:
    written = log(as_json)
    with called_by(Caller(given, given, given)):
        record("request", path=given * 1000, status=200)
        logging.getLogger("isnad").warning("of %s", given)
    lines = written.getvalue().splitlines()
    assert len(lines) == 2 and all(line.isprintable() for line in lines)
    if as_json:
        assert events(written.getvalue())[0]["user"] == given
    else:
        assert max(map(len, lines)) < 8 * LONGEST


def test_health_says_three_words_to_anybody(corpus: Corpus) -> None:
    with opened(corpus, users=two_users(), host="127.0.0.1") as address:
        well = get(address, "health")
        assert well.status_code == 200
        assert well.json() == {"server": "up", "store": "sound", "index": "behind"}, "an empty store has no index yet"
        assert well.headers["cache-control"] == "no-store"


def test_health_is_503_where_the_store_cannot_be_read(newsroom: Any, corpus: Corpus) -> None:
    with opened(corpus) as address:
        corpus.close()
        ill = get(address, "health")
    assert (ill.status_code, ill.json()["store"]) == (503, "unreadable")


def test_metrics_are_for_users_and_count_what_was_done(corpus: Corpus) -> None:
    with opened(corpus, users=two_users()) as address:
        assert get(address, "metrics").status_code == 401
        auth = httpx.BasicAuth(*(part.encode() for part in READER))
        before = samples(get(address, "metrics", auth=auth))
        run(address, "ask", "Who won?", None, None, None, None, auth=auth)
        log_in(address, *WRONG)
        after = samples(get(address, "metrics", auth=auth))
    grown = {name: value - before.get(name, 0) for name, value in after.items()}
    assert grown['isnad_questions_total{kind="refusal"}'] == 1
    assert grown["isnad_question_seconds_count"] == grown['isnad_question_seconds_bucket{le="+Inf"}'] == 1
    assert grown["isnad_log_ins_failed_total"] == 1
    assert grown['isnad_requests_total{status="401"}'] == 1
    assert after["isnad_articles"] == 0 and after["process_open_fds"] > 3


def samples(reply: httpx.Response) -> dict[str, float]:
    """The text as Prometheus reads it: a comment, or a name and a number, a line."""
    assert reply.headers["content-type"].startswith("text/plain; version=0.0.4")
    lines = [line for line in reply.text.splitlines() if not line.startswith("# TYPE ")]
    assert all(re.fullmatch(r'[a-z_]+(\{[a-z]+="[^"\\]*"\})? [-+\d.e]+', line) for line in lines)
    return {name: float(value) for name, value in (line.rsplit(" ", 1) for line in lines)}
