"""Weights learned anew, kept in the user's data folder: which are used, and what is said of those that cannot be."""

from __future__ import annotations

import json
import logging
from pathlib import Path

import pytest

from rag.retrieval import READ, keep_weights, load_kept_weights, place_to_keep, ranking_weights
from tests.helpers.cases import each_case
from tests.helpers.rag.towns import SharedWords

READER = SharedWords()
WEIGHTS = {name: 0.25 for name in ranking_weights()[READ]}


@pytest.fixture(autouse=True)
def data(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    return tmp_path / "data" / "isnad"


def test_they_are_kept_for_one_reader_until_they_are_replaced_or_deleted(data: Path) -> None:
    assert load_kept_weights(READER) is None and not data.exists()
    path = keep_weights(READER, WEIGHTS)
    assert path == place_to_keep(READER) and path.parent == data and load_kept_weights(READER) == WEIGHTS
    assert load_kept_weights(SharedWords("shared words/2")) is None and load_kept_weights(None) is None
    others = WEIGHTS | {"answered": -1.5e-7}
    assert keep_weights(READER, others) == path and load_kept_weights(READER) == others
    assert list(data.iterdir()) == [path] and json.loads(path.read_text("utf-8"))["reader"] == "shared words/1"
    path.unlink()
    assert load_kept_weights(READER) is None


def test_any_name_of_a_reader_has_a_file() -> None:
    names = ["", "a/../b", "قارئ+other", "x" * 5000, "\udc80"]
    paths = {keep_weights(SharedWords(name), WEIGHTS) for name in names}
    assert len(paths) == len(names) and all(load_kept_weights(SharedWords(name)) == WEIGHTS for name in names)


def stored(weights: object) -> bytes:
    return json.dumps({"reader": "r", "weights": weights}).encode()


@each_case(
    ("content", "why"),
    [
        (b"", "is damaged"),
        (b"{", "is damaged"),
        (b"[" * 100_000, "is damaged"),
        ("{}".encode("utf-16"), "is damaged"),
        (b"[]", "is damaged"),
        (stored(None), "is damaged"),
        (stored(WEIGHTS | {"answered": "0.5"}), "is damaged"),
        (stored(WEIGHTS | {"answered": True}), "is damaged"),
        (stored(WEIGHTS | {"answered": float("nan")}), "is damaged"),
        (stored(WEIGHTS | {"answered": float("inf")}), "is damaged"),
        (stored(WEIGHTS | {"answered": 10**400}), "is damaged"),
        (stored({}), "was made by another version"),
        (stored(WEIGHTS | {"measure of next year": 1.0}), "was made by another version"),
        (stored({name: 1.0 for name in WEIGHTS if name != "answered"}), "was made by another version"),
    ],
)
def test_a_file_that_cannot_be_used_is_named_once_with_the_remedy(
    content: bytes, why: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.clear()
    path = keep_weights(READER, WEIGHTS)
    path.write_bytes(content)
    assert load_kept_weights(READER) is None and load_kept_weights(READER) is None
    [record] = [record for record in caplog.records if record.levelno == logging.WARNING]
    said = record.getMessage()
    assert f"{path} {why}" in said and "delete the file" in said and "shipped weights are used" in said
    keep_weights(READER, WEIGHTS)
    assert load_kept_weights(READER) == WEIGHTS


def test_a_folder_in_its_place_is_named(caplog: pytest.LogCaptureFixture) -> None:
    place_to_keep(READER).mkdir(parents=True)
    assert load_kept_weights(READER) is None and "cannot be read (Is a directory)" in caplog.text
    with pytest.raises(OSError):
        keep_weights(READER, WEIGHTS)
    assert [path.name for path in place_to_keep(READER).parent.iterdir()] == [place_to_keep(READER).name]
