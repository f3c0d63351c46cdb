"""What the page sends with a question: the earlier questions, and which articles to search."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter, ValidationError

from ui.api import REMEMBERED


@dataclass(frozen=True, slots=True)
class QuestionRequest:
    """The earlier questions, oldest first, the outlets and days to search, and the language of the page."""

    history: tuple[str, ...] = ()
    outlets: tuple[str, ...] = ()
    since: str = ""
    until: str = ""
    language: str = "en"

    @classmethod
    def from_json(cls, written: str) -> QuestionRequest:
        """The request as the page's script sends it; an empty one where the JSON does not fit."""
        try:
            return _FORM.validate_json(written or "{}")
        except ValidationError:
            return cls()

    def options(self) -> dict[str, Any]:
        """The keyword arguments of `rag.answer` for it."""
        return {
            "history": self.history[-REMEMBERED:],
            "outlets": self.outlets or None,
            "since": self.since or None,
            "until": self.until or None,
        }


_FORM = TypeAdapter(QuestionRequest)
