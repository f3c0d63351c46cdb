"""Passages, as places in an article's text: a few neighbouring sentences, which is what retrieval ranks."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from store.article import Span
from store.text.sentences import PASSAGE_TOKENS, TokenCount, no_token_count, split_sentences
from store.text.statements import is_statement, required_context

PASSAGE_CHARACTERS = 1200
"""Some 300 tokens of Arabic."""


def split_passages(text: str, parts: list[Span], token_count: TokenCount = no_token_count) -> list[list[int]]:
    """The sentences' indices, grouped into passages of at most PASSAGE_CHARACTERS and PASSAGE_TOKENS.

    A new passage starts where the next sentence would not fit; a heading goes with what follows it, and so does what
    opens a list or is asked in an interview.
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
        first = _goes_with(text, parts, index)
        if first < index and fit(first, index) and len(groups[-1]) > index - first:
            del groups[-1][first - index :]
        else:
            first = index
        groups.append(list(range(first, index + 1)))
    return groups


def _goes_with(text: str, parts: list[Span], index: int) -> int:
    """The first of the sentences right above this one that it is read with: what opens it, or a heading."""
    first, above = index, required_context(text, parts[index])
    while above and first and above.start <= parts[first - 1].start and parts[first - 1].end <= above.end:
        first -= 1
    return index - 1 if first == index > 0 and not is_statement(text, parts[index - 1]) else first


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


def divide_text(text: str, token_count: TokenCount = no_token_count) -> Division:
    """Cut a text into sentences and passages. `token_count` says how many tokens the encoder reads for a text."""
    counted = cache(token_count)
    parts = split_sentences(text, counted)
    groups = split_passages(text, parts, counted)
    rows = [
        Sentence(index, number, parts[index].start, parts[index].end, is_statement(text, parts[index]))
        for number, group in enumerate(groups)
        for index in group
    ]
    return Division(tuple(rows), tuple(Span(parts[g[0]].start, parts[g[-1]].end) for g in groups))
