"""One sentence that a person reads, in both languages."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass

REORDERING = "\u202a-\u202e\u2066-\u2069"  # embeddings, overrides and isolates; the harmless marks may stay
_REORDERING = re.compile(f"[{REORDERING}]")
_PICTURES = {code: 0x2400 + code for code in range(0x20) if chr(code) not in "\n\t"} | {0x7F: 0x2421}
_PICTURES |= dict.fromkeys(range(0x80, 0xA0), 0xFFFD)


@dataclass(frozen=True, slots=True)
class Sentence:
    """The same thing said in both languages."""

    en: str
    ar: str

    def to(self, language: str, **blanks: object) -> str:
        """In the reader's language, with its blanks filled; English for a language Isnad does not speak."""
        said = self.ar if language == "ar" else self.en
        return said.format(**blanks) if blanks else said

    def both(self, **blanks: object) -> str:
        """For a place where nothing says yet which language the reader speaks."""
        return f"{self.to('en', **blanks)} · {self.to('ar', **blanks)}"


def locale_language() -> str:
    """The language of the person's locale, where nothing they wrote shows it."""
    places = (os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    return "ar" if next(filter(None, places), "").startswith("ar") else "en"


def localized(said: Sentence, **blanks: object) -> str:
    """A sentence of Isnad's own in the language of the person's locale."""
    return said.to(locale_language(), **blanks)


def harmless(text: str) -> str:
    """The text with control characters made visible and changes of the reading order taken out."""
    whole = text.encode("utf-8", "replace").decode("utf-8")  # half a surrogate pair cannot be written
    return _REORDERING.sub("", whole.replace("\r\n", "\n")).translate(_PICTURES)


def one_line(text: str) -> str:
    """The same without line breaks, for a name or a title."""
    return " ".join(harmless(text).split())
