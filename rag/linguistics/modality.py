"""Whether a text denies anything, in either language. All patterns are for folded text."""

from __future__ import annotations

import re

from store.text import fold

_DENIAL = re.compile(
    r"\b(?:not|never|no|den(?:y|ied|ies|ying)|neither|cannot|refuted|refus\w+|failed|unable|\w+n't)\b"
    r"|(?<!\w)[وف]?(?:لم|لن|ليس|ليست|ليسوا|لا|نفي|نفت|ينفي|تنفي|نافيا|كذب|كذبت|عدم|عاجزه?|عجزت?|فشلت?|رفضت?|امتنعت?)(?!\w)"
)
_NO_DENIAL = re.compile(
    r"\b(?:not only|no doubt|no longer|not least|no sooner|no (?:fewer|less|more) than)\b"
    r"|(?<!\w)[وف]?(?:لا ?سيما|لا [يت]زال\w*|لا [يت]قل\w*|لا بد|لا [يت]تجاوز|ليس فقط|لا شك|لا [يت]زيد)(?!\w)"
)
_DENIES = re.compile(
    rf"{_DENIAL.pattern}|\b(?:without|nor|unlikely|hardly|rul\w+ out)\b"
    r"|(?<!\w)[وف]?(?:غير|دون|بدون|بلا|[يت]?ا?ستبعد\w*)(?!\w)"
)


def denies(text: str) -> bool:
    """Whether a text denies anything."""
    return bool(_DENIES.search(_NO_DENIAL.sub(" ", fold(text))))
