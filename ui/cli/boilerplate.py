"""The lines of an article's page that are no part of the article, each with the reason: `isnad show ID --noise`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

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


def noise_as_dict(article: Article, repeated: Sequence[RepeatedLine]) -> dict[str, Any]:
    """The same for `--json`: what was removed and as what, and what its outlet repeats, with places."""
    from rag.results import article_as_dict

    places = [(line.span.start, line.span.end, line.articles) for line in repeated]
    return {
        **article_as_dict(article),
        "removed": [{"line": removed.line, "kind": removed.kind} for removed in article.removed],
        "repeated": [
            {"line": article.text[start:end], "start": start, "end": end, "articles": articles}
            for start, end, articles in places
        ],
    }
