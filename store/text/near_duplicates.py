"""Whether two articles are printings of one report, as when several outlets print an agency's.

A copy says nothing that the article does not say: every statement of it stands there, word for word; vowel marks,
spelling and punctuation aside. It may leave statements out, put them in another order, and add what states nothing: a
headline, a dateline, a credit. So a changed number, day or name is never taken for a copy, whatever else is the same.
Neither is another wording: nothing tells it from another fact. MinHash says which articles are worth comparing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from hashlib import blake2b

from rensa import RMinHash

from store.article import Article, Span
from store.text.arabic import words
from store.text.sentences import split_sentences
from store.text.statements import is_statement

FEWEST_WORDS, MOST_WORDS = 25, 20_000
"""Shorter texts are alike by chance; of longer ones, books, only the same text is a copy."""
CONTAINED = 0.7
"""So much of a copy's shingles the article has at least: docs/MEASUREMENTS.md."""
SHINGLE = 3
LONGEST_RUN = 3
"""A sentence of one printing may be cut into as many in another."""
CACHED_CHARACTERS = 20_000
"""What is computed of longer texts is not kept, so that all caches here together stay below some 50 MB."""
BANDS, ROWS = 32, 4
"""Texts that share the part j of their shingles meet in a band with a likelihood of 1 - (1 - j^4)^32."""
_SEED = 7
_SLIGHT = 4  # words
_LONGEST_CREDIT = 25
_ALTERED = 0.6

_SIGNS = {"%": " percent ", "٪": " percent ", "$": " dollars ", "€": " euros ", "£": " pounds "}
_SIGN = re.compile("|".join(map(re.escape, _SIGNS)))
_MINUS = re.compile(r"(?<![\w.)])[-−–](?=\d)")
_CREDIT = re.compile(r"\s*[(\[].*[)\]]\s*")
_DATELINE = re.compile(r"(?P<place>[^.!?؟()]{0,60}?)\s*(?:\([^()]{2,40}\)\s*[-–—:]?|(?<=\s)[-–—])\s+")
_ENDED = re.compile(r"[.!?؟…۔][^\w\s]*$")


class _Role(Enum):
    STATEMENT = "statement"
    HEADING = "heading"
    CREDIT = "credit"


@dataclass(frozen=True, slots=True)
class _Text:
    """A text as it is compared: its words in one line, its statements, and what states nothing.

    `begun` has the dateline of each statement, "" for most, by the words that follow it; `first` is the first
    statement parted so, the dateline and the rest.
    """

    words: str
    statements: tuple[str, ...]
    headings: tuple[str, ...]
    credits: str
    first: tuple[str, str]
    begun: dict[str, str]
    shingles: frozenset[str]


def minhash_bands(text: str) -> frozenset[int]:
    """The numbers to look a text up by, of 64 bits with a sign; none for one that is too short or too long.

    Texts that share most of their shingles share one of these too.
    """
    return _cached_bands(text) if len(text) <= CACHED_CHARACTERS else _bands(text)


def _bands(text: str) -> frozenset[int]:
    shingles = _shingles(_words(text))
    if not shingles:
        return frozenset()
    minhash = RMinHash(num_perm=BANDS * ROWS, seed=_SEED)
    minhash.update(sorted(shingles))
    rows = minhash.digest()
    return frozenset(_band(number, rows[number * ROWS : (number + 1) * ROWS]) for number in range(BANDS))


_cached_bands = lru_cache(maxsize=512)(_bands)


def _band(number: int, rows: Sequence[int]) -> int:
    packed = b"".join(value.to_bytes(8, "big") for value in (number, *rows))
    return int.from_bytes(blake2b(packed, digest_size=8).digest(), "big", signed=True)


def minhash_maker() -> str:
    """What the bands depend on: another version of the library may number the same text otherwise."""
    return ",".join(map(str, sorted(minhash_bands(" ".join(f"word{number}" for number in range(2 * FEWEST_WORDS))))))


def says_all_of(article: Article, copy: Article) -> bool:
    """Whether an article says all that another says, and has most of its words as they stand."""
    whole, part = _read(article.text), _read(copy.text)
    if shingle_share(article.text, copy.text) < CONTAINED:
        return False
    if not all(statement in whole.words or _begins(statement, whole, part) for statement in part.statements):
        return False
    known = _numbers(whole.words) | _numbers(_line(article.title)) | _day(article) | _day(copy)
    slight = [part.credits, part.first[0], *part.headings, _line(copy.title)]
    return set().union(*map(_numbers, slight)) <= known and _headings_agree(article, whole, copy, part)


def shingle_share(text: str, part: str) -> float:
    """Which share of one text's shingles another has: 0 where the one is too short or too long to tell."""
    shingles = _read(part).shingles
    return len(shingles & _read(text).shingles) / len(shingles) if shingles else 0.0


def _begins(statement: str, whole: _Text, part: _Text) -> bool:
    """Whether this is a copy's first statement, and nothing but its dateline is its own."""
    place, rest = part.first
    if statement != part.statements[0] or rest not in whole.begun:
        return False
    other = whole.begun[rest]
    return not place or not other or place == other


def _headings_agree(article: Article, whole: _Text, copy: Article, part: _Text) -> bool:
    """Whether each heading of a copy is the article's or a new one, but none with a word or two put for others."""
    ours = [set(line.split()) for line in (*whole.headings, _line(article.title))]
    for line in (*part.headings, _line(copy.title)):
        theirs = set(line.split())
        if line not in whole.words and any(_altered(theirs, words) for words in ours):
            return False
    return True


def _altered(heading: set[str], other: set[str]) -> bool:
    longer = heading <= other or other <= heading
    return not longer and len(heading & other) >= _ALTERED * len(heading | other)


def has_sentences(text: str, quote: str) -> bool:
    """Whether a text has each sentence of a quote word for word; spelling and punctuation aside."""
    parts = (_line(quote[span.start : span.end]) for span in split_sentences(quote))
    return all(part in _line(text) or not part.strip() for part in parts)


def locate_sentences(text: str, quotes: Sequence[str]) -> list[Span | None]:
    """Where a text has each of these sentences word for word; None for one it lacks. Spelling and punctuation aside.

    The place is that of whole sentences of the text, at most LONGEST_RUN of them.
    """
    parts = split_sentences(text)
    runs = [
        Span(parts[first].start, parts[last].end)
        for length in range(LONGEST_RUN)
        for first, last in enumerate(range(length, len(parts)))
    ]
    lines = [(_line(text[run.start : run.end]), run) for run in runs] if quotes else []
    return [next((run for line, run in lines if _line(quote) in line), None) for quote in quotes]


def _words(text: str) -> list[str]:
    return words(_SIGN.sub(lambda sign: _SIGNS[sign[0]], _MINUS.sub(" minus ", text)))


@lru_cache(maxsize=64)
def _line(text: str) -> str:
    """The words with a space before, between and after them, so that they are found whole."""
    return f" {' '.join(_words(text))} "


def _shingles(found: Sequence[str]) -> frozenset[str]:
    if not FEWEST_WORDS <= len(found) <= MOST_WORDS:
        return frozenset()
    return frozenset(" ".join(found[at : at + SHINGLE]) for at in range(len(found) - SHINGLE + 1))


def _numbers(line: str) -> set[str]:
    return {word for word in line.split() if word[0].isdigit()}


def _day(article: Article) -> set[str]:
    day = article.date
    return {str(day.year), str(day.month), str(day.day), f"{day.month:02}", f"{day.day:02}"} if day else set()


def _read(text: str) -> _Text:
    return _cached_text(text) if len(text) <= CACHED_CHARACTERS else _take_apart(text)


def _take_apart(text: str) -> _Text:
    by_role: dict[_Role, list[str]] = {role: [] for role in _Role}
    for span in split_sentences(text):
        sentence = text[span.start : span.end]
        if _words(sentence):
            by_role[_role(text, span, sentence)].append(sentence)
    parted = [_parted(sentence) for sentence in by_role[_Role.STATEMENT]]
    statements = tuple(map(_line, by_role[_Role.STATEMENT]))
    return _Text(
        words=_line(text),
        statements=statements,
        headings=tuple(map(_line, by_role[_Role.HEADING])),
        credits=_line(" ".join(by_role[_Role.CREDIT])),
        first=parted[0] if parted else ("", ""),
        begun=dict.fromkeys(statements, "") | {rest: place for place, rest in parted},
        shingles=_shingles(_words(text)),
    )


_cached_text = lru_cache(maxsize=64)(_take_apart)


def _role(text: str, span: Span, sentence: str) -> _Role:
    length = len(sentence.split())
    if _CREDIT.fullmatch(sentence) and length <= _LONGEST_CREDIT:
        return _Role.CREDIT
    slight = length <= _SLIGHT and not _ENDED.search(sentence)
    return _Role.HEADING if slight or not is_statement(text, span) else _Role.STATEMENT


def _parted(sentence: str) -> tuple[str, str]:
    """A statement's dateline without the agency, "" where it has none, and the words after it."""
    found = _DATELINE.match(sentence)
    return (_line(found["place"]).strip(), _line(sentence[found.end() :])) if found else ("", _line(sentence))
