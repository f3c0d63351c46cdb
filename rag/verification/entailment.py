"""Whether passages bear out a sentence that a model wrote, as the reader judges it.

A sentence in the words of a passage is borne out. Any other is judged as a claim beside each passage, and the one
that bears it out best counts. What the reader could not read of a long sentence is judged as a claim of its own, and
the worse of both counts.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from rag.linguistics import denies
from rag.reading import Entailment
from rag.retrieval import logistic, weighted_sum
from store.text import words

_SUREST = 1e-4
"""Likelihoods are taken to be no nearer to 0 and 1."""
_WORD = re.compile(r"\w")

Judge = Callable[[Sequence[tuple[str, str]]], Sequence[Entailment]]
"""`Reader.judge`: for each pair (premise, claim), whether the premise bears out the claim."""


@dataclass(frozen=True, slots=True)
class Support:
    """How likely, from 0 to 1, a sentence is borne out, and its word that is borne out least; "" where none is known.

    `named`: whether that word is a name, as far as its capital tells.
    """

    likely: float
    weakest: str = ""
    named: bool = False


def find_support(sentence: str, premises: Sequence[str], judge: Judge | None) -> Support:
    """How far one of the premises bears out a sentence. Without a judge only its own words do."""
    if any(_holds(premise, sentence) for premise in premises):
        return Support(1.0)
    if judge is None:
        return Support(0.0)
    return min(_parts(sentence, premises, judge), key=lambda support: support.likely, default=Support(0.0))


def _parts(sentence: str, premises: Sequence[str], judge: Judge) -> Iterator[Support]:
    """The support of each part that the reader reads at a time."""
    start = 0
    while _WORD.search(sentence, start):
        claim = sentence[start:]
        judged = zip(premises, judge([(premise, claim) for premise in premises]), strict=True)
        likely, best = max(
            ((support_probability(premise, claim, each), each) for premise, each in judged),
            key=lambda found: found[0],
        )
        yield _support(claim, best, likely, begins=start == 0)
        if not best.support:
            return
        start += best.support[-1].end


def is_read_whole(claim: str, judged: Entailment) -> bool:
    """Whether a claim was read to its end, as far as the reader tells."""
    return judged.support is None or not _WORD.search(claim, judged.support[-1].end if judged.support else 0)


def _support(claim: str, judged: Entailment, likely: float, begins: bool) -> Support:
    weakest = min(judged.support or (), key=lambda word: word.supported, default=None)
    if weakest is None:
        return Support(likely)
    word = claim[weakest.start : weakest.end]
    named = word[0].isupper() and bool(_WORD.search(claim[: weakest.start]) or not begins)
    return Support(likely, word, named)


def support_measures(premise: str, claim: str, judged: Entailment) -> dict[str, float]:
    """What counts for a claim: the log odds that the premise entails it; and against it: that one of both denies."""
    return {"entails": _log_odds(judged.entails), "denial": float(denies(premise) != denies(claim))}


def support_probability(premise: str, claim: str, judged: Entailment) -> float:
    """How likely, from 0 to 1, a premise bears out a claim that was judged beside it."""
    return logistic(weighted_sum(support_weights(), support_measures(premise, claim, judged)))


def _log_odds(likely: float) -> float:
    within = min(max(likely, _SUREST), 1 - _SUREST)
    return math.log(within / (1 - within))


def _holds(passage: str, sentence: str) -> bool:
    """Whether a passage has the words of a sentence, in their order and without others between them."""
    said, own = words(sentence), words(passage)
    return bool(said) and any(own[at : at + len(said)] == said for at in range(len(own) - len(said) + 1))


@lru_cache(maxsize=1)
def support_weights() -> dict[str, float]:
    """The weight of each measure, learned by benchmarks/learn_support.py."""
    learned: dict[str, float] = json.loads(Path(__file__).with_name("entailment.json").read_text("utf-8"))
    return learned
