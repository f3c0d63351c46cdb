"""The marks by which a written sentence names the passages it leans on: [n], or [n "words of the passage"]."""

from __future__ import annotations

import re
from collections.abc import Iterator

# As models set them: [1], [1, 2], [1-3], [1][2], 【1】, with the digits of any script.
_MARK = re.compile(r"[\[【]\s*(\d{1,3}(?:\s*[,،;–-]\s*\d{1,3})*)\s*[\]】]")
_NUMBERS = re.compile(r"(\d+)(?:\s*[–-]\s*(\d+))?")
_BETWEEN = re.compile(r"(?<=[\]】])\s*[,،;–-]\s*(?=[\[【]\s*\d)")
_SPACED = re.compile(r"\s+([.!?؟…،,؛;])")
_STOPPED_TWICE = re.compile(r"""([.!?؟…]["'»”’)]*)\s+\.(?=\s|$)""")
# A model writes plain sentences: what a browser or a terminal might act on is none.
MARKUP = re.compile(
    r"[<>`{}|\\]|\]\(|://|\bwww\.|@\w|\b[\w-]+\.(?:com|net|org|io|example)\b"
    r"|[\x00-\x08\x0b-\x1f\u200b\u202a-\u202e\u2066-\u2069\ue000-\uf8ff]",
    re.IGNORECASE,
)
# The words that a mark quotes end with a quote mark that nothing but the mark's end or the next number follows.
_QUOTING = re.compile(
    r"""((?:[\[【]|(?<=["'”’»])\s*[,،;])\s*(\d{1,3}))(\s*[:,،]?\s*["'“‘«](.{0,600}?)["'”’»]\s*)(?=[\]】]|[,،;]\s*\d)""",
    re.DOTALL,
)
_UNFINISHED = re.compile(r"""([\[【]\s*\d[\d\s:,،;]*)(["'“‘«].{0,600})$""", re.DOTALL)
LEADING = re.compile(rf"\s*{_MARK.pattern}(?:\s*[,،;–-]?\s*{_MARK.pattern})*\s*(?:\.(?=\s|$))?\s*")
"""Marks that a text begins with."""


def mark_numbers(text: str) -> tuple[int, ...]:
    """The numbers that a text's marks name, each once, in order."""
    named = (number for mark in _MARK.finditer(hide_quoted(text)) for number in _named(mark[1]))
    return tuple(dict.fromkeys(named))


def quoted_words(text: str) -> dict[int, list[str]]:
    """The words that a text's marks quote, by the number of their passage."""
    found: dict[int, list[str]] = {}
    for mark in _QUOTING.finditer(text):
        found.setdefault(int(mark[2]), []).append(mark[4])
    return found


def hide_quoted(text: str) -> str:
    """The text, as long as it is, with white space for what its marks quote, also in one that is not complete."""
    whole = _QUOTING.sub(lambda mark: mark[1] + " " * len(mark[3]), text)
    return _UNFINISHED.sub(lambda mark: mark[1] + " " * len(mark[2]), whole)


def _named(inside: str) -> Iterator[int]:
    for one in _NUMBERS.finditer(inside):
        first, last = int(one[1]), int(one[2] or one[1])
        yield from range(first, last + 1) if first <= last else (first, last)


def strip_marks(text: str) -> str:
    """The text without its marks."""
    bare = " ".join(_MARK.sub(" ", _BETWEEN.sub("", hide_quoted(text))).split())
    return _SPACED.sub(r"\1", _STOPPED_TWICE.sub(r"\1", bare))
