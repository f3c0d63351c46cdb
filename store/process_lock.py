"""A lock for what threads of one process share."""

from __future__ import annotations

import os
import threading
from types import TracebackType


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
