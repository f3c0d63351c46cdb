"""The statements that answer the parts of a question, put together in one answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import zip_longest

from rag.results import Statement
from rag.synthesis.selection import MOST_STATEMENTS

Placed = tuple[int, int]
"""Which part a statement answers, and its place among those of the part."""


def combine_statements(parts: Sequence[Sequence[Statement]]) -> tuple[Statement, ...]:
    """The best of each part, then the next of each, at most as many as any answer has, numbered from 1.

    A statement stays next to those of its part that report it differently; what quotes the same words as an earlier
    one is left out.
    """
    kept: list[Placed] = []
    for together in _in_turn(parts):
        new = [placed for placed in together if not any(_repeats(parts, placed, other) for other in kept)]
        if len(kept) + len(new) <= MOST_STATEMENTS:
            kept += new
    places = {placed: place for place, placed in enumerate(kept)}
    numbers = iter(range(1, 1 + sum(len(parts[part][at].citations) for part, at in kept)))
    return tuple(
        Statement(
            tuple(replace(citation, number=next(numbers)) for citation in parts[part][at].citations),
            tuple(places[part, other] for other in parts[part][at].differs_from if (part, other) in places),
            parts[part][at].denied,
        )
        for part, at in kept
    )


def _in_turn(parts: Sequence[Sequence[Statement]]) -> Iterator[list[Placed]]:
    """One of each part in turn, each with those behind it that differ from it."""
    grouped = [[[(part, at) for at in group] for group in _groups(own)] for part, own in enumerate(parts)]
    for turn in zip_longest(*grouped):
        yield from (group for group in turn if group)


def _groups(statements: Sequence[Statement]) -> list[list[int]]:
    """The places of the statements, of those that differ from one another together."""
    groups: list[list[int]] = []
    for at, statement in enumerate(statements):
        if groups and not set(statement.differs_from).isdisjoint(groups[-1]):
            groups[-1].append(at)
        else:
            groups.append([at])
    return groups


def _repeats(parts: Sequence[Sequence[Statement]], placed: Placed, other: Placed) -> bool:
    """Whether two statements begin with quotes of the same words."""
    (one, at), (another, place) = placed, other
    return parts[one][at].citations[0].overlaps(parts[another][place].citations[0])
