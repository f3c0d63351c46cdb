"""Which of the lines above an article's body is its title."""

from __future__ import annotations

import re
import textwrap
from collections import Counter

from store.article import BoilerplateKind, RemovedLine
from store.readers.cleaning.boilerplate import opens_body

_PROSE_TITLE = 80


def find_headline(lines: list[str]) -> tuple[str, list[str]]:
    """The title of a page without front matter, and the lines that are not its title, byline or section names."""
    start = next((n for n, line in enumerate(lines) if opens_body(line)), len(lines))
    head = [line for line in lines[:start] if line]
    if start == len(lines) or len(head) > 6:  # no prose near the top: only the first line is sure
        start = next((n for n, line in enumerate(lines, 1) if line), 0)
        head = lines[max(start - 1, 0) : start]
    title = _title(head)
    if not title or not any(lines[start:]):
        return textwrap.shorten(first_of(lines), _PROSE_TITLE, placeholder="…"), lines
    kept = [line for line in lines[:start] if not line or (line != title and _may_be_title(line))]
    return re.sub(r"^#+\s+", "", title).strip(), kept + lines[start:]


def above(before: list[str], after: list[str], title: str) -> tuple[RemovedLine, ...]:
    """Which lines `headline` left out of `before`, but for the title itself."""
    gone = (Counter(before) - Counter(after)).elements()
    return tuple(
        RemovedLine(line.strip(), BoilerplateKind.ABOVE) for line in gone if line and line.strip("# ") != title
    )


def _may_be_title(line: str) -> bool:
    """Long enough to say something, and no caption, which closes with its credit in parentheses."""
    return len(line.split()) >= 5 and not line.endswith(")")


def _title(head: list[str]) -> str:
    """The last headline before the body, unless it is so much longer that it is the standfirst under the title."""
    marked = [line for line in head if line.startswith("# ")]
    candidates = marked[:1] or [line for line in head if _may_be_title(line)] or sorted(head, key=len)[-1:]
    title = candidates[0] if candidates else ""
    for line in candidates[1:]:
        if len(line.split()) < 1.5 * len(title.split()):
            title = line
    return title


def first_of(lines: list[str]) -> str:
    """The first line that is not blank."""
    return next((line.strip() for line in lines if line.strip()), "")


def below(title: str, lines: list[str]) -> list[str]:
    """The lines without the first one that is not blank, if it repeats the title."""
    first = first_of(lines)
    return lines[[line.strip() for line in lines].index(first) + 1 :] if first and first == title else lines
