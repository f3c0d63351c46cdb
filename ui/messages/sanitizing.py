"""Makes untrusted text safe to show on a terminal and in a sentence."""

from __future__ import annotations

import re

REORDERING = "\u202a-\u202e\u2066-\u2069"  # embeddings, overrides and isolates; the harmless marks may stay
_REORDERING = re.compile(f"[{REORDERING}]")
_PICTURES = {code: 0x2400 + code for code in range(0x20) if chr(code) not in "\n\t"} | {0x7F: 0x2421}
_PICTURES |= dict.fromkeys(range(0x80, 0xA0), 0xFFFD)


def harmless(text: str) -> str:
    """The text with control characters made visible and changes of the reading order taken out."""
    whole = text.encode("utf-8", "replace").decode("utf-8")  # half a surrogate pair cannot be written
    return _REORDERING.sub("", whole.replace("\r\n", "\n")).translate(_PICTURES)


def visible_order(name: str) -> str:
    """A name in which characters that change the reading order stand as replacement characters."""
    return _REORDERING.sub("\ufffd", name)


def one_line(text: str) -> str:
    """The text made harmless and without line breaks, for a name or a title."""
    return " ".join(harmless(text).split())
