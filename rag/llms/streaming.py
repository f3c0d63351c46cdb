"""Reading a language model's reply, whichever model it is, within the time it has."""

from __future__ import annotations

import contextvars
import queue
import threading
import time
from collections.abc import Generator, Iterator, Sequence
from types import TracebackType
from typing import Any

from llama_index.core.base.llms.types import ChatMessage
from llama_index.core.llms import LLM

from rag.llms.failures import Endpoint, as_model_error

_THINKING, _THOUGHT = "<think>", "</think>"


def stream_with_deadline(llm: LLM, messages: Sequence[ChatMessage], origin: Endpoint) -> Generator[str, None, None]:
    """The pieces of a reply as they come.

    Raises ModelError for whatever goes wrong, and when the reply is not whole after `origin.timeout` seconds; Ctrl-C
    is answered at once. Closing the iterator stops the model at its next piece.
    """
    # A thread, because a client's own timeout starts anew with every sign of life, and a server may hang for hours.
    reply = _Reply(llm, messages)
    context = contextvars.copy_context()
    threading.Thread(target=context.run, args=(reply.read,), daemon=True, name="isnad-model").start()
    deadline = time.monotonic() + origin.timeout
    try:
        while True:
            with as_model_error(origin):
                piece = reply.next(deadline)
            if piece is None:
                return
            yield piece
    finally:
        reply.stop()


def strip_thinking(pieces: Iterator[str]) -> Iterator[str]:
    """What a model says after it has thought, where it first thinks aloud between <think> and </think>."""
    said = ""
    for piece in pieces:
        said += piece
        if _THINKING.startswith(said.lstrip()[: len(_THINKING)]):
            _, thought, rest = said.partition(_THOUGHT)
            if not thought:
                continue
            said = rest
        yield said
        break
    yield from pieces


class _Reply:
    """A reply that one thread reads and another waits for."""

    def __init__(self, llm: LLM, messages: Sequence[ChatMessage]) -> None:
        self._llm = llm
        self._messages = list(messages)
        self._heard: queue.SimpleQueue[str | BaseException | None] = queue.SimpleQueue()
        self._stopped = threading.Event()

    def read(self) -> None:
        with Handed(self._heard):
            pieces: Any = self._llm.stream_chat(self._messages)
            for piece in pieces:
                if self._stopped.is_set():
                    pieces.close()
                    break
                if piece.delta:
                    self._heard.put(piece.delta)

    def next(self, deadline: float) -> str | None:
        """The next piece, None after the last. Raises what the model raised; TimeoutError after the deadline."""
        left = deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError
        try:
            heard = self._heard.get(timeout=left)
        except queue.Empty:
            raise TimeoutError from None
        if isinstance(heard, BaseException):
            raise heard
        return heard

    def stop(self) -> None:
        self._stopped.set()


class Handed:
    """Hands what was raised inside to whoever listens, or None when nothing was."""

    def __init__(self, heard: queue.SimpleQueue[Any]) -> None:
        self._heard = heard

    def __enter__(self) -> None:
        pass

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        self._heard.put(error)
        return True
