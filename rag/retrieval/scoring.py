"""What each measure counts: the weights that benchmarks/learn.py learned."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

Measures = Mapping[str, float]
Weights = Mapping[str, float]
READ = "confidence read"
"""The weights that make the confidence of a sentence that was read."""


def passage_score(measures: Measures) -> float:
    """How well a passage was found; scores order the passages of one question."""
    return _weighed("passage", measures)


def sentence_score(measures: Measures) -> float:
    """How well a sentence answers, beside the others found for the same question."""
    return _weighed("sentence", measures)


def read_score(measures: Measures) -> float:
    """How well a sentence answers that was read together with the question, beside the others."""
    return _weighed("sentence read", measures)


def answer_confidence(measures: Measures, is_cross_lingual: bool, calibrated: Weights | None = None) -> float:
    """How likely a sentence answers, from 0 to 1. `is_cross_lingual`: its language is not the question's.

    `calibrated` are the weights to take instead of the shipped ones where the sentence was read.
    """
    weighed = read_measures(measures, is_cross_lingual)
    if "read" not in measures:
        return logistic(weighed["likely"])
    return logistic(weighted_sum(ranking_weights()[READ] if calibrated is None else calibrated, weighed))


def read_measures(measures: Measures, is_cross_lingual: bool) -> dict[str, float]:
    """What the confidence of a sentence that was read is made of: its measures, and "likely", their sum unread."""
    found = _weighed("confidence across languages" if is_cross_lingual else "confidence", measures)
    return {**measures, "likely": found}


def logistic(weighed: float) -> float:
    """A weighed sum as a probability."""
    return 1.0 / (1.0 + math.exp(-min(max(weighed, -500.0), 500.0)))


def _weighed(what: str, measures: Measures) -> float:
    return weighted_sum(ranking_weights()[what], measures)


def weighted_sum(weights: Weights, measures: Measures) -> float:
    """The sum of the measures, each times its weight, and of what is added always."""
    return weights.get("always", 0.0) + sum(weights[name] * measures[name] for name in weights if name != "always")


@lru_cache(maxsize=1)
def ranking_weights() -> dict[str, dict[str, float]]:
    """The weights: for each score that of each measure, and what is added always."""
    learned: dict[str, dict[str, float]] = json.loads(Path(__file__).with_name("weights.json").read_text("utf-8"))
    return learned
