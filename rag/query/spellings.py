"""How the articles spell the names in a question: with other letters, in one word or two, in the other alphabet.

A form that is near a word in meaning and may be a spelling of it is that word. Nearness alone finds what is like it,
and spelling alone finds any word with such letters.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise, permutations

from rag.linguistics import spelled_alike
from store.text import is_arabic, word_keys

_AS_NEAR = 0.1
"""So much less near in meaning than the nearest spelling another one may be."""
Near = Mapping[str, Mapping[str, float]]
"""For words of a question the index forms that mean much the same, with their cosines."""


@dataclass(frozen=True, slots=True)
class Spellings:
    """The index forms that spell words of a question: `whole` each by itself, `parts` the two that together do."""

    whole: Mapping[str, Sequence[str]] = field(default_factory=dict)
    parts: Mapping[str, Sequence[str]] = field(default_factory=dict)


def other_spellings(spoken: Sequence[str], near: Near) -> Spellings:
    """The other spellings of a question's folded words, which are given in order, among the forms near them."""
    whole = {word: _spelled(word, forms) for word, forms in near.items()}
    for one, other in pairwise(spoken):
        forms = {form for word in (one, other) for form in near.get(word, ()) if spelled_alike(one + other, form)}
        for word in {one, other} & near.keys():
            whole[word] += sorted(forms)
    parts = {word: pair for word, forms in near.items() if (pair := _parts(word, list(forms)))}
    return Spellings(whole, parts)


def _spelled(word: str, forms: Mapping[str, float]) -> list[str]:
    """The forms that spell the word and mean it no less than the nearest of them does: غزه and not غاز for Gaza."""
    alike = {form: cosine for form, cosine in forms.items() if spelled_alike(word, form)}
    return [form for form, cosine in alike.items() if cosine >= max(alike.values()) - _AS_NEAR]


def _parts(word: str, forms: Sequence[str]) -> tuple[str, str] | None:
    """The two forms that the word is made of, the nearest first, with or without the article between them."""
    for pair in permutations((form for form in forms if is_arabic(form)), 2):
        if any(spelled_alike(word, word_keys(between.join(pair))[0]) for between in ("", "ال")):
            return pair
    return None
