"""The list of articles that a query of the page finds, and an article's neighbours in it, without Gradio."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from rag.query import parse_scope
from store import Corpus, IsnadError, Scope
from ui.api import told_to_readers
from ui.web.views import LibraryPage, LibraryQuery, Neighbours, render_library, render_trouble


def browse_library(corpus: Corpus, fields: Mapping[str, object] | None, language: str, may_write: bool) -> str:
    """The list of articles as HTML in the interface's language; for a query that does not fit, a sentence instead."""
    query = LibraryQuery.from_page(fields)
    try:
        scope = _scope(corpus, query, language)
        found = corpus.catalogue.page(query.words, scope, query.shown)
        outlets = corpus.catalogue.outlets(query.words, replace(scope, outlets=None))
        page = LibraryPage(found, corpus.catalogue.days(query.words, scope), len(corpus))
        return render_library(query, page, outlets, language, may_write)
    except IsnadError as error:
        return render_trouble(query, told_to_readers(error, language), language)


def neighbour_articles(
    corpus: Corpus, article_id: str, fields: Mapping[str, object] | None, language: str
) -> Neighbours | None:
    """The articles before and after one in the list it was opened from; None where it was not opened from one."""
    if not fields:
        return None
    query = LibraryQuery.from_page(fields)
    try:
        return corpus.catalogue.neighbours(article_id, query.words, _scope(corpus, query, language))
    except IsnadError:  # the outlet it was narrowed to is gone
        return None, None


def _scope(corpus: Corpus, query: LibraryQuery, language: str) -> Scope:
    """Raises ScopeError for an outlet that there is not, or a wrong day."""
    outlets = [query.outlet] if query.outlet else None
    return parse_scope(corpus, language, outlets, query.since or None, query.until or None)
