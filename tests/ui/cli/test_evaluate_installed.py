"""isnad eval as it is installed, in a process of its own, over a corpus of one article."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from tests.helpers.ui.commands import ISNAD
from tests.helpers.ui.evaluations import ROOT, ROWS, is_png, made_articles, table, written
from ui.messages import evaluation as measured

pytestmark = pytest.mark.slow


@pytest.fixture
def ran(tmp_path: Path) -> subprocess.CompletedProcess[str]:
    """In a folder of its own, for an English speaker with an empty home."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("XDG_", "MPL", "ISNAD_"))}
    own = {"HOME": str(tmp_path / "home"), "XDG_CACHE_HOME": str(tmp_path / "cache"), "LC_ALL": "C.UTF-8"}
    articles = made_articles(tmp_path / "articles")
    questions = written(tmp_path / "questions.jsonl", ROWS)
    command = [ISNAD, "eval", articles, questions, "--out", "figures"]
    env = kept | own | {"PYTHONPATH": str(ROOT), "COLUMNS": "200"}
    return subprocess.run(command, env=env, capture_output=True, encoding="utf-8", timeout=120, cwd=tmp_path)


def test_it_measures_and_leaves_only_what_it_was_asked_for(
    ran: subprocess.CompletedProcess[str], tmp_path: Path
) -> None:
    assert ran.returncode == 0 and ran.stderr.count("\n") == 1 and "question reason" in ran.stderr
    rows = table(ran.stdout)
    assert rows["questions"] == ["1", "2", "3"] and rows["verbatim"][-1] == "1.000"
    document, plot = Path("figures/isnad-eval.json"), Path("figures/isnad-eval.png")
    assert ran.stdout.endswith(measured.WRITTEN.en.format(document=document, plot=plot) + "\n")
    kept = json.loads((tmp_path / document).read_text("utf-8"))
    assert [answer["id"] for answer in kept["answers"]] == ["months", "reason", "chess"]
    assert rows["false answers"][-1] == f"{kept['scores']['all']['false_answers']:.3f}" and is_png(tmp_path / plot)
    assert list((tmp_path / "home").rglob("*")) == []
    assert {path.name for path in tmp_path.iterdir()} <= {"articles", "questions.jsonl", "figures", "cache"}
