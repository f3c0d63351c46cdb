"""The outlet that a page without front matter names beside its day: «صحيفة الحقل - 14 أيلول 2024», or on two lines.

It stands above the body, on the date's line or next to it, and has a word that only outlets have: a place, an author
or a section may stand there too.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from store.text import fold, is_date_line, states_day

_HEAD = 8
"""The most lines that are not blank above the body."""
_LONGEST = 6
"""The most words of an outlet's name."""
_PARTS = re.compile(r"\s+[-–—/·•]\s+|\s*[|،,]\s*")
_BY = re.compile(r"By [^,،|]+[,،|]\s*")
_ARABIC = re.compile(r"(?:صحيفه|جريده|مجله|وكاله|اذاعه|تلفزيون) \w.*")
_ENGLISH = re.compile(
    r"(?:[A-Z][\w'’&.-]* )+(?:Post|Herald|Times|Tribune|Gazette|Observer|Telegraph|Courier|Chronicle|Journal"
    r"|Newspaper|News Agency|Agency|Press)"
)


def masthead_lines(lines: Sequence[str], body: int) -> dict[int, str]:
    """The lines before line number `body` that name the outlet, with its name; none where they name several."""
    real = [n for n in range(body) if lines[n].strip()]
    if len(real) > _HEAD:
        return {}
    dated = [n for n in real if _is_day(lines[n])]
    found = {n: name for n in real if (name := _beside_day(lines[n]))}
    for one, other in zip(real, real[1:], strict=False):
        for n, next_to in ((one, other), (other, one)):
            if next_to in dated and (name := _outlet(lines[n])):
                found[n] = name
    return found if len(set(found.values())) == 1 else {}


def _beside_day(line: str) -> str:
    """The outlet of a line that is an outlet and a day; "" for any other line."""
    for mark in _PARTS.finditer(line):
        sides = line[: mark.start()], line[mark.end() :]
        for name, day in (sides, sides[::-1]):
            if _is_day(day) and (outlet := _outlet(name)):
                return outlet
    return ""


def _is_day(text: str) -> bool:
    return states_day(text) and is_date_line(text)


def _outlet(text: str) -> str:
    """The outlet in a text that names nothing else, except an author before it; "" for any other text."""
    name = _BY.sub("", text.strip(" \t#*_"), count=1)
    known = _ARABIC.fullmatch(fold(name)) or _ENGLISH.fullmatch(name)
    plain = not any(map(str.isdigit, name)) and len(name.split()) <= _LONGEST
    return name if known and plain and name[-1].isalnum() else ""
