"""Who is searched for next: whoever has no search yet, and of these who has waited longest for what theirs take.

More searches at once than processors would only keep each other from them. So that one who asks dear questions, or
many, cannot keep all others waiting, the next free place goes to who has none; among these a short search need not
wait long for a place, and a long one gets its place too (the highest response ratio is next). How long one's searches
take is what they took lately. The last free place is kept from those whose searches take much longer than another's.
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
"""Seconds after which a search counts half."""
DEAR = 2.0
"""So many times the searches of another one's are dear."""
_FORGOTTEN = 0.01
_LEAST = 0.001

asked_by: ContextVar[str] = ContextVar("asked_by", default="")
"""Whose question is worked on here: any name that tells who asks from others. All without one are one."""


class FairTurns:
    """Places to search at, given to those who ask by turns. Safe to use from several threads.

    places: how many may search at once. clock: seconds, from any start.
    """

    def __init__(self, places: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._free = self._places = places
        self._clock = clock
        self._waiting: dict[int, tuple[str, float, Event]] = {}
        self._searching: Counter[str] = Counter()
        self._had: dict[str, tuple[float, float, float]] = {}  # seconds and searches, as they counted at this time
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
            self._waiting[number] = (who, self._clock(), called)
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
            before, searches = self._lately(who)
            self._had[who] = (before + seconds, searches + 1, self._clock())
            self._free += 1
            for name in [name for name in self._had if self._lately(name)[1] < _FORGOTTEN]:
                del self._had[name]
            self._searching += Counter()  # which leaves out those who have none
            self._call_next()

    def _call_next(self) -> None:
        while self._free:
            is_last = self._free == 1 < self._places
            may = [number for number, (who, *_) in self._waiting.items() if not (is_last and self._is_dear(who))]
            if not may:
                return
            who, _, called = self._waiting.pop(min(may, key=self._rank))
            self._free -= 1
            self._searching[who] += 1
            called.set()

    def _rank(self, number: int) -> tuple[int, float, int]:
        who, since, _ = self._waiting[number]
        return self._searching[who], -(self._clock() - since) / self._seconds(who), number

    def _is_dear(self, who: str) -> bool:
        return self._seconds(who) > DEAR * min(map(self._seconds, self._had), default=math.inf)

    def _seconds(self, who: str) -> float:
        """How long one's searches take: one who has not asked lately is as quick as can be."""
        seconds, searches = self._lately(who)
        return max(_LEAST, seconds / searches) if searches else _LEAST

    def _lately(self, who: str) -> tuple[float, float]:
        seconds, searches, at = self._had.get(who, (0.0, 0.0, 0.0))
        share = math.pow(0.5, (self._clock() - at) / HALF_LIFE)
        return seconds * share, searches * share
