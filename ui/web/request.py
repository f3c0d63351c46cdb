"""What comes with a question from the page: the conversation before it, and which articles are to be asked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter, ValidationError

from ui.api import REMEMBERED


@dataclass(frozen=True, slots=True)
class QuestionRequest:
    """The earlier questions, oldest first, the outlets and days to keep to, and the language of the page."""

    history: tuple[str, ...] = ()
    outlets: tuple[str, ...] = ()
    since: str = ""
    until: str = ""
    language: str = "en"

    @classmethod
    def read(cls, written: str) -> QuestionRequest:
        """As the page's script writes it, in JSON; what is no such thing asks nothing in particular."""
        try:
            return _FORM.validate_json(written or "{}")
        except ValidationError:
            return cls()

    def options(self) -> dict[str, Any]:
        """The same as the keywords of `rag.answer`."""
        return {
            "history": self.history[-REMEMBERED:],
            "outlets": self.outlets or None,
            "since": self.since or None,
            "until": self.until or None,
        }


_FORM = TypeAdapter(QuestionRequest)
