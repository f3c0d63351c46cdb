"""Questions and claims with a wrong word: another name, year or number in place of one that the text has."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from random import Random

from training.examples import Row, Span


class Swap:
    """Puts another name, year or number in place of one that question and text share."""

    def __init__(self, reading: Path, rows: Sequence[Row], random: Random) -> None:
        self._random = random
        names = (reading / "names-ar-en.txt").read_text("utf-8")
        self._arabic = sorted(set(re.findall(r"[\u0621-\u064a]{4,}", names)))
        self._known = frozenset(self._arabic)
        self._latin = [w for row in rows for w in re.findall(r"(?<=\s)[A-Z][a-z]{3,}", row["question"])]

    def __call__(self, question: str, text: str) -> tuple[str, Span] | None:
        """The question with another word and the characters of that word; None where nothing can be exchanged."""
        return self._exchanged(question, text, self._kinds(question, text))

    def number(self, question: str, text: str) -> tuple[str, Span] | None:
        """The same where only a number is exchanged."""
        numbers = [place for place in self._kinds(question, text) if place[1] == "number"]
        return self._exchanged(question, text, numbers)

    def _kinds(self, question: str, text: str) -> list[tuple[int, str]]:
        folded = text.lower()
        kinds = ((at, self._kind(at, part, folded)) for at, part in enumerate(_parts(question)))
        return [(at, kind) for at, kind in kinds if kind]

    def _exchanged(self, question: str, text: str, places: list[tuple[int, str]]) -> tuple[str, Span] | None:
        if not places:
            return None
        parts = _parts(question)
        at, kind = self._random.choice(places)
        word = self._other(kind, parts[at])
        if word.lower() in text.lower():
            return None
        start = len("".join(parts[:at]))
        return "".join([*parts[:at], word, *parts[at + 1 :]]), (start, start + len(word))

    def _kind(self, at: int, part: str, folded: str) -> str:
        if re.fullmatch(r"\d{2,}|[٠-٩]{2,}", part):
            return "number" if part in folded else ""
        if re.match(r"[A-Z]\w{3,}", part):
            return "latin" if at and part.lower() in folded else ""
        for prefix in ("وال", "بال", "لل", "ال", "و", "ب", "ل", ""):
            if part.startswith(prefix) and len(part) > len(prefix) + 3 and part[len(prefix) :] in self._known:
                return "arabic" + prefix
        return ""

    def _other(self, kind: str, word: str) -> str:
        if kind == "number":
            value = int(word)
            steps = (-10, -3, -2, -1, 1, 2, 3, 10) if value > 1000 else (-7, -3, 2, 5, 11)
            return str(max(1, value + self._random.choice(steps)))
        return self._random.choice(self._latin) if kind == "latin" else kind[6:] + self._random.choice(self._arabic)


def _parts(text: str) -> list[str]:
    """The words of a text and what stands between them."""
    return re.findall(r"\w+|\W+", text)
