"""Reading a language model's reply, whichever model it is, within the time it has."""

from __future__ import annotations

import contextvars
import queue
import threading
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import suppress
from types import TracebackType
from typing import Any

from llama_index.core.base.llms.types import ChatMessage
from llama_index.core.llms import LLM

from rag.llms.cancellation import raise_if_cancelled
from rag.llms.failures import Endpoint, as_model_error

_LOOKED_AFTER = 0.1  # seconds between two looks whether the reply is still waited for
_THINKING, _THOUGHT = "<think>", "</think>"


def stream_with_deadline(llm: LLM, messages: Sequence[ChatMessage], endpoint: Endpoint) -> Generator[str, None, None]:
    """The pieces of a reply as they come.

    Raises ModelError for whatever goes wrong, and for what the model had not said after `endpoint.timeout` seconds; a
    caller may take longer to read it. Ctrl-C is answered at once. Closing the iterator stops the model at its next
    piece.
    """
    # A thread, because a client's own timeout starts anew with every sign of life, and a server may hang for hours.
    reply = _Reply(llm, messages, time.monotonic() + endpoint.timeout)
    context = contextvars.copy_context()
    threading.Thread(target=context.run, args=(reply.receive,), daemon=True, name="isnad-model").start()
    try:
        while True:
            with as_model_error(endpoint):
                piece = reply.next()
            if piece is None:
                return
            yield piece
    finally:
        reply.stopped.set()


def strip_thinking(pieces: Iterator[str]) -> Iterator[str]:
    """The pieces of a reply without the thinking between <think> and </think> at its start."""
    text = ""
    for piece in pieces:
        text += piece
        if _THINKING.startswith(text.lstrip()[: len(_THINKING)]):
            _, thought, rest = text.partition(_THOUGHT)
            if not thought:
                continue
            text = rest
        yield text
        break
    yield from pieces


class _Reply:
    """A reply that one thread receives and another waits for. `deadline` is a time of the monotonic clock."""

    def __init__(self, llm: LLM, messages: Sequence[ChatMessage], deadline: float) -> None:
        self._llm = llm
        self._messages = list(messages)
        self._deadline = deadline
        self._received: queue.SimpleQueue[tuple[float, str | BaseException | None]] = queue.SimpleQueue()
        self.stopped = threading.Event()

    def receive(self) -> None:
        with OutcomeTo(self._put):
            pieces: Any = self._llm.stream_chat(self._messages)
            for piece in pieces:
                if self.stopped.is_set():
                    pieces.close()
                    break
                if piece.delta:
                    self._put(piece.delta)

    def _put(self, piece: str | BaseException | None) -> None:
        self._received.put((time.monotonic(), piece))

    def next(self) -> str | None:
        """The next piece, None after the last. Raises what the model raised; TimeoutError for what came too late."""
        at, piece = self._take()
        if at > self._deadline:
            raise TimeoutError
        if isinstance(piece, BaseException):
            raise piece
        return piece

    def _take(self) -> tuple[float, str | BaseException | None]:
        """What comes next, and when it came: what came in time is given however late it is read."""
        while True:
            raise_if_cancelled()
            left = max(self._deadline - time.monotonic(), 0)
            with suppress(queue.Empty):
                return self._received.get(timeout=min(left, _LOOKED_AFTER))
            if not left:
                raise TimeoutError


class OutcomeTo:
    """Passes what was raised inside to a function, None when nothing was. Nothing is raised further."""

    def __init__(self, put: Callable[[BaseException | None], object]) -> None:
        self._put = put

    def __enter__(self) -> None:
        pass

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        self._put(error)
        return True
