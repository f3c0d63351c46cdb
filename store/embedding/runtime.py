"""ONNX Runtime: opens models, and runs several texts at the same time, one a core."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from store.forking import FORK_GATE

# From 1.31 on, ONNX Runtime sends usage data to Microsoft unless this is set before it is imported.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"

Item = TypeVar("Item")
Result = TypeVar("Result")


class Session:
    """A loaded model. Safe to use from several threads."""

    def __init__(self, session: Any, errors: tuple[type[Exception], ...]) -> None:
        self._session = session
        self._errors = errors
        self.inputs: tuple[str, ...] = tuple(each.name for each in session.get_inputs())
        self.outputs: tuple[str, ...] = tuple(each.name for each in session.get_outputs())

    def run(self, outputs: Sequence[str], given: Mapping[str, NDArray[Any]]) -> list[NDArray[np.float32]]:
        """The named outputs, in this order. Raises RuntimeError when the model cannot read what it is given."""
        try:
            with FORK_GATE.inside():
                found: list[NDArray[np.float32]] = self._session.run(list(outputs), dict(given))
        except self._errors as error:
            raise RuntimeError(f"ONNX Runtime: {error}") from error
        return found


def open_session(model: bytes | Path) -> Session:
    """The model, of a graph's bytes or of a file. Raises RuntimeError when ONNX Runtime cannot load it."""
    import onnxruntime

    onnxruntime.disable_telemetry_events()  # for a program that imported it before
    options = onnxruntime.SessionOptions()
    # One thread a run: several texts run at the same time, and no run waits for another core.
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    # With it, each length of text would leave a memory plan behind.
    options.enable_mem_pattern = False
    kinds = onnxruntime.capi.onnxruntime_pybind11_state
    errors = (kinds.Fail, kinds.InvalidGraph, kinds.InvalidProtobuf, kinds.NotImplemented, kinds.InvalidArgument)
    source = str(model) if isinstance(model, Path) else model
    try:
        session = onnxruntime.InferenceSession(source, options, providers=["CPUExecutionProvider"])
    except (*errors, kinds.NoSuchFile, kinds.RuntimeException) as error:
        raise RuntimeError(f"ONNX Runtime {onnxruntime.__version__}: {error}") from error
    return Session(session, (*errors, kinds.RuntimeException, ValueError))


def parallel_map(function: Callable[[Item], Result], items: Sequence[Item]) -> Iterator[Result]:
    """The function's results for these items, in order. When it is closed early, the items left are not begun."""
    yield from map(function, items) if len(items) < 2 else _threads().map(function, items)


@lru_cache(maxsize=1)
def _threads() -> ThreadPoolExecutor:
    """The threads that models run in, made on first use."""
    return ThreadPoolExecutor(_cores(), thread_name_prefix="isnad-encoder")


# A forked child has none of its parent's threads.
os.register_at_fork(after_in_child=_threads.cache_clear)


def _cores() -> int:
    # The cores that this process may use: in a container fewer than the machine has.
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
