"""Sentences and passages, as places in an article's text.

A sentence is what an answer quotes; a passage, a few neighbouring sentences, is what retrieval ranks.
Both are cut at the text's own boundaries and never change a character of it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

from store.article import Span

PASSAGE_CHARACTERS = 1200
"""Some 300 tokens of Arabic."""
PASSAGE_TOKENS = 512
"""The encoder's window: a script that needs many tokens gets shorter passages."""
SENTENCE_CHARACTERS = 700
"""A "sentence" longer than this has lost its punctuation; it is cut at a comma or a space."""

_LINE = re.compile(r"[^\n]+")
_CLOSERS = "\"'”’»)]}›"
# Marks that turn the writing direction have no width; they stand after a full stop as closing quotes do.
_CLOSING = rf"[{re.escape(_CLOSERS)}\u061c\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]*"
# A full stop ends a sentence where whitespace follows; two dots are a dash in Arabic newspapers.
_END = re.compile(rf"(?:(?<!\.)\.(?!\.)|[!?؟…۔]|\.{{3,}})[!?؟.]*{_CLOSING}(?=\s|$)")
_ABBREVIATION = re.compile(
    r"(?:^|[\s(«“\"])(?:(?:[^\W\d_]\.)*[^\W\d_]|Mr|Mrs|Ms|Dr|St|Gen|Col|Lt|Sen|Rep|No|vs|Inc)\.$|^\s*\d{1,3}\.$"
)
_LONGEST_ABBREVIATION = 16
_MORE_LINES = re.compile(r"[^\S\n]*\n\s*\S")
_SAID = re.compile(rf"[.!?؟…۔]{_CLOSING}$")
_ASKED = re.compile(rf"[?؟]\.*{_CLOSING}\.*$")
_BREAKS = tuple(re.compile(mark) for mark in (r"[؛;:](?=\s)", r"[،,](?=\s)", r"\S(?=\s)"))
HEADING_WORDS = 12
QUESTION_WORDS = 16
"""A longer sentence that ends in a question mark has stated something on its way there."""
LIST_CHARACTERS, LIST_LINES = 600, 40
"""An entry of a list or a row of a table is not understood farther from what opens it."""

_ENTRY = re.compile(r"[-•*–▪●◦·]\s+\S|\d{1,3}[.)-]\s+\S")
_ROW = re.compile(r"\|.*\|")


TokenCount = Callable[[str], int]


def _few(text: str) -> int:
    """Stands in for a count of tokens where the characters alone decide."""
    return 0


def sentences(text: str, token_count: TokenCount = _few) -> list[Span]:
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
        before = max(start, match.end() - _LONGEST_ABBREVIATION)
        if not _ABBREVIATION.search(text[before : match.end()]):
            yield match.end()
    yield stop


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


def is_statement(text: str, span: Span) -> bool:
    """Whether a sentence states something: not a question, and not a heading.

    A heading is a short line without an end mark that has other lines under it. The entries of a list that a line
    with a colon opens are none, and the rows of a table but the first, which names the columns.
    """
    sentence = text[span.start : span.end]
    length = len(sentence.split())
    if _ASKED.search(sentence):
        return length > QUESTION_WORDS
    whole_line = _opens_line(text, span.start)
    followed = _MORE_LINES.match(text, span.end) is not None
    if _SAID.search(sentence) or not (whole_line and followed and length <= HEADING_WORDS):
        return True
    return list_opening(text, span) is not None


def is_entry(line: str) -> bool:
    """Whether a line is written as an entry of a list or a row of a table."""
    return bool(_ROW.match(line) or _ENTRY.match(line))


def list_opening(text: str, span: Span) -> Span | None:
    """What must be read before an entry of a list, the sentence with a colon that opens it, or before a row of a
    table, its first row. None where the sentence at `span` is neither, or where that stands too far above it.
    """
    line = text[span.start : span.end]
    if not is_entry(line) or not _opens_line(text, span.start):
        return None
    lines = _lines_above(text, span.start, max(0, span.end - LIST_CHARACTERS))
    if _ROW.match(line):
        return _first_row(text, span, lines) if any(map(str.isalnum, line)) else None
    return _introduction(text, lines)


def _lines_above(text: str, end: int, reach: int) -> Iterator[Span]:
    """Lines before a place that are not blank, nearest first, a few; the last may begin in its middle, at `reach`."""
    for _ in range(LIST_LINES):
        while end > reach and text[end - 1].isspace():
            end -= 1
        if end == reach:
            return
        start = text.rfind("\n", reach, end) + 1 or reach
        while text[start].isspace():
            start += 1
        yield Span(start, end)
        end = start


def _first_row(text: str, row: Span, lines: Iterator[Span]) -> Span | None:
    """The first row of the table that a row stands in; `lines` are those above it, the nearest first."""
    first = row
    for line in lines:
        if "\n\n" in text[line.end : first.start]:
            break
        if not _opens_line(text, line.start):
            return None
        if not _ROW.match(text[line.start : line.end]):
            break
        first = line
    else:
        if text[max(0, first.start - LIST_CHARACTERS) : first.start].strip():
            return None
    return first if first != row else None


def _introduction(text: str, lines: Iterator[Span]) -> Span | None:
    """The sentence that opens a list, if a colon ends it; `lines` are those above an entry, the nearest first."""
    over = next((line for line in lines if not _ENTRY.match(text[line.start : line.end])), None)
    if over is None or not text[over.start : over.end].endswith(":"):
        return None
    *others, last = sentences(text[over.start : over.end])
    whole = bool(others) or _opens_line(text, over.start)
    return Span(over.start + last.start, over.start + last.end) if whole else None


def _opens_line(text: str, at: int) -> bool:
    while at and text[at - 1] != "\n" and text[at - 1].isspace():
        at -= 1
    return at == 0 or text[at - 1] == "\n"


def passages(text: str, parts: list[Span], token_count: TokenCount = _few) -> list[list[int]]:
    """The sentences' indices, grouped into passages of at most PASSAGE_CHARACTERS and PASSAGE_TOKENS.

    A new passage starts where the next sentence would not fit; a heading goes with what follows it.
    """
    tokens = [token_count(text[span.start : span.end]) for span in parts]

    def fit(first: int, last: int) -> bool:
        short = parts[last].end - parts[first].start <= PASSAGE_CHARACTERS
        return short and sum(tokens[first : last + 1]) <= PASSAGE_TOKENS

    groups: list[list[int]] = []
    for index in range(len(parts)):
        if groups and fit(groups[-1][0], index):
            groups[-1].append(index)
            continue
        carried = []
        if index > 0 and fit(index - 1, index) and len(groups[-1]) > 1 and not is_statement(text, parts[index - 1]):
            carried = [groups[-1].pop()]
        groups.append([*carried, index])
    return groups


@dataclass(frozen=True, slots=True)
class Sentence:
    """Sentence `number` of an article, `text[start:end]`, in the article's passage number `passage`.

    `statement` says whether it states something, as headings and questions do not.
    """

    number: int
    passage: int
    start: int
    end: int
    statement: bool


@dataclass(frozen=True, slots=True)
class Division:
    """An article's text as sentences and, over them, passages; both numbered from 0."""

    sentences: tuple[Sentence, ...]
    passages: tuple[Span, ...]


def divide(text: str, token_count: TokenCount = _few) -> Division:
    """Cut a text into sentences and passages. `token_count` says how many tokens the encoder reads for a text."""
    counted = cache(token_count)
    parts = sentences(text, counted)
    groups = passages(text, parts, counted)
    rows = [
        Sentence(index, number, parts[index].start, parts[index].end, is_statement(text, parts[index]))
        for number, group in enumerate(groups)
        for index in group
    ]
    return Division(tuple(rows), tuple(Span(parts[g[0]].start, parts[g[-1]].end) for g in groups))
