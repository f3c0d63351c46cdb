"""Odd inputs to every reader: those that once went wrong, and some that are made each time.

`benchmarks/fuzz.py` makes tens of thousands of them.
"""

from __future__ import annotations

from itertools import islice
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from tests.helpers.store.fuzzing import KINDS, judged
from tests.helpers.store.mutants import mutants
from tests.helpers.store.strange import STRANGE

pytestmark = pytest.mark.slow

FUZZED = sorted((Path(__file__).parents[2] / "data" / "fuzzed").iterdir())
"""Named by what was wrong with them."""
_STRANGE = 40
_MUTANTS = 60


@pytest.mark.parametrize("path", FUZZED, ids=lambda path: path.name)
def test_what_once_went_wrong(path: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert judged(path.suffix, path.read_bytes(), tmp_path).wrong == ""
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("kind", KINDS)
def test_strange_inputs(kind: str, tmp_path: Path) -> None:
    @settings(
        max_examples=_STRANGE,
        database=None,
        deadline=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=HealthCheck,
    )
    @given(STRANGE[kind])
    def run(data: bytes) -> None:
        assert judged(kind, data, tmp_path).wrong == ""

    run()


@pytest.mark.parametrize("kind", KINDS)
def test_sound_files_with_something_wrong(kind: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    for data in islice(mutants(kind, 1), _MUTANTS):
        assert judged(kind, data, tmp_path).wrong == ""
    assert capfd.readouterr() == ("", "")
