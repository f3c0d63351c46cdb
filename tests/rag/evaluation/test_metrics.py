"""What is counted of answers and retrieved passages, by hand."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from rag.evaluation.dataset import Question
from rag.evaluation.metrics import Judged, Verdict, judge_answer, refusal_curve, score_answers, score_retrieval
from tests.helpers.cases import each_case


def question(*facets: list[str]) -> Question:
    known = [[{"sentence": sentence} for sentence in facet] for facet in facets]
    row = {"id": "q", "lang": "en", "question": "What?", "answerable": bool(facets), "facets": known}
    return Question.model_validate(row)


def judged(asked: Question, confidence: float, *supports: bool, threshold: float = 0.5) -> Judged:
    whole = Verdict(True, supports, float(any(supports)))
    return Judged(asked, confidence, whole if confidence >= threshold else Verdict(False), whole)


YES, NO = question(["one two three"]), question()


def test_a_citation_supports_where_it_has_a_facets_sentence() -> None:
    asked = question(["alpha beta gamma", "delta epsilon zeta"], ["eta theta iota"], ["kappa lambda mu"])
    got = judge_answer(asked, True, ["nothing of it", "Delta, epsilon: zeta!", "alpha beta gamma", "eta theta iota"])
    assert got == Verdict(True, (False, True, True, True), 2 / 3) and got.right


@each_case(
    ("quote", "same"),
    [
        ("a b c d e f g h i j", True),
        ("a b c d e f g x y z", True),  # seven of ten
        ("a b c d e f x y z w", False),  # six of ten
        ("h i j", True),  # the shorter of the two counts
        ("Before it. A b c d e f g h i j. After it, much more of quite another matter.", True),
        ("", False),
        ("…", False),
    ],
)
def test_seven_words_of_ten_are_the_same_sentence(quote: str, same: bool) -> None:
    assert judge_answer(question(["a b c d e f g h i j"]), True, [quote]).supports == (same,)


def test_marks_and_forms_of_letters_make_no_difference() -> None:
    assert judge_answer(question(["كتب الولد رسالة"]), True, ["كَتَبَ الوَلَدُ رســالة"]).right


def test_a_refusal_cites_nothing_and_supports_nothing() -> None:
    assert judge_answer(question(["a b c"]), False, []) == Verdict(False, (), 0.0)


def test_articles_are_ranked_once_each_and_passages_looked_through() -> None:
    asked = question(["a b c"], ["d e f"])
    got = score_retrieval(asked, ["x", "y", "x", "z"], ["no", "so a b c", "a b", "d e"], {"y", "z", "w"})
    ideal = 1 + 1 / math.log2(3) + 1 / 2
    assert got.ndcg_at_10 == pytest.approx((1 / math.log2(3) + 1 / 2) / ideal)
    assert (got.recall_at_1, got.recall_at_5, got.recall_at_10) == (0, pytest.approx(2 / 3), pytest.approx(2 / 3))
    assert got.facets == 0.5  # "d e" is no whole sentence


def test_the_figures_of_some_answers() -> None:
    got = score_answers(
        [
            judged(YES, 0.9, True, True),
            judged(YES, 0.8, False, True, False, False),
            judged(YES, 0.6, False),
            judged(YES, 0.3, True),
            judged(NO, 0.7, False),
            judged(NO, 0.2, False),
        ]
    )
    assert (got.questions, got.answerable) == (6, 4)
    assert (got.evidence_first, got.evidence_cited, got.facet_recall) == (0.25, 0.5, 0.5)
    assert got.citation_precision == pytest.approx((1 + 0.25 + 0) / 3)
    assert (got.false_refusals, got.false_answers) == (0.25, 0.5)
    assert got.auc == pytest.approx(6 / 8)  # .6 and .3 lie below .7
    # Each in a bin of its own, beside 1, 1, 0, 1, 0, 0.
    assert got.calibration_error == pytest.approx((0.1 + 0.2 + 0.6 + 0.7 + 0.7 + 0.2) / 6)
    assert got.ndcg_at_10 is got.verbatim is None


def test_equal_confidence_is_half_an_order_and_members_of_a_bin_make_up_for_each_other() -> None:
    got = score_answers([judged(YES, 0.55, True), judged(NO, 0.55, False)])
    assert got.auc == 0.5 and got.calibration_error == pytest.approx(0.05)


def test_there_is_no_figure_where_there_is_nothing_to_count() -> None:
    only_no = score_answers([judged(NO, 1.0, False)])
    assert (only_no.evidence_cited, only_no.auc, only_no.false_answers) == (None, None, 1.0)
    assert score_answers([judged(YES, 0.0)]).false_answers is None
    assert score_answers([]).calibration_error is None


def test_the_curve_falls_as_the_threshold_rises() -> None:
    points = refusal_curve(
        [judged(YES, 0.5, True), judged(YES, 0.25, False), judged(NO, 0.1, False), judged(NO, 1.0, False)]
    )
    got = {point.threshold: (point.answered, point.right, point.false_answers) for point in points}
    assert len(points) == 101 and (points[0].threshold, points[-1].threshold) == (0, 1)
    assert (got[0.0], got[0.1], got[0.11]) == ((1, 0.5, 1), (1, 0.5, 1), (1, 0.5, 0.5))
    assert (got[0.26], got[0.5], got[0.51]) == ((0.5, 0.5, 0.5), (0.5, 0.5, 0.5), (0, 0, 0.5))


def test_a_verdict_says_what_to_look_at() -> None:
    right = judged(YES, 0.9, True)
    assert right.wrong == "" and replace(right, question=NO).wrong == "answered"
    assert judged(YES, 0.9, False).wrong == "no evidence" and judged(YES, 0.1, True).wrong == "refused"
    assert judged(NO, 0.1, False).wrong == ""
