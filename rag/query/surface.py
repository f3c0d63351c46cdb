"""A question letter by letter, as it stands and folded, of the same length: places in one are places in the other."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from store.text import fold


def aligned(question: str) -> tuple[str, str]:
    """The question without marks that only decorate, and folded letter by letter, of the same length."""
    plain = "".join(letter for letter in unicodedata.normalize("NFKC", question) if _letter(letter) or letter in "٬")
    folded = (_letter(letter) for letter in plain)
    return plain, "".join(same if len(same) == 1 else letter for same, letter in zip(folded, plain, strict=True))


@lru_cache(maxsize=4096)
def _letter(letter: str) -> str:
    return fold(letter)


def cut_out(text: str, cuts: Sequence[tuple[int, int]]) -> str:
    """The text without these stretches, and without the spaces and commas that they leave."""
    gone = {at for start, end in cuts for at in range(start, end)}
    text = "".join(" " if at in gone else letter for at, letter in enumerate(text))
    text = re.sub(r"\s+(?=[?؟.,،!»”])", "", " ".join(text.split()))
    return re.sub(r"[,،]+(?=[?؟.!]|$)", "", text).lstrip(",،;؛: ").strip()
