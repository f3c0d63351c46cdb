"""One of the things that a question asks."""

from __future__ import annotations

from dataclasses import dataclass

MOST_PARTS = 3
"""Each part is searched for and read by itself, which takes as long as a question."""


@dataclass(frozen=True, slots=True)
class Part:
    """One of the things that a question asks, as a `question` by itself.

    `context` are words of the part before it that it cannot be understood without, "" where it can. `about` is what
    the parts differ in, and `shared` the question without that; both are "" where the parts share nothing.
    """

    question: str
    context: str = ""
    about: str = ""
    shared: str = ""

    @property
    def text(self) -> str:
        """What to search for; the context last, for what comes first is what the reader answers."""
        return f"{self.question} {self.context}" if self.context else self.question
