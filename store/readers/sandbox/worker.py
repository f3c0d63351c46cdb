"""The process that reads files, so that no file can stop, fill or block the one that keeps the corpus.

It takes requests on standard input and answers on standard output (protocol.py). Its memory, and its time for a file,
are limited. It ends with the process that started it: when its input ends, or at the latest when its time is up.
"""

from __future__ import annotations

import os
import queue
import resource
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from typing import BinaryIO

from store.readers.containers import Piece, read_articles
from store.readers.limits import FILE_SECONDS, PIECE_SECONDS, READER_BYTES
from store.readers.sandbox.protocol import DONE, decode_request, encode_message, encode_piece

_GRACE_SECONDS = 5
"""The other process has a clock too, and can name the reason: the alarm comes after it."""


def main() -> None:
    """Answer requests until there are no more."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what libraries print must not mix with the answers
    _limit(resource.RLIMIT_AS, READER_BYTES)
    _limit(resource.RLIMIT_CORE, 0)
    requests: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    threading.Thread(target=_receive, args=(requests,), daemon=True).start()
    while True:
        _answer(requests.get(), answers)


def _receive(requests: queue.SimpleQueue[bytes]) -> None:
    for line in sys.stdin.buffer:
        requests.put(line)
    os._exit(0)  # also in the middle of a file: nobody waits for it any more


def _answer(line: bytes, answers: BinaryIO) -> None:
    path, fields, defaults = decode_request(line)
    used = resource.getrusage(resource.RUSAGE_SELF)
    _limit(resource.RLIMIT_CPU, int(used.ru_utime + used.ru_stime) + FILE_SECONDS)
    try:
        for piece in _timed(read_articles(path, fields, defaults)):
            answers.write(encode_piece(path.name, piece))
            answers.flush()
        answers.write(encode_message(DONE))
    except BaseException as error:
        answers.write(encode_message({"crash": type(error).__name__}))
        raise
    finally:
        answers.flush()


def _timed(pieces: Iterator[Piece]) -> Iterator[Piece]:
    """The pieces of a file. The alarm ends the process: no code that runs here can delay it."""
    while True:
        signal.alarm(PIECE_SECONDS + _GRACE_SECONDS)
        piece = next(pieces, None)
        signal.alarm(0)  # no limit while the other process handles a piece
        if piece is None:
            return
        yield piece


def _limit(kind: int, most: int) -> None:
    """Set a limit, no higher than the system allows; macOS knows some of them by name only."""
    _, hard = resource.getrlimit(kind)
    soft = most if hard == resource.RLIM_INFINITY else min(most, hard)
    with suppress(ValueError, OSError):
        resource.setrlimit(kind, (soft, hard))
