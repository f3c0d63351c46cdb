"""Whose question is searched for next, with a clock that the test turns."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread

from rag.chain import FairTurns, asked_by


class Desk:
    """One place, and people in threads of their own who come to it one after another."""

    def __init__(self, places: int = 1) -> None:
        self.now = 0.0
        self.turns = FairTurns(places, clock=lambda: self.now)
        self.served: list[str] = []
        self._threads: list[Thread] = []

    def used(self, who: str, seconds: float) -> None:
        with self.at(who):
            self.now += seconds

    @contextmanager
    def at(self, who: str) -> Iterator[None]:
        token = asked_by.set(who)
        try:
            with self.turns.turn():
                yield
        finally:
            asked_by.reset(token)

    def comes(self, who: str) -> None:
        """Somebody asks in a thread of their own, and waits."""
        before = self.turns.waiting

        def ask() -> None:
            with self.at(who):
                self.served.append(who)

        self._threads.append(Thread(target=ask))
        self._threads[-1].start()
        while self.turns.waiting == before:
            Event().wait(0.001)

    def done(self) -> list[str]:
        for thread in self._threads:
            thread.join(20)
        return self.served


def test_who_asks_quick_questions_is_next_however_many_wait() -> None:
    desk = Desk()
    desk.used("dear", 9.0)
    desk.used("quick", 1.0)
    with desk.at("somebody"):
        for who in ("dear", "dear", "dear", "quick"):
            desk.comes(who)
        desk.now += 0.5
    assert desk.done() == ["quick", "dear", "dear", "dear"]


def test_who_waits_long_is_next_though_others_are_quicker() -> None:
    desk = Desk()
    desk.used("dear", 9.0)
    desk.used("quick", 1.0)
    with desk.at("somebody"):
        desk.comes("dear")
        desk.now += 20
        desk.comes("quick")
        desk.now += 0.5
    assert desk.done() == ["dear", "quick"]


def test_of_one_caller_the_first_is_next() -> None:
    desk = Desk()
    with desk.at("huda"):
        for who in ("sami", "nadia", "omar"):
            desk.comes(who)
    assert desk.done() == ["sami", "nadia", "omar"]


def test_who_holds_a_place_already_waits_for_those_who_hold_none() -> None:
    desk = Desk(2)
    with desk.at("greedy"):
        with desk.at("somebody"):
            desk.comes("greedy")
            desk.comes("modest")
        assert desk.done() == ["modest", "greedy"]


def test_the_last_place_is_kept_from_those_whose_questions_are_dear() -> None:
    desk = Desk(2)
    desk.used("modest", 1.0)
    desk.used("greedy", 9.0)
    with desk.at("somebody"):
        desk.comes("greedy")
        assert desk.served == [], "a place is free"
        with desk.at("modest"):
            assert desk.turns.waiting == 1
    assert desk.done() == ["greedy"]


def test_who_asks_alone_has_all_places() -> None:
    desk = Desk(2)
    desk.used("huda", 9.0)
    with desk.at("huda"), desk.at("huda"):
        desk.comes("huda")
    assert desk.done() == ["huda"]


def test_what_was_long_ago_is_forgotten() -> None:
    desk = Desk()
    desk.used("once dear", 9.0)
    desk.now += 3600
    desk.used("dear", 5.0)
    with desk.at("somebody"):
        desk.comes("dear")
        desk.comes("once dear")
        desk.now += 1
    assert desk.done() == ["once dear", "dear"]


def test_a_search_that_fails_gives_its_place_back() -> None:
    desk = Desk()
    for _ in range(3):
        try:
            with desk.at("huda"):
                raise ValueError
        except ValueError:
            pass
    desk.used("sami", 1.0)
    assert desk.turns.waiting == 0
