"""The plot of an evaluation: what is answered rightly and what wrongly as the threshold moves."""

from __future__ import annotations

import os
from collections.abc import Sequence
from itertools import cycle, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import platformdirs
from numpy.typing import NDArray

from rag.evaluation import ALL, Evaluation

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# Okabe and Ito's colours: people tell them apart however they see colours. Markers tell languages apart without any.
_COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9")
_MARKERS = "osD^vP"


def draw_curve(evaluation: Evaluation, path: Path) -> None:
    """Write the plot as a PNG of 1500 × 750 pixels, with a line for each language."""
    # Matplotlib keeps a list of the fonts it found, by default in a folder of its own in the person's home.
    os.environ.setdefault("MPLCONFIGDIR", str(Path(platformdirs.user_cache_dir("isnad")) / "matplotlib"))
    from matplotlib.figure import Figure  # takes long to import, and only a plot needs it

    figure = Figure(figsize=(10, 5), dpi=150, layout="constrained")
    trade, moving = figure.subplots(1, 2)
    languages = [name for name in evaluation.scores if name != ALL]
    styles = islice(zip(cycle(_COLOURS), cycle(_MARKERS), strict=False), len(languages))
    for language, (colour, marker) in zip(languages, styles, strict=True):
        _draw_language(trade, moving, language, evaluation, {"color": colour, "marker": marker, "markersize": 5})
    moving.axvline(evaluation.threshold, color="#666666", linewidth=1, linestyle="--", label="the threshold set")
    _label(trade, "Right against wrong; large: at the threshold set", "of the unanswerable: answered")
    _label(moving, "As the threshold moves", "threshold of confidence")
    trade.set_ylabel("of the answerable: answered with evidence")
    moving.set_ylabel("share of the questions")
    figure.savefig(path)


def _draw_language(trade: Axes, moving: Axes, language: str, evaluation: Evaluation, style: dict[str, Any]) -> None:
    curve, now = evaluation.curves[language], evaluation.scores[language]
    thresholds = _numbers([point.threshold for point in curve])
    right, wrong = _numbers([point.right for point in curve]), _numbers([point.false_answers for point in curve])
    trade.plot(wrong, right, **style, markevery=10, label=language)
    trade.plot(_numbers([now.false_answers]), _numbers([now.evidence_cited]), **style | {"markersize": 11})
    moving.plot(thresholds, right, **style, markevery=10, label=f"{language}: answered with evidence")
    moving.plot(thresholds, wrong, **style, markevery=10, linestyle=":", label=f"{language}: unanswerable, answered")


def _numbers(values: Sequence[float | None]) -> NDArray[np.float64]:
    """With gaps where there is nothing to draw."""
    return np.array(values, np.float64)


def _label(axes: Axes, title: str, below: str) -> None:
    axes.set(title=title, xlabel=below, xlim=(-0.03, 1.03), ylim=(-0.03, 1.03))
    axes.grid(color="#dddddd", linewidth=0.5)
    axes.legend(fontsize="small", loc="upper center", bbox_to_anchor=(0.5, -0.15), ncols=2)
