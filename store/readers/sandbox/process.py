"""Reads files in another process, which starts when it is first needed, and again after a file has ended it."""

from __future__ import annotations

import json
import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

from store.errors import ReadingError
from store.readers.containers import FieldMap, Piece
from store.readers.defaults import Defaults
from store.readers.limits import FILE_SECONDS, FRAME_BYTES, PIECE_SECONDS, READER_BYTES
from store.readers.sandbox import protocol

_BEAT_SECONDS = 0.2
_CHUNK_BYTES = 1 << 16
# Not `-m`, which would import from the current folder: hostile modules may lie there beside the articles.
_PROGRAM = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]); from store.readers.sandbox.worker import main; main()"
)


class ReaderProcess:
    """Reads the articles in files; a context manager, which ends the process.

    `fields` maps the fields of JSON and CSV files, `defaults` stand for what files do not say; `on_beat` is called
    several times a second while a file is read. `seconds` is the time for a file, or for one article of a file that
    holds many.
    """

    def __init__(
        self, fields: FieldMap | None = None, seconds: float = PIECE_SECONDS, defaults: Defaults | None = None
    ) -> None:
        self.on_beat: Callable[[], None] = lambda: None
        self._fields = fields or FieldMap()
        self._defaults = defaults or Defaults()
        self._seconds = seconds
        self._process: subprocess.Popen[bytes] | None = None
        self._buffer = bytearray()

    def read(self, path: Path) -> Iterator[Piece]:
        """The articles in a file, like `read_articles`. One that ends the process is a ReadingError in its place."""
        complete = False
        try:
            self._request(path)
            while (message := self._next_message(path)) != protocol.DONE:
                yield protocol.decode_piece(message)
            complete = True
        except ReadingError as error:
            yield "", error
        finally:
            if not complete:
                self.close()

    def close(self) -> None:
        """End the process; the next file starts another."""
        process, self._process = self._process, None
        self._buffer.clear()
        if process is not None:
            process.kill()
            with process:
                pass

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _request(self, path: Path) -> None:
        try:
            if self._process is None or self._process.poll() is not None:
                self.close()
                self._process = _start_process()
            assert self._process.stdin is not None
            self._process.stdin.write(protocol.encode_request(path, self._fields, self._defaults))
        except OSError as error:
            raise ReadingError(
                f"{path.name} cannot be read ({error.strerror}); the process that reads files does not start: "
                "check whether memory or processes are short."
            ) from error

    def _next_message(self, path: Path) -> protocol.Message:
        """The next message. Raises ReadingError when none comes in time, or ever."""
        deadline = time.monotonic() + self._seconds
        searched = 0
        while (end := self._buffer.find(b"\n", searched)) < 0:
            searched = len(self._buffer)
            self._buffer += self._read_chunk(path, deadline)
            if searched > 2 * FRAME_BYTES:
                raise _ended(path, "its answer is too long")
        line = bytes(self._buffer[:end])
        del self._buffer[: end + 1]
        message: protocol.Message = json.loads(line)
        if "crash" in message:
            raise _too_large(path) if message["crash"] == "MemoryError" else _ended(path, message["crash"])
        return message

    def _read_chunk(self, path: Path, deadline: float) -> bytes:
        assert self._process is not None and self._process.stdout is not None
        with selectors.DefaultSelector() as selector:
            selector.register(self._process.stdout, selectors.EVENT_READ)
            while not selector.select(_BEAT_SECONDS):
                self.on_beat()
                if time.monotonic() > deadline:
                    raise _too_long(path, f"{self._seconds:g} s")
        chunk = os.read(self._process.stdout.fileno(), _CHUNK_BYTES)
        if not chunk:
            raise _exit_error(path, self._process.wait())
        return chunk


def _start_process() -> subprocess.Popen[bytes]:
    """It inherits no open files, and Ctrl-C does not reach it: this process ends it."""
    return subprocess.Popen(
        [sys.executable, "-P", "-c", _PROGRAM, json.dumps(sys.path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        bufsize=0,
        start_new_session=True,
    )


def _exit_error(path: Path, status: int) -> ReadingError:
    """What the exit status of the process means for the file that it was reading."""
    if status == -signal.SIGXCPU:
        return _too_long(path, f"{FILE_SECONDS} s of processor time")
    if status == -signal.SIGALRM:
        return _too_long(path, f"{PIECE_SECONDS} s")
    return _ended(path, signal.Signals(-status).name if status < 0 else f"status {status}")


def _too_long(path: Path, time: str) -> ReadingError:
    return ReadingError(f"{path.name} takes more than {time} to read; split it, or save it as text.")


def _too_large(path: Path) -> ReadingError:
    most = f"{READER_BYTES // 1_000_000:,} MB"
    return ReadingError(f"{path.name} takes more than {most} of memory to read; split it, or save it as text.")


def _ended(path: Path, reason: str) -> ReadingError:
    return ReadingError(f"{path.name} ends the process that reads it ({reason}); save it as text.")
