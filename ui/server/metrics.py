"""Counters and histograms of what the server did, in the text form that Prometheus reads."""

from __future__ import annotations

import time
from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping
from threading import Lock
from typing import Any

SECONDS = (0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 120.0)
"""The upper bounds of the histogram's buckets."""
_COUNTED = {
    "request": ("isnad_requests_total", "status"),
    "question": ("isnad_questions_total", "kind"),
    "question-failed": ("isnad_questions_failed_total", ""),
    "question-stopped": ("isnad_questions_stopped_total", ""),
    "log-in": ("isnad_log_ins_total", ""),
    "log-in-failed": ("isnad_log_ins_failed_total", ""),
    "article-added": ("isnad_additions_total", ""),
    "article-removed": ("isnad_removals_total", ""),
    "rated": ("isnad_ratings_total", ""),
}
"""For each event its counter, and the fact that tells its lines apart: one of few values."""


class Metrics:
    """Counts since the process started. Safe to use from several threads."""

    def __init__(self) -> None:
        self._started = time.time()
        self._counts: Counter[tuple[str, str, str]] = Counter()
        self._buckets = [0] * (len(SECONDS) + 1)
        self._seconds = 0.0
        self._lock = Lock()

    def count(self, event: str, facts: Mapping[str, Any]) -> None:
        """Counts an event; ones that have no counter are passed over."""
        name, label = _COUNTED.get(event, ("", ""))
        if not name:
            return
        with self._lock:
            self._counts[name, label, str(facts.get(label, ""))] += 1
            if event == "question":
                self._seconds += facts["seconds"]
                self._buckets[bisect_left(SECONDS, facts["seconds"])] += 1

    def as_text(self, gauges: Mapping[str, float]) -> str:
        """Everything, with these current values, in Prometheus's text format."""
        lines = []
        with self._lock:
            for name, label in sorted(set(_COUNTED.values())):
                lines.append(f"# TYPE {name} counter")
                found = sorted((value, n) for (own, _, value), n in self._counts.items() if own == name)
                own = [(f'{{{label}="{value}"}}' if label else "", n) for value, n in found]
                lines += [f"{name}{labels} {n}" for labels, n in own or ([] if label else [("", 0)])]
            lines.append("# TYPE isnad_question_seconds histogram")
            total = 0
            for bound, n in zip((*map(str, SECONDS), "+Inf"), self._buckets, strict=True):
                total += n
                lines.append(f'isnad_question_seconds_bucket{{le="{bound}"}} {total}')
            lines += [f"isnad_question_seconds_sum {self._seconds:.3f}", f"isnad_question_seconds_count {total}"]
        for name, value in {"isnad_start_time_seconds": self._started, **gauges}.items():
            lines += [f"# TYPE {name} gauge", f"{name} {value:.10g}"]
        return "\n".join(lines) + "\n"


METRICS = Metrics()
"""Of this process."""
