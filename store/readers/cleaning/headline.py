"""Which of the lines above an article's body is its title."""

from __future__ import annotations

import re
import textwrap

from store.article import BoilerplateKind, RemovedLine
from store.readers.cleaning.boilerplate import opens_body

_PROSE_TITLE = 80
"""Characters of a title that is made of the first line of the text."""
_MOST_ABOVE = 6
"""Lines above the body among which a title is looked for."""


def find_headline(lines: list[str]) -> tuple[str, list[str], tuple[RemovedLine, ...]]:
    """The title of a page, the lines without it, and what was removed above the body: a byline, section names."""
    start = next((n for n, line in enumerate(lines) if opens_body(line)), len(lines))
    head = [line for line in lines[:start] if line]
    if start == len(lines) or len(head) > _MOST_ABOVE:  # no prose near the top: only the first line is sure
        start = next((n for n, line in enumerate(lines, 1) if line), 0)
        head = lines[max(start - 1, 0) : start]
    headline = _headline(head)
    if not headline or not any(lines[start:]):
        return textwrap.shorten(first_line(lines), _PROSE_TITLE, placeholder="…"), lines, ()
    kept = [line for line in lines[:start] if not line or (line != headline and _may_be_title(line))]
    removed = [line for line in head if line != headline and not _may_be_title(line)]
    return (
        re.sub(r"^#+\s+", "", headline).strip(),
        kept + lines[start:],
        tuple(RemovedLine(line.strip(), BoilerplateKind.ABOVE) for line in removed),
    )


def _may_be_title(line: str) -> bool:
    """Long enough to say something, and no caption, which closes with its credit in parentheses."""
    return len(line.split()) >= 5 and not line.endswith(")")


def _headline(head: list[str]) -> str:
    """The last headline before the body, unless it is so much longer that it is the standfirst under the title."""
    marked = [line for line in head if line.startswith("# ")]
    candidates = marked[:1] or [line for line in head if _may_be_title(line)] or sorted(head, key=len)[-1:]
    headline = candidates[0] if candidates else ""
    for line in candidates[1:]:
        if len(line.split()) < 1.5 * len(headline.split()):
            headline = line
    return headline


def first_line(lines: list[str]) -> str:
    """The first line that is not blank, trimmed."""
    return next((line.strip() for line in lines if line.strip()), "")


def without_title(title: str, lines: list[str]) -> list[str]:
    """The lines without the first one that is not blank, if it repeats the title, or that without its site's name."""
    first = first_line(lines)
    repeats = first and title.startswith(first) and not title[len(first) :].lstrip(" ")[:1].isalnum()
    return lines[[line.strip() for line in lines].index(first) + 1 :] if repeats else lines
