"""kill -9 at any moment of what changes a store: every finished article is there, no half one, nothing left over."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.helpers.store.kills import WORKS

pytestmark = pytest.mark.slow

KILLS = 60


def test_a_killed_writer_leaves_a_store_that_is_whole(tmp_path: Path) -> None:
    """In a process of its own, which has opened no store: those forked from it can open theirs."""
    command = [sys.executable, "-m", "tests.helpers.store.kills", str(tmp_path / "killed"), str(KILLS), "7"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stderr
    outcome = json.loads(done.stdout)
    assert outcome["wrong"] == []
    assert sum(outcome["hits"].values()) > KILLS / 2, "most were killed before they had done"
    assert {hit.split(":")[0] for hit in outcome["hits"]} == {work.__name__ for work in WORKS}
