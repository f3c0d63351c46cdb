"""How far an Arabic word is from spelling a word in Latin letters: an edit distance over what letters stand for.

Each Arabic letter has the Latin letters that usually render it, which cost nothing, and those that sometimes do. The
short vowels that Arabic leaves out cost little between consonants and much at the ends of a word, where Arabic writes
them. So سودان is "Sudan" and not "Sweden", though the consonants are the same.
"""

from __future__ import annotations

import math
import re
from functools import lru_cache

_MOST = 0.055
"""So much a letter may cost in the mean, doubled ones counting once."""
_USUAL = {
    "ا": "a aa", "ب": "b p", "پ": "p b", "ت": "t th dt", "ث": "th s t", "ج": "j g dj gh gu", "چ": "ch tch g",
    "ح": "h", "خ": "kh ch h x", "د": "d", "ذ": "dh th z d", "ر": "r", "ز": "z", "س": "s c sc z", "ش": "sh ch sch",
    "ص": "s", "ض": "d dh", "ط": "t", "ظ": "z dh th d", "ع": "a e i o u aa", "غ": "g gh gu", "ف": "f ph v", "ڤ": "v",
    "ق": "q k g c", "ك": "k c ck q qu ch", "گ": "g", "ل": "l", "م": "m", "ن": "n ng", "ه": "h",
    "و": "w o u oo ou ow oe au eu", "ي": "y i e ee ie ei ey ay ai ea j", "ء": "a e i o u",
    "\ue000": "x", "\ue001": "ch tch c cz cs tsch tsh", "\ue002": "z tz ts c cz", "\ue003": "j dj dg g",
    "\ue004": "ng", "\ue005": "i y ai ei ay ey ej igh", "\ue006": "o ow au ou aw", "\ue007": "al el ul il",
}  # fmt: skip
"""The Latin letters that render an Arabic one at no cost,"""
_RARE = {
    "ا": "e o u i ea ai ah", "ب": "v", "ت": "d", "ث": "z c", "ج": "zh c z s y", "خ": "j", "د": "t", "ز": "s j x ts",
    "س": "x", "ش": "s x sj", "غ": "h k", "ف": "w", "ق": "kh gh", "ك": "g x", "م": "n", "ن": "m gn ne", "ه": "a e",
    "و": "v wh", "ي": "a oi u il", "\ue005": "e a", "\ue006": "oo a u", "\ue007": "a e u ar er ur as es",
}  # fmt: skip
"""and for this one."""
_RARELY = 0.35
_JOINED = [
    ("كس", "\ue000"), ("تش", "\ue001"), ("تس", "\ue002"), ("دج", "\ue003"), ("نغ", "\ue004"), ("نج", "\ue004"),
    ("نق", "\ue004"), ("اي", "\ue005"), ("او", "\ue006"), ("ال", "\ue007"),
]  # fmt: skip
"""Two Arabic letters that may together stand for what neither does alone."""
_PARTS = {joined: letters for letters, joined in _JOINED}
_VOWELS = "aeiouy"
_LEFT_OUT = {"ع": 0.35, "ء": 0.0, "ا": 0.5, "و": 0.5, "ي": 0.5, "ه": 0.5}
"""What an Arabic letter costs for which there is nothing in Latin letters; any other 1."""
_STEMMED = re.compile("[aeiouy]{0,2}(?:h|n[aei]?|t)?|ha")
"""What follows in Latin letters where the index form of the Arabic word lost its ending."""
_CUT = re.compile("ي?[سزشرلدتك]|ي?ن[غجق][سز]?|يتش|ي|يون|وس|[اي]?نت?")
"""The end of an Arabic word of which the index form of the word in Latin letters lost its own."""


@lru_cache(maxsize=32768)
def is_romanization(latin: str, arabic: str, stem: str = "") -> bool:
    """Whether a folded word in Latin letters is what a folded Arabic word is written as.

    `stem` is "arabic" or "latin" where that word is an index form, which may have lost its ending.
    """
    letters = re.sub(r"(.)\1+", r"\1", arabic)
    spelled = re.sub(r"([^aeiou])\1+", r"\1", latin)
    most = _MOST * max(len(letters), len(spelled))
    costs = _costs(letters, spelled, most)
    ends = [costs[-1][-1]]
    if stem == "arabic":
        ends += [costs[-1][j] for j in range(len(spelled)) if _STEMMED.fullmatch(spelled, j)]
    elif stem == "latin":
        ends += [costs[i][-1] for i in range(1, len(letters)) if _CUT.fullmatch(letters, i)]
    return min(ends) <= most


def _costs(arabic: str, latin: str, most: float) -> list[list[float]]:
    """The least cost at which the first i Arabic letters are the first j Latin ones, at [i][j].

    Where that is more than `most`, nothing goes on from there, and what lies beyond may be infinite.
    """
    costs = [[math.inf] * (len(latin) + 1) for _ in range(len(arabic) + 1)]
    costs[0][0] = 0.0
    for i, row in enumerate(costs):
        for j in range(len(row)):
            if row[j] > most:
                continue
            steps = [
                (to, j + len(rendered), cost)
                for to, rendered, cost in _renderings(arabic, i)
                if latin.startswith(rendered, j)
            ]
            if j < len(latin):
                steps.append((i, j + 1, _unwritten(latin, j, 0 < i < len(arabic))))
            for to, end, cost in steps:
                costs[to][end] = min(costs[to][end], row[j] + cost)
    return costs


def _unwritten(latin: str, j: int, inside: bool) -> float:
    """What it costs that Arabic does not write this Latin letter."""
    letter = latin[j]
    if letter == "h":
        return 0.3
    if letter not in _VOWELS:
        return 1.0
    if letter == "e" and j == len(latin) - 1:
        return 0.1
    if not inside:
        return 0.8
    if latin[j - 1 : j + 1] in ("ou", "oo", "ee", "aa"):
        return 0.0
    is_second = latin[j - 1 : j] in _VOWELS or j > 1 and latin[j - 1] == "w"
    return 0.4 if is_second else 0.1


@lru_cache(maxsize=8192)
def _renderings(arabic: str, i: int) -> list[tuple[int, str, float]]:
    """What may be written for the Arabic letters from the i-th: up to which letter, the Latin ones, at what cost."""
    found: list[tuple[int, str, float]] = []
    if i == len(arabic):
        return found
    for letters in (arabic[i], *(joined for two, joined in _JOINED if arabic.startswith(two, i))):
        to = i + len(_PARTS.get(letters, letters))
        found += [(to, rendered, 0.0) for rendered in _USUAL.get(letters, letters).split()]
        found += [(to, rendered, _RARELY) for rendered in _RARE.get(letters, "").split()]
    left_out = _LEFT_OUT.get(arabic[i], 1.0)
    if i == 0 and arabic[i] == "ا":  # it bears any vowel, or what is written for one
        found += [(1, vowel, 0.0) for vowel in _VOWELS] + [(1, "h" + vowel, _RARELY) for vowel in _VOWELS]
        left_out = 0.0 if arabic[1:2] in ("و", "ي") else left_out
    if arabic[i] == "ز" and i > 0:  # as English says it between vowels and at the end
        found.append((i + 1, "s", 0.0))
    if arabic[i] == "ه" and i == len(arabic) - 1:
        found += [(i + 1, rendered, 0.0) for rendered in ("a", "ah", "e", "eh", "t", "et", "at")]
    return [*found, (i + 1, "", left_out)]
