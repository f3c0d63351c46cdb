"""Whether a title or sentence denies a claim of the same article.

It does the likelier where the claim is hearsay and the other says no to the claim's own words; the reader's judgement
of both counts with that.
"""

from __future__ import annotations

import json
import logging
import math
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from rag.errors import ReaderError
from rag.linguistics import comparison_forms, denies, is_hearsay, says_untrue
from rag.query import content_words
from rag.reading import Entailment
from rag.retrieval import logistic, weighted_sum
from rag.verification import Judge

LIKELY_DENIED = 0.5
"""From this likelihood on a claim is taken to be denied."""
_LEAST = 1e-3
"""Likelihoods are taken to be no nearer to 0."""

_log = logging.getLogger("isnad")


def find_denials(pairs: Sequence[tuple[str, str]], judge: Judge | None) -> list[float]:
    """For each title or sentence and the claim that it may deny, how likely, from 0 to 1, it does.

    Without a reader's judge, and where the reader fails, only the words tell.
    """
    return [logistic(weighted_sum(_weights(), measures)) for measures in denial_measures(pairs, judge)]


def denial_measures(pairs: Sequence[tuple[str, str]], judge: Judge | None) -> list[dict[str, float]]:
    """For each title or sentence and the claim that it may deny, what tells whether it does.

    The reader is asked where the claim is hearsay or the other says no to its words: elsewhere it would cost more
    time than it finds.
    """
    of_words = [_of_words(*pair) for pair in pairs]
    open_ = [at for at, one in enumerate(of_words) if one["hearsay"] or one["repeated, denied"]]
    judged = dict(zip(open_, _judged([pairs[at] for at in open_], judge), strict=True))
    return [one | {"contradicts": judged.get(at, 0.0)} for at, one in enumerate(of_words)]


def _of_words(denial: str, claim: str) -> dict[str, float]:
    says_no, refuted = (denies(text) or says_untrue(text) for text in (denial, claim))
    known = frozenset[str]().union(*_forms(claim))
    again = [not forms.isdisjoint(known) for forms in _forms(denial)]
    repeated = sum(again) / max(len(again), 1)
    return {
        "hearsay": float(is_hearsay(claim)),
        "repeated, denied": repeated if says_no and not refuted else 0.0,
    }


def _forms(text: str) -> list[frozenset[str]]:
    return [comparison_forms(word) for word in content_words(text) if len(word) > 1]


def _judged(pairs: Sequence[tuple[str, str]], judge: Judge | None) -> list[float]:
    """The log odds of contradiction; 0 without a reader, and where it fails."""
    try:
        return [_log_odds(each) for each in judge(pairs)] if judge and pairs else [0.0] * len(pairs)
    except ReaderError as error:
        _log.warning("Denials are looked for without the reader. %s", error)
        return [0.0] * len(pairs)


def _log_odds(judged: Entailment) -> float:
    return math.log((judged.contradicts + _LEAST) / (1.0 - judged.contradicts + _LEAST))


@lru_cache(maxsize=1)
def _weights() -> dict[str, float]:
    """The weight of each measure, learned by benchmarks/learn_denials.py."""
    learned: dict[str, float] = json.loads(Path(__file__).with_name("denial_weights.json").read_text("utf-8"))
    return learned
