"""Columns of an Arabic page whose lines were put in places: read one after the other, not across."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

_FEWEST_LINES = 8
_MOST_ACROSS = 0.15
"""Of the lines with text on both sides of a gutter: headings across both columns."""
_NARROWEST = 3
_USUAL = 6
"""Spaces: how wide a gutter is at least, and on average. Words of one line may be far apart too, but not everywhere."""


def columns(lines: list[str]) -> list[str]:
    """The lines of a page, columns from right to left, each as deep as no line runs across; the same lines without."""
    gutter = _gutter(lines)
    if gutter is None:
        return lines
    found: list[str] = []
    for across, block in groupby(lines, lambda line: _across(line, gutter)):
        part = list(block)
        if across:
            found += part
        else:
            found += ["", *columns([line[gutter:] for line in part]), "", *columns([line[:gutter] for line in part])]
    return found


def _across(line: str, gutter: int) -> bool:
    return line[gutter : gutter + _NARROWEST].strip() != ""


def _gutter(lines: list[str]) -> int | None:
    """The place of the widest gap that nearly all lines have, with text on both sides; None where there is none."""
    best = max(_gutters(lines), default=(0.0, 0))
    return best[1] if best[0] >= _USUAL else None


def _gutters(lines: list[str]) -> Iterator[tuple[float, int]]:
    """Gaps that nearly all lines have, in the middle half of the page: how wide on average, and where."""
    width = max(map(len, lines), default=0)
    for place in range(width // 4, width * 3 // 4):
        beside = [line for line in lines if line[:place].strip() and line[place:].strip()]
        apart = [line for line in beside if not _across(line, place)]
        if len(apart) >= max(_FEWEST_LINES, (1 - _MOST_ACROSS) * len(beside)):
            gaps = [len(line[place:]) - len(line[place:].lstrip()) for line in apart]
            gaps = [gap + place - len(line[:place].rstrip()) for gap, line in zip(gaps, apart, strict=True)]
            yield sum(gaps) / len(gaps), place
