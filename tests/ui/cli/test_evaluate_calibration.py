"""isnad eval --calibrate: what it says, what it writes, and when it refuses."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result

from rag.evaluation import Calibration
from rag.evaluation.calibration import Fit
from rag.retrieval import READ, ranking_weights
from tests.helpers.rag.ecosystem import LABELS, pair_model, span_model, word_tokenizer, write_folder
from tests.helpers.rag.towns import ARTICLES, ROWS
from tests.helpers.ui.commands import Run, complaint
from tests.helpers.ui.evaluations import table, written
from ui.cli.evaluation.calibration import report_calibration
from ui.messages import evaluation as measured

Calibrate = Callable[..., Result]
WEIGHTS = dict.fromkeys(ranking_weights()[READ], 0.5)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data" / "isnad"


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    for number, article in enumerate(ARTICLES):
        (folder / f"{number}.txt").write_text(f"{article.title}\n\n{article.text}\n", "utf-8")
    return folder


@pytest.fixture
def questions(tmp_path: Path) -> Path:
    return written(tmp_path / "questions.jsonl", ROWS)


@pytest.fixture
def always_sure(tmp_path: Path) -> str:
    """ISNAD_READER: two models; one takes each "the" for the answer of any question."""
    words, models = ["the", "crowns"], tmp_path / "models"
    write_folder(models / "reads", span_model({3: 9}, {3: 9}, 5), word_tokenizer(words))
    write_folder(models / "judges", pair_model({}, 5), word_tokenizer(words), id2label=LABELS)
    return f"{models / 'reads'},{models / 'judges'}"


@pytest.fixture
def calibrated(run: Run, tmp_path: Path) -> Calibrate:
    """Runs it with a data folder of its own, in which nothing is kept yet."""

    def invoke(*arguments: object, **env: str) -> Result:
        return run("eval", *arguments, "--calibrate", XDG_DATA_HOME=str(tmp_path / "data"), **env)

    return invoke


@pytest.mark.slow
def test_it_says_what_it_learned_where_it_is_and_how_to_undo_it(
    calibrated: Calibrate,
    articles: Path,
    questions: Path,
    always_sure: str,
    data: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    got = calibrated(articles, questions, ISNAD_READER=always_sure)
    assert (got.exit_code, got.stderr) == (0, "")
    [kept] = data.iterdir()
    assert f"{kept}: delete it to undo this" in got.stdout and "Learned from 45 questions" in got.stdout
    rows = table(got.stdout)
    assert list(rows)[2:] == [label.en for label in measured.FITS.values()]
    shipped, learned = map(float, rows[measured.FITS["log_loss"].en])
    assert learned < shipped
    assert json.loads(kept.read_text("utf-8"))["weights"].keys() == WEIGHTS.keys()
    assert list(tmp_path.rglob("isnad-eval.*")) == []


def test_it_refuses_before_the_articles_are_read(calibrated: Calibrate, questions: Path, tmp_path: Path) -> None:
    unread = tmp_path / "no such folder"  # reading it would be complained of first
    assert "There is no reader" in complaint(calibrated(unread, questions, ISNAD_READER="off"))
    few = written(tmp_path / "few.jsonl", ROWS[:30])
    said = complaint(calibrated(unread, few))
    assert "of 30, 25 are answerable and 5 are not; at least 40 are needed, at least 10 of either kind" in said
    (tmp_path / "data").write_text("no folder", "utf-8")
    assert str(tmp_path / "data") in complaint(calibrated(unread, questions, ISNAD_READER=""))


@pytest.mark.parametrize("more", [[], ["a", "q", "--wrong"], ["a", "q", "--llm", "x"], ["a", "q", "--out", "x"]])
def test_it_takes_only_questions_of_ones_own_and_no_other_options(calibrated: Calibrate, more: list[str]) -> None:
    got = calibrated(*more)
    assert (got.exit_code, got.stdout) == (2, "") and "--calibrate" in got.stderr


def test_weights_that_are_no_better_are_not_kept(capsys: pytest.CaptureFixture[str]) -> None:
    same = Fit(0.7, 0.5, 0.1)
    got = Calibration(WEIGHTS, 50, 30, 2, shipped=same, learned=same)
    assert not got.improves
    report_calibration(got, None, json=False)
    said = capsys.readouterr()
    assert "nothing was changed" in said.out and "2 questions" in said.err
    report_calibration(got, None, json=True)
    document = json.loads(capsys.readouterr().out)
    assert (document["weights"], document["kept"], document["learned"]["auc"]) == (WEIGHTS, None, 0.7)
