"""What a person asks of the list of articles, and what is shown for it, without a page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from rag.query import parse_scope
from store import Corpus, IsnadError, Scope
from ui.web.views import Found, LibraryQuery, Neighbours, render_shelves, render_trouble


def browse_library(corpus: Corpus, asked: Mapping[str, object] | None, language: str, may_write: bool) -> str:
    """The list of articles as HTML in the interface's language, or the sentence that says what cannot be listed."""
    wanted = LibraryQuery.read(asked)
    try:
        scope = _scope(corpus, wanted, language)
        shelf = corpus.catalogue.page(wanted.words, scope, wanted.shown)
        outlets = corpus.catalogue.outlets(wanted.words, replace(scope, outlets=None))
        found = Found(shelf, corpus.catalogue.days(wanted.words, scope), len(corpus))
        return render_shelves(wanted, found, outlets, language, may_write)
    except IsnadError as error:
        return render_trouble(wanted, str(error), language)


def neighbour_articles(
    corpus: Corpus, article_id: str, asked: Mapping[str, object] | None, language: str
) -> Neighbours | None:
    """The articles before and after one in the list it was opened from; None where it was not opened from one."""
    if not asked:
        return None
    wanted = LibraryQuery.read(asked)
    try:
        return corpus.catalogue.neighbours(article_id, wanted.words, _scope(corpus, wanted, language))
    except IsnadError:  # the outlet it was narrowed to is gone
        return None, None


def _scope(corpus: Corpus, asked: LibraryQuery, language: str) -> Scope:
    """Raises ScopeError for an outlet that there is not, or a wrong day."""
    outlets = [asked.outlet] if asked.outlet else None
    return parse_scope(corpus, language, outlets, asked.since or None, asked.until or None)
