"""The furniture of an article's page, told line by line: `isnad show ID --noise`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ui import messages
from ui.sentence import language, sentence

if TYPE_CHECKING:
    from store import Article
    from store.furniture import Repeated


def noise_rows(article: Article, repeated: Sequence[Repeated]) -> list[tuple[str, str]]:
    """Each line of furniture after what says why: by a rule, in the page's order, then by repetition."""
    rows = [(sentence(messages.REMOVED_AS[removed.kind]), removed.line) for removed in article.removed]
    for line in repeated:
        told = sentence(messages.REPEATED, articles=messages.articles(line.articles, language()))
        rows.append((told, article.text[line.span.start : line.span.end]))
    return rows
