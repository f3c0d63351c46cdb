"""The point of a quote, the sentence in it that answers, among the words that help to understand it."""

from __future__ import annotations

from store import Article, Span

Parts = list[tuple[str, bool]]


def within(quote: Span, point: Span | None) -> Span | None:
    """Where the point stands in the quote, counted from its start; None where it is no part of it, or all of it."""
    if point is None or point == quote or not quote.start <= point.start < point.end <= quote.end:
        return None
    return Span(point.start - quote.start, point.end - quote.start)


def within_translation(article: Article, quote: Span, point: Span | None, language: str) -> Span | None:
    """Where the lines that translate the point stand in those that translate the quote; None where they are all."""
    whole, part = article.translated(quote, language), article.translated(point, language) if point else None
    if not whole or not part or part == whole or part not in whole:
        return None
    return Span(whole.index(part), whole.index(part) + len(part))


def split_quote(text: str, point: Span | None) -> Parts:
    """A quote, or a part of one, as its parts, each with whether it is around the point.

    `point` counts from the text's start and may begin before it or end after it; without one, all of it is the point.
    """
    if point is None:
        return [(text, False)]
    start, end = (min(max(place, 0), len(text)) for place in (point.start, point.end))
    parts = [(text[:start], True), (text[start:end], False), (text[end:], True)]
    return [(words, is_around) for words, is_around in parts if words]
