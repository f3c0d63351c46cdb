"""Whether one sentence repeats another, so that two outlets may be named as the source of one quote.

Every word counts, and the order of the words: "approved" and "rejected", "up" and "down", 1886 and 1887, or the two
sides of a quarrel exchanged make two reports. Neutral is only what no report is about: articles, the word "that",
the dateline, the source named at the edge of a sentence, and the weekday on which something was said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from rag.linguistics import LEXICON, PERCENT, SAID, SAID_AR, comparison_forms, denies, parse_number
from store.text import WEEKDAY, date_mentions, fold, is_arabic, word_keys

FEWEST = 4
"""Two sentences of fewer words say the same only where they are equal."""
_SHORTEST_WORD = 3
_TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:'[a-z]+)?|[%$€£]")
_NEUTRAL = frozenset(map(fold, "a an the that إن أن إنه إنها أنه أنها".split()))
_DATELINE = re.compile(r"^[^.!?،؛]{0,60}?\([^()]{1,40}\)\s*[-–—:]\s*|^[A-Z][A-Z ,./]+\s[-–—]\s")
_SAYING = rf"(?:{SAID}|{SAID_AR})"
_ON_A_DAY = rf"(?:\s+(?:on|يوم))?\s+{WEEKDAY.pattern}"
_SAID_ON_A_DAY = re.compile(rf"(?<!\w)({_SAYING}){_ON_A_DAY}")
_SOURCE = re.compile(
    r"[,،]?\s*(?<!\w)(?:according to|بحسب|حسب|حسبما|وفقا?|نقلا عن)\s[^,،.;؛]*"
    rf"|[,،](?:\s+[^\s,،]+){{1,8}}?\s+{_SAYING}(?=\W*$)"
)

Unit = frozenset[object]
"""A word by its forms, or a number, a year, a month or a day by its value. Two that share a member are the same."""


def repeats(found: str, claim: str) -> bool:
    """Whether a sentence says all that another says, in its words and their order; it may go on behind them.

    A phrase may have moved from the end to the front. What comes behind may not deny anything.
    """
    ours, theirs = _units(found), _units(claim)
    if len(theirs) < FEWEST:
        return _equal(ours, theirs)
    if len(ours) == len(theirs):
        return any(_equal(ours[turn:] + ours[:turn], theirs) for turn in range(len(ours)))
    return _equal(ours[: len(theirs)], theirs) and denies(found) == denies(claim)


def _equal(ours: Sequence[Unit], theirs: Sequence[Unit]) -> bool:
    return len(ours) == len(theirs) and not any(map(frozenset.isdisjoint, ours, theirs))


@lru_cache(maxsize=1024)  # sentences of up to some hundred characters
def _units(sentence: str) -> tuple[Unit, ...]:
    """What a sentence says, word by word, without what is neutral."""
    folded = PERCENT.sub("%", fold(_DATELINE.sub("", sentence.strip())))
    folded = _SOURCE.sub(" ", _SAID_ON_A_DAY.sub(r"\1", folded))
    units: list[Unit] = []
    end = 0
    for date in date_mentions(folded):
        units += _words(folded[end : date.start])
        parts = {"day": date.day, "month": date.month, "year": date.year}
        units += [frozenset({part}) for part in parts.items() if part[1] is not None]
        end = date.end
    return (*units, *_words(folded[end:]))


def _words(folded: str) -> Iterator[Unit]:
    """The words and numbers of folded text without dates."""
    tokens = [token for token in _TOKEN.findall(folded) if token not in _NEUTRAL]
    at = 0
    while at < len(tokens):
        read = parse_number(tokens[at : at + 12])
        yield frozenset({read[0]}) if read else _forms(tokens[at])
        at += read[1] if read else 1


def _forms(word: str) -> Unit:
    """A word by itself, by its meaning where that is known, and without an "and" glued to it; English by its stem.

    Arabic stems are no help: they are the same for names that differ.
    """
    if not is_arabic(word):
        return frozenset(word_keys(word)) | (comparison_forms(word) & LEXICON)
    plain = {word, word[1:]} if word[0] in "وف" and len(word) > _SHORTEST_WORD else {word}
    return frozenset(plain) | (comparison_forms(word) & LEXICON)
