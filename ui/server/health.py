"""What operators' machines ask: whether Isnad is up, and what it did."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path
from threading import Lock

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute
from starlette.routing import Route as Way

from store import Corpus, IsnadError
from ui.server.metrics import METRICS
from ui.server.routes import HEALTH, METRICS_PATH

KEPT_SECONDS = 2.0
"""So long a look at the store counts, however often anybody asks."""
_UNSEEN = {"Cache-Control": "no-store"}
_NO_NUMBER = -1.0


class Health:
    """The routes `/health`, for anybody, and `/metrics`, for users, over a corpus.

    `/health` says in three words that the server is up, whether the store can be read (503 where not) and whether the
    vector index lacks what was changed since (searching goes on without it, more slowly).
    """

    def __init__(self, corpus: Corpus, clock: Callable[[], float] = time.monotonic) -> None:
        self._corpus = corpus
        self._clock = clock
        self._seen: tuple[float, float, bool] | None = None
        self._lock = Lock()
        self.routes: list[BaseRoute] = [Way(HEALTH, self._health), Way(METRICS_PATH, self._metrics)]

    def _look(self) -> tuple[float, bool]:
        """How many articles there are, -1 where the store cannot be read, and whether the index is behind."""
        with self._lock:
            if self._seen is None or self._clock() - self._seen[0] > KEPT_SECONDS:
                try:
                    found = float(len(self._corpus)), self._corpus.is_index_behind()
                except (IsnadError, OSError, sqlite3.Error):
                    found = _NO_NUMBER, True
                self._seen = (self._clock(), *found)
            return self._seen[1:]

    def _health(self, request: Request) -> Response:
        articles, behind = self._look()
        sound = articles != _NO_NUMBER
        said = {
            "server": "up",
            "store": "sound" if sound else "unreadable",
            "index": "behind" if behind else "current",
        }
        return JSONResponse(said, 200 if sound else 503, _UNSEEN)

    def _metrics(self, request: Request) -> Response:
        articles, behind = self._look()
        gauges = {"isnad_articles": articles, "isnad_index_behind": float(behind), **_process()}
        kind = "text/plain; version=0.0.4; charset=utf-8"
        return PlainTextResponse(METRICS.as_text(gauges), media_type=kind, headers=_UNSEEN)


def _process() -> dict[str, float]:
    """The memory and the open files of this process, where the system tells them as Linux does."""
    try:
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
        files = len(os.listdir("/proc/self/fd"))
    except (OSError, ValueError, IndexError):
        return {}
    return {"process_resident_memory_bytes": pages * os.sysconf("SC_PAGE_SIZE"), "process_open_fds": files}
