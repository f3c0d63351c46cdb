"""Questions about nothing in particular: "latest news", "what did X report in May?", "summarise the articles".

No single sentence answers them. The answer quotes what happened on the days they name, as far as sentences name these
days too, or else how articles begin; of one article it quotes the sentences that say most of what it says.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from rag.retrieval import Beginning, Evidence, beginnings, expand_quote
from store import Article, Corpus, Scope, Span
from store.index import IndexedSentence
from store.text import index_text, words

MOST_ARTICLES = 6
MOST_SENTENCES = 4
"""So many sentences of one article summarise it."""
FEWEST_WORDS = 4
"""A shorter one is a catchword beneath the title."""
REPEATED = 0.85
"""Sentences of a higher cosine say much the same."""
_FIRST_PASSAGES = 2
"""Where an article begins: a passage holds up to 1,200 characters."""
_PASSAGES = 40
"""So much is read of one article: the longest of a newspaper."""


def lead_sentences(corpus: Corpus, scope: Scope, language: str, most: int = MOST_ARTICLES) -> list[Evidence]:
    """How a scope's newest articles begin, newest first: each one's first statement, or else its title.

    `language` is the question's.
    """
    ids = [entry.id for entry in corpus.catalogue.page(scope=scope, limit=most).entries]
    return leads_of(beginnings(ids, corpus, scope, _FIRST_PASSAGES), language)


def leads_of(begun: Iterable[Beginning], language: str) -> list[Evidence]:
    """The first statement of each of these articles, or its title; none of one that has neither."""
    leads = (lead_of(each, language) for each in begun)
    return [lead for lead in leads if lead is not None]


def lead_of(begun: Beginning, language: str) -> Evidence | None:
    """The first statement of an article that says something by itself, or its title; None where it has neither."""
    article = begun.article
    telling = (row for row in begun.statements if len(words(article.cut(row.span))) >= FEWEST_WORDS)
    first = next(telling, None) or next(iter(begun.statements if article.headline is None else ()), None)
    return statement_of(begun, first, language) if first else headline_of(article, language)


def headline_of(article: Article, language: str) -> Evidence | None:
    """An article's title as evidence; None where it has none."""
    span = article.headline
    if span is None:
        return None
    keys = frozenset(index_text([article.cut(span)]).split())
    return _evidence(article, span, span, keys, language)


def statement_of(begun: Beginning, row: IndexedSentence, language: str) -> Evidence:
    """A statement of an article as evidence."""
    quote = expand_quote(begun.article, row.span, {}, begun.furniture)
    return _evidence(begun.article, row.span, quote, row.keys, language)


def key_sentences(article_id: str, corpus: Corpus, scope: Scope, language: str) -> list[Evidence]:
    """The sentences that say most of what an article says, in its order: its first, and those in its midst.

    In its midst are those that are likest the mean of all; of two that say much the same the likelier is taken.
    """
    (begun,) = beginnings([article_id], corpus, scope, _PASSAGES) or (None,)
    if begun is None or not begun.statements:
        return leads_of([begun] if begun else [], language)
    rows, meanings = begun.statements, corpus.index.meanings(begun.statements)
    known = [(row, meaning) for row, meaning in zip(rows, meanings, strict=True) if meaning is not None]
    if not known:
        return leads_of([begun], language)
    centre = np.mean([meaning for _, meaning in known], axis=0)
    central = sorted(known[1:], key=lambda one: (-float(one[1] @ centre), one[0].sentence.number))
    chosen = known[:1]
    for row, meaning in central:
        if len(chosen) < MOST_SENTENCES and all(float(meaning @ other) < REPEATED for _, other in chosen):
            chosen.append((row, meaning))
    ordered = sorted((row for row, _ in chosen), key=lambda row: row.sentence.number)
    return without_overlaps(statement_of(begun, row, language) for row in ordered)


def without_overlaps(evidence: Iterable[Evidence]) -> list[Evidence]:
    """The evidence without what quotes some of the same words as what stands before it."""
    kept: list[Evidence] = []
    for found in evidence:
        if not any(found.overlaps(other) for other in kept):
            kept.append(found)
    return kept


def _evidence(article: Article, span: Span, quote: Span, keys: frozenset[str], language: str) -> Evidence:
    crossing = article.language != language and not article.translated(span, language)
    return Evidence(
        article, span, quote.start, quote.end, keys, crossing, score=1.0, confidence=1.0, field=span.field
    )
