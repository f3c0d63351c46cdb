"""Many people at once: each gets their own answer, and nobody waits for one whose answer takes long."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Barrier, Event
from typing import Any

import pytest

from rag.results import Answer
from tests.helpers.ui.doors import SERVED, opened, run

pytestmark = [*SERVED, pytest.mark.slow]
PEOPLE = 32


@dataclass
class Clerk:
    """Answers with the question itself; the slow ones when they may."""

    together: Barrier = field(default_factory=lambda: Barrier(PEOPLE, timeout=20))
    go_on: Event = field(default_factory=Event)

    def answers(self, question: str, /, **options: Any) -> Iterator[Answer]:
        if question == "slow":
            assert self.go_on.wait(20)
        elif question.startswith("side by side"):
            self.together.wait()
        yield Answer(question, "en", f"{question}, after {len(options['history'])}", answered=True)

    def follow_ups(self, answered: Answer, /, **options: Any) -> list[str]:
        return []

    def examples(self) -> tuple[str, ...]:
        return ()


def ask(address: str, question: str, history: list[str] | None = None) -> str:
    return str(run(address, "ask", question, history, None, None, None).json()["data"][0]["text"])


def test_many_who_ask_at_once_are_each_answered(newsroom) -> None:
    with opened(newsroom, Clerk()) as address, ThreadPoolExecutor(PEOPLE) as people:
        asked = [(f"side by side {number}", ["earlier"] * (number % 5)) for number in range(PEOPLE)]
        got = list(people.map(lambda each: ask(address, *each), asked))
    assert got == [f"{question}, after {len(history)}" for question, history in asked]


def test_a_slow_answer_keeps_nobody_waiting(newsroom) -> None:
    clerk = Clerk()
    with opened(newsroom, clerk) as address, ThreadPoolExecutor(PEOPLE) as people:
        slow = [people.submit(ask, address, "slow") for _ in range(PEOPLE - 1)]
        assert ask(address, "quick") == "quick, after 0"
        assert run(address, "facts").status_code == 200
        assert not any(each.done() for each in slow)
        clerk.go_on.set()
        assert {each.result() for each in slow} == {"slow, after 0"}
