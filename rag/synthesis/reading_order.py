"""In which order statements are read: first one that can be understood by itself, and those of an article together.

Reports that differ stay side by side, so what is moved is moved with them. Which statements are shown open is decided
before those of an article are brought together: a further one of the same article never takes the place of another's.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rag.results import MOST_OPEN
from rag.retrieval import Evidence
from rag.synthesis.contradiction import Comparisons
from rag.synthesis.selection import LIKELY, Group

_Side = list[Group]
"""Groups that differ from one another."""


def in_reading_order(
    groups: Sequence[Group], compared: Comparisons, can_lead: Callable[[Evidence], bool] | None
) -> list[Group]:
    """The groups, best first, in the order in which they are read; without `can_lead` the first stays the first."""
    sides = _sides(groups, compared)
    if can_lead:
        sides = _led(sides, can_lead)
    count = 0
    open_: list[_Side] = []
    for side in sides:
        if count >= MOST_OPEN:
            break
        open_.append(side)
        count += len(side)
    return [group for part in (open_, sides[len(open_) :]) for side in _by_article(part) for group in side]


def _sides(groups: Sequence[Group], compared: Comparisons) -> list[_Side]:
    """The groups, each with those right after it that differ from it."""
    sides: list[_Side] = []
    for group in groups:
        if sides and any(compared.differ(other[0], group[0]) for other in sides[-1]):
            sides[-1].append(group)
        else:
            sides.append([group])
    return sides


def _led(sides: Sequence[_Side], can_lead: Callable[[Evidence], bool]) -> list[_Side]:
    """The same with the first that can lead at the front; as they are, where none can.

    What hardly answers by itself takes the lead from none.
    """
    least = min(LIKELY, sides[0][0][0].confidence) if sides else LIKELY
    for side in sides:
        for group in side:
            if group[0].confidence >= least and can_lead(group[0]):
                leading = [group, *(other for other in side if other is not group)]
                return [leading, *(other for other in sides if other is not side)]
    return list(sides)


def _by_article(sides: Sequence[_Side]) -> list[_Side]:
    """The same with each single statement moved up to the first that quotes its article."""
    placed: list[_Side] = []
    for side in sides:
        article = side[0][0].article.id
        beside = [at for at, other in enumerate(placed, 1) if other[-1][0].article.id == article]
        placed.insert(beside[-1] if beside and len(side) == 1 else len(placed), side)
    return placed
