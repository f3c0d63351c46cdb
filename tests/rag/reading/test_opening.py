"""ISNAD_READER: which reader is used, and what is said where it names none."""

from __future__ import annotations

from pathlib import Path

import pytest

from rag.errors import SettingsError
from rag.reading import open_reader
from rag.reading.shipped import ShippedModel
from tests.helpers.cases import each_case
from tests.helpers.rag.ecosystem import LABELS, pair_model, span_model, word_tokenizer, write_folder
from tests.helpers.rag.ferry import FERRY, page

WORDS = ["who", "ali", "hassan"]
SIZE = len(WORDS) + 3


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("models")
    write_folder(place / "reads", span_model({4: 9}, {5: 9}, SIZE), word_tokenizer(WORDS))
    write_folder(place / "judges", pair_model({1: (1, 2, 9)}, SIZE), word_tokenizer(WORDS), id2label=LABELS)
    return place


def test_the_shipped_model_is_opened_once(monkeypatch: pytest.MonkeyPatch, shipped: ShippedModel) -> None:
    monkeypatch.delenv("ISNAD_READER", raising=False)
    reader = open_reader()
    assert reader is not None
    assert reader.fingerprint == shipped.fingerprint
    assert open_reader("") is reader


def test_it_can_be_turned_off(monkeypatch: pytest.MonkeyPatch) -> None:
    for choice in ("off", "OFF", " off "):
        assert open_reader(choice) is None
    monkeypatch.setenv("ISNAD_READER", "off")
    assert open_reader() is None


@pytest.mark.parametrize("order", [["reads", "judges"], ["judges", "reads"]])
def test_two_folders_make_a_reader(folders: Path, order: list[str]) -> None:
    reader = open_reader(",".join(str(folders / name) for name in order))
    assert reader is not None
    (found,) = reader.read("Who?", [page(FERRY)])
    assert found.answer is not None
    assert FERRY[found.answer.start : found.answer.end] == "Ali Hassan"
    assert reader.judge([("a", "b")])[0].contradicts > 0.9
    assert [name.split("-")[0] for name in reader.fingerprint.split("+")] == ["reads", "judges"]


def test_the_shipped_model_does_what_a_single_folder_does_not(folders: Path, shipped: ShippedModel) -> None:
    judging, reading = (open_reader(str(folders / name)) for name in ("judges", "reads"))
    assert judging is not None
    assert reading is not None
    assert judging.fingerprint.startswith(shipped.fingerprint + "+judges-")
    assert reading.fingerprint.endswith("+" + shipped.fingerprint)
    assert judging.read("Who?", [page(FERRY)])[0].verdict is not None
    assert reading.read("Who?", [page(FERRY)])[0].verdict is None


@each_case(
    ("choice", "told"),
    [
        ("on", "there is no folder on"),
        ("{0}/nowhere", "there is no folder .*nowhere"),
        ("{0}/reads,", "it is off, or one or two folders of models with a comma between"),
        ("{0}/reads,off", "there is no folder off"),
        ("{0}/reads,{0}/reads", "more than one of its models can read pages"),
        ("{0}/judges,{0}/judges,{0}/reads", "more than one of its models can judge claims"),
        ("{0}", "has no model.onnx"),
        ("\0", "there is no folder"),
    ],
)
def test_a_wrong_value_is_named_with_the_remedy(folders: Path, choice: str, told: str) -> None:
    with pytest.raises(
        SettingsError, match=f"(?s)^ISNAD_READER cannot be .*: .*{told}.*[.] Correct it or unset it[.]$"
    ):
        open_reader(choice.format(folders))


def test_without_its_weights_there_is_no_reader_and_one_warning(
    tmp_path: Path, folders: Path, caplog: pytest.LogCaptureFixture
) -> None:
    assert open_reader("", tmp_path) is None
    assert open_reader("", tmp_path) is None
    (record,) = [record for record in caplog.records if "reader" in record.message]
    assert "Answers are found without the reader. The reader's reader.json cannot be read" in record.message
    with pytest.raises(SettingsError, match="cannot be .*judges.*reader.json cannot be read"):
        open_reader(str(folders / "judges"), tmp_path)
    assert open_reader(f"{folders / 'judges'},{folders / 'reads'}", tmp_path) is not None
