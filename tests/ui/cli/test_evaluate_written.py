"""isnad eval --llm, with a real server: what it counts, and when it ends at once."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from rag import DraftFault, Fallback
from tests.helpers.openai_server import ModelServer, Reply
from tests.helpers.ui.commands import Run
from tests.helpers.ui.evaluations import ROWS, made_articles, table, written
from ui.messages import evaluation as measured

GREETED = "Hello to you."
MONTHS = "سيستغرق إصلاح الجسر خمسة أشهر على الأقل [1]. وقال إن الجسر سيفتح بعد تسعة أشهر [1]."
OWN = ("llm", "written")


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    return made_articles(tmp_path / "articles")


@pytest.fixture
def questions(tmp_path: Path) -> Path:
    return written(tmp_path / "questions.jsonl", ROWS)


def named(server: ModelServer) -> str:
    return f"{server.address}/v1#small"


def test_it_tells_what_became_of_what_the_model_wrote(
    run: Run, articles: Path, questions: Path, tmp_path: Path
) -> None:
    with ModelServer([GREETED, MONTHS, Reply(status=429), "NO ANSWER"]) as server:
        got = run("eval", articles, questions, "--out", tmp_path, "--llm", named(server), ISNAD_READER="")
    assert got.exit_code == 0 and len(server.asked) == 4
    rows, kept = table(got.stdout), json.loads((tmp_path / "isnad-eval.json").read_text("utf-8"))
    assert rows[measured.WRITING["asked"].en] == ["1", "2", "3"]
    assert rows[measured.WRITING["sentences"].en] == ["2", "0", "2"]
    assert rows[measured.WRITING["dropped"].en] == rows[measured.NOT_KEPT["number"].en] == ["1", "0", "1"]
    assert rows[measured.WRITING["marks_verified"].en] == ["1.000", "–", "1.000"]
    assert rows[measured.QUOTED["failed"].en] == ["0", "1", "1"]
    assert kept["llm"] == named(server) and kept["written"]["all"]["faults"]["number"] == 1
    months, reason, chess = kept["answers"]
    assert [(s["fault"], s["verdict"]) for s in months["sentences"]][1] == ("number", "rejected")
    assert months["sentences"][0]["verdict"] != "rejected"
    assert (months["fallback"], months["marks"], reason["fallback"]) == (None, [True], "failed")
    assert (chess["sentences"], chess["fallback"]) == ([], Fallback.NONE_FOUND)
    assert rows["evidence cited"][0] == "1.000"


def test_every_reason_has_its_row() -> None:
    assert list(measured.NOT_KEPT) == list(DraftFault) and list(measured.QUOTED) == list(Fallback)


def test_without_it_a_model_in_the_settings_changes_nothing(
    run: Run, articles: Path, questions: Path, tmp_path: Path
) -> None:
    plain = run("eval", articles, questions, "--out", tmp_path, "--json")
    with ModelServer() as server:
        set_ = run("eval", articles, questions, "--out", tmp_path, "--json", ISNAD_LLM=named(server))
    assert server.asked == []
    one, other = json.loads(plain.stdout), json.loads(set_.stdout)
    assert one["scores"] == other["scores"] and one["curves"] == other["curves"]
    assert not any(name in document for name in OWN for document in (one, other))
    assert measured.WRITING["kept"].en not in table(run("eval", articles, questions, "--out", tmp_path).stdout)


def test_a_model_that_can_never_be_used_ends_it_before_the_articles_are_read(
    run: Run, questions: Path, tmp_path: Path
) -> None:
    unread = tmp_path / "no such folder"  # reading it would be complained of first
    with ModelServer([Reply(status=401), Reply(status=404)]) as server:
        ends = {
            "gpt": "names no language model",
            "openai:gpt-of-next-year": "OPENAI_API_KEY",
            "gguf:missing.gguf": "missing.gguf",
            f"{server.address}/v1#large": "refused the key",
            named(server): "There is no model",
        }
        for name, said in ends.items():
            got = run("eval", unread, questions, "--out", tmp_path, "--llm", name, OPENAI_API_KEY="")
            assert (got.exit_code, got.stdout) == (1, "") and said in got.stderr, got.stderr
            assert got.stderr.startswith("isnad: ") and got.stderr.count("\n") == 1
    got = run("eval", unread, questions, "--out", tmp_path, "--llm", named(server))
    assert got.exit_code == 1 and "cannot be reached" in got.stderr
    assert not (tmp_path / "isnad-eval.json").exists()
