"""The confidence calibrated anew: what its measures count, learned from questions whose answers are known.

Each question's best evidence is right where it supports the answer; of what the articles do not answer, none is.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rag.errors import CalibrationError, RagError
from rag.evaluation.dataset import Question
from rag.evaluation.metrics import auc, calibration_error, judge_answer
from rag.evaluation.runner import articles_holding
from rag.query import check_question, parse_scope, plan_query
from rag.reading import Reader, open_reader
from rag.results import PHRASES
from rag.retrieval import READ, Evidence, Ranking, Weights, logistic, ranking_weights, read_measures, weighted_sum
from rag.settings import Settings, load_settings
from store import Corpus
from store.text import language_of

LEAST = 40
LEAST_OF_A_KIND = 10
_FOLDS = 5
_LEAST_CHANCE = 1e-9

Rows = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Fit:
    """How well weights tell right evidence from wrong, and how true the confidence is."""

    auc: float
    log_loss: float
    calibration_error: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """Weights learned from questions, and how good they are.

    `questions` were learned from, of which `right` had the right evidence; `passed_over` were not: their evidence was
    not read, or no article has their sentences. `shipped` is the fit of the shipped weights, and `learned` of weights
    learned from four fifths of the questions on the fifth left out.
    """

    weights: Weights
    questions: int
    right: int
    passed_over: int
    shipped: Fit
    learned: Fit

    @property
    def improves(self) -> bool:
        """Whether learned weights are better than the shipped ones on questions that they were not learned from."""
        return self.learned.log_loss < self.shipped.log_loss


@dataclass(frozen=True, slots=True)
class Example:
    """The measures of a question's best evidence, and whether it is right."""

    measures: dict[str, float]
    right: bool


def reader_to_calibrate(questions: Sequence[Question], settings: Settings | None = None) -> Reader:
    """The reader of the settings. Raises CalibrationError where there is none, or these questions are too few."""
    answerable = sum(question.answerable for question in questions)
    _check_enough(answerable, len(questions) - answerable, "are answerable", "are not")
    reader = open_reader((settings or load_settings()).reader)
    if reader is None:
        message = "There is no reader to calibrate: ISNAD_READER is off, or the reader that ships cannot be used."
        raise CalibrationError(f"{message} Unset ISNAD_READER, or name a folder with another reader.")
    return reader


def calibrate(
    questions: Sequence[Question],
    reader: Reader,
    *,
    corpus: Corpus,
    settings: Settings | None = None,
    on_progress: Callable[[int, int], None] | None = None,
) -> Calibration:
    """Learn the weights of the confidence of this reader from questions on a corpus. Nothing is written.

    `on_progress` gets the number of questions done and of all. Raises RagError without articles,
    CalibrationError for too few questions.
    """
    settings = settings or load_settings()
    if not len(corpus):
        raise RagError(PHRASES["en"].no_articles)
    holders = articles_holding(questions, corpus)
    found = []
    for done, question in enumerate(questions, 1):
        known = not question.answerable or any(holders[sentence] for sentence in question.sentences)
        found.append(_example(question, reader, corpus, settings) if known else None)
        if on_progress is not None:
            on_progress(done, len(questions))
    return learn_weights([one for one in found if one is not None], passed_over=found.count(None))


def learn_weights(examples: Sequence[Example], passed_over: int = 0) -> Calibration:
    """The weights that these examples teach. Raises CalibrationError for too few."""
    right = [one.right for one in examples]
    _check_enough(sum(right), len(right) - sum(right), "have the right evidence first", "have not")
    own = [0.0] * len(examples)
    for left_out in _folds(right):
        weights = _learned([one for number, one in enumerate(examples) if number not in left_out])
        for number in left_out:
            own[number] = _sure(weights, examples[number])
    return Calibration(
        weights=_learned(examples),
        questions=len(examples),
        right=sum(right),
        passed_over=passed_over,
        shipped=_fit([_sure(ranking_weights()[READ], one) for one in examples], right),
        learned=_fit(own, right),
    )


def logistic_regression(
    rows: Sequence[Sequence[float]], right: Sequence[bool], penalty: float = 3e-2
) -> tuple[Rows, float]:
    """Weights and intercept of a logistic regression with a ridge, by Newton's method on standardised measures."""
    measures, labels = np.array(rows, float), np.array(right, float)
    mean, spread = measures.mean(axis=0), np.maximum(measures.std(axis=0), 1e-6)
    scaled = np.c_[(measures - mean) / spread, np.ones(len(measures))]
    ridge = np.r_[np.full(measures.shape[1], penalty * len(measures)), 0.0]
    weights = np.zeros(scaled.shape[1])
    for _ in range(50):
        sure = 1 / (1 + np.exp(-scaled @ weights))
        slope = scaled.T @ (sure - labels) + ridge * weights
        bend = scaled.T @ (scaled * (sure * (1 - sure))[:, None]) + np.diag(ridge)
        weights -= np.linalg.solve(bend, slope)
    slopes = weights[:-1] / spread
    return slopes, float(weights[-1] - (slopes * mean).sum())


def _check_enough(one: int, other: int, are: str, are_not: str) -> None:
    if one + other < LEAST or min(one, other) < LEAST_OF_A_KIND:
        needed = f"at least {LEAST} are needed, at least {LEAST_OF_A_KIND} of either kind"
        total = f"These questions are too few to calibrate with: of {one + other}, {one} {are} and {other} {are_not}"
        raise CalibrationError(f"{total}; {needed}. Write more.")


def _example(question: Question, reader: Reader, corpus: Corpus, settings: Settings) -> Example | None:
    """What there is to learn from a question; None where its evidence was not read."""
    best = _best_evidence(question.question, reader, corpus, settings)
    if best is None:
        return None
    measures = read_measures(best.measures, best.is_cross_lingual)
    if not measures.keys() >= set(_names()):
        return None
    right = question.answerable and judge_answer(question, True, [best.quote]).right
    return Example({name: float(measures[name]) for name in _names()}, right)


def _best_evidence(text: str, reader: Reader, corpus: Corpus, settings: Settings) -> Evidence | None:
    """The evidence whose confidence is the answer's; None for an overview. Only shipped weights are used."""
    text = check_question(text)
    scope = parse_scope(corpus, language_of(text), None, None, None)
    ranking = Ranking(corpus, settings.threshold, reader)
    plan = ranking.settle(plan_query(text, corpus, scope))
    if plan.overview is not None and plan.period is None:
        return None
    return next(iter(ranking.rank(plan).evidence), None)


def _names() -> list[str]:
    return [name for name in ranking_weights()[READ] if name != "always"]


def _learned(examples: Sequence[Example]) -> dict[str, float]:
    rows = [[one.measures[name] for name in _names()] for one in examples]
    weights, always = logistic_regression(rows, [one.right for one in examples])
    named = dict(zip(_names(), weights.tolist(), strict=True)) | {"always": always}
    return {name: float(f"{weight:.6g}") for name, weight in named.items()}


def _sure(weights: Weights, example: Example) -> float:
    return logistic(weighted_sum(weights, example.measures))


def _folds(right: Sequence[bool]) -> list[set[int]]:
    """The places of the examples in fifths, each with its share of the right and of the wrong ones.

    Neighbours stay together: files often ask the same thing twice in a row, in two languages.
    """
    kinds = [np.flatnonzero(np.array(right) == kind) for kind in (True, False)]
    parts = [np.array_split(places, _FOLDS) for places in kinds]
    return [{*yes.tolist(), *no.tolist()} for yes, no in zip(*parts, strict=True)]


def _fit(confidences: Sequence[float], right: Sequence[bool]) -> Fit:
    yes = [sure for sure, is_right in zip(confidences, right, strict=True) if is_right]
    no = [sure for sure, is_right in zip(confidences, right, strict=True) if not is_right]
    chances = np.maximum([*yes, *(1.0 - sure for sure in no)], _LEAST_CHANCE)
    told, apart = auc(yes, no), calibration_error(confidences, right)
    assert told is not None and apart is not None  # there are some of both
    return Fit(told, float(-np.log(chances).mean()), apart)
