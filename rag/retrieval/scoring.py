"""What each measure counts: the weights that benchmarks/learn.py learned."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

Measures = Mapping[str, float]


def passage_score(measures: Measures) -> float:
    """How well a passage was found; scores order the passages of one question."""
    return _weighed("passage", measures)


def sentence_score(measures: Measures) -> float:
    """How well a sentence answers, beside the others found for the same question."""
    return _weighed("sentence", measures)


def read_score(measures: Measures) -> float:
    """How well a sentence answers that was read together with the question, beside the others."""
    return _weighed("sentence read", measures)


def answer_confidence(measures: Measures, is_cross_lingual: bool) -> float:
    """How likely a sentence answers, from 0 to 1. `is_cross_lingual`: its language is not the question's."""
    found = _weighed("confidence across languages" if is_cross_lingual else "confidence", measures)
    return logistic(_weighed("confidence read", {**measures, "likely": found}) if "read" in measures else found)


def logistic(weighed: float) -> float:
    """A weighed sum as a probability."""
    return 1.0 / (1.0 + math.exp(-min(max(weighed, -500.0), 500.0)))


def _weighed(what: str, measures: Measures) -> float:
    return weighted_sum(ranking_weights()[what], measures)


def weighted_sum(weights: Mapping[str, float], measures: Measures) -> float:
    """The sum of the measures, each times its weight, and of what is added always."""
    return weights.get("always", 0.0) + sum(weights[name] * measures[name] for name in weights if name != "always")


@lru_cache(maxsize=1)
def ranking_weights() -> dict[str, dict[str, float]]:
    """The weights: for each score that of each measure, and what is added always."""
    learned: dict[str, dict[str, float]] = json.loads(Path(__file__).with_name("weights.json").read_text("utf-8"))
    return learned
