"""What `isnad eval --calibrate` says of the weights that it learned (docs/EVALUATION.md)."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich import box
from rich.console import Console
from rich.table import Table

from ui.cli import output
from ui.messages import evaluation as measured
from ui.messages import localized

if TYPE_CHECKING:
    from rag.evaluation import Calibration


def report_calibration(got: Calibration, kept: Path | None, json: bool) -> None:
    """Print how good the weights are, and the file they are `kept` in, if they are; with `json`, as one document."""
    if got.passed_over:
        output.complain(localized(measured.NOT_LEARNED_FROM, count=got.passed_over))
    if json:
        output.write_json(_as_dict(got, kept))
        return
    table = Table("", *map(localized, (measured.SHIPPED_WEIGHTS, measured.LEARNED_WEIGHTS)), box=box.MARKDOWN)
    for name, label in measured.FITS.items():
        table.add_row(localized(label), *(f"{getattr(fit, name):.3f}" for fit in (got.shipped, got.learned)))
    console = Console(highlight=False)
    console.print(table, no_wrap=not console.is_terminal)
    output.say(localized(measured.LEARNED_FROM, questions=got.questions, right=got.right))
    output.say(localized(measured.CALIBRATED, path=kept) if kept else localized(measured.NOT_CALIBRATED))


def _as_dict(got: Calibration, kept: Path | None) -> dict[str, Any]:
    return asdict(got) | {"kept": str(kept) if kept else None}
