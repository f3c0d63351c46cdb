"""Bytes become text: UTF-8, UTF-16, UTF-32, Windows-1256, ISO-8859-6 and Windows-1252.

The one-byte encodings share most of their bytes, and whatever is written in one can be read in another, as nonsense.
So each is tried, and the one wins that makes the fewest words that nobody writes, such as Arabic letters inside a
Latin word; among equals, the one that makes the most Arabic articles and short words.
"""

from __future__ import annotations

import codecs
import re
from itertools import islice

from store.document import even
from store.errors import ReadingError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark is its first half
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_ONE_BYTE = ("windows-1256", "iso-8859-6", "windows-1252")
_LATIN_1 = {"iso8859-1", "ascii"}
"""Codecs that browsers take for Windows-1252, which is what pages that name them are in."""
_WORDS_TRIED = 4_000
_MOST_ODD = 0.2
"""Of the words that tell: above it a text is in another encoding, or is none."""

_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_TELLING = re.compile(r"[^\s\x00-\x7f]|[\x00-\x08\x0e-\x1f\x7f]")
_TOKEN = re.compile(r"\S+")
_ARABIC = r"[\u0621-\u063a\u0641-\u064a\u0671-\u06d3]"
_LATIN = r"[A-Za-zÀ-ÖØ-öø-ÿŠšŽžŸŒœ]"
_ODD = re.compile(
    rf"[\x00-\x08\x0e-\x1f\x7f-\x9f]|{_LATIN}{_ARABIC}|{_ARABIC}{_LATIN}"
    rf"|[ـ،؛؟]{_LATIN}|{_ARABIC}¬"
    rf"|(?<![\u0620-\u06d3])[\u064b-\u0652]|[ةى\u064b-\u064d](?!ا){_ARABIC}"
    r"|[a-zà-öø-ÿ][À-ÖØ-Þ]|(?<![A-Za-z])[À-ÖØ-öø-ÿ]{2,}(?![A-Za-z])"
    r"|[^\W\d_][¡-©¬®-¶¸¹¼-¿×÷ƒ„†-‰ˆ˜™€][^\W\d_]"
    rf"|^(?!و){_ARABIC}[^\w]?$"
    r"|[^\x00-\u052f\u0590-\u06ff\u0750-\u077f\u1e00-\u22ff\ufb50-\ufdff\ufe70-\ufeff]"
)
_COMMON = re.compile(r"^[وفبكل]?(?:ال\w{2,}|من|في|على|إلى|عن|أن|إن|التي|الذي|هذا|هذه|كان|لا|ما)$")


def decoded(data: bytes, name: str, declared: str | None = None) -> str:
    """The text in a file's bytes, its lines separated by \\n; `declared` is the encoding it says it has.

    Raises ReadingError, naming the file, when they are no text in an encoding that Isnad knows.
    """
    text = _text(data, name, declared)
    if "\0" in text:
        raise ReadingError(f"{name} is not text; save the article as UTF-8 text and ingest it again.")
    return even(text)


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
    for found in (_wide(data), text, _read_as(data, declared)):
        if found is not None:
            return found
    return _guessed(data, name)


def _read(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _wide(data: bytes) -> str | None:
    """The text in UTF-16 without a mark, where one order of the bytes makes sense."""
    read = [text for encoding in ("utf-16-le", "utf-16-be") if (text := _read(data, encoding))]
    best = min(read, key=_oddness, default=None)
    return best if best and not _CONTROLS.search(best) and _oddness(best) <= _MOST_ODD else None


def _read_as(data: bytes, declared: str | None) -> str | None:
    """The text in the encoding that the file says it has, where it is known and makes sense."""
    try:
        known = codecs.lookup(declared or "").name
    except (LookupError, ValueError):
        return None
    try:
        text = data.decode("windows-1252" if known in _LATIN_1 else known)
    except (UnicodeDecodeError, LookupError, AssertionError):
        return None
    return text if isinstance(text, str) and _oddness(text) <= _MOST_ODD else None


def _guessed(data: bytes, name: str) -> str:
    read = [text for encoding in _ONE_BYTE if (text := _read(data, encoding)) is not None]
    best = min(read, key=lambda text: (_oddness(text), -_common(text)))
    if _is_broken_utf8(data):
        raise ReadingError(f"{name} is UTF-8 with broken characters; save it as UTF-8 again and ingest it again.")
    if _oddness(best) > _MOST_ODD:
        raise ReadingError(
            f"{name} is not text in UTF-8, UTF-16, Windows-1256, ISO-8859-6 or Windows-1252; "
            "save it as UTF-8 and ingest it again."
        )
    return best


def _is_broken_utf8(data: bytes) -> bool:
    """Whether more of it is good UTF-8 than not, ASCII aside: what a cut or a wrong byte leaves."""
    text = data.decode("utf-8", errors="replace")
    return sum(char > "\x7f" and char != "\ufffd" for char in text) > text.count("\ufffd")


def _telling(text: str) -> list[str]:
    """The words that the encodings read differently: with more than ASCII in them, or with what is no character."""
    words = (match[0] for match in _TOKEN.finditer(text))
    return list(islice((word for word in words if _TELLING.search(word)), _WORDS_TRIED))


def _oddness(text: str) -> float:
    """The share of the words that tell which nobody writes."""
    words = _telling(text)
    return sum(_ODD.search(word) is not None for word in words) / len(words) if words else 0.0


def _common(text: str) -> int:
    """How many words are among the commonest of Arabic, or have its article."""
    return sum(_COMMON.match(word.strip(".,;:!?«»\"'()،؛؟")) is not None for word in _telling(text))
