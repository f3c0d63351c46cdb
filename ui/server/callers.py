"""Who calls: the user or the address behind what is worked on, and places that each caller has apart from others."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from weakref import WeakValueDictionary

from anyio import CapacityLimiter

from rag import asked_by


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


class OwnPlaces:
    """So many threads for each caller: who waits for many answers takes none from others."""

    def __init__(self, each: int) -> None:
        self._each = each
        self._limiters: WeakValueDictionary[str, CapacityLimiter] = WeakValueDictionary()

    def limiter(self) -> CapacityLimiter:
        """The current caller's. It lasts while somebody holds it or waits for it."""
        name = current_caller().name
        limiter = self._limiters.get(name)
        if limiter is None:
            limiter = self._limiters[name] = CapacityLimiter(self._each)
        return limiter
