"""A file is replaced as a whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from store import replace_file


def test_the_file_holds_what_was_written_last(tmp_path: Path) -> None:
    path = tmp_path / "notes"
    for content in (b"one", b"", b"three"):
        replace_file(path, content)
        assert path.read_bytes() == content
    assert os.listdir(tmp_path) == ["notes"]


def test_where_it_cannot_be_replaced_what_was_there_stays(tmp_path: Path) -> None:
    kept = tmp_path / "folder" / "kept"
    kept.parent.mkdir()
    kept.write_bytes(b"kept")
    with pytest.raises(OSError):
        replace_file(kept.parent, b"new")
    assert kept.read_bytes() == b"kept" and os.listdir(tmp_path) == ["folder"]
    with pytest.raises(FileNotFoundError):
        replace_file(tmp_path / "missing" / "file", b"new")
