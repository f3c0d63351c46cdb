"""Stops work that nobody waits for any more: whoever starts it keeps an event, at which the work looks in between."""

from __future__ import annotations

import threading
from asyncio import CancelledError
from contextvars import ContextVar

cancelling: ContextVar[threading.Event | None] = ContextVar("cancelling", default=None)
"""Set by whoever starts work in another thread; None where the caller waits for it itself."""


def raise_if_cancelled() -> None:
    """Raises CancelledError, which is no Exception, and so caught by nobody on the way, where work was given up."""
    event = cancelling.get()
    if event is not None and event.is_set():
        raise CancelledError
