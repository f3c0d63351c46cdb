"""One ReadingError for everything that a parser raises over broken data."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

from store.errors import ReadingError

# The parsers of large formats do not foresee every way in which a file can be broken.
_BROKEN = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    EOFError,
    LookupError,
    MemoryError,
    NotImplementedError,
    OSError,
    RecursionError,
    RuntimeError,
    SyntaxError,
    TypeError,
    UnboundLocalError,
    ValueError,
    struct.error,
    zlib.error,
)


@contextmanager
def guarded_parsing(sentence: str, *raised: type[Exception]) -> Iterator[None]:
    """Make a ReadingError that says `sentence` of whatever a parser raises over broken data.

    `raised` are the library's own errors.
    """
    broken: tuple[type[Exception], ...] = (*_BROKEN, *raised)
    try:
        yield
    except broken as error:
        raise ReadingError(sentence) from error
