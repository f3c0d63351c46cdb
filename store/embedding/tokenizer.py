"""Text → the numbers of its tokens, exactly as the embedding model was taught to cut it.

The way of a text: characters are replaced (compatibility forms, controls, every kind of space), runs of
spaces become one, and each word, with the mark that stands for the space before it, is cut into the pieces
whose scores add up highest. No piece crosses a word's beginning, so each word is cut alone and remembered.
"""

from __future__ import annotations

import re
from functools import lru_cache

from store.embedding.weights import Vocabulary

__all__ = ["Tokenizer"]

_MARK = "\u2581"
_SPACES = re.compile("  +")
_SURROGATES = range(0xD800, 0xE000)
_UNKNOWN_PENALTY = 10.0
_WORDS_REMEMBERED = 1 << 16
_LONGEST_REMEMBERED = 64


class Tokenizer:
    """Cuts text into tokens. Safe to use from several threads."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._pieces = vocabulary.pieces
        self._scores = vocabulary.scores
        self._unknown = vocabulary.unknown
        self._ids = {piece: number for number, piece in enumerate(vocabulary.pieces)}
        del self._ids[vocabulary.pieces[vocabulary.unknown]]
        self._longest = _longest_by_first_letter(vocabulary.pieces)
        self._unknown_score = min(vocabulary.scores) - _UNKNOWN_PENALTY
        # A NUL says nothing, and half a surrogate pair is no character; both reach us from broken files.
        self._table = {**vocabulary.replacements, 0: "", **dict.fromkeys(_SURROGATES, " ")}
        self._remembered = lru_cache(maxsize=_WORDS_REMEMBERED)(self._cut)

    def ids(self, text: str) -> list[int]:
        """The tokens of any string, without the ones that mark its beginning and end. Never empty."""
        plain = _SPACES.sub(" ", text.translate(self._table))
        return [number for word in _words(plain) for number in self._word(word)]

    def spans(self, text: str) -> list[tuple[int, int]]:
        """For each of `ids(text)`, the characters [start, end) of `text` that it stands for.

        The space before a word belongs to no token. One character that is written as several
        (½ as 1⁄2) may belong to several tokens.
        """
        plain, origins = self._plain_with_origins(text)
        spans, at = [], 0
        for number in (number for word in _words(plain) for number in self._word(word)):
            size = 1 if number == self._unknown else len(self._pieces[number])
            first = at + 1 if size > 1 and self._pieces[number][0] == _MARK else at
            spans.append((max(origins[first], 0), origins[at + size - 1] + 1))
            at += size
        return spans

    def _plain_with_origins(self, text: str) -> tuple[str, list[int]]:
        written: list[str] = []
        origins: list[int] = []
        for index, character in enumerate(text):
            for replacement in self._table.get(ord(character), character):
                if replacement != " " or not written or written[-1] != " ":
                    written.append(replacement)
                    origins.append(index)
        if not written or written[0] != " ":
            return " " + "".join(written), [-1, *origins]
        return "".join(written), origins

    def _word(self, word: str) -> tuple[int, ...]:
        return self._cut(word) if len(word) > _LONGEST_REMEMBERED else self._remembered(word)

    def _cut(self, word: str) -> tuple[int, ...]:
        """The best way to cut a word: for every end, the best last piece, then back from the end."""
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
