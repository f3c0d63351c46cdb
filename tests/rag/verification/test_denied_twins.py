"""A sentence that denies what its passage states, or states what it denies, is less likely than its affirmed twin."""

from __future__ import annotations

from pathlib import Path

import pytest

from rag.reading import open_reader
from rag.verification.entailment import support_probability

pytestmark = pytest.mark.slow

# A line a twin: English, its denial; the same in Arabic.
TWINS = (Path(__file__).parents[2] / "data" / "denied_twins.txt").read_text("utf-8").splitlines()
WAYS = {"English": (0, 1, 0), "Arabic": (2, 3, 2), "English over Arabic": (0, 1, 2), "Arabic over English": (2, 3, 0)}


def likely(pairs: list[tuple[str, str]]) -> list[float]:
    """How likely each premise bears out its claim, by the reader that ships with Isnad."""
    reader = open_reader("")
    assert reader is not None
    return [support_probability(*pair, judged) for pair, judged in zip(pairs, reader.judge(pairs), strict=True)]


def wrong(right: int, other: int, behind: int) -> list[str]:
    """The claims, at place `other` of a way, as likely as those at `right`; `behind` goes to the passage's."""
    asked = [(line.split("|"), way) for line in TWINS for way in WAYS.values()]
    pairs = [(texts[way[2] + behind], texts[way[at]]) for texts, way in asked for at in (right, other)]
    found = likely(pairs)
    return [pairs[at + 1][1] for at in range(0, len(pairs), 2) if found[at] <= found[at + 1]]


def test_a_denial_is_less_likely_than_its_affirmed_twin() -> None:
    assert len(TWINS) >= 20
    assert len(wrong(0, 1, 0)) <= 3


def test_a_lost_denial_is_less_likely_than_the_denial() -> None:
    assert len(wrong(1, 0, 1)) <= 2
