"""How much of an article is quoted: a sentence, with as much around it as it takes to be understood and checked.

The sentences beside it in the same paragraph come with it, the likelier first, while the quote stays short: they may
hold what the question's words do not touch. One that leans on what was said before ("He added that…", «وأضاف أن») is
quoted with the sentence before it, even from the paragraph above; an entry of a list or a table with all of it from
what opens it; what opens a list with the entries under it; an answer of an interview with what was asked; and words
that a speaker is quoted with are not broken off where the quote stays short.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from rag.linguistics import leans_back, refers_to
from store import Article, Span
from store.text import is_statement, list_entries, required_context, split_sentences

MOST_SENTENCES = 3
MOST_CHARACTERS = 300
"""A quote grows to so much at most. A longer sentence is quoted by itself; an entry far below what opens its list, or
an answer to a long question, with all that it must be read with."""

_QUOTATIONS = ("«»", "“”")


def expand_quote(article: Article, point: Span, beside: Mapping[Span, float], furniture: Sequence[Span] = ()) -> Span:
    """What to quote for the sentence at `point`; `beside` has the sentences near it and how well they answer.

    No line of `furniture` is quoted.
    """
    quote = _whole(article.text, point, furniture)
    for _ in range(MOST_SENTENCES - 1):
        joined = _leant_on(article, quote, furniture) or _likeliest(article, quote, beside)
        if joined is None:
            break
        wider = _whole(article.text, _together(quote, joined), furniture)
        if not _short(wider):
            break
        quote = wider
    return _spoken_out(article.text, quote)


def _whole(text: str, quote: Span, furniture: Sequence[Span]) -> Span:
    """The quote from what opens its first sentence on, and with the list its last one opens while that is short."""
    above = required_context(text, quote)
    whole = _together(above, quote) if above else quote
    for entry in list_entries(text, whole):
        longer = _together(whole, entry)
        if not _short(longer) or overlaps_any(entry, furniture):
            break
        whole = longer
    return whole


def _likeliest(article: Article, quote: Span, beside: Mapping[Span, float]) -> Span | None:
    """The likeliest of the sentences that may join the quote."""
    next_to = [span for span in beside if _joins(article, quote, span)]
    return max(next_to, key=lambda span: (beside[span], -span.start)) if next_to else None


def _joins(article: Article, quote: Span, span: Span) -> bool:
    """Whether a sentence stands right beside the quote, in its paragraph, and leaves it short."""
    if quote.start <= span.start < quote.end:
        return False
    between = article.text[min(quote.end, span.end) : max(quote.start, span.start)]
    return between.isspace() and "\n" not in between and _short(_together(quote, span))


def overlaps_any(span: Span, lines: Iterable[Span]) -> bool:
    """Whether a stretch of an article lies in one of these lines of it."""
    return any(line.start <= span.start and span.end <= line.end for line in lines)


def _leant_on(article: Article, quote: Span, furniture: Sequence[Span]) -> Span | None:
    """The sentence before the quote, where it leans on that and stays short with it."""
    above = article.text[: quote.start].rstrip()
    line = above.rfind("\n") + 1
    before = [Span(line + span.start, line + span.end) for span in split_sentences(above[line:])]
    if not before or not is_statement(article.text, before[-1]) or overlaps_any(before[-1], furniture):
        return None
    opening = split_sentences(article.text[quote.start : quote.end])[0]
    first = article.text[quote.start : quote.start + opening.end]
    if not leans_back(first) and not refers_to(first, article.text[before[-1].start : before[-1].end]):
        return None
    return before[-1] if _short(_together(quote, before[-1])) else None


def _spoken_out(text: str, quote: Span) -> Span:
    """The quote, on to the sentence of its paragraph that closes the quotation it breaks off in, if that is near."""
    opens = text.rfind("\n", 0, quote.start) + 1
    closes = text.find("\n", quote.end)
    rest = Span(quote.end, closes if closes >= 0 else len(text))
    if not _breaks_off(text[opens : quote.end]):
        return quote
    for span in split_sentences(text[rest.start : rest.end]):
        longer = Span(quote.start, rest.start + span.end)
        if not _short(longer):
            break
        if not _breaks_off(text[opens : longer.end]):
            return longer
    return quote


def _breaks_off(text: str) -> bool:
    """Whether a quotation is open at the end of a text."""
    return text.count('"') % 2 == 1 or any(text.count(mark[0]) > text.count(mark[1]) for mark in _QUOTATIONS)


def _together(one: Span, other: Span) -> Span:
    return Span(min(one.start, other.start), max(one.end, other.end))


def _short(span: Span) -> bool:
    return span.end - span.start <= MOST_CHARACTERS
