"""One of the things that a question asks."""

from __future__ import annotations

from dataclasses import dataclass

MOST_PARTS = 3
"""Each part is searched for and read by itself, which takes as long as a question."""


@dataclass(frozen=True, slots=True)
class Part:
    """One of the things that a question asks, as a `question` by itself.

    `context` are words of the part before it that it cannot be understood without, "" where it can. `about` is what
    the parts differ in, and `shared` the question without that; both are "" where the parts share nothing. `amount`
    asks how much it is of a thing of which the question asks whether it is more, "" where it asks otherwise: no
    sentence about one thing says that it is more than another.
    """

    question: str
    context: str = ""
    about: str = ""
    shared: str = ""
    amount: str = ""

    @property
    def text(self) -> str:
        """What to search for; the context last, for what comes first is what the reader answers."""
        asked = self.amount or self.question
        return f"{asked} {self.context}" if self.context else asked
