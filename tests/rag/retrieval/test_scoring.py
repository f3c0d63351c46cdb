"""What measures come to: sums by the learned weights, and likelihoods that are ones."""

from __future__ import annotations

import math

import pytest

from rag.retrieval.scoring import (
    READ,
    answer_confidence,
    passage_score,
    ranking_weights,
    read_measures,
    read_score,
    sentence_score,
)
from tests.helpers.cases import each_case

WHATS = {
    "passage": passage_score,
    "sentence": sentence_score,
    "sentence read": read_score,
    "confidence": lambda measures: answer_confidence(measures, is_cross_lingual=False),
    "confidence across languages": lambda measures: answer_confidence(measures, is_cross_lingual=True),
}


def measures_of(what: str, value: float) -> dict[str, float]:
    return {name: value for name in ranking_weights()[what] if name != "always"}


def test_there_are_weights_for_each_score_and_for_no_other() -> None:
    assert ranking_weights().keys() == WHATS.keys() | {READ}
    assert all(math.isfinite(weight) for weights in ranking_weights().values() for weight in weights.values())


@pytest.mark.parametrize("what", ["passage", "sentence"])
def test_a_score_adds_up_the_measures_by_their_weights(what: str) -> None:
    weights, nothing = ranking_weights()[what], measures_of(what, 0.0)
    assert WHATS[what](nothing) == 0.0
    assert WHATS[what](nothing | {"tokens": 0.5}) == pytest.approx(0.5 * weights["tokens"])
    assert WHATS[what](nothing | {"tokens": 0.5, "words": 2.0}) == pytest.approx(
        0.5 * weights["tokens"] + 2.0 * weights["words"]
    )
    assert WHATS[what](nothing | {"no weight": 9.0}) == 0.0


@each_case("what", [what for what in WHATS if what not in ("passage", "sentence", "sentence read")])
def test_a_likelihood_is_logistic_in_the_measures(what: str) -> None:
    weights, nothing = ranking_weights()[what], measures_of(what, 0.0)
    assert WHATS[what](nothing) == pytest.approx(1 / (1 + math.exp(-weights["always"])))
    for name in (name for name in nothing if weights[name]):
        even = nothing | {name: -weights["always"] / weights[name]}
        assert WHATS[what](even) == pytest.approx(0.5)
        likelier = even | {name: even[name] + math.log(3) / weights[name]}
        assert WHATS[what](likelier) == pytest.approx(0.75)


def test_where_a_sentence_was_read_its_own_weights_make_its_confidence_or_those_given() -> None:
    measures = measures_of("confidence", 0.5) | measures_of(READ, 1.0) | {"read": 1.0}
    likely = read_measures(measures, is_cross_lingual=False)["likely"]
    assert answer_confidence(measures, False, {"always": 1.0, "read": 2.0}) == pytest.approx(1 / (1 + math.exp(-3)))
    assert answer_confidence(measures, False, {"likely": 1.0}) == pytest.approx(1 / (1 + math.exp(-likely)))
    assert answer_confidence(measures, False, ranking_weights()[READ]) == answer_confidence(measures, False)
    unread = {name: measure for name, measure in measures.items() if name != "read"}
    assert answer_confidence(unread, False, {"always": 9.0}) == pytest.approx(1 / (1 + math.exp(-likely)))


@each_case("crosses", [True, False])
@each_case("value", [-1e308, -1e6, -1.0, 0.0, 1.0, 1e6, 1e308])
def test_a_likelihood_never_overflows(value: float, crosses: bool) -> None:
    what = "confidence across languages" if crosses else "confidence"
    measures = {name: math.copysign(value, weight * value) for name, weight in ranking_weights()[what].items()}
    assert 0.0 <= answer_confidence(measures, crosses) <= 1.0


@each_case("what", WHATS)
def test_a_measure_that_is_missing_is_an_error(what: str) -> None:
    measures = measures_of(what, 0.5)
    assert math.isfinite(WHATS[what](measures))
    for name in measures:
        with pytest.raises(KeyError, match=name):
            WHATS[what]({other: value for other, value in measures.items() if other != name})
