"""Whether two names are the same outlet's, though one be written in Arabic letters and the other in Latin ones.

No list of outlets: a name's Arabic words are turned into a pattern of the Latin spellings they may have (the short
vowels are not written in Arabic, and each letter has a few usual renderings).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from rag.linguistics.romanization import is_romanization
from store.text import fold, is_arabic, strip_clitics, words

_GENERIC = set(
    fold("""news press online agency newspaper daily net com org www tv arabic arabia english channel network website
    the of صحيفة جريدة وكالة موقع شبكة قناة مجلة إذاعة تلفزيون منصة بوابة أنباء الأنباء للأنباء أخبار الأخبار للأخبار
    إخبارية الإخبارية نيوز عربي عربية العربية بالعربية أونلاين نت كوم""").split()
)
_CONSONANTS = {
    "ب": "[bp]+", "پ": "p+", "ت": "t+", "ث": "(?:th|[ts])", "ج": "(?:dj|[jg]+)", "چ": "ch", "ح": "h+", "د": "d+",
    "خ": "(?:[kc]h|[hxk])", "ذ": "(?:[dt]h|[zd])", "ر": "r+", "ز": "[zs]+", "س": "[sc]+", "ش": "(?:s?ch|sh)",
    "ص": "s+", "ض": "(?:dh|[dz])", "ط": "t+", "ظ": "(?:[dt]h|z)", "غ": "gh?", "ف": "(?:ph|[fv]+)", "ڤ": "v",
    "ق": "[qkgc]", "ك": "(?:[kcq]+|ch)", "گ": "g", "ل": "l+", "م": "m+", "ن": "g?n+g?", "ه": "h+",
}  # fmt: skip
_JOINED = {"كس": "\ue000", "تش": "\ue001"}
_CONSONANTS |= {"\ue000": "(?:x|[kcq]+[aeiou]*[sc]+)", "\ue001": "(?:t?ch|cz|t[aeiou]*s[ch]+)"}
_WORDS_OF_A_NAME = 3
_LETTER = 2
"""The name of a letter is written with so many."""
_ARTICLE = "(?:[aeu](?:l|sh|s|n|r|z|dh|d|th|t)?|l)"
_LONGEST = 60  # characters of a name that is compared across letters


def distinctive_letters(name_words: Sequence[str]) -> tuple[str, ...]:
    """The folded words of a name that distinguish it from others; all its words where none does."""
    return tuple(word for word in name_words if word not in _GENERIC) or tuple(name_words)


def same_name(mention: Sequence[str], name: Sequence[str]) -> bool:
    """Whether folded words name the outlet of this name, given as its folded words."""
    ours, ours_is_arabic = _joined_letters(tuple(mention))
    theirs, theirs_is_arabic = _joined_letters(tuple(name))
    if ours_is_arabic == theirs_is_arabic:
        return ours == theirs
    arabic, latin = (mention, name) if ours_is_arabic else (name, mention)
    if max(len(ours), len(theirs)) > _LONGEST:
        return False
    spelled = theirs if ours_is_arabic else ours
    return latin_spellings(distinctive_letters(arabic), "the" in latin).fullmatch(spelled) is not None


@lru_cache(maxsize=8192)
def _joined_letters(name_words: tuple[str, ...]) -> tuple[str, bool]:
    """The distinctive letters of a name without spaces, and whether they are Arabic."""
    joined = "".join(distinctive_letters(name_words))
    return joined, is_arabic(joined)


@lru_cache(maxsize=4096)
def latin_spellings(arabic: tuple[str, ...], without_article: bool) -> re.Pattern[str]:
    """A pattern of the Latin spellings of Arabic words; the article may be missing with `without_article`."""
    return re.compile("".join(_spelling(word, without_article) for word in arabic))


def matches_transliteration(name: str, text: str) -> bool:
    """Whether a text has a name that is written in Latin letters: in these, or in up to three Arabic words."""
    latin = words(name)
    spelled = "".join(latin)
    if not spelled or len(spelled) > _LONGEST:
        return False
    tokens = [word for word in words(text) if not word.isdigit()]
    if set(latin) <= set(tokens):
        return True
    runs = (tuple(tokens[at : at + n]) for n in range(1, 1 + _WORDS_OF_A_NAME) for at in range(len(tokens) - n + 1))
    return any(
        is_romanization(spelled, "".join((first, *rest))) or _is_initials(spelled, (first, *rest))
        for word, *rest in runs
        if is_arabic(word)
        for first in strip_clitics(word)
    )


def _is_initials(spelled: str, run: tuple[str, ...]) -> bool:
    """Whether words are the names of letters, as in سي إن إن."""
    of_letters = len(run) > 1 and max(map(len, run)) == _LETTER
    return of_letters and latin_spellings(run, True).fullmatch(spelled) is not None


def _spelling(word: str, without_article: bool) -> str:
    for letters, joined in _JOINED.items():
        word = word.replace(letters, joined)
    pattern = ""
    if word.startswith("ال") and len(word) > 4:
        word, pattern = word[2:], f"(?:{_ARTICLE})?" if without_article else _ARTICLE
    ending = ""
    if word.endswith("ه") and len(word) > 2:
        word, ending = word[:-1], "[ht]?"
    if not word.strip("اءعوي"):
        return f"{pattern}[aeiouwy]+{ending}"
    for vowels, letter in re.findall(r"([اءعوي]*)([^اءعوي]|$)", word):
        vowel = "ي" in vowels and len(word) > 2  # but not in the names of letters: سي is C
        pattern += (f"[aeiouwyv]{'+' if vowel else '*'}" if vowels else "[aeiou]*") + _CONSONANTS.get(letter, letter)
    return (pattern if len(word) > 2 else pattern.replace("+", "")) + ending
