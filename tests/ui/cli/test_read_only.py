"""A store on a read-only disk: what asks it works, what would change it says why not."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.helpers.rights import no_rights, public_folder
from tests.helpers.ui.commands import Run


@pytest.fixture
def locked(store: Path) -> Iterator[Path]:
    with public_folder() as folder:
        copied = shutil.copytree(store, folder / "store")
        for path in [*copied.rglob("*"), copied]:
            path.chmod(0o555 if path.is_dir() else 0o444)
        yield copied


def test_it_is_listed_shown_asked_and_checked(run: Run, locked: Path) -> None:
    with no_rights():
        listed = json.loads(run("list", "--json", "--store", locked).stdout)
        assert listed
        assert run("show", listed[0]["id"], "--store", locked).exit_code == 0
        got = json.loads(run("ask", "ماذا التهم الحريق في سوق السمك؟", "--json", "--store", locked).stdout)
        assert got["answered"] and got["citations"]
        assert run("check", "--store", locked).exit_code == 0


@pytest.mark.parametrize("command", [["ingest", os.devnull], ["remove", "ID"], ["vacuum"], ["rebuild"]])
def test_what_would_change_it_says_so_in_a_sentence(run: Run, locked: Path, command: list[str]) -> None:
    with no_rights():
        id_ = json.loads(run("list", "--json", "--store", locked).stdout)[0]["id"]
        got = run(*(id_ if word == "ID" else word for word in command), "--store", locked)
    assert got.exit_code == 1 and got.stdout == ""
    assert "can be asked but not changed (it lies on a read-only disk, or you may not write to it)" in got.stderr
