"""The earlier questions of a conversation, as callers have it: the questions alone, or messages with roles."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal

from store import check_argument

History = Iterable[str | Mapping[str, object]] | None
"""Questions, or messages {"role": "user" or "assistant", "content": text}, oldest first."""


def earlier_questions(history: History) -> tuple[str, ...]:
    """The questions in a history, oldest first; one text alone is one. What the assistant said is passed over.

    Raises ArgumentError at what is neither a question nor a message.
    """
    turns = (history,) if isinstance(history, str) else tuple(history or ())
    check_argument("history", turns, tuple[str | Mapping[str, object], ...])
    asked = []
    for place, turn in enumerate(turns):
        role, content = ("user", turn) if isinstance(turn, str) else (turn.get("role"), turn.get("content"))
        check_argument(f"history[{place}]['role']", role, Literal["user", "assistant"])
        check_argument(f"history[{place}]['content']", content, str)
        if role == "user":
            asked.append(str(content))
    return tuple(asked)
