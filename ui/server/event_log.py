"""Who did what: one line for each event, as text or as JSON, with its time, caller and request.

As text: `TIME LEVEL EVENT address=… request=… user="…"` and then what else is known of it. The address comes before
anything that a caller can choose, and that stands in quotes with quotes, controls and changes of the reading order
escaped; so no line can be forged, and a filter may rely on `log-in-failed address=`. Of a question's words there is
nothing, unless they are wanted.
"""

from __future__ import annotations

import datetime as dt
import json
import logging
import re
import sys
import time
import unicodedata
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, TextIO

from ui.server.callers import current_caller
from ui.server.metrics import METRICS

if TYPE_CHECKING:
    from rag import Answer

LONGEST = 300  # letters of a value
LOGGERS = ("isnad", "uvicorn.error")
_events = logging.getLogger("isnad.events")
_events.addHandler(logging.NullHandler())  # a program that wants no log gets none
_words_too = False
_PLAIN = re.compile(r"[\w.:/%+-]+", re.ASCII)
_HIDDEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
"""Categories of characters that are not seen, or change how others are."""


def start_log(as_json: bool, level: str, questions: bool, stream: TextIO | None = None) -> None:
    """Writes events of at least a level, as `logging` names it, and what Isnad and its server complain of.

    stream: by default standard error. questions: the words of questions too. A server that sets up its own log, as
    uvicorn does, must run already.
    """
    global _words_too
    _words_too = questions
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(_JsonLines() if as_json else _TextLines())
    for name in LOGGERS:
        logger = logging.getLogger(name)
        logger.handlers[:] = [handler]
        logger.setLevel(level)
        logger.propagate = False


def record(event: str, level: int = logging.INFO, **facts: Any) -> None:
    """Writes an event of the current caller, and counts it."""
    METRICS.count(event, facts)
    _events.log(level, event, extra={"facts": facts})


def record_question(question: str, growing: Iterator[Answer]) -> Iterator[Answer]:
    """The answer as it grows; at its end, or where it fails or is stopped, that goes into the log."""
    begun, last, event = time.monotonic(), None, "question-failed"
    try:
        for last in growing:
            yield last
        event = "question"
    except GeneratorExit:
        event = "question-stopped"
        raise
    finally:
        facts: dict[str, Any] = {"seconds": round(time.monotonic() - begun, 3), "characters": len(question)}
        if last is not None and event == "question":
            facts |= {"kind": str(last.kind), "answered": last.answered, "model": last.model or None}
        if _words_too:
            facts["question"] = question
        record(event, logging.ERROR if event == "question-failed" else logging.INFO, **facts)


def visible(text: str) -> str:
    """The text cut, with quotes, and with all that is not seen escaped as in JSON."""
    cut = text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
    quoted = json.dumps(cut, ensure_ascii=False)
    return "".join(json.dumps(c)[1:-1] if unicodedata.category(c) in _HIDDEN else c for c in quoted)


def _event(record_: logging.LogRecord) -> str:
    return record_.getMessage() if record_.name == _events.name else "log"


def _facts(record_: logging.LogRecord) -> dict[str, Any]:
    """Who called, and what is known besides; of another program's line its message. Empty values are left out.

    Of an exception it has the last line alone: a traceback would be lines of its own.
    """
    caller = current_caller()
    facts: dict[str, Any] = {"address": caller.address, "request": caller.request, "user": caller.user}
    if record_.name == _events.name:
        facts |= getattr(record_, "facts", {})
    else:
        facts["message"] = record_.getMessage() + (f" {record_.exc_info[1]!r}" if record_.exc_info else "")
    return {name: value for name, value in facts.items() if value is not None and value != ""}


def _time(record_: logging.LogRecord) -> str:
    return dt.datetime.fromtimestamp(record_.created, dt.UTC).isoformat(timespec="milliseconds")


class _TextLines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        facts = [f"{name}={self._value(name, value)}" for name, value in _facts(record).items()]
        return " ".join([_time(record), record.levelname, _event(record), *facts])

    @staticmethod
    def _value(name: str, value: Any) -> str:
        """Bare where it is of Isnad's own making and has no spaces; what callers choose is always in quotes."""
        if isinstance(value, str):
            bare = name in ("address", "request") and len(value) <= LONGEST and _PLAIN.fullmatch(value)
            return value if bare else visible(value)
        return json.dumps(value)


class _JsonLines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line = {"time": _time(record), "level": record.levelname, "event": _event(record)} | _facts(record)
        return json.dumps({name: self._value(value) for name, value in line.items()})

    @staticmethod
    def _value(value: Any) -> Any:
        return f"{value[:LONGEST]}…" if isinstance(value, str) and len(value) > LONGEST else value
