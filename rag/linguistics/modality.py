"""How a text asserts what it says: where it denies, where it only holds something possible, where it insists."""

from __future__ import annotations

import re

from store.text import fold

NEAR = 4
"""So many words, with its own, tell how a word is meant;"""
WITHIN = 70
"""they stand in its clause, at most so many characters before it."""

DENIAL = re.compile(
    r"\b(?:not|never|no|den(?:y|ied|ies|ying)|neither|cannot|refuted|refus\w+|failed|unable|\w+n't)\b"
    r"|(?<!\w)[وف]?(?:لم|لن|ليس|ليست|ليسوا|لا|نفي|نفت|ينفي|تنفي|نافيا|كذب|كذبت|عدم|عاجزه?|عجزت?|فشلت?|رفضت?|امتنعت?)(?!\w)"
)
NO_DENIAL = re.compile(
    r"\b(?:not only|no doubt|no longer|not least|no sooner|no (?:fewer|less|more) than)\b"
    r"|(?<!\w)[وف]?(?:لا ?سيما|لا [يت]زال\w*|لا [يت]قل\w*|لا بد|لا [يت]تجاوز|ليس فقط|لا شك|لا [يت]زيد)(?!\w)"
)
_CLAUSE = re.compile(r"[،؛,;:.()]")
_DENIES = re.compile(
    rf"{DENIAL.pattern}|\b(?:without|nor|unlikely|hardly|rul\w+ out)\b"
    r"|(?<!\w)[وف]?(?:غير|دون|بدون|بلا|[يت]?ا?ستبعد\w*)(?!\w)"
)
_HEDGES = re.compile(
    r"\b(?:may|might|could|can|would|possibl[ey]|perhaps|(?:un)?likely|probabl[ey]|expect\w*|believ\w*|suspect\w*"
    r"|alleged\w*|accus\w*|reportedly|potential\w*|consider\w*|estimat\w*|hop\w+|want\w*|seek\w*|aim\w*|plan\w*"
    r"|apparently|suggest\w*|think\w*|if)\b"
    r"|(?<!\w)[وفل]?(?:ال)?(?:قد|ربما|لعل|يمكن\w*|محتمل\w*|احتمال\w*|[يت]حتمل|[يت]?رجح\w*|مرجح|[يت]?توقع\w*|متوقع"
    r"|[يت]عتقد\w*|اعتقاد\w*|[يت]شتبه|[يت]بدو|[يت]?تهم\w*|متهم\w*|اتهم\w*|في وسع\w*|[يت]ستطيع|اذا|لو|[يت]امل"
    r"|[يت]سعي|[يت]ريد|اراد\w*|يفترض|[يت]ظن\w*|زعم\w*|[يت]زعم\w*|[يت]ري|راي\w*|تقدير\w*|[يت]?ا?ستبعد\w*|[يت]?كاد)(?!\w)"
)
_INSISTS = re.compile(
    r"\b(?:will|prov\w+|confirm\w+|definitely|certain\w*|always|never|all|every|entire\w*|must|fully|complete\w*"
    r"|guarantee\w*)\b"
    r"|(?<!\w)[وف]?(?:اكد\w*|[يت]وكد\w*|اثبت\w*|[يت]ثبت\w*|حتما|جميع\w*|كل|كافه|دايما|ابدا|كليا|تماما|بالكامل|سوف"
    r"|قطعا|موكد\w*)(?!\w)"
)


def insists(text: str) -> bool:
    """Whether a text speaks of certainty, proof, all or never."""
    return bool(_INSISTS.search(fold(text)))


def denies(text: str) -> bool:
    """Whether a text denies anything."""
    return bool(_DENIES.search(NO_DENIAL.sub(" ", fold(text))))


def denied(text: str, start: int, end: int) -> bool:
    """Whether what stands at this place of a text is denied: an odd number of denials closely before it."""
    told = NO_DENIAL.sub(" ", " ".join(_before(text, start, end).split()[-NEAR:]))
    return len(_DENIES.findall(told)) % 2 == 1


def hedged(text: str, start: int, end: int) -> bool:
    """Whether what stands at this place of a text is only held possible, likely or wished for."""
    return bool(_HEDGES.search(_before(text, start, end)))


def _before(text: str, start: int, end: int) -> str:
    """What stands before a place in its clause, with the place itself, folded."""
    return fold(_CLAUSE.split(text[max(0, start - WITHIN) : start])[-1] + text[start:end])
