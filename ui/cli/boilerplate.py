"""The lines of an article's page that are no part of the article, each with the reason: `isnad show ID --noise`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ui.messages import general as messages
from ui.messages import locale_language, localized

if TYPE_CHECKING:
    from store import Article
    from store.database import RepeatedLine


def boilerplate_rows(article: Article, repeated: Sequence[RepeatedLine]) -> list[tuple[str, str]]:
    """Pairs of reason and line: first the lines that a rule removed, in the page's order, then the repeated ones."""
    from rag.results import count_articles  # late: with it come the models

    rows = [(localized(messages.REMOVED_AS[removed.kind]), removed.line) for removed in article.removed]
    for line in repeated:
        articles = count_articles(line.articles, locale_language())
        reason = localized(messages.REPEATED, articles=articles)
        rows.append((reason, article.text[line.span.start : line.span.end]))
    return rows
