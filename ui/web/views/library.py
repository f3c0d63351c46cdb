"""The list of articles, to browse: a form that narrows it, how many were found, and a line for each, as safe HTML."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rag.results import count_articles
from store.database import CataloguePage
from store.text import format_date
from ui.api import article_address
from ui.messages import page as page_messages
from ui.web.views.templates import render

Counts = Sequence[tuple[str, int]]
"""Outlets, each with how many articles it printed."""


PAGE = 50
MOST = 1000
"""So many articles are listed at once at most; a browser takes its time with more."""


@dataclass(frozen=True, slots=True)
class LibraryQuery:
    """The words, the outlet and the days that the list is narrowed to, "" where it is not; `shown` lines of it."""

    words: str = ""
    outlet: str = ""
    since: str = ""
    until: str = ""
    shown: int = PAGE

    @classmethod
    def from_page(cls, fields: Mapping[str, object] | None) -> LibraryQuery:
        """The query as the page sends it; fields that do not fit are left out."""
        fields = fields or {}
        words, outlet, since, until = (str(fields.get(name) or "") for name in ("words", "outlet", "since", "until"))
        shown = fields.get("shown")
        lines = shown if isinstance(shown, int) else PAGE
        return cls(words, outlet, since, until, min(max(lines, PAGE), MOST))


@dataclass(frozen=True, slots=True)
class LibraryPage:
    """The articles shown of those found, the first and last day of all found, and the size of the corpus."""

    found: CataloguePage
    days: tuple[dt.date, dt.date] | None
    everything: int


def render_library(query: LibraryQuery, page: LibraryPage, outlets: Counts, language: str, may_write: bool) -> str:
    """The form and the list, in the interface's language; with buttons that remove articles for those who may."""
    return _render(query, outlets, _report(query, page, language, may_write), language, page, may_write)


def render_trouble(query: LibraryQuery, sentence: str, language: str) -> str:
    """The form, and instead of the list why there is none."""
    return _render(query, (), sentence, language)


def _render(
    query: LibraryQuery,
    outlets: Counts,
    report: str,
    language: str,
    page: LibraryPage | None = None,
    may_write: bool = False,
) -> str:
    """The outlets stand by how many articles each has; the chosen one also where it has none of those page."""
    counts = {name: count for name, count in outlets if name}
    return render(
        "library",
        language,
        query=query,
        outlets=counts | ({query.outlet: counts.get(query.outlet, 0)} if query.outlet else {}),
        report=report,
        entries=page.found.entries if page else (),
        total=page.found.total if page else 0,
        next=_next(page, may_write) if page else "everything",
        may_write=may_write,
        article_address=article_address,
        count_articles=count_articles,
    )


def _next(page: LibraryPage, may_write: bool) -> str:
    """The button under the list: more of it; where it is empty, all articles, or the form that adds some."""
    shown = len(page.found.entries)
    if shown:
        return "" if shown >= page.found.total else "no-more" if shown >= MOST else "more"
    return "everything" if page.everything else "add" if may_write else ""


def _report(query: LibraryQuery, page: LibraryPage, language: str, may_write: bool) -> str:
    """How many articles are found and of which days; or why there are none, and what to do about it."""
    if page.found.entries:
        found = count_articles(page.found.total, language)
        if not page.days:
            return found
        first, last = (format_date(day, language) for day in page.days)
        between = page_messages.FOUND_ON if first == last else page_messages.FOUND_BETWEEN
        return between.to(language, articles=found, first=first, last=last)
    if not page.everything:
        return (page_messages.NO_ARTICLES if may_write else page_messages.NO_ARTICLES_TO_READ).to(language)
    narrowed = query.outlet or query.since or query.until
    return (page_messages.NONE_WITHIN if narrowed else page_messages.NONE_FOUND).to(language)
