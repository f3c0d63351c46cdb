"""The plot of an evaluation, whatever it measured."""

from __future__ import annotations

from pathlib import Path

from rag.evaluation.runner import evaluate, read_questions
from store import Corpus
from tests.helpers.ui.evaluations import SUMMIT, is_png, written
from ui.cli.evaluation.plot import draw_curve


def test_a_plot_of_many_languages_and_of_gaps(sample: Corpus, tmp_path: Path) -> None:
    rows = [SUMMIT | {"id": lang, "lang": lang} for lang in ("ar", "en", "fr", "de", "he", "tr", "fa", "ur")]
    got = evaluate(read_questions(written(tmp_path / "questions.jsonl", rows)), corpus=sample)
    draw_curve(got, tmp_path / "plot.png")
    assert is_png(tmp_path / "plot.png")
