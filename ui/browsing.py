"""What a person asks of the list of articles, and what is shown for it, without a page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from rag.scopes import given_scope
from store import Corpus, IsnadError
from store.scope import Scope
from ui.pane import Neighbours
from ui.shelves import Asked, Found, render_shelves, render_trouble


def browse(corpus: Corpus, asked: Mapping[str, object] | None, language: str, may_write: bool) -> str:
    """The list of articles as HTML in the interface's language, or the sentence that says what cannot be listed."""
    wanted = Asked.read(asked)
    try:
        scope = _scope(corpus, wanted, language)
        shelf = corpus.catalogue.page(wanted.words, scope, wanted.shown)
        outlets = corpus.catalogue.outlets(wanted.words, replace(scope, outlets=None))
        found = Found(shelf, corpus.catalogue.days(wanted.words, scope), len(corpus))
        return render_shelves(wanted, found, outlets, language, may_write)
    except IsnadError as error:
        return render_trouble(wanted, str(error), language)


def neighbours(
    corpus: Corpus, article_id: str, asked: Mapping[str, object] | None, language: str
) -> Neighbours | None:
    """The articles before and after one in the list it was opened from; None where it was not opened from one."""
    if not asked:
        return None
    wanted = Asked.read(asked)
    try:
        return corpus.catalogue.neighbours(article_id, wanted.words, _scope(corpus, wanted, language))
    except IsnadError:  # the outlet it was narrowed to is gone
        return None, None


def _scope(corpus: Corpus, asked: Asked, language: str) -> Scope:
    """Raises ScopeError for an outlet that there is not, or a wrong day."""
    outlets = [asked.outlet] if asked.outlet else None
    return given_scope(corpus, language, outlets, asked.since or None, asked.until or None)
