"""Text in UTF-8 that a program once took for another encoding and saved: «ط§ظ„», Ø§Ù„, â€™.

The wrong letters are the bytes of the right ones, so that they can be had back. Two letters whose bytes are one
character of UTF-8 follow on each other by chance now and then; that most letters of a line do is no chance.
"""

from __future__ import annotations

import re
from functools import cache

_TAKEN_FOR = {"Windows-1256": "cp1256", "Windows-1252": "cp1252"}
"""The encodings that UTF-8 is taken for, as people and as Python call them."""
_SHARE = 0.6
"""Of a line's characters beyond ASCII: so many in such sequences are no chance."""
_MOST_LOST = 0.02
"""Of the characters of such lines, that may be lost for good."""
_LOOKED_AT = 80
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")


def mended_text(text: str) -> tuple[str, str]:
    """The text as it was meant, and what its bytes were taken for; the text itself and "" where nothing is wrong.

    Raises ValueError, with what it was taken for, where too much of it is lost to be read.
    """
    lines = text.split("\n")
    wrong = {
        name: [n for n, line in enumerate(lines) if _is_wrong(line, encoding)]
        for name, encoding in _TAKEN_FOR.items()
    }
    lost = {name: sum(_others(lines[n], _TAKEN_FOR[name]) for n in found) for name, found in wrong.items() if found}
    if not lost:
        return text, ""
    name = min(lost, key=lambda each: lost[each])
    if lost[name] > max(1, _MOST_LOST * sum(len(lines[n]) for n in wrong[name])):
        raise ValueError(name)
    for n in wrong[name]:
        lines[n] = _sequence(_TAKEN_FOR[name]).sub(lambda found: _right(found[0], _TAKEN_FOR[name]), lines[n])
    return "\n".join(lines), name


def _is_wrong(line: str, encoding: str) -> bool:
    beyond = 0 if line.isascii() else len(_BEYOND_ASCII.findall(line))
    if not beyond:
        return False
    start = line[:_LOOKED_AT]  # a long line that begins with nothing of the kind is none
    if len(line) > _LOOKED_AT and not start.isascii() and not _sequence(encoding).search(start):
        return False
    found = len("".join(_sequence(encoding).findall(line)))
    return found >= max(2, _SHARE * beyond)


def _others(line: str, encoding: str) -> int:
    """The characters beyond ASCII that belong to no sequence."""
    return len(_BEYOND_ASCII.findall(_sequence(encoding).sub("", line)))


@cache
def _sequence(encoding: str) -> re.Pattern[str]:
    """What characters of UTF-8 beyond ASCII look like in this encoding."""
    two, three, four, more = (
        "[" + re.escape("".join(_shown(byte, encoding) for byte in range(first, last + 1))) + "]"
        for first, last in ((0xC2, 0xDF), (0xE0, 0xEF), (0xF0, 0xF4), (0x80, 0xBF))
    )
    return re.compile(f"{two}{more}|{three}{more}{{2}}|{four}{more}{{3}}")


def _shown(byte: int, encoding: str) -> str:
    """What programs show of a byte; one that the encoding does not have is shown as the control of its number."""
    try:
        return bytes([byte]).decode(encoding)
    except UnicodeDecodeError:
        return chr(byte)


def _right(wrong: str, encoding: str) -> str:
    raw = b"".join(bytes([ord(c)]) if "\x80" <= c <= "\x9f" else c.encode(encoding) for c in wrong)
    return raw.decode("utf-8", "replace")
