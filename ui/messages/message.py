"""A message that a person reads, in both languages."""

from __future__ import annotations

import os
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Message:
    """The same text in English and in Arabic; blanks are `{named}`."""

    en: str
    ar: str

    def to(self, language: str, **blanks: object) -> str:
        """The text in the reader's language with its blanks filled; in English where that is neither of the two."""
        text = self.ar if language == "ar" else self.en
        return text.format(**blanks) if blanks else text

    def both(self, **blanks: object) -> str:
        """The text in both languages, for where the reader's language is not known yet."""
        return f"{self.to('en', **blanks)} · {self.to('ar', **blanks)}"


def locale_language() -> str:
    """The language of the locale, "ar" or "en"."""
    places = (os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    return "ar" if next(filter(None, places), "").startswith("ar") else "en"


def localized(message: Message, **blanks: object) -> str:
    """A message in the language of the locale."""
    return message.to(locale_language(), **blanks)
