"""What threads share, also across a fork: a lock, and the gate that a fork waits at."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType

PATIENCE = 5.0
"""Seconds that a fork waits at most: a query may take longer than anybody wants to wait for."""


class ProcessLock:
    """A lock that a forked process finds free: the thread that held it at the fork is not there to give it back."""

    def __init__(self) -> None:
        self._renew()
        os.register_at_fork(after_in_child=self._renew)

    def _renew(self) -> None:
        self._lock = threading.Lock()

    def __enter__(self) -> None:
        self._lock.acquire()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._lock.release()


class ForkGate:
    """Keeps a fork waiting while other threads are inside SQLite or ONNX Runtime.

    Locks of theirs would be taken for ever in the forked process, where the thread that holds them is not, and the
    first call there would wait without end. Threads are let in as long as no fork waits.
    """

    def __init__(self) -> None:
        self._own = threading.local()
        self._renew()
        os.register_at_fork(before=self._shut, after_in_parent=self._open, after_in_child=self._renew)

    def _renew(self) -> None:
        self._changed = threading.Condition()
        self._inside = int(self._is_inside())
        self._forking = False

    def _is_inside(self) -> bool:
        return getattr(self._own, "depth", 0) > 0

    @contextmanager
    def inside(self) -> Iterator[None]:
        """Within this a thread calls SQLite or ONNX Runtime. One that is in already need not wait again."""
        self._enter()
        try:
            yield
        finally:
            self._leave()

    def _enter(self) -> None:
        depth = getattr(self._own, "depth", 0)
        if not depth:
            with self._changed:
                self._changed.wait_for(lambda: not self._forking)
                self._inside += 1
        self._own.depth = depth + 1

    def _leave(self) -> None:
        self._own.depth -= 1
        if not self._own.depth:
            with self._changed:
                self._inside -= 1
                self._changed.notify_all()

    def _shut(self) -> None:
        own = int(self._is_inside())
        self._changed.acquire()
        self._changed.wait_for(lambda: not self._forking)
        self._forking = True
        self._changed.wait_for(lambda: self._inside <= own, PATIENCE)

    def _open(self) -> None:
        self._forking = False
        self._changed.notify_all()
        self._changed.release()


FORK_GATE = ForkGate()
"""Of this process."""
