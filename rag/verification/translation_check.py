"""Whether a translated sentence may stand for the original, checked without a model of both languages.

Numbers, days, names, meaning, length and form are compared. A model may still say the wrong thing in the right words,
so its translations are marked as such wherever they are shown.
"""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum

from rag.linguistics import same_days, same_numbers
from rag.verification.cross_lingual import MEANT, NAMED, CrossLingualSimilarity, token_likeness
from store.text import words

_MARKUP = frozenset("<>[]{}`*_#|\\~")
_ADDRESS = re.compile(r"://|www\.|@\w")
_LETTER = {"ar": re.compile(r"[\u0620-\u064a\u066e-\u06d3]"), "en": re.compile(r"[A-Za-z]")}
_TIMES_LONGER, _MORE_CHARACTERS = 3, 12


class TranslationFault(StrEnum):
    """Why a translation of a sentence is not kept."""

    EMPTY = "empty"
    MARKUP = "markup"
    LANGUAGE = "language"
    REPEATED = "repeated"
    LENGTH = "length"
    NUMBER = "number"
    DAY = "day"
    NAME = "name"
    MEANING = "meaning"


def check_translation(
    original: str, translation: str, languages: tuple[str, str], alike: CrossLingualSimilarity | None
) -> TranslationFault | None:
    """Why a translation is not kept; None where it may be. `languages` are those of original and translation.

    Without `alike` names and meaning are not compared.
    """
    flaw = _flaw_of_form(original, translation, languages[1])
    if flaw or alike is None:
        return flaw
    first, second = alike.read(original, languages[0]), alike.read(translation, languages[1])
    if token_likeness(first, second) < MEANT:
        return TranslationFault.MEANING
    english, other = (first, second) if languages[0] == "en" else (second, first)
    return TranslationFault.NAME if alike.least_named(english, other) < NAMED else None


def has_nothing_to_translate(sentence: str, language: str) -> bool:
    """Whether a sentence has no letters of its language, so that it is the same in any other."""
    letter = _LETTER.get(language)
    return not (letter.search(sentence) if letter else words(sentence))


def _flaw_of_form(original: str, translation: str, language: str) -> TranslationFault | None:
    if not words(translation):
        return TranslationFault.EMPTY
    if _marks(translation) - _marks(original) or "\n" in translation:
        return TranslationFault.MARKUP
    if words(translation) == words(original):
        return TranslationFault.REPEATED
    if not _is_in(language, translation, original):
        return TranslationFault.LANGUAGE
    if _is_longer(translation, original) or _is_longer(original, translation):
        return TranslationFault.LENGTH
    if not same_numbers(original, translation):
        return TranslationFault.NUMBER
    return None if same_days(original, translation) else TranslationFault.DAY


def _marks(text: str) -> set[str]:
    """The characters that a page or a terminal might act on."""
    odd = {letter for letter in text if letter in _MARKUP or unicodedata.category(letter)[0] == "C"}
    return odd | set(_ADDRESS.findall(text))


def _is_in(language: str, translation: str, original: str) -> bool:
    """Whether it is written in the language's letters; an Arabic text may have Latin words that the original has."""
    if language == "en":
        return not _LETTER["ar"].search(translation)
    latin = {word for word in words(translation) if _LETTER["en"].search(word)}
    return bool(_LETTER["ar"].search(translation)) and latin <= set(words(original))


def _is_longer(one: str, other: str) -> bool:
    return len(one) > _TIMES_LONGER * len(other) + _MORE_CHARACTERS
