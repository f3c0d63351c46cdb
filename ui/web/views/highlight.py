"""The point of a quote, the sentence in it that answers, among the words that help to understand it."""

from __future__ import annotations

from store import Article, Span
from ui.web.views.html import escape


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


def highlight_quote(text: str, point: Span | None) -> str:
    """A quote, or a part of one, as HTML with what is around its point set apart.

    `point` counts from the text's start and may begin before it or end after it; without one, all of it is the point.
    """
    if point is None:
        return escape(text)
    start, end = (min(max(place, 0), len(text)) for place in (point.start, point.end))
    return _around(text[:start]) + escape(text[start:end]) + _around(text[end:])


def _around(text: str) -> str:
    return f'<span class="isnad-around">{escape(text)}</span>' if text else ""
