"""Trained weights → what Isnad ships: `python training/export.py TRAINED.npz [FOLDER]`.

TRAINED.npz has the names of the training's modules (`ls.0.q.weight`, `pe.weight`, `seg`, `out.weight` …). FOLDER, by
default `rag/reading`, gets `reader.npz`, with matrices of 8 bits, and `reader.json`, with its checksum and the
float32 model's own numbers for a few texts, on which each machine tests the graph that it builds.
"""

from __future__ import annotations

import hashlib
import json
import math
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rag.reading.shipped import open_shipped
from rag.reading.weights import SHIPPED, Probe, read_manifest
from rag.reading.windows import WINDOW, Window
from store.embedding import DIMENSIONS, LAYERS, WordVectors, load_word_vectors

Floats = NDArray[np.float32]
Weights = dict[str, Floats]

HEADS = {"out": 2, "nli": 3, "verdict": 3, "support": 1}
MATRICES = ("q", "k", "v", "ao", "fi", "fo")
NORMS = ("aln", "oln")
STEPS = 63  # as in store/embedding/onnx_graph.py, which makes the same steps of these numbers again
# (question or claim, title, text, whether it is a claim), all invented, without vowel marks.
PROBES = (
    ("When did the ferry arrive?", "Harbour news", "The ferry brought forty passengers on Monday.", False),
    ("كم راكبا كان على متن العبارة؟", "الميناء، 3 أيار", "وصلت العبارة وعلى متنها أربعون راكبا وحصانان.", False),
    ("How many horses were on board?", "", "وصلت العبارة وعلى متنها أربعون راكبا وحصانان.", False),
    ("لم تصل العبارة.", "", "وصلت العبارة وعلى متنها أربعون راكبا وحصانان.", True),
)


def read_trained(path: Path) -> Weights:
    """The trained weights under the names that the encoder's file gives its own, float32.

    What a training without all heads lacks is filled: the title's vector with the passage's, heads with zeros.
    """
    with np.load(path, allow_pickle=False) as archive:
        raw = {name: archive[name].astype(np.float32) for name in archive.files}
    weights: Weights = {
        "positions": raw["pe.weight"][:WINDOW] + raw["te"],
        "segments": raw["seg"] if len(raw["seg"]) == 4 else np.concatenate([raw["seg"], raw["seg"][1:2]]),
        "emb.ln.w": raw["ln.weight"],
        "emb.ln.b": raw["ln.bias"],
    }
    for layer in range(LAYERS):
        for part in (*MATRICES, *NORMS):
            weights[f"l{layer}.{part}.w"] = raw[f"ls.{layer}.{part}.weight"]
            weights[f"l{layer}.{part}.b"] = raw[f"ls.{layer}.{part}.bias"]
    for head, size in HEADS.items():
        weights[f"{head}.w"] = raw.get(f"{head}.weight", np.zeros((size, DIMENSIONS), np.float32))
        weights[f"{head}.b"] = raw.get(f"{head}.bias", np.zeros(size, np.float32))
    return weights


def run_float32(weights: Weights, words: WordVectors, window: Window) -> Weights:
    """The model's logits for a window in plain numpy, under the names of the graph's outputs."""
    count = len(window.ids)
    state = _normed(words.vectors(window.ids) + weights["positions"][:count], weights, "emb.ln")
    state = state + weights["segments"][window.segments]
    for layer in range(LAYERS):
        name = f"l{layer}."
        queries, keys, values = (_by_head(_linear(state, weights, name + part)) for part in "qkv")
        likeness = queries @ keys.transpose(0, 2, 1) / np.float32(math.sqrt(queries.shape[-1]))
        powers = np.exp(likeness - likeness.max(axis=-1, keepdims=True))
        context = (powers / powers.sum(axis=-1, keepdims=True)) @ values
        attended = _linear(context.transpose(1, 0, 2).reshape(count, DIMENSIONS), weights, name + "ao")
        state = _normed(state + attended, weights, name + "aln")
        inner = _gelu(_linear(state, weights, name + "fi"))
        state = _normed(state + _linear(inner, weights, name + "fo"), weights, name + "oln")
    return {
        "spans": _linear(state, weights, "out"),
        "support": _linear(state, weights, "support"),
        "nli": _linear(state[:1], weights, "nli"),
        "verdict": _linear(state[:1], weights, "verdict"),
    }


def _linear(state: Floats, weights: Weights, name: str) -> Floats:
    return np.asarray(state @ weights[name + ".w"].T + weights[name + ".b"], np.float32)


def _by_head(state: Floats) -> Floats:
    return state.reshape(len(state), 12, -1).transpose(1, 0, 2)


def _gelu(inner: Floats) -> Floats:
    return np.asarray(inner * (1 + _erf(inner / math.sqrt(2))) / 2, np.float32)


def _erf(numbers: Floats) -> Floats:
    """To .00000015 (Abramowitz and Stegun, 7.1.26): numpy has none."""
    part = 1 / (1 + np.float32(0.3275911) * np.abs(numbers))
    factors = np.array([1.061405429, -1.453152027, 1.421413741, -0.284496736, 0.254829592, 0], np.float32)
    return np.asarray(np.sign(numbers) * (1 - np.polyval(factors, part) * np.exp(-(numbers**2))), np.float32)


def _normed(state: Floats, weights: Weights, name: str) -> Floats:
    moved = state - state.mean(axis=-1, keepdims=True)
    scaled = moved / np.sqrt((moved**2).mean(axis=-1, keepdims=True) + 1e-12)
    return np.asarray(scaled * weights[name + ".w"] + weights[name + ".b"], np.float32)


def quantised(weights: Weights) -> dict[str, NDArray[Any]]:
    """The layers' matrices as int8 with a scale a row, everything else as float16."""
    small: dict[str, NDArray[Any]] = {}
    for name, numbers in weights.items():
        if name.startswith("l") and numbers.ndim == 2:
            scales = np.maximum(np.abs(numbers).max(axis=1), np.float32(1e-9)) / np.float32(STEPS)
            small[name] = np.rint(numbers / scales[:, np.newaxis]).astype(np.int8)
            small[name + ".scale"] = scales
        else:
            small[name] = numbers.astype(np.float16)
    return small


def export(trained: Path, folder: Path = SHIPPED) -> None:
    """Write `reader.npz` and `reader.json` to the folder."""
    weights, words = read_trained(trained), load_word_vectors()
    probes = []
    for question, title, text, is_claim in PROBES:
        probe = Probe(question, title, text, is_claim, {})
        (window,) = probe.windows(words)
        for name, found in run_float32(weights, words, window).items():
            probe.logits[name] = [round(float(number), 3) for number in found.ravel()]
        probes.append(asdict(probe))
    archive = folder / "reader.npz"
    np.savez_compressed(archive, **quantised(weights))  # type: ignore[arg-type]
    digest = hashlib.sha256(archive.read_bytes()).hexdigest()
    manifest = {"sha256": digest, "words": words.digest, "probes": probes}
    (folder / "reader.json").write_text(json.dumps(manifest, ensure_ascii=False, indent=1) + "\n", "utf-8")
    print(f"{archive}: {archive.stat().st_size / 1e6:.1f} MB, {digest[:12]}")
    for name, apart in compare(folder, words).items():
        print(f"{name}: the graph is {apart:.3f} from float32 on average")


def compare(folder: Path, words: WordVectors) -> dict[str, float]:
    """How far the logits of the graph, built from this folder, lie from those in its manifest, on average."""
    with tempfile.TemporaryDirectory() as cache:
        model = open_shipped(folder, Path(cache))
    apart: dict[str, list[float]] = {}
    for probe in read_manifest(folder).probes:
        (window,) = probe.windows(words)
        for name, found in zip(probe.logits, model.logits(window, list(probe.logits)), strict=True):
            apart.setdefault(name, []).extend(np.abs(found.ravel() - probe.logits[name]).tolist())
    return {name: float(np.mean(differences)) for name, differences in apart.items()}


if __name__ == "__main__":
    export(Path(sys.argv[1]), *map(Path, sys.argv[2:3]))
