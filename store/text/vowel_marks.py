"""Words that vowel marks tell apart: عَمّان is not عُمان. Where one of two words has no marks, nothing is told."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from store.text.arabic import UNREAD, WORD, fold, strip_clitics
from store.text.stopwords import STOPWORDS

_VOWEL = re.compile("[\u064b-\u0650\u0652\u0670]")
_DOUBLED = "\u0651"
_MARKED = re.compile(rf"[{_DOUBLED}\u064b-\u0650\u0652\u0670]")
_LETTER = re.compile(rf"[^\W\d_][{''.join(map(chr, sorted(UNREAD)))}]*")
_Marks = tuple[str, ...]
_Stem = tuple[str, _Marks]


def marked_words(text: str) -> list[str]:
    """The words of content in a text with marks that tell them from other words: not only on their last letter."""
    found = [match[0] for match in WORD.finditer(text) if _MARKED.search(match[0])]
    return [word for word in found if fold(word) not in STOPWORDS and any(map(_MARKED.search, _stems(word)[-1][1]))]


def marked_otherwise(text: str, marked: Sequence[str]) -> bool:
    """Whether a text has one of these marked words only with marks that make it another word."""
    if not marked or not _MARKED.search(text):
        return False
    written = [dict(_stems(match[0])) for match in WORD.finditer(text)]
    for stems in map(dict, map(_stems, marked)):
        same = [other for other in written if not stems.keys().isdisjoint(other)]
        if same and all(_is_another(stems, other) for other in same):
            return True
    return False


@lru_cache(maxsize=20_000)
def _stems(word: str) -> tuple[_Stem, ...]:
    """What a word may be without what is glued before it, each with the marks on its letters but for the last, which
    tell only its case.
    """
    letters = [letter for letter in _LETTER.findall(word) if fold(letter)]
    bare = "".join(map(fold, letters))
    forms = [form for form in strip_clitics(bare, shortest=3) if bare.endswith(form)]
    marks = tuple(letter[1:] for letter in letters)
    return tuple((form, marks[-len(form) : -1]) for form in forms) if len(bare) == len(letters) else ((bare, ()),)


def _is_another(stems: Mapping[str, _Marks], others: Mapping[str, _Marks]) -> bool:
    shared = [(stems[key], others[key]) for key in stems.keys() & others.keys()]
    return all(_contradict(one, two) or _contradict(two, one) for one, two in shared)


def _contradict(one: _Marks, two: _Marks) -> bool:
    """Whether a letter has two vowels, or is doubled in `one` while `two` has vowels but no mark of doubling there.

    Who writes only some marks writes that of doubling first. The first letter may be doubled after the article.
    """
    vowels = [(_VOWEL.findall(mine), _VOWEL.findall(theirs)) for mine, theirs in zip(one, two, strict=True)]
    if any(mine and theirs and mine != theirs for mine, theirs in vowels):
        return True
    doubled = [_DOUBLED in mine and _DOUBLED not in theirs for mine, theirs in zip(one, two, strict=True)]
    return any(doubled[1:]) and any(map(_VOWEL.search, two))
