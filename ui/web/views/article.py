"""The article in the pane: who says it and when, the ways from here, and its text, as HTML that is safe to show."""

from __future__ import annotations

from typing import NamedTuple

from store import Article, Span
from ui.api import Reference, article_address
from ui.messages import general as messages
from ui.web.views.article_lines import lines_of, title_words, translation_beside
from ui.web.views.highlight import split_quote, within_translation
from ui.web.views.templates import render

Neighbours = tuple[str | None, str | None]
"""The ids of the articles listed before and after one, where it was opened from a list."""


class QuoteSteps(NamedTuple):
    """Which of an answer's quotes from an article is chosen, and the addresses of those beside it."""

    number: int
    total: int
    before: Reference | None
    after: Reference | None


def render_article(
    article: Article,
    reference: Reference,
    language: str,
    neighbours: Neighbours | None = None,
) -> str:
    """The whole article with its quotes marked, the chosen one as `mark.isnad-chosen`, and its translation.

    The words around the point of the chosen quote are `.isnad-around`. Its translation stands below it in the
    language of the reference, the reader's; labels are in `language`, the interface's. With `neighbours` there is a
    way back to the list.
    """
    chosen, reading = reference.chosen, reference.language
    translated = article.translated(chosen, reading) if article.language != reading else None
    point = within_translation(article, chosen, reference.point, reading)
    title, title_mark = title_words(article, reference)
    return render(
        "article",
        language,
        article=article,
        reference=reference,
        neighbours=[id_ and article_address(id_, reading) for id_ in neighbours] if neighbours else None,
        steps=_quote_steps(article, reference),
        beside=translation_beside(article, reference),
        title=title,
        title_mark=title_mark,
        lines=lines_of(article, reference),
        reading=article.translation(reading),
        translated_quote=split_quote(translated, point) if translated else None,
        quote_says=_quote_says(article, chosen),
        language_phrase=language_phrase,
    )


def render_gone(reference: Reference, language: str) -> str:
    """What opens in place of an article that was removed since it was quoted."""
    return render("article", language, article=None, reference=reference)


def language_phrase(language: str, interface: str) -> str:
    """ "in Arabic", in the interface's language."""
    named = {"ar": messages.IN_ARABIC, "en": messages.IN_ENGLISH}.get(language)
    return named.to(interface) if named else f"({language})"


def _quote_says(article: Article, chosen: Span) -> str:
    """The name of the message that stands above the translation of a quote."""
    if chosen.field == "title":
        return "HEADLINE_SAYS"
    return "PARAGRAPHS_SAY" if "\n" in article.cut(chosen) else "PARAGRAPH_SAYS"


def _quote_steps(article: Article, reference: Reference) -> QuoteSteps | None:
    """The steps among the answer's quotes from this article; None where there are no others."""
    quotes = [quote for quote in reference.quotes() if quote[0].end <= len(article.part(quote[0].field))]
    at = next((number for number, (span, _) in enumerate(quotes) if span == reference.chosen), None)
    if at is None or len(quotes) < 2:
        return None
    before = reference.choosing(quotes[at - 1]) if at else None
    after = reference.choosing(quotes[at + 1]) if at + 1 < len(quotes) else None
    return QuoteSteps(at + 1, len(quotes), before, after)
