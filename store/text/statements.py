"""What states something, and what it must be read with.

An entry must be read with what opens its list, an answer in an interview with what was asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from store.article import Span
from store.text.sentences import CLOSING, split_sentences

HEADING_WORDS = 12
QUESTION_WORDS = 16
"""A longer sentence that ends in a question mark has stated something on its way there."""
LIST_CHARACTERS, LIST_LINES = 600, 40
"""An entry of a list, a row of a table or an answer is not understood farther from what opens it."""

_LINE = re.compile(r"[^\n]+")
_MORE_LINES = re.compile(r"[^\S\n]*\n\s*\S")
_SAID = re.compile(rf"[.!?؟…۔]{CLOSING}$")
_ASKED = re.compile(rf"[?؟]\.*{CLOSING}\.*$")
_ENTRY = re.compile(r"[-•*–▪●◦·]\s+\S|\d{1,3}[.)-]\s+\S")
_ROW = re.compile(r"\|.*\|")
# Whose turn it is in an interview. "Q3:" may be of a quarter, and "Q." and "A." are initials too.
_TURN = re.compile(
    r"^[^\S\n]*(?P<turn>[^\w\n]{0,6}"
    r"(?:(?P<asks>Q|Question|QUESTION|س|سؤال|السؤال)|(?:A|Answer|ANSWER|ج|جواب|الجواب|إجابة|الإجابة))"
    r"(?P<nth> ?\d{1,3})?[*_]{0,3} ?(?:(?P<colon>:)|[.\-–—ـ](?=\s))[*_]{0,3})",
    re.MULTILINE,
)


def is_statement(text: str, span: Span) -> bool:
    """Whether a sentence states something: not a question, not what an interviewer says, and not a heading.

    A heading is a short line without an end mark that has other lines under it. The entries of a list that a line
    with a colon opens are none, nor are answers, nor the rows of a table but the first, which names the columns.
    """
    sentence = text[span.start : span.end]
    length = len(sentence.split())
    if _asked(text, span) or _TURN.fullmatch(sentence):
        return False
    if _ASKED.search(sentence):
        return length > QUESTION_WORDS
    whole_line = _opens_line(text, span.start)
    followed = _MORE_LINES.match(text, span.end) is not None
    if _SAID.search(sentence) or not (whole_line and followed and length <= HEADING_WORDS):
        return True
    return required_context(text, span) is not None


def is_list_entry(line: str) -> bool:
    """Whether a line is written as an entry of a list or a row of a table."""
    return bool(_ROW.match(line) or _ENTRY.match(line))


def list_entries(text: str, span: Span) -> Iterator[Span]:
    """The lines of the list or table that a sentence with a colon opens, in order; none under any other sentence."""
    if not text[span.start : span.end].endswith(":"):
        return
    for line in _LINE.finditer(text, span.end):
        entry = line[0].strip()
        if entry and not is_list_entry(entry):
            return
        if entry:
            start = line.start() + line[0].index(entry)
            yield Span(start, start + len(entry))


def required_context(text: str, span: Span) -> Span | None:
    """What must be read before what stands at `span`: before an entry of a list the sentence with a colon that opens
    it, before a row of a table its first row, before the first sentence of an answer ("A: …") all that was asked
    ("Q: …"). None where it is none of these, or where that stands too far above it.
    """
    line = text[span.start : span.end]
    asked = _answered(text, span)
    if asked or not is_list_entry(line) or not _opens_line(text, span.start):
        return asked
    lines = _lines_above(text, span.start, max(0, span.end - LIST_CHARACTERS))
    if _ROW.match(line):
        return _first_row(text, span, lines) if any(map(str.isalnum, line)) else None
    return _introduction(text, lines)


def _turns(text: str, span: Span) -> list[re.Match[str]]:
    """The marks of an interview in a sentence and not too far above it, in order."""
    return list(_TURN.finditer(text, max(0, min(span.start, span.end - LIST_CHARACTERS)), span.end))


def _answered(text: str, span: Span) -> Span | None:
    """What was asked, from its mark on, where an answer to it begins with the sentence at `span`."""
    *_, asks, answers = [None, None, *_turns(text, span)]
    if not asks or not answers or not asks["asks"] or answers["asks"] or text[answers.end() : span.start].strip():
        return None
    return Span(asks.start("turn"), len(text[: answers.start()].rstrip()))


def _asked(text: str, span: Span) -> bool:
    """Whether an interviewer says it: it stands in the line that is marked so, or between that and the answer."""
    turn = next(reversed(_turns(text, span)), None)
    if turn is None or not turn["asks"]:
        return False
    if turn["colon"] and not turn["nth"] and "\n" not in text[turn.end() : span.start]:
        return True
    answer = _TURN.search(text, span.end, turn.start() + LIST_CHARACTERS)
    return answer is not None and not answer["asks"]


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
    *others, last = split_sentences(text[over.start : over.end])
    whole = bool(others) or _opens_line(text, over.start)
    return Span(over.start + last.start, over.start + last.end) if whole else None


def _opens_line(text: str, at: int) -> bool:
    while at and text[at - 1] != "\n" and text[at - 1].isspace():
        at -= 1
    return at == 0 or text[at - 1] == "\n"
