"""Numbers side by side in one sentence, "a bus costs 4 marks and a tram 6": which of them is told of what was asked.

The sentence is cut between its numbers, at the first comma or "and". What all its parts share is said in the first
one only, so that the last part with a word of the question that no other part has tells of what was asked.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from rag.linguistics import parse_number
from rag.query import Term, content_words
from store import Span
from store.text import fold, index_text

_TOKEN = re.compile(r"\d+(?:[.,٫٬]\d+)*|[^\W\d_]+")
_JOINED = re.compile(r"(?:[\s\-–و]|and\s)*")
"""What may stand between the words of one number."""
_COMMA = re.compile(r"[,;،؛](?=\s)")
_AND = re.compile(r"\s(?=(?:and|but|while|whereas)\s|و\w|أما\s|بينما\s)")


def part_asked(text: str, sentence: Span, answer: Span, terms: Sequence[Term]) -> Span | None:
    """The part of a sentence with the number of what a question asks, where its answer is the number of another part.

    `terms` are the question's. None where no part has a word of its own of theirs, or the answer is no number or not
    beside any other.
    """
    numbers = _numbers(text, sentence)
    borders = [found.start() for one, other in pairwise(numbers) if (found := _border(text, one.end, other.start))]
    if not borders or not has_number(text, answer):
        return None
    parts = [Span(start, end) for start, end in pairwise([sentence.start, *borders, sentence.end])]
    said = [frozenset(index_text([told]).split()) for told in _told_of(text, parts)]
    own = [place for term in terms if (place := _only_part(term, said)) is not None]
    asked = parts[max(own)] if own else None
    return None if asked is None or asked.start <= answer.start < answer.end <= asked.end else asked


def has_number(text: str, span: Span) -> bool:
    """Whether a stretch of a text has a number, in digits or words."""
    return bool(_numbers(text, span))


def _only_part(term: Term, said: Sequence[frozenset[str]]) -> int | None:
    """The place of the part that says a term more surely than all others."""
    sure = [max((term.keys[key] for key in term.keys.keys() & each), default=0.0) for each in said]
    return sure.index(max(sure)) if sure.count(max(sure)) == 1 else None


def _told_of(text: str, parts: Sequence[Span]) -> list[str]:
    """What the number of each part is told of: where names stand before it, not what is behind it, for that goes for
    all of them.
    """
    before = [text[part.start : _numbers(text, part)[0].start] for part in parts]
    # A single letter is the "and" that Arabic writes in one with a number.
    named = all(any(len(word) > 1 for word in content_words(words)) for words in before[1:])
    return before if named else [text[part.start : part.end] for part in parts]


def _numbers(text: str, within: Span) -> list[Span]:
    """The numbers in a stretch of a text, in digits or words."""
    found: list[Span] = []
    for token in _TOKEN.finditer(text, within.start, within.end):
        if not (token[0][0].isdigit() or _is_number(fold(token[0]))):
            continue
        if found and _JOINED.fullmatch(text, found[-1].end, token.start()):
            found[-1] = Span(found[-1].start, token.end())
        else:
            found.append(Span(*token.span()))
    return found


def _is_number(word: str) -> bool:
    read = parse_number([word])
    return read is not None and read[0] > 1


def _border(text: str, start: int, end: int) -> re.Match[str] | None:
    """Where a sentence is cut between two of its numbers."""
    return _COMMA.search(text, start, end) or _AND.search(text, start, end)
