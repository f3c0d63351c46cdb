"""Whether two words may write the same name: in other letters for g, in one word or two, in the other alphabet.

It says what may be, and must be borne out by what the words mean where they stand: كلب and قلب are two words.
"""

from __future__ import annotations

import re
from functools import lru_cache

from rag.linguistics.transliteration import latin_spellings
from store.text import is_arabic, strip_clitics, word_keys

_G = str.maketrans("غقكگچڤپ", "جججججفب")
"""Arabic has no g: one writes ج in Egypt, غ in the Levant, ق or گ in the Gulf, ك in Iraq and the Maghreb."""
_SHORTEST = 5
"""Words of the language have roots of three letters: shorter words that differ in such a letter are mostly others."""
_CONSONANTS = 3
"""Fewer consonants are written in Latin letters in too many ways."""
_ENDING = "[aeiouwy]*[nth]?[aeiouwy]*"
"""What an index form may have lost at its end."""
_UNLIKE = re.compile("[^blmnr]|(.)(?=\\1)")
_LATIN = str.maketrans("بپلمنر", "bblmnr")


def spelled_alike(word: str, form: str) -> bool:
    """Whether a folded word and an index form may write the same name differently."""
    if is_arabic(word) and is_arabic(form):
        forms = {key.translate(_G) for key in word_keys(word)}
        return min(len(word), len(form)) >= _SHORTEST and form.translate(_G) in forms
    if is_arabic(word) == is_arabic(form):
        return False
    arabic, latin = (word, form) if is_arabic(word) else (form, word)
    return any(_may_spell(bare, latin) for bare in strip_clitics(arabic, shortest=_CONSONANTS))


def _may_spell(arabic: str, latin: str) -> bool:
    if len(re.sub("[اويءع]", "", arabic)) < _CONSONANTS:
        return False
    return _skeleton(latin).startswith(_skeleton(arabic)) and bool(_pattern(arabic).fullmatch(latin))


@lru_cache(maxsize=8192)
def _skeleton(word: str) -> str:
    """The consonants that are written in one way only."""
    plain = word.translate(_LATIN).replace("ph", "f").replace("p", "b")
    return _UNLIKE.sub("", re.sub("[^blmnr]+", "", plain))


@lru_cache(maxsize=8192)
def _pattern(arabic: str) -> re.Pattern[str]:
    return re.compile(latin_spellings((arabic,), True).pattern + _ENDING)
