"""The same questions without blocking an event loop: each is worked on in one of a fixed number of threads."""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import AsyncGenerator, Callable, Coroutine, Generator
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from functools import lru_cache, partial, wraps
from typing import Any, ParamSpec, TypeVar

from rag.chain.answering import answer, retrieve, stream_answer
from rag.llms import cancelling

AT_ONCE = 32
"""Questions worked on at the same time, most of them waiting for a language model; the others wait their turn."""
P = ParamSpec("P")
T = TypeVar("T")


class _Work:
    """What one task asks for, step by step, each in a thread. A task that is cancelled stops the step it waits for.

    What is being searched or read is finished first; a language model is left at once.
    """

    def __init__(self) -> None:
        self._given_up = threading.Event()
        self._context = copy_context()
        self._context.run(cancelling.set, self._given_up)

    async def run(self, step: Callable[[], T]) -> T:
        """What a step returns or raises."""
        try:
            return await asyncio.get_running_loop().run_in_executor(_threads(), self._context.run, step)
        except asyncio.CancelledError:
            self._given_up.set()
            raise


@lru_cache(maxsize=1)
def _threads() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(AT_ONCE, thread_name_prefix="isnad-asked")


# A forked child has none of its parent's threads.
os.register_at_fork(after_in_child=_threads.cache_clear)


def _awaited(function: Callable[P, T]) -> Callable[P, Coroutine[Any, Any, T]]:
    """A function to await instead of a function to call."""

    @wraps(function)
    async def wrapper(*args: P.args, **kwargs: P.kwargs) -> T:
        return await _Work().run(partial(function, *args, **kwargs))

    return _named(wrapper)


def _iterated(function: Callable[P, Generator[T, None, None]]) -> Callable[P, AsyncGenerator[T, None]]:
    """A generator for `async for`, without a thread between two items; what the call raises comes with the first."""

    @wraps(function)
    async def wrapper(*args: P.args, **kwargs: P.kwargs) -> AsyncGenerator[T, None]:
        work = _Work()
        items = await work.run(partial(function, *args, **kwargs))
        while (item := await work.run(partial(next, items, None))) is not None:
            try:
                yield item
            except GeneratorExit:
                items.close()
                raise

    return _named(wrapper)


def _named(function: T) -> T:
    function.__name__ = function.__qualname__ = f"a{function.__name__}"  # type: ignore[attr-defined]
    function.__module__ = __name__
    return function


aanswer = _awaited(answer)
astream_answer = _iterated(stream_answer)
aretrieve = _awaited(retrieve)
