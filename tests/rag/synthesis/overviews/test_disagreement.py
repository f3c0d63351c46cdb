"""What sources disagree on: which statements are compared, and what is shown of them."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from rag.reading import Entailment
from rag.retrieval import Evidence
from rag.synthesis.overviews.disagreement import CLOSEST, MOST_PAIRS, find_disagreement
from store import Article
from tests.helpers.made import evidence

CONTRADICTS = Entailment(0.02, 0.03, 0.95, None)
NEUTRAL = Entailment(0.05, 0.9, 0.05, None)


def says(outlet: str, sentence: str, angle: float) -> Evidence:
    return evidence(
        Article(title=outlet, outlet=outlet, text=f"{sentence} Rain fell on {outlet}."), sentence, angle=angle
    )


class Judge:
    """Says the same of every pair, and how many it was given."""

    def __init__(self, verdict: Entailment) -> None:
        self.verdict, self.judged = verdict, 0

    def __call__(self, pairs: Sequence[tuple[str, str]]) -> Sequence[Entailment]:
        self.judged += len(pairs)
        return [self.verdict for _ in pairs]


OPEN = says("Hill", "The council opened the bridge.", 0.0)
SHUT = says("Quay", "The council kept the bridge closed.", 0.3)


def test_both_sides_stand_beside_each_other() -> None:
    found = find_disagreement([OPEN, SHUT], Judge(CONTRADICTS))
    assert (found.sides, found.pairs, found.differing) == ((OPEN, SHUT), ((0, 1),), True)


def test_where_nothing_differs_the_nearest_are_given_as_such() -> None:
    for judge in (Judge(NEUTRAL), None):
        found = find_disagreement([OPEN, SHUT], judge)
        assert (found.sides, found.differing, found.compared) == ((OPEN, SHUT), False, 1)


def test_an_outlet_does_not_disagree_with_itself() -> None:
    again = says("hill", "The council kept the bridge closed.", 0.3)
    other = says("Quay", "Apples are cheap.", 3.0)
    found = find_disagreement([OPEN, again, other], Judge(CONTRADICTS))
    assert (found.sides, found.compared) == ((), 0)


def test_articles_without_an_outlet_are_compared_where_there_is_no_other() -> None:
    pair = [says(name, f"The bridge of {name} is open.", angle) for name, angle in (("Orlan", 0.0), ("Vesna", 0.3))]
    unnamed = [dataclasses.replace(e, article=dataclasses.replace(e.article, outlet="")) for e in pair]
    assert find_disagreement(unnamed, None).compared == 1


def test_no_more_pairs_are_judged_than_can_be_waited_for() -> None:
    many = [
        says(f"Outlet {n}", f"The council opened bridge number {n}.", 0.3 * (n % 2) + n * 1e-3) for n in range(30)
    ]
    judge = Judge(NEUTRAL)
    found = find_disagreement(many, judge)
    assert found.compared == MOST_PAIRS
    assert judge.judged <= 2 * MOST_PAIRS
    assert len(found.pairs) == CLOSEST
