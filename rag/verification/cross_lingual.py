"""Whether a translated sentence means what the original means, and names only whom it names, by the encoder.

What the encoder sees in a token has a part that tells the language. Less that part, which is learned from the sample
articles and their translations, words that mean the same lie together across languages.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rag.linguistics import matches_transliteration
from store.embedding import TextEncoder, centred
from store.index import read_at
from store.readers import article_files, read_article
from store.sample import SAMPLE
from store.text import MONTHS, WEEKDAY, WORD, fold

MEANT = 0.4
"""Below this likeness of their tokens two sentences do not say the same (docs/TRANSLATION.md);"""
NAMED = 0.38
"""and below this likeness to any word of the other sentence a name is not in it."""
_BEGINS = re.compile(r"(?:^|[.!?:]\s)\W*$")
_SHORTEST_NAME = 3

Vectors = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class CenteredText:
    """An encoded text: its centred token states, float32 [tokens, dimensions], and the characters of each token."""

    text: str
    language: str
    states: Vectors
    spans: Sequence[tuple[int, int]]

    def of(self, found: Sequence[re.Match[str]]) -> Vectors:
        """The mean state of each of these words, float32 [words, dimensions], of unit length or zero."""
        owned = read_at([word.span() for word in found], self.spans, len(self.states))
        nothing = np.zeros_like(self.states[0])
        means = [self.states[own].mean(axis=0) if own.start < own.stop else nothing for own in owned]
        return centred(np.array(means, np.float32).reshape(-1, len(nothing)), nothing)


class CrossLingualSimilarity:
    """Compares sentences across languages. `centres` are the mean token states of each language."""

    def __init__(self, encoder: TextEncoder, centres: Mapping[str, Vectors]) -> None:
        self._encoder = encoder
        self._centres = centres

    def read(self, text: str, language: str) -> CenteredText:
        """Encode a sentence. The mean state of its language is subtracted; for a language not known, that of all."""
        centre = self._centres.get(language, np.mean(list(self._centres.values()), axis=0))
        (encoding,) = self._encoder.read_passages([text])
        return CenteredText(text, language, centred(encoding.states, centre), self._encoder.spans(text))

    def least_named(self, english: CenteredText, other: CenteredText) -> float:
        """The similarity of the English name that has the worst match in the other sentence; 1 where all are spelled.

        A name is a capitalised word that does not begin the sentence or a quote in it. Words are compared
        in context and alone, because two different names have similar states in the same context.
        """
        names = [found for found in WORD.finditer(english.text) if _is_name(found, english.text)]
        names = [found for found in names if not matches_transliteration(found[0], other.text)]
        candidates = list(WORD.finditer(other.text))
        if not names or not candidates:
            return 0.0 if names else 1.0
        there = english.of(names) @ other.of(candidates).T
        alone = self._alone(names, english.language) @ self._alone(candidates, other.language).T
        return float(((there + alone) / 2).max(axis=1).min())

    def _alone(self, found: Sequence[re.Match[str]], language: str) -> Vectors:
        """The state of each of these words encoded alone, float32 [words, dimensions], of unit length."""
        read = [self.read(word[0], language) for word in found]
        means = np.array([word.states.mean(axis=0) for word in read], np.float32)
        return centred(means, np.zeros_like(means[0]))


_learned: dict[str, CrossLingualSimilarity | None] = {}


def similarity_for(encoder: TextEncoder) -> CrossLingualSimilarity | None:
    """The comparison for an encoder, centred on the sample articles; None for an embedding without token states."""
    if encoder.fingerprint not in _learned:
        texts = _samples()
        tells = bool(encoder.spans(texts["en"][0]))
        centres = {language: _mean(encoder, lines) for language, lines in texts.items()} if tells else {}
        _learned[encoder.fingerprint] = CrossLingualSimilarity(encoder, centres) if tells else None
    return _learned[encoder.fingerprint]


def _samples() -> dict[str, list[str]]:
    """The lines of the sample articles and of their translations, by language."""
    texts: dict[str, list[str]] = {}
    for article in map(read_article, article_files([SAMPLE])[0]):
        whole = [(article.language, article.text), *((t.language, t.text) for t in article.translations)]
        for language, text in whole:
            texts.setdefault(language, []).extend(filter(None, text.split("\n")))
    return texts


def token_likeness(one: CenteredText, other: CenteredText) -> float:
    """The mean cosine of a text's tokens with the most similar token of the other text; the lower of both ways."""
    likely = one.states @ other.states.T
    return float(min(likely.max(axis=0).mean(), likely.max(axis=1).mean()))


def _mean(encoder: TextEncoder, texts: Sequence[str]) -> Vectors:
    states: Vectors = np.concatenate([encoding.states for encoding in encoder.read_passages(texts)])
    return np.asarray(states.mean(axis=0), np.float32)


def _is_name(found: re.Match[str], text: str) -> bool:
    word = fold(found[0])
    dated = word in MONTHS or WEEKDAY.fullmatch(word)
    inside = not _BEGINS.search(text, 0, found.start())
    return found[0][0].isupper() and inside and len(word) >= _SHORTEST_NAME and not dated
