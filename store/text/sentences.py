"""The sentences of a text, as places in it, cut at its own boundaries without changing a character of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from store.article import Span
from store.text.arabic import WORD

PASSAGE_TOKENS = 512
"""The encoder's window: a script that needs many tokens gets shorter passages."""
SENTENCE_CHARACTERS = 700
"""A "sentence" longer than this has lost its punctuation; it is cut at a comma or a space."""

_LINE = re.compile(r"[^\n]+")
_CLOSERS = "\"'”’»)]}›"
# Marks that turn the writing direction have no width; they stand after a full stop as closing quotes do.
CLOSING = rf"[{re.escape(_CLOSERS)}\u061c\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]*"
# A full stop ends a sentence where whitespace follows; two dots are a dash in Arabic newspapers.
_END = re.compile(rf"(?:(?<!\.)\.(?!\.)|[!?؟…۔]|\.{{3,}})[!?؟.]*{CLOSING}(?=\s|$)")
_ABBREVIATION = re.compile(
    r"(?:^|[\s(«“\"])(?:(?:[^\W\d_]\.)*[^\W\d_]|Mr|Mrs|Ms|Dr|St|Gen|Col|Lt|Sen|Rep|Gov|No|vs|Inc)\.$|^\s*\d{1,3}\.$"
)
_MONTH = re.compile(r"\b(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.$")
_DAY = re.compile(r"[ \t]+\d")
# No sentence begins with a small letter: "the maker Reed Co. said".
_GOES_ON = re.compile(rf"(?<=[A-Za-z])\.{CLOSING}[ \t]+[a-z]")
_LONGEST_ABBREVIATION = 16
_BREAKS = tuple(re.compile(mark) for mark in (r"[؛;:](?=\s)", r"[،,](?=\s)", r"\S(?=\s)"))

TokenCount = Callable[[str], int]


def no_token_count(text: str) -> int:
    """Stands in for a count of tokens where the characters alone decide."""
    return 0


def split_sentences(text: str, token_count: TokenCount = no_token_count) -> list[Span]:
    """The sentences of a text, in order, without the white space around them; none has more than PASSAGE_TOKENS."""
    found: list[Span] = []
    for line in _LINE.finditer(text):
        start = line.start()
        for end in _ends(text, line.start(), line.end()):
            for span in _cut(text, start, end, SENTENCE_CHARACTERS):
                found += _within_window(text, span, token_count)
            start = end
    return found


def _within_window(text: str, span: Span, token_count: TokenCount) -> Iterator[Span]:
    """The sentence, or pieces of it that the encoder can read at once."""
    if token_count(text[span.start : span.end]) <= PASSAGE_TOKENS:
        yield span
        return
    for piece in _cut(text, span.start, span.end, (span.end - span.start) // 2):
        yield from _within_window(text, piece, token_count)


def _ends(text: str, start: int, stop: int) -> Iterator[int]:
    for match in _END.finditer(text, start, stop):
        if not _is_inside(text, max(start, match.end() - _LONGEST_ABBREVIATION), match):
            yield match.end()
    yield stop


def _is_inside(text: str, before: int, end: re.Match[str]) -> bool:
    """Whether the sentence goes on behind this mark; `before` is where to begin to look for an abbreviation."""
    last = text[before : end.end()]
    if _ABBREVIATION.search(last) or _GOES_ON.match(text, end.start()):
        return True
    return bool(_MONTH.search(last) and _DAY.match(text, end.end()))


def _cut(text: str, start: int, end: int, most: int) -> Iterator[Span]:
    """One trimmed sentence, or several pieces of one longer than `most` characters."""
    while True:
        while start < end and text[start].isspace():
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        if start == end:
            return
        if end - start <= most:
            yield Span(start, end)
            return
        cut = _break(text, start, start + most)
        yield Span(start, start + len(text[start:cut].rstrip()))  # it may have been cut inside a gap
        start = cut


def _break(text: str, start: int, stop: int) -> int:
    """Where to cut a run without sentence ends: after its last clause mark, else its last space, else hard."""
    half = start + (stop - start) // 2
    for mark in _BREAKS:
        ends = [found.end() for found in mark.finditer(text, half, stop)]
        if ends:
            return ends[-1]
    return stop


_CLOSED = re.compile(r"[.!?؟…][\"'”’»)\]*_]*\s*$")


def is_sentence(line: str) -> bool:
    """A full sentence: six words or more, and punctuation that ends one."""
    return len(WORD.findall(line)) >= 6 and bool(_CLOSED.search(line))
