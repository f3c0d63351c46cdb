"""Weights of the confidence, learned from questions whose answers are known."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from rag import CalibrationError, RagError, Settings, answer
from rag.evaluation import Calibration, Question, calibrate, reader_to_calibrate
from rag.evaluation.calibration import Example, learn_weights, logistic_regression
from rag.query import plan_query
from rag.reading import open_reader
from rag.retrieval import READ, Ranking, keep_weights, logistic, place_to_keep, ranking_weights, weighted_sum
from store import Corpus, Scope
from tests.helpers.fakes import FakeEncoder
from tests.helpers.rag.towns import ARTICLES, ROWS, SharedWords

QUESTIONS = [Question.model_validate(row) for row in ROWS]
NAMES = [name for name in ranking_weights()[READ] if name != "always"]


@pytest.fixture(scope="module")
def towns(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Corpus]:
    with Corpus.open(tmp_path_factory.mktemp("towns") / "store", FakeEncoder()) as corpus:
        corpus.add(ARTICLES)
        yield corpus


@pytest.fixture(scope="module")
def told() -> list[tuple[int, int]]:
    return []


@pytest.fixture(scope="module")
def calibrated(towns: Corpus, told: list[tuple[int, int]]) -> Calibration:
    """What the questions teach; and one more, whose sentence is mistyped."""
    mistyped = ROWS[0] | {"id": "m", "facets": [[{"sentence": "No article has a sentence like this."}]]}
    asked = [*QUESTIONS, Question.model_validate(mistyped)]

    def tell(done: int, total: int) -> None:
        told.append((done, total))

    return calibrate(asked, SharedWords(), corpus=towns, settings=Settings(), on_progress=tell)


def test_it_learns_from_the_best_evidence_of_each_question(
    calibrated: Calibration, told: list[tuple[int, int]]
) -> None:
    assert (calibrated.questions, calibrated.right, calibrated.passed_over) == (45, 25, 1)
    assert calibrated.weights.keys() == ranking_weights()[READ].keys()
    assert calibrated.learned.auc > 0.9 and calibrated.learned.log_loss < 0.4
    assert calibrated.improves == (calibrated.learned.log_loss < calibrated.shipped.log_loss)
    assert told == [(done, 46) for done in range(1, 47)]


def test_the_confidence_follows_weights_that_are_passed_in(towns: Corpus, calibrated: Calibration) -> None:
    def confidence(question: Question, reader: SharedWords | None, weights: dict[str, float] | None) -> float:
        plan = plan_query(question.question, towns, Scope())
        return Ranking(towns, 0.5, reader, weights).rank(plan).evidence[0].confidence

    never = dict.fromkeys(calibrated.weights, 0.0) | {"always": -9.0}
    one = QUESTIONS[0]
    assert confidence(one, SharedWords(), never) < 0.001 < confidence(one, SharedWords(), dict(calibrated.weights))
    assert confidence(one, None, never) == confidence(one, None, None)
    assert confidence(QUESTIONS[-1], SharedWords(), dict(calibrated.weights)) < 0.5


def test_a_question_for_which_nothing_was_read_is_passed_over(towns: Corpus) -> None:
    with pytest.raises(CalibrationError, match="of 0, 0 have the right evidence first and 0 have not"):
        calibrate(QUESTIONS[:2], SharedWords(failing=True), corpus=towns, settings=Settings())


@pytest.mark.parametrize(
    ("yes", "no", "said"),
    [(19, 20, "of 39, 19 are answerable and 20 are not"), (9, 20, "of 29, 9 are"), (25, 9, "of 34, 25 are")],
)
def test_too_few_questions_are_refused(yes: int, no: int, said: str) -> None:
    few = QUESTIONS[:yes] + QUESTIONS[25 : 25 + no]
    with pytest.raises(CalibrationError, match=f"too few .*{said}.*at least 40 .*at least 10 of either kind"):
        reader_to_calibrate(few)


def test_too_few_of_a_kind_are_refused() -> None:
    examples = [Example(dict.fromkeys(NAMES, float(number)), number < 9) for number in range(60)]
    with pytest.raises(CalibrationError, match="of 60, 9 have the right evidence first and 51 have not"):
        learn_weights(examples)
    assert learn_weights([*examples, examples[0]]).right == 10


def test_without_a_reader_or_articles_there_is_nothing_to_calibrate(corpus: Corpus) -> None:
    with pytest.raises(CalibrationError, match="no reader .*ISNAD_READER"):
        reader_to_calibrate(QUESTIONS, Settings(reader="off"))
    with pytest.raises(RagError, match="isnad ingest"):
        calibrate(QUESTIONS, SharedWords(), corpus=corpus)


def test_weights_are_judged_on_questions_that_they_were_not_learned_from() -> None:
    """Measures that are chance teach nothing, though some weights fit them."""
    chance, right = np.random.default_rng(7), [bool(number % 2) for number in range(60)]
    examples = [Example(dict(zip(NAMES, chance.normal(size=len(NAMES)), strict=True)), one) for one in right]
    got = learn_weights(examples)
    assert got == learn_weights(examples)
    sure = [logistic(weighted_sum(got.weights, one.measures)) for one in examples]
    fitted = -np.mean([np.log(chance if one else 1 - chance) for chance, one in zip(sure, right, strict=True)])
    assert fitted < got.learned.log_loss - 0.02
    same = learn_weights([Example(dict.fromkeys(NAMES, 1.0), one) for one in right]).learned
    assert same.auc == 0.5 and same.log_loss == pytest.approx(np.log(2), abs=1e-6)


def test_a_regression_finds_the_weights_that_made_the_labels() -> None:
    chance = np.random.default_rng(1)
    rows = chance.normal(size=(4000, 3)) * [1.0, 10.0, 0.1] + [0.0, 50.0, 0.0]
    odds = rows @ [1.5, 0.2, 0.0] - 11.0
    right = chance.random(4000) < 1 / (1 + np.exp(-odds))
    weights, always = logistic_regression(rows.tolist(), right.tolist(), penalty=1e-6)
    assert weights[:2] == pytest.approx([1.5, 0.2], rel=0.15) and always == pytest.approx(-11.0, rel=0.15)


@pytest.mark.slow
def test_kept_weights_are_used_with_the_shipped_reader_until_they_are_deleted(
    sample: Corpus, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    reader = open_reader("")
    assert reader is not None
    asked = "ماذا تريد موسكو من ترسانة كوريا الشمالية؟"

    def confidence(choice: str) -> float:
        return answer(asked, corpus=sample, settings=Settings(reader=choice)).confidence

    shipped, without = confidence(""), confidence("off")
    keep_weights(reader, dict.fromkeys(ranking_weights()[READ], 0.0) | {"always": 3.0})
    assert confidence("") == pytest.approx(1 / (1 + np.exp(-3.0))) and confidence("off") == without
    place_to_keep(reader).unlink()
    assert confidence("") == shipped
