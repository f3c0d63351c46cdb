"""Reading files in another process, which is started when first needed and again after a file has ended it."""

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
from typing import Any, Self

from store.errors import ReadingError
from store.readers.containers import FieldMap, Piece
from store.readers.limits import FILE_SECONDS, FRAME_BYTES, PIECE_SECONDS, READER_BYTES
from store.readers.sandbox import protocol

_BEAT_SECONDS = 0.2
_CHUNK_BYTES = 1 << 16
# Not `-m`, which would import from the folder one stands in: articles may lie there, and hostile modules beside them.
_PROGRAM = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]); from store.readers.sandbox.worker import main; main()"
)


class ReaderProcess:
    """Reads the articles in files; a context manager, which ends the process.

    `fields` maps the fields of JSON and CSV files; `on_beat` is called several times a second while a file is read.
    `seconds` is the time for a file, or for one article of a file that holds many.
    """

    def __init__(self, fields: FieldMap | None = None, seconds: float = PIECE_SECONDS) -> None:
        self.on_beat: Callable[[], None] = lambda: None
        self._fields = fields or FieldMap()
        self._seconds = seconds
        self._process: subprocess.Popen[bytes] | None = None
        self._said = bytearray()

    def read(self, path: Path) -> Iterator[Piece]:
        """The articles in a file, like `read_articles`. One that ends the process is a ReadingError in its place."""
        whole = False
        try:
            self._ask(path)
            while (said := self._frame(path)) != protocol.DONE:
                yield protocol.decode_piece(said)
            whole = True
        except ReadingError as error:
            yield "", error
        finally:
            if not whole:
                self.close()

    def close(self) -> None:
        """End the process; the next file starts another."""
        process, self._process = self._process, None
        self._said.clear()
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

    def _ask(self, path: Path) -> None:
        try:
            if self._process is None or self._process.poll() is not None:
                self.close()
                self._process = _started()
            _inlet(self._process).write(protocol.encode_request(path, self._fields))
        except OSError as error:
            raise ReadingError(
                f"{path.name} cannot be read ({error.strerror}); the process that reads files does not start: "
                "look whether memory or processes are short."
            ) from error

    def _frame(self, path: Path) -> dict[str, Any]:
        """The next frame. Raises ReadingError when none comes in time, or ever."""
        end = time.monotonic() + self._seconds
        searched = 0
        while (place := self._said.find(b"\n", searched)) < 0:
            searched = len(self._said)
            self._said += self._chunk(path, end)
            if searched > 2 * FRAME_BYTES:
                raise _ended(path, "it said too much")
        line = bytes(self._said[:place])
        del self._said[: place + 1]
        said: dict[str, Any] = json.loads(line)
        if "died" in said:
            raise _too_large(path) if said["died"] == "MemoryError" else _ended(path, said["died"])
        return said

    def _chunk(self, path: Path, end: float) -> bytes:
        assert self._process is not None and self._process.stdout is not None
        with selectors.DefaultSelector() as selector:
            selector.register(self._process.stdout, selectors.EVENT_READ)
            while not selector.select(_BEAT_SECONDS):
                self.on_beat()
                if time.monotonic() > end:
                    raise _too_long(path, f"{self._seconds:g} s")
        chunk = os.read(self._process.stdout.fileno(), _CHUNK_BYTES)
        return chunk or _explain(path, self._process.wait())


def _started() -> subprocess.Popen[bytes]:
    """Nothing of this process goes into it: its open files stay here, and Ctrl-C is for this one, which ends it."""
    return subprocess.Popen(
        [sys.executable, "-P", "-c", _PROGRAM, json.dumps(sys.path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        bufsize=0,
        start_new_session=True,
    )


def _inlet(process: subprocess.Popen[bytes]) -> Any:
    assert process.stdin is not None
    return process.stdin


def _explain(path: Path, status: int) -> bytes:
    """Raise what the end of the process means."""
    if status == -signal.SIGXCPU:
        raise _too_long(path, f"{FILE_SECONDS} s of the processor's time")
    if status == -signal.SIGALRM:
        raise _too_long(path, f"{PIECE_SECONDS} s")
    raise _ended(path, signal.Signals(-status).name if status < 0 else f"status {status}")


def _too_long(path: Path, time: str) -> ReadingError:
    return ReadingError(f"{path.name} takes more than {time} to read; split it, or save it as text.")


def _too_large(path: Path) -> ReadingError:
    most = f"{READER_BYTES // 1_000_000:,} MB"
    return ReadingError(f"{path.name} takes more than {most} of memory to read; split it, or save it as text.")


def _ended(path: Path, reason: str) -> ReadingError:
    return ReadingError(f"{path.name} ends the process that reads it ({reason}); save it as text.")
