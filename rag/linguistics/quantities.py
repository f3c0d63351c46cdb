"""The numbers that a sentence states, each with what it counts, in digits or words, Arabic or English.

Only counts are read: "3 missiles", "خمسة وعشرين جنديا", "صاروخان", "2.5 million dollars", "12%". Dates, ranges,
ordinals, names like F-16 and vague numbers (dozens, آلاف) are left out, and so is what is ambiguous.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rag.linguistics.lexicon import LEXICON, comparison_forms, dual
from rag.linguistics.numbers import PERCENT, may_begin, parse_number
from store.text import STOPWORDS, date_mentions, fold, language_of

_TOKEN = re.compile(r"(?<![\w-])[وبلف]?\d+(?:[.,]\d+)*(?!\w)|(?P<name>\w*\d\w*)|[^\W\d_]+(?:'[a-z]{1,2}\b)?|[^\s]")
_SHARE = re.compile(rf"\s*(?:{PERCENT.pattern})")
TIMES = frozenset("=minute =hour =day =week =month =year".split())
_RANGE_BEFORE = re.compile(
    r"(?:\b(?:between|from)|(?<!\w)[وب]?(?:بين|ما بين))\s*$|\d\s*(?:to|or|and|الي|او|[-–—:])\s*$"
)
_IN_YEAR = re.compile(r"(?<!\w)(?:in|since|until|by|during|of|[وبل]?(?:عام|العام|سنه|في|منذ|حتي))\s*$")
_RANGE_AFTER = re.compile(r"\s*[-–—]|\s+(?:to|or|الي|او)\s+[وبل]?\d|\s*:\s*\d")
_MORE = frozenset("more other others new additional another further".split())


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number and what it counts: the forms of the counted noun, "%" for a share."""

    value: float
    noun: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    start: int
    end: int


@lru_cache(maxsize=10_000)
def extract_quantities(text: str) -> tuple[Quantity, ...]:
    """The quantities of a text, in order."""
    folded = fold(text)
    dates = [range(m.start, m.end) for m in date_mentions(text)]
    tokens = [_Token("#" if m["name"] else m[0], m.start(), m.end()) for m in _TOKEN.finditer(folded)]
    return tuple(_figures(folded, tokens, dates))


def _figures(folded: str, tokens: Sequence[_Token], dates: Sequence[range]) -> Iterator[Quantity]:
    at = 0
    while at < len(tokens):
        token = tokens[at]
        count = parse_number([t.text for t in tokens[at : at + 12]]) if may_begin(token.text) else None
        if count is None:
            pair = dual(token.text)
            if pair:
                yield Quantity(2.0, pair)
            at += 1
            continue
        value, length = count
        at += length
        no_count = _is_dated(token, dates, folded, tokens[at - 1].end) or _is_range(folded, token, tokens[at - 1])
        found = None if no_count else _counted(value, tokens, at - length, at, folded)
        if found is not None:
            yield found


def _is_dated(token: _Token, dates: Sequence[range], folded: str, end: int) -> bool:
    """Whether the number is part of a date: a bare year is one unless something known is counted with it."""
    date = next((date for date in dates if token.start in date or token.end - 1 in date), None)
    if date is None:
        return False
    following = _TOKEN.match(folded[end:].lstrip())
    known = following is not None and bool(comparison_forms(following[0]) & LEXICON)
    return not known or date.stop != token.end or bool(_IN_YEAR.search(folded, 0, token.start))


def _is_range(folded: str, first: _Token, last: _Token) -> bool:
    before = _RANGE_BEFORE.search(folded[max(0, first.start - 20) : first.start])
    return bool(before or _RANGE_AFTER.match(folded, last.end))


def _counted(value: float, tokens: Sequence[_Token], first: int, after: int, folded: str) -> Quantity | None:
    """The quantity with its noun; None where no noun is found."""
    if _SHARE.match(folded, tokens[after - 1].end):
        return Quantity(value, frozenset("%"))
    if first and tokens[first - 1].text in "$€£":
        money = {"$": "dollar", "€": "euro", "£": "pound"}[tokens[first - 1].text]
        return Quantity(value, comparison_forms(money))
    noun = _noun(tokens, after)
    if noun is None or (value == 1 and not comparison_forms(tokens[noun].text) & LEXICON):
        return None
    return Quantity(value, comparison_forms(tokens[noun].text))


def _noun(tokens: Sequence[_Token], after: int) -> int | None:
    """The place of the counted noun: in Arabic the next word, in English the first known or plural of three."""
    words = []
    for place in range(after, min(after + 4, len(tokens))):
        text = tokens[place].text
        if text in _MORE:
            continue
        if not _has_content(text):
            break
        words.append(place)
    if not words:
        return None
    if language_of(tokens[words[0]].text) == "ar":
        return words[0]
    plural = (p for p in words[:3] if comparison_forms(tokens[p].text) & LEXICON or tokens[p].text.endswith("s"))
    return next(plural, words[0])


def _has_content(text: str) -> bool:
    return len(text) > 1 and text[0].isalpha() and text not in STOPWORDS
