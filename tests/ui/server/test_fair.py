"""One who asks much keeps nobody else waiting: the same for the page's calls, programs and tools."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Event, Lock
from time import sleep
from typing import Any

import httpx
import pytest

from rag import asked_by
from rag.results import Answer
from tests.helpers.ui.doors import READER, SERVED, WRITER, opened, run, two_users
from tests.helpers.ui.newsroom import DEAL
from ui.api.functions import AT_ONCE

pytestmark = SERVED
TOOL = {"Accept": "application/json, text/event-stream"}


@dataclass
class Clerk:
    """Waits for a language model at slow questions; notes for whom each was."""

    go_on: Event = field(default_factory=Event)
    waiting: int = 0
    asked: dict[str, str] = field(default_factory=dict)
    lock: Lock = field(default_factory=Lock)

    def answers(self, question: str, /, **options: Any) -> Iterator[Answer]:
        self.asked[question] = asked_by.get()
        if question == "slow":
            with self.lock:
                self.waiting += 1
            assert self.go_on.wait(60)
        yield Answer(question, "en", question, answered=True)

    def follow_ups(self, answered: Answer, /, **options: Any) -> list[str]:
        return []

    def examples(self) -> tuple[str, ...]:
        return ()


def basic(user: tuple[str, str]) -> httpx.BasicAuth:
    return httpx.BasicAuth(*(part.encode() for part in user))


def ask(address: str, question: str, user: tuple[str, str]) -> httpx.Response:
    return run(address, "ask", question, None, None, None, None, auth=basic(user))


def use_tool(address: str, name: str, arguments: dict[str, Any], user: tuple[str, str]) -> Any:
    call = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": name, "arguments": arguments}}
    reply = httpx.post(f"{address}mcp", json=call, headers=TOOL, auth=basic(user), timeout=20)
    return reply.json()["result"]["structuredContent"]


@pytest.mark.slow
def test_who_waits_for_a_model_with_all_places_keeps_none_from_others(newsroom: Any) -> None:
    clerk = Clerk()
    with (
        opened(newsroom, clerk, mcp=True, users=two_users()) as address,
        ThreadPoolExecutor(AT_ONCE + 5) as people,
    ):
        slow = [people.submit(ask, address, "slow", READER) for _ in range(AT_ONCE + 5)]
        while clerk.waiting < AT_ONCE:
            sleep(0.05)
        assert ask(address, "quick", WRITER).json()["data"][0]["text"] == "quick"
        assert use_tool(address, "ask", {"question": "as a tool"}, WRITER)["text"] == "as a tool"
        for user in (WRITER, READER):  # who waits for answers may still read
            assert run(address, "read_article", DEAL.id, auth=basic(user)).json()["data"][0]["title"] == DEAL.title
            assert use_tool(address, "read_article", {"id": DEAL.id}, user)["title"] == DEAL.title
        assert clerk.waiting == AT_ONCE
        clerk.go_on.set()
        assert all(each.result().status_code == 200 for each in slow)
    assert clerk.waiting == AT_ONCE + 5


def test_each_question_is_known_to_be_its_user_s(newsroom: Any) -> None:
    clerk = Clerk()
    with opened(newsroom, clerk, mcp=True, users=two_users()) as address:
        ask(address, "hers", WRITER)
        ask(address, "his", READER)
        use_tool(address, "ask", {"question": "by a tool"}, READER)
    assert clerk.asked == {"hers": "user huda", "his": f"user {READER[0]}", "by a tool": f"user {READER[0]}"}


def test_without_users_each_address_is_somebody(newsroom: Any) -> None:
    clerk = Clerk()
    with opened(newsroom, clerk, root_path="/") as address:
        for number in (1, 2):
            forwarded = {"X-Forwarded-For": f"192.0.2.{number}"}
            run(address, "ask", f"question {number}", None, None, None, None, headers=forwarded)
    assert clerk.asked == {f"question {number}": f"address 192.0.2.{number}" for number in (1, 2)}
