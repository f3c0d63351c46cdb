"""Stand-ins that are quick and always say the same."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache

import numpy as np

from store.embedding.engine import Encoding, Vectors
from store.embedding.weights import DIMENSIONS
from store.text.arabic import fold, word_keys, words

_USUAL_LENGTH = np.float32(5.0)
_TOKEN = re.compile(r"[^\W_](?:[^\W_]|[\u064b-\u065f\u0670\u0640'’])*")


@cache
def _direction(word: str) -> Vectors:
    """A word's own direction, the same on every machine: words that differ are nearly at right angles."""
    seed = int.from_bytes(hashlib.sha256(word.encode("utf-8", "surrogatepass")).digest()[:8], "big")
    direction = np.random.default_rng(seed).standard_normal(DIMENSIONS).astype(np.float32)
    return direction / np.linalg.norm(direction)


class FakeEncoder:
    """Stands in for `store.encoder.Encoder`: a text's vector is the sum of its words', a token is a word.

    Texts lie the nearer the more words they share, whatever letters are glued to them. `meanings` gives words of
    one meaning one vector: {"قطار": "train"}. A question is read as a passage is.
    """

    def __init__(self, meanings: Mapping[str, str] | None = None, fingerprint: str = "fake/1") -> None:
        self.fingerprint = fingerprint
        self._meanings = {self._form(word): self._form(other) for word, other in (meanings or {}).items()}

    @property
    def dimensions(self) -> int:
        return DIMENSIONS

    def comparable(self, cosines: Vectors) -> Vectors:
        return cosines

    def encode_questions(self, texts: Sequence[str]) -> Vectors:
        return _stacked(self.read_questions(texts))

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        return _stacked(self.read_passages(texts))

    def read_questions(self, texts: Sequence[str]) -> Iterator[Encoding]:
        return (self._read(text) for text in texts)

    def read_passages(
        self, texts: Sequence[str], on_tokens: Callable[[int], None] | None = None
    ) -> Iterator[Encoding]:
        for text in texts:
            if on_tokens is not None:
                on_tokens(self.token_count(text))
            yield self._read(text)

    def token_count(self, text: str) -> int:
        return len(self.spans(text))

    def spans(self, text: str) -> list[tuple[int, int]]:
        return [match.span() for match in _TOKEN.finditer(text)] or [(0, len(text))]

    def _read(self, text: str) -> Encoding:
        directions = np.stack([_direction(token) for token in self._tokens(text)])
        total = directions.sum(axis=0)
        return Encoding(total / np.linalg.norm(total), _USUAL_LENGTH * directions)

    def _tokens(self, text: str) -> list[str]:
        forms = [self._form(text[start:end]) for start, end in self.spans(text)]
        return [self._meanings.get(form, form) for form in forms]

    @staticmethod
    def _form(word: str) -> str:
        """The word less the letters that may be glued to it: its shortest index form."""
        whole = "".join(words(word)) or fold(word)
        return min(word_keys(whole), key=lambda key: (len(key), key))


def _stacked(encodings: Iterable[Encoding]) -> Vectors:
    return np.array([encoding.vector for encoding in encodings], np.float32).reshape(-1, DIMENSIONS)
