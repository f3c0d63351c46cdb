"""`tokenizer.json`, the file in which the ecosystem keeps a model's tokenizer, read by the library `tokenizers`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tokenizers import Encoding, Tokenizer

Spans = NDArray[np.int64]

_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True)
class Pair:
    """Two texts as a model reads them together, with the marks it wants around them. All int64.

    `ids`, `types`: [tokens]. `owners`: [tokens], 0 and 1 for tokens of the first and second text, -1 for marks.
    `spans`: [tokens, 2], the characters [start, end) of its text that each token covers.
    """

    ids: NDArray[np.int64]
    types: NDArray[np.int64]
    owners: NDArray[np.int64]
    spans: Spans


class PairTokenizer:
    """Safe to use from several threads. Raises ValueError when the file cannot be read."""

    def __init__(self, path: Path) -> None:
        try:
            self._tokenizer = Tokenizer.from_file(str(path))
        except Exception as error:  # the library raises nothing more special
            raise ValueError(f"{path} is no tokenizer: {error}") from error
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()
        self.marks = self._tokenizer.num_special_tokens_to_add(True)

    def spans(self, text: str) -> Spans:
        """For each token of a text, the characters [start, end) that it covers; int64 [tokens, 2]."""
        return _spans(self._tokenizer.encode(_plain(text), add_special_tokens=False), [text])

    def pair(self, first: str, second: str) -> Pair:
        """Both texts, in this order."""
        found = self._tokenizer.encode(_plain(first), _plain(second))
        owners = [-1 if owner is None else owner for owner in found.sequence_ids]
        return Pair(np.array(found.ids), np.array(found.type_ids), np.array(owners), _spans(found, [first, second]))


def _plain(text: str) -> str:
    # The library takes no lone surrogates. One character for another: the places must not move.
    return _SURROGATE.sub("\ufffd", text)


def _spans(found: Encoding, texts: Sequence[str]) -> Spans:
    """The characters of each token, without the space before a word, which some tokenizers count to it."""
    spans = []
    for owner, (start, end) in zip(found.sequence_ids, found.offsets, strict=True):
        covered = "" if owner is None else texts[owner][start:end]
        spans.append((end - len(covered.lstrip()), end) if covered.strip() else (start, end))
    return np.array(spans, np.int64).reshape(-1, 2)
