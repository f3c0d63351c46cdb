"""Who calls: the user or the address behind what is worked on, and places that each caller has apart from others."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from weakref import WeakValueDictionary

from anyio import CapacityLimiter

from rag import asked_by
from store import IsnadError
from ui.messages import page as messages


@dataclass(slots=True)
class Caller:
    """Of one request: the address it came from, its id in the log, and its user once that is known."""

    address: str = ""
    request: str = ""
    user: str | None = None

    @property
    def name(self) -> str:
        """Tells callers apart: users, and where nobody is logged in, addresses."""
        return f"address {self.address}" if self.user is None else f"user {self.user}"


_caller: ContextVar[Caller | None] = ContextVar("caller", default=None)


def current_caller() -> Caller:
    """Who called for what is worked on here; a nameless one outside of requests."""
    return _caller.get() or Caller()


@contextmanager
def called_by(caller: Caller) -> Iterator[None]:
    """Within this, and in threads begun within, everything is done for a caller."""
    before, asked_before = _caller.set(caller), asked_by.set(caller.name)
    try:
        yield
    finally:
        asked_by.reset(asked_before)
        _caller.reset(before)


def note_user(user: str | None) -> None:
    """Says who the current caller is, once a password or a session has told."""
    caller = current_caller()
    caller.user = user
    asked_by.set(caller.name)


class TooManyError(IsnadError):
    """Many calls of this caller wait already."""


class _Queue:
    """A caller's threads, and how many of his calls are there, being worked on or waiting."""

    def __init__(self, places: int) -> None:
        self.threads = CapacityLimiter(places)
        self.calls = 0


class OwnPlaces:
    """So many threads for each caller: who waits for many answers takes none from others. `waiting` more may wait."""

    def __init__(self, each: int, waiting: int) -> None:
        self._each = each
        self._most = each + waiting
        self._queues: WeakValueDictionary[str, _Queue] = WeakValueDictionary()

    @contextmanager
    def call(self) -> Iterator[CapacityLimiter]:
        """The threads of the current caller for one call. Raises TooManyError where no more of his calls may wait."""
        name = current_caller().name
        queue = self._queues.get(name)
        if queue is None:
            queue = self._queues[name] = _Queue(self._each)
        if queue.calls >= self._most:
            raise TooManyError(messages.TOO_MANY.en)
        queue.calls += 1
        try:
            yield queue.threads
        finally:
            queue.calls -= 1
