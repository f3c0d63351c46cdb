"""isnad eval on real stores: what it prints and writes, and what it says when something is amiss."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

import rag.evaluation
from tests.helpers.ui.evaluations import ROOT, ROWS, SUMMIT, is_png, made_articles, table, written
from ui.cli.commands import app
from ui.messages import evaluation as measured

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs isnad eval in an empty folder, for an English speaker off a terminal; nothing may escape it."""
    monkeypatch.chdir(tmp_path)

    def invoke(*arguments: object, **env: str) -> Result:
        env = {
            "LC_ALL": "C.UTF-8",
            "ISNAD_STORE": str(tmp_path / "default"),
            "ISNAD_READER": "off",
            "COLUMNS": "200",
        } | env
        got = CliRunner().invoke(app, ["eval", *map(str, arguments)], env=env)
        assert got.exception is None or isinstance(got.exception, SystemExit), got.exception
        assert "Traceback" not in got.output and not (tmp_path / "default").exists()
        return got

    return invoke


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    return made_articles(tmp_path / "articles")


@pytest.fixture
def questions(tmp_path: Path) -> Path:
    return written(tmp_path / "questions.jsonl", ROWS)


def test_it_prints_a_table_and_writes_the_figures_and_a_plot(run: Run, articles: Path, questions: Path) -> None:
    got = run(articles, questions)
    assert got.exit_code == 0
    rows = table(got.stdout)
    assert rows[""] == ["ar", "en", "all"] and rows["questions"] == ["1", "2", "3"]
    assert rows["verbatim"][-1] == "1.000" and rows["false answers"][0] == "–"
    assert [name for name in measured.MEASURES if measured.MEASURES[name].en not in rows] == []
    assert "isnad-eval.json" in got.stdout and is_png(Path("isnad-eval.png"))
    kept = json.loads(Path("isnad-eval.json").read_text("utf-8"))
    assert rows["evidence cited"] == [f"{kept['scores'][name]['evidence_cited']:.3f}" for name in ("ar", "en", "all")]
    assert [len(points) for points in kept["curves"].values()] == [101, 101, 101]
    assert kept["missing"] == [{"id": "reason", "sentence": "Nothing says this [bold]sentence[/]."}]
    assert [answer["id"] for answer in kept["answers"]] == ["months", "reason", "chess"]
    assert kept["articles"] == 1 and kept["latency_ms"]["ratio"] > 0
    assert got.stderr.count("\n") == 1 and "question reason" in got.stderr and "[bold]sentence[/]" in got.stderr


def test_it_prints_for_programs(run: Run, articles: Path, questions: Path, tmp_path: Path) -> None:
    got = run(articles, questions, "--json", "--out", tmp_path / "new" / "folder")
    assert json.loads(got.stdout) == json.loads((tmp_path / "new/folder/isnad-eval.json").read_text("utf-8"))
    assert is_png(tmp_path / "new/folder/isnad-eval.png") and not (tmp_path / "isnad-eval.json").exists()


def test_it_lists_the_wrong_ones(run: Run, articles: Path, questions: Path) -> None:
    every = {"ISNAD_THRESHOLD": "0"}
    plain, listed = run(articles, questions, **every), run(articles, questions, "--wrong", **every)
    wrong = f"chess\t{measured.FAULTS['answered'].en}\t{ROWS[2]['question']}\n"
    assert wrong in listed.stdout and wrong not in plain.stdout and "--wrong" in plain.stdout
    refused = run(articles, questions, "--wrong", ISNAD_THRESHOLD="1", LC_ALL="ar_EG.UTF-8").stdout
    assert f"months\t{measured.FAULTS['refused'].ar}\t{ROWS[0]['question']}\n" in refused
    assert measured.MEASURES["false_answers"].ar in table(refused)


def test_it_evaluates_a_store_as_it_is(run: Run, sample_folder: Path, tmp_path: Path) -> None:
    file = written(tmp_path / "questions.jsonl", [SUMMIT])
    got = json.loads(run(file, "--store", sample_folder, "--json").stdout)
    assert got["articles"] == 12 and got["wrong"] == [{**got["wrong"][0], "id": "visit", "what": "answered"}]
    assert got["scores"]["all"]["evidence_cited"] is None and is_png(tmp_path / "isnad-eval.png")


@pytest.mark.slow
def test_without_arguments_it_evaluates_the_samples(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rag.evaluation, "SAMPLE_QUESTIONS", written(tmp_path / "own.jsonl", [SUMMIT]))
    got = run("--json")
    assert (got.exit_code, got.stderr) == (0, "") and json.loads(got.stdout)["articles"] == 12


def test_an_article_that_cannot_be_read_is_named_and_the_rest_is_read(
    run: Run, articles: Path, questions: Path
) -> None:
    (articles / "empty.txt").touch()
    got = run(articles, questions, "--json")
    assert got.exit_code == 0 and "empty.txt" in got.stderr and json.loads(got.stdout)["articles"] == 1


def test_many_sentences_in_no_article_are_counted(run: Run, articles: Path, tmp_path: Path) -> None:
    facets = [[{"sentence": f"There is no sentence number {number}."}] for number in range(7)]
    got = run(articles, written(tmp_path / "questions.jsonl", [ROWS[0] | {"facets": facets}]))
    assert got.stderr.count("\n") == 4 and "4 more" in got.stderr and "isnad-eval.json" in got.stderr


# Bad input: one sentence, and nothing is written


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "No such file"),
        ("", "no questions"),
        ("{", "line 1"),
        (json.dumps(ROWS[0]) + "\n" + json.dumps(ROWS[1] | {"id": 7}), "line 2: id"),
        (json.dumps(ROWS[0] | {"facets": []}), "no facets"),
    ],
)
def test_a_question_file_that_cannot_be_used(run: Run, articles: Path, content: str | None, said: str) -> None:
    if content is not None:
        Path("questions.jsonl").write_text(content, "utf-8")
    told = complaint(run(articles, "questions.jsonl"))
    assert "questions.jsonl" in told and said in told


def complaint(got: Result) -> str:
    assert (got.exit_code, got.stdout) == (1, "") and not Path("isnad-eval.json").exists()
    assert got.stderr.startswith("isnad: ") and got.stderr.count("\n") == 1, got.stderr
    return got.stderr


def test_other_places_that_cannot_be_used(run: Run, articles: Path, questions: Path, tmp_path: Path) -> None:
    assert "Is a directory" in complaint(run(articles, articles))
    assert "isnad ingest" in complaint(run(questions, "--store", tmp_path / "typo"))
    assert str(questions) in complaint(run(articles, questions, "--out", questions))
    none = tmp_path / "none"
    none.mkdir()
    got = run(none, questions)
    assert got.exit_code == 1 and "isnad ingest" in got.stderr and "Traceback" not in got.stderr


@pytest.fixture
def nobody() -> Iterator[Path]:
    """A folder that this process, which is nobody meanwhile, may see but not write to."""
    root = os.geteuid() == 0
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o555)
        if root:
            os.setresuid(65534, 65534, 0)
        try:
            yield Path(folder)
        finally:
            if root:
                os.setresuid(0, 0, 0)
            Path(folder).chmod(0o755)


def test_a_folder_that_may_not_be_written_is_named_before_the_work(nobody: Path) -> None:
    got = CliRunner().invoke(app, ["eval", "articles", "questions", "--out", str(nobody)], env={"LC_ALL": "C.UTF-8"})
    assert got.exit_code == 1 and f"{nobody} cannot be used (Permission denied)" in got.stderr


@pytest.mark.parametrize("arguments", [["articles"], ["a", "b", "--store", "s"], ["--store", "s"]])
def test_a_misspelt_command_is_2(run: Run, arguments: list[str]) -> None:
    got = run(*arguments)
    assert (got.exit_code, got.stdout) == (2, "") and "--help" in got.stderr


def test_help_comes_at_once(run: Run) -> None:
    assert "QUESTIONS" in run("--help").stdout
    heavy = {"matplotlib", "pydantic", "numpy", "rag"}
    script = f"import sys, ui.cli; sys.exit(str({heavy} & sys.modules.keys() or ''))"
    got = subprocess.run([sys.executable, "-c", script], capture_output=True, timeout=60, cwd=ROOT)
    assert got.stderr.strip() == b""


def test_an_empty_folder_for_the_results_is_refused(run: Run) -> None:
    got = run("--out", "")
    assert got.exit_code == 2 and "The path is empty" in got.stderr and list(Path().iterdir()) == []
