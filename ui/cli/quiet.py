"""The furniture of an article's page, told line by line: `isnad show ID --noise`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ui.messages import general as messages
from ui.messages import locale_language, localized

if TYPE_CHECKING:
    from store import Article
    from store.database import RepeatedLine


def noise_rows(article: Article, repeated: Sequence[RepeatedLine]) -> list[tuple[str, str]]:
    """Each line of furniture after what says why: by a rule, in the page's order, then by repetition."""
    rows = [(localized(messages.REMOVED_AS[removed.kind]), removed.line) for removed in article.removed]
    for line in repeated:
        told = localized(messages.REPEATED, articles=messages.articles(line.articles, locale_language()))
        rows.append((told, article.text[line.span.start : line.span.end]))
    return rows
