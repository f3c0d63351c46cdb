"""Who is searched for next: of those who wait, the one who has had the least of the time so far.

More searches at once than processors would only keep each other from them. So that one who asks dear questions, or
many, cannot keep all others waiting, the next free place goes to who has none and has used the least time lately.
"""

from __future__ import annotations

import math
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from itertools import count
from threading import Event, Lock

HALF_LIFE = 30.0
"""Seconds after which used time counts half."""
_FORGOTTEN = 0.001

asked_by: ContextVar[str] = ContextVar("asked_by", default="")
"""Whose question is worked on here: any name that tells who asks from others. All without one are one."""


class FairTurns:
    """Places to search at, given to those who ask by turns. Safe to use from several threads.

    places: how many may search at once. clock: seconds, from any start.
    """

    def __init__(self, places: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._free = places
        self._clock = clock
        self._waiting: dict[int, tuple[str, Event]] = {}
        self._searching: Counter[str] = Counter()
        self._used: dict[str, tuple[float, float]] = {}  # seconds, as they counted at this time
        self._numbers = count()
        self._lock = Lock()

    @property
    def waiting(self) -> int:
        """How many wait for a place."""
        return len(self._waiting)

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Waits for a place, and keeps it until the end."""
        who = asked_by.get()
        self._wait(who)
        begun = self._clock()
        try:
            yield
        finally:
            self._leave(who, self._clock() - begun)

    def _wait(self, who: str) -> None:
        with self._lock:
            number, called = next(self._numbers), Event()
            self._waiting[number] = (who, called)
            self._call_next()
        try:
            called.wait()
        except BaseException:  # a signal: the place may have been given meanwhile
            with self._lock:
                if self._waiting.pop(number, None) is not None:
                    raise
            self._leave(who, 0.0)
            raise

    def _leave(self, who: str, seconds: float) -> None:
        with self._lock:
            self._searching[who] -= 1
            self._used[who] = (self._had(who) + seconds, self._clock())
            self._free += 1
            for name in [name for name in self._used if self._had(name) < _FORGOTTEN and not self._searching[name]]:
                del self._used[name], self._searching[name]
            self._call_next()

    def _call_next(self) -> None:
        while self._free and self._waiting:
            number = min(self._waiting, key=self._rank)
            who, called = self._waiting.pop(number)
            self._free -= 1
            self._searching[who] += 1
            called.set()

    def _rank(self, number: int) -> tuple[int, float, int]:
        who, _ = self._waiting[number]
        return self._searching[who], self._had(who), number

    def _had(self, who: str) -> float:
        seconds, at = self._used.get(who, (0.0, 0.0))
        return seconds * math.pow(0.5, (self._clock() - at) / HALF_LIFE)
