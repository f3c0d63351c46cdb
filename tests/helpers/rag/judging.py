"""A reader's judgements by a table."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from rag.reading import Entailment, WordSupport
from store.text import words

READ = 64
"""So many words of a claim are read."""


class FakeJudge:
    """Stands in for `Reader.judge`: a table says what follows (premise, claim), what contradicts; else neutral.

    A premise may hold more than that of the table; of a claim the words count. What contradicts does so both ways. A
    word is borne out where the claim follows or the premise has it. Keeps what it was asked.
    """

    def __init__(self, follows: Iterable[tuple[str, str]] = (), contradicts: Iterable[tuple[str, str]] = ()) -> None:
        self._follows = list(follows)
        self._contradicts = [pair for one, other in contradicts for pair in ((one, other), (other, one))]
        self.asked: list[list[tuple[str, str]]] = []

    def __call__(self, pairs: Sequence[tuple[str, str]]) -> list[Entailment]:
        self.asked.append(list(pairs))
        return [self._judged(premise, claim) for premise, claim in pairs]

    def _judged(self, premise: str, claim: str) -> Entailment:
        follows = _listed(self._follows, premise, claim)
        has = frozenset(words(premise))
        support = tuple(
            WordSupport(*word.span(), 0.99 if follows or words(word[0])[0] in has else 0.2)
            for word in list(re.finditer(r"[^\W_]+", claim))[:READ]
        )
        if follows:
            return Entailment(0.97, 0.02, 0.01, support)
        contradicts = _listed(self._contradicts, premise, claim)
        return Entailment(0.01, 0.02, 0.97, support) if contradicts else Entailment(0.01, 0.98, 0.01, support)


def both_ways(one: str, other: str) -> list[tuple[str, str]]:
    """That each of two sentences follows from the other."""
    return [(one, other), (other, one)]


def _listed(table: Sequence[tuple[str, str]], premise: str, claim: str) -> bool:
    return any(known in premise and words(other) == words(claim) for known, other in table)
