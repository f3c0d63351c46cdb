"""Whether two words may write the same name: in other letters for g, in one word or two, in the other alphabet.

It says what may be, and must be borne out by what the words mean where they stand: كلب and قلب are two words.
"""

from __future__ import annotations

import re

from rag.linguistics.romanization import is_romanization
from store.text import is_arabic, strip_clitics, word_keys

_G = str.maketrans("غقكگچڤپ", "جججججفب")
"""Arabic has no g: one writes ج in Egypt, غ in the Levant, ق or گ in the Gulf, ك in Iraq and the Maghreb."""
_SHORTEST = 5
"""Words of the language have roots of three letters: shorter words that differ in such a letter are mostly others."""
_TOLD = 6
"""A word with fewer letters and consonants together is written in the other alphabet in too many ways."""
_CONSONANT = re.compile("[^اويءعaeiouy]")
_ARTICLE = re.compile("^[ae]l(?=....)")


def spelled_alike(word: str, form: str) -> bool:
    """Whether a folded word and an index form may write the same name differently."""
    if is_arabic(word) and is_arabic(form):
        forms = {key.translate(_G) for key in word_keys(word)}
        return min(len(word), len(form)) >= _SHORTEST and form.translate(_G) in forms
    if is_arabic(word) == is_arabic(form):
        return False
    if is_arabic(word):
        return any(is_romanization(form, own, "latin") for own in strip_clitics(word) if _is_told(own))
    whole = [own for own in (word, _ARTICLE.sub("", word)) if _is_told(own)]
    return any(is_romanization(own, form, "arabic") for own in whole)


def _is_told(word: str) -> bool:
    return len(word) + len(_CONSONANT.findall(word)) >= _TOLD
