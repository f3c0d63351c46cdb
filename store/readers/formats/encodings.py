"""Decodes text in UTF-8, UTF-16, UTF-32, Windows-1256, ISO-8859-6 and Windows-1252.

A byte order mark decides; bytes that are valid UTF-8, but for single broken ones, are UTF-8: those become U+FFFD. Of
the other encodings charset-normalizer finds the most probable.
"""

from __future__ import annotations

import codecs
import re

from charset_normalizer import from_bytes

from store.errors import ReadingError
from store.readers.document import normalized_spaces

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark is its first half
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_KNOWN = ["utf_8", "utf_16_le", "utf_16_be", "cp1256", "iso8859_6", "cp1252"]
_LATIN_1 = {"iso8859-1", "ascii"}
"""Codecs that browsers take for Windows-1252, which is what pages that name them are in."""
_TRIED = 100_000
"""Bytes that the encoding is found by; an even number, for UTF-16."""
_MOST_MESS = 0.15
"""charset-normalizer's measure of disorder: above it a text is in another encoding, or is binary."""
_MOST_BROKEN = 0.002
"""Of the characters of a text in UTF-8: so many that are broken are marked, and the rest is read."""
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")


def decode_text(data: bytes, name: str, declared: str | None = None) -> str:
    """The text in a file's bytes, its lines separated by \\n; `declared` is the encoding it says it has.

    Raises ReadingError, naming the file, when they are not text in one of these encodings.
    """
    text = _text(data, name, declared)
    if "\0" in text:
        raise ReadingError(f"{name} is not text; save the article as UTF-8 text and ingest it again.")
    return normalized_spaces(text)


def _text(data: bytes, name: str, declared: str | None) -> str:
    marked = next((encoding for mark, encoding in _MARKS if data.startswith(mark)), None)
    if marked:
        text = _read(data, marked)
        if text is None:
            raise ReadingError(
                f"{name} says that it is {marked[:6].upper()}, but has broken characters; save it as UTF-8 and "
                "ingest it again."
            )
        return text
    text = _read(data, "utf-8")
    if text is not None and not _CONTROLS.search(text):
        return text
    if text is None and _is_broken_utf8(data):
        marked_text = data.decode("utf-8", "replace")
        if marked_text.count("\ufffd") <= max(1, _MOST_BROKEN * len(marked_text)):
            return marked_text
        raise ReadingError(f"{name} is UTF-8 with broken characters; save it as UTF-8 again and ingest it again.")
    found = _probable_text(data, _python_names(declared)) or _probable_text(data, _KNOWN) or text
    if found is None:
        raise ReadingError(
            f"{name} is not text in UTF-8, UTF-16, Windows-1256, ISO-8859-6 or Windows-1252; "
            "save it as UTF-8 and ingest it again."
        )
    return found


def _read(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _python_names(declared: str | None) -> list[str]:
    """The encoding that a file says it has, as Python calls it, if it knows it."""
    try:
        known = codecs.lookup(declared or "").name
    except (LookupError, ValueError):
        return []
    return ["cp1252" if known in _LATIN_1 else known.replace("-", "_")]


def _probable_text(data: bytes, encodings: list[str]) -> str | None:
    """The text in the most probable of these encodings; None where none is probable."""
    if not encodings:
        return None
    try:
        found = from_bytes(data[:_TRIED], cp_isolation=encodings, threshold=_MOST_MESS).best()
    except (LookupError, ValueError):  # an encoding that Python knows and charset-normalizer does not
        return None
    text = _read(data, found.encoding) if found else None
    return text if text is not None and not _CONTROLS.search(text) else None


def _is_broken_utf8(data: bytes) -> bool:
    """Whether more of it is good UTF-8 than not, ASCII aside: what a cut or a wrong byte leaves."""
    text = data.decode("utf-8", errors="replace")
    return sum(char > "\x7f" and char != "\ufffd" for char in text) > text.count("\ufffd")
