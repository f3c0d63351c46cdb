"""Reading, encoding and writing side by side, so that the encoder never waits.

While one batch of articles is encoded, the next is read by whoever calls `put`, and the last is written.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from threading import Event
from types import TracebackType
from typing import Self

from store.article import Article
from store.ingestion.writer import AddArticle, Command, Encoded

BATCH_CHARACTERS = 60_000
"""Some 15,000 tokens: enough to keep all cores busy, little enough that an interruption loses seconds."""
_UNDER_WAY = 2
_BEAT_SECONDS = 0.2

Encode = Callable[[Sequence[Command], Callable[[int], None]], list[Encoded]]


class _StoppedError(Exception):
    """Ends the encoding of a batch that nobody wants any more."""


class Pipeline:
    """Takes commands one by one and carries them out in their order, a batch at a time; a context manager.

    `on_beat` is called in the caller's thread whenever a batch is written and several times a second while `put` or
    `finish` wait. Errors in encoding and writing are raised by `put` and `finish`. Left because of an error or an
    interruption, it drops what is not being written yet; the batches written before stay. `pending` are the articles
    to add that may not be written yet, by id; `tokens` is how many tokens were read.
    """

    def __init__(self, encode: Encode, write: Callable[[Sequence[Encoded]], None]) -> None:
        self._encode = encode
        self._write = write
        self.on_beat: Callable[[], None] = lambda: None
        self._encoding = ThreadPoolExecutor(1, "isnad-encoding")
        self._writing = ThreadPoolExecutor(1, "isnad-writing")
        self._waiting: list[Command] = []
        self._characters = 0
        self._under_way: deque[tuple[list[Command], Future[None]]] = deque()
        self._stopped = Event()
        self.pending: dict[str, Article] = {}
        self.tokens = 0

    def put(self, command: Command) -> None:
        """Take a command; sends the batch off when it is full."""
        self._waiting.append(command)
        if isinstance(command, AddArticle):
            self._characters += len(command.article.text)
            self.pending.setdefault(command.article.id, command.article)
        if self._characters >= BATCH_CHARACTERS:
            self._send()

    def finish(self) -> None:
        """Wait until everything taken is written."""
        if self._waiting:
            self._send()
        while self._under_way:
            self._land()

    def _send(self) -> None:
        while len(self._under_way) >= _UNDER_WAY:
            self._land()
        commands, self._waiting, self._characters = self._waiting, [], 0
        encoded = self._encoding.submit(self._encode, commands, self._count)
        self._under_way.append((commands, self._writing.submit(self._write_unless_stopped, encoded)))

    def _write_unless_stopped(self, encoded: Future[list[Encoded]]) -> None:
        """Write a batch, unless one before it failed: what is stored is always the first of what was taken."""
        if self._stopped.is_set():
            raise _StoppedError
        written = False
        try:
            self._write(encoded.result())
            written = True
        finally:
            if not written:
                self._stopped.set()

    def _land(self) -> None:
        """Wait for the oldest batch under way."""
        commands, written = self._under_way[0]
        while not wait([written], _BEAT_SECONDS).done:
            self.on_beat()
        self._under_way.popleft()
        written.result()
        for command in commands:
            if isinstance(command, AddArticle):
                self.pending.pop(command.article.id, None)
        self.on_beat()

    def _count(self, tokens: int) -> None:
        if self._stopped.is_set():
            raise _StoppedError
        self.tokens += tokens

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stopped.set()
        self._encoding.shutdown(cancel_futures=True)
        self._writing.shutdown(cancel_futures=True)
