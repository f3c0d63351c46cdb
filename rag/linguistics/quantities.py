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
_BOUNDS = {
    "least": r"more than|over|at least|no (?:fewer|less) than|above|اكثر من|(?:ما )?لا يقل عن|يزيد (?:عن|علي)|فوق",
    "most": r"(?:less|fewer) than|up to|at most|under|below|اقل من|ما يصل الي|حتي|لا يتجاوز",
    "about": r"about|around|nearly|almost|some|roughly|approximately|نحو|حوالي|قرابه|زهاء|ما يقرب من|ما يقارب|تقريبا",
}
_BOUND = {bound: re.compile(rf"(?<!\w)[وب]?(?:{words})\s*[وبل]?$") for bound, words in _BOUNDS.items()}
# How long ago something was depends on the day it is told.
TIMES = frozenset("=minute =hour =day =week =month =year".split())
_AGO_BEFORE = re.compile(
    r"(?<!\w)(?:[وف]?(?:قبل|منذ|بعد|خلال|كل)|after|within|since|last|past|next|every|before)(?!\w)|(?<!\w)in\s*$"
)
_AGO_AFTER = re.compile(r"\s*(?:ago|later|earlier|before|after|(?:من )?ال(?:ماضي|مقبل|قادم)\w*)(?!\w)")
_RANGE_BEFORE = re.compile(
    r"(?:\b(?:between|from)|(?<!\w)[وب]?(?:بين|ما بين))\s*$|\d\s*(?:to|or|and|الي|او|[-–—:])\s*$"
)
_IN_YEAR = re.compile(r"(?<!\w)(?:in|since|until|by|during|of|[وبل]?(?:عام|العام|سنه|في|منذ|حتي))\s*$")
_RANGE_AFTER = re.compile(r"\s*[-–—]|\s+(?:to|or|الي|او)\s+[وبل]?\d|\s*:\s*\d")
_MORE = frozenset("more other others new additional another further".split())
_BE = frozenset("was were is are be been being has have had will would can could".split())


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number and what it counts.

    `noun` are the forms of the counted noun ("%" for a share), `modifiers` those of the words that tell which of them
    (ballistic missiles), `context` those of the words before and after. `bound` is "least", "most" or "about" where
    the number is not said to be exact, "ago" where it tells how long before or after something else, else "".
    """

    value: float
    noun: frozenset[str]
    modifiers: frozenset[str] = frozenset()
    context: frozenset[str] = frozenset()
    bound: str = ""


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
                yield _figure(2.0, pair, tokens, at, at + 1, folded)
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
    end = tokens[after - 1].end
    percent = _SHARE.match(folded, end)
    if percent:
        past = next((i for i in range(after, len(tokens)) if tokens[i].start >= percent.end()), len(tokens))
        return _figure(value, frozenset("%"), tokens, first, past, folded)
    if first and tokens[first - 1].text in "$€£":
        money = {"$": "dollar", "€": "euro", "£": "pound"}[tokens[first - 1].text]
        return _figure(value, comparison_forms(money), tokens, first - 1, after, folded)
    noun = _noun(tokens, after)
    if noun is None or (value == 1 and not comparison_forms(tokens[noun].text) & LEXICON):
        return None
    between = [tokens[i].text for i in range(after, noun) if tokens[i].text not in _MORE]
    found = _figure(value, comparison_forms(tokens[noun].text), tokens, first, noun + 1, folded)
    return Quantity(
        found.value,
        found.noun,
        found.modifiers | frozenset().union(*map(comparison_forms, between)),
        found.context,
        found.bound,
    )


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


def _figure(
    value: float, noun: frozenset[str], tokens: Sequence[_Token], first: int, after: int, folded: str
) -> Quantity:
    """The quantity with the words around it. In Arabic the next word may say which things are counted."""
    ahead = folded[max(0, tokens[first].start - 20) : tokens[first].start]
    bound = next((bound for bound, pattern in _BOUND.items() if pattern.search(ahead)), "")
    if noun & TIMES and (_AGO_BEFORE.search(ahead) or _AGO_AFTER.match(folded, tokens[after - 1].end)):
        bound = "ago"
    following = _following(tokens, after)
    arabic = bool(following) and language_of(tokens[after].text) == "ar" if after < len(tokens) else False
    context = _preceding(tokens, first) | following
    return Quantity(value, noun, following if arabic else frozenset(), context, bound)


def _following(tokens: Sequence[_Token], after: int) -> frozenset[str]:
    """The forms of the next word in the same clause, if it has content; English helping verbs are passed over."""
    while after < len(tokens) and tokens[after].text in _BE:
        after += 1
    if after >= len(tokens):
        return frozenset()
    text = tokens[after].text
    joined = text[0] == "و" and language_of(text) == "ar" and len(text) > 4
    return comparison_forms(text) if _has_content(text) and not joined else frozenset()


def _preceding(tokens: Sequence[_Token], first: int) -> frozenset[str]:
    """The forms of the last word with content before, up to three words back in the same clause."""
    for place in range(first - 1, max(-1, first - 4), -1):
        text = tokens[place].text
        if not text[0].isalpha():
            break
        if _has_content(text) and parse_number([text]) is None:
            return comparison_forms(text)
    return frozenset()


def _has_content(text: str) -> bool:
    return len(text) > 1 and text[0].isalpha() and text not in STOPWORDS
