"""A damaged Chroma folder, whatever is damaged in it: no crash, a word about it, the right results, healed."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

DAMAGES = 40


def test_a_damaged_index_never_reaches_a_reader(tmp_path: Path) -> None:
    """In a process of its own, which has opened no store: those forked from it can use Chroma."""
    command = [sys.executable, "-m", "tests.helpers.store.damages", str(tmp_path / "damaged"), str(DAMAGES), "3"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stderr or done.stdout
    outcome = json.loads(done.stdout)
    assert outcome["wrong"] == []
    reported = {what.split(":")[0]: count for what, count in outcome["counted"].items() if what.endswith("said")}
    assert set(reported) == {"cut_short", "flip", "blank", "delete", "empty"}
    assert sum(outcome["counted"].values()) == DAMAGES
    assert sum(reported.values()) > DAMAGES * 0.8, "the others hit room that nothing is in"
