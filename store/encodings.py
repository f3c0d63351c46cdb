"""Bytes become text."""

from __future__ import annotations

from store.document import even
from store.errors import ReadingError


def decoded(data: bytes, name: str, declared: str | None = None) -> str:
    """The text in a file's bytes, its lines separated by \\n; `declared` is the encoding it says it has.

    Raises ReadingError, naming the file, when they are no text in an encoding that Isnad knows.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ReadingError(f"{name} is not UTF-8 text; save it as UTF-8 and ingest it again.") from error
    if "\0" in text:
        raise ReadingError(f"{name} is not text; save the article as UTF-8 text and ingest it again.")
    return even(text)
