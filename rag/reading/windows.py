"""Two texts as one run's input: the question or claim, the title, and as much of the text as fits.

`<s> query: question </s> title </s> passage: text </s>`; a text that does not fit is read in windows of whole
sentences, which overlap.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rag.reading.types import Page
from store import Span
from store.embedding import WordVectors

WINDOW = 384
QUESTION_TOKENS = 64
TITLE_TOKENS = 48
_QUESTION = "query: "
_PASSAGE = "passage: "
_OVERLAP = 4  # a quarter of the room

QUESTION_SEGMENT, TEXT_SEGMENT, CLAIM_SEGMENT, TITLE_SEGMENT = range(4)

Spans = NDArray[np.int64]


@dataclass(frozen=True)
class Part:
    """The tokens of one text in a window: `at` is the place of the first.

    `spans`, int64 [tokens, 2]: the characters [start, end) of the text that each covers; [0, 0) for a prefix.
    """

    at: int
    spans: Spans

    @property
    def end(self) -> int:
        """The place behind the last token."""
        return self.at + len(self.spans)


@dataclass(frozen=True)
class Window:
    """One run's input: the ids and segments of its tokens, and where its three texts stand among them."""

    ids: list[int]
    segments: list[int]
    question: Part
    title: Part
    text: Part


def page_windows(words: WordVectors, question: str, page: Page) -> list[Window]:
    """The windows, at least one, that a page is read in for a question."""
    return _windows(words, _Head(words, question, page.title, QUESTION_SEGMENT), page.text, page.sentences)


def pair_windows(words: WordVectors, premise: str, claim: str, sentences: Sequence[Span]) -> list[Window]:
    """The windows, at least one, that a premise, with these sentences, is read in for a claim."""
    return _windows(words, _Head(words, claim, "", CLAIM_SEGMENT), premise, sentences)


class _Head:
    """What stands before the text in all its windows."""

    def __init__(self, words: WordVectors, question: str, title: str, segment: int) -> None:
        ids, spans = _prefixed(words, _QUESTION, question)
        self.question = Part(1, spans[:QUESTION_TOKENS])
        self.ids = [words.first, *ids[:QUESTION_TOKENS], words.last]
        self.segments = [segment] * len(self.ids)
        at = len(self.ids)
        self.title = Part(at, _NO_SPANS)
        if title:
            self.title = Part(at, np.array(words.spans(title)[:TITLE_TOKENS], np.int64))
            self.ids += [*words.ids(title)[:TITLE_TOKENS], words.last]
            self.segments += [TITLE_SEGMENT] * (len(self.ids) - at)


_NO_SPANS: Spans = np.zeros((0, 2), np.int64)


def _windows(words: WordVectors, head: _Head, text: str, sentences: Sequence[Span]) -> list[Window]:
    ids, spans = _prefixed(words, _PASSAGE, text)
    prefix = len(words.ids(_PASSAGE.rstrip()))
    room = WINDOW - len(head.ids) - prefix - 1
    starts = (np.searchsorted(spans[prefix:, 0], [sentence.start for sentence in sentences])).tolist()
    found = []
    for start, end in window_bounds(starts, len(ids) - prefix, room):
        own = [*ids[:prefix], *ids[prefix + start : prefix + end], words.last]
        kept = np.concatenate([spans[:prefix], spans[prefix + start : prefix + end]])
        segments = head.segments + [TEXT_SEGMENT] * len(own)
        found.append(Window(head.ids + own, segments, head.question, head.title, Part(len(head.ids), kept)))
    return found


def _prefixed(words: WordVectors, prefix: str, text: str) -> tuple[list[int], Spans]:
    """The ids of both, and the characters of `text` that each covers; [0, 0) for those of the prefix."""
    whole = prefix + text
    spans = np.array(words.spans(whole), np.int64).reshape(-1, 2)
    return words.ids(whole), np.maximum(spans - len(prefix), 0)


def window_bounds(starts: Sequence[int], tokens: int, room: int) -> list[tuple[int, int]]:
    """How a text of so many tokens is divided into windows of at most `room` tokens, at least one, each [start, end).

    `starts`: the first token of each sentence. A window begins and ends with a sentence where it can, and the last
    sentences of a window, up to a quarter of it, are the first of the next.
    """
    bounds: list[tuple[int, int]] = []
    start = 0
    while tokens - start > room:
        last = bisect_right(starts, start + room) - 1
        whole = last >= 0 and starts[last] > start
        end = starts[last] if whole else start + room
        bounds.append((start, end))
        earliest = max(start + 1, end - room // _OVERLAP)
        again = bisect_left(starts, earliest)
        start = starts[again] if again < len(starts) and starts[again] <= end else (end if whole else earliest)
    return [*bounds, (start, tokens)]
