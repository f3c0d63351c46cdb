"""Columns of an Arabic page whose lines were put in places: read one after the other, not across."""

from __future__ import annotations

import re
from collections.abc import Iterator

_FEWEST_LINES = 8
_FEWEST_LONG_LINES = 4
_LONG = 20
"""Characters: where a third of the lines on both sides are as long, they are prose, not cells of a table."""
_MOST_ACROSS = 0.15
"""Of the lines with text on both sides of a gutter: headings across both columns; beside prose one is allowed."""
_NARROWEST = 3
_USUAL = 6
"""Spaces: how wide a gutter is at least, and on average. Words of a line may be far apart too."""
_GAP = re.compile(r"(?<=\S) {2,}(?=\S)")


def split_columns(lines: list[str]) -> list[str]:
    """The lines of a page, its columns from right to left between what runs across above and below them."""
    gutter = _gutter(lines)
    if gutter is None:
        return lines
    beside = [n for n, line in enumerate(lines) if line[:gutter].strip() and not _across(line, gutter)]
    first, last = beside[0], beside[-1]
    while last + 1 < len(lines) and not _across(lines[last + 1], gutter):
        last += 1
    divided = [(line, _place(line, gutter)) for line in lines[first : last + 1]]
    right, left = [line[place:] for line, place in divided], [line[:place] for line, place in divided]
    return [*lines[:first], "", *split_columns(right), "", *split_columns(left), "", *lines[last + 1 :]]


def _place(line: str, gutter: int) -> int:
    """Where a line is divided: at the gutter, or at the gap nearest to it where words stand in it."""
    if not _across(line, gutter):
        return gutter
    return min((gap.end() for gap in _GAP.finditer(line)), key=lambda end: abs(end - gutter), default=gutter)


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
        prose = _prose(apart, place)
        fewest = _FEWEST_LONG_LINES if prose else _FEWEST_LINES
        if len(apart) >= max(fewest, (1 - _MOST_ACROSS) * len(beside) - prose):
            gaps = [len(line[place:]) - len(line[place:].lstrip()) for line in apart]
            gaps = [gap + place - len(line[:place].rstrip()) for gap, line in zip(gaps, apart, strict=True)]
            yield sum(gaps) / len(gaps), place


def _prose(lines: list[str], place: int) -> bool:
    """Whether the lines are long on both sides of a place, which cells of tables are not."""
    for side in ([line[:place] for line in lines], [line[place:] for line in lines]):
        lengths = sorted((len(" ".join(text.split())) for text in side), reverse=True)
        if not lengths or lengths[len(lengths) // 3] < _LONG:
            return False
    return True
