"""The list of articles, to browse: a form that narrows it, how many were found, and a line for each, as safe HTML."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rag.results import count_articles, phrases_in
from store.database import CatalogueEntry, CataloguePage
from store.text import format_date
from ui.messages import page as page_messages
from ui.web.views.anchors import article_address
from ui.web.views.html import close, escape, note, tag

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

    shelf: CataloguePage
    days: tuple[dt.date, dt.date] | None
    everything: int


def render_shelves(query: LibraryQuery, page: LibraryPage, outlets: Counts, language: str, may_write: bool) -> str:
    """The form and the list, in the interface's language; with buttons that remove articles for those who may."""
    if not page.shelf.entries:
        said, way = _nothing(query, page, language, may_write), _way_on(page, language, may_write)
        return _whole(query, outlets, said, way, language)
    rows = "".join(_row(entry, language, may_write) for entry in page.shelf.entries)
    listed = f'<ol class="isnad-rows">{rows}</ol>{_more(page.shelf, language)}'
    return _whole(query, outlets, _count(page, language), listed, language)


def render_trouble(query: LibraryQuery, sentence: str, language: str) -> str:
    """The form, and instead of the list why there is none."""
    return _whole(query, (), sentence, _again(language), language)


def _whole(query: LibraryQuery, outlets: Counts, said: str, listed: str, language: str) -> str:
    """What is said of the list stays an element of its own, so that it is read out whenever it changes."""
    heading = f"<h2>{escape(page_messages.ARTICLES.to(language))}</h2>"
    inside = f'<div class="isnad-bar">{close(language)}{heading}</div>'
    inside += _form(query, outlets, language)
    inside += f'<p class="isnad-total" role="status">{escape(said)}</p><div class="isnad-listed">{listed}</div>'
    return tag("section", inside, "isnad-view isnad-shelves", language)


# The form


def _form(query: LibraryQuery, outlets: Counts, language: str) -> str:
    find = escape(page_messages.FIND.to(language))
    words = (
        f'<label class="isnad-find">{find}<input type="search" name="words" value="{escape(query.words)}" dir="auto"'
    )
    words += ' autocomplete="off" maxlength="500"></label>'
    outlet = f"<label>{escape(page_messages.OUTLET.to(language))}{_choice(query, outlets, language)}</label>"
    days = "".join(
        f'<label>{escape(sentence.to(language))}<input type="date" class="isnad-do-find" name="{name}"'
        f' value="{escape(value)}"></label>'
        for name, value, sentence in (
            ("since", query.since, page_messages.SINCE),
            ("until", query.until, page_messages.UNTIL),
        )
    )
    title, only = (escape(each.to(language)) for each in (page_messages.TITLE_NARROW, page_messages.ONLY_THESE))
    narrow = f'<button type="button" class="isnad-do-narrow" title="{title}">{only}</button>'
    return f'<form class="isnad-do-find" role="search">{words}{outlet}{days}{narrow}</form>'


def _choice(query: LibraryQuery, outlets: Counts, language: str) -> str:
    """The outlets by how many articles each has; the chosen one also where it has none of those page."""
    counts = {name: count for name, count in outlets if name}
    if query.outlet:
        counts.setdefault(query.outlet, 0)
    every = page_messages.ANY_OUTLET.to(language, count=len(counts))
    options = [f'<option value="">{escape(every)}</option>']
    for name, count in counts.items():
        chosen = " selected" if name == query.outlet else ""
        label = escape(f"\u2068{name}\u2069 ({count:,})")  # an <option> cannot hold <bdi>
        options.append(f'<option value="{escape(name)}"{chosen}>{label}</option>')
    return f'<select class="isnad-do-find" name="outlet">{"".join(options)}</select>'


# What was found


def _count(page: LibraryPage, language: str) -> str:
    said = count_articles(page.shelf.total, language)
    if not page.days:
        return said
    first, last = (format_date(day, language) for day in page.days)
    between = page_messages.FOUND_ON if first == last else page_messages.FOUND_BETWEEN
    return between.to(language, articles=said, first=first, last=last)


def _row(entry: CatalogueEntry, language: str, may_write: bool) -> str:
    title = entry.title or page_messages.UNTITLED.to(language)
    address = article_address(entry.id, language)
    link = tag("span", escape(title), language=entry.language if entry.title else language)
    row = f'<a class="isnad-mark-article" href="{address}">{link}</a>'
    row += f'<p class="isnad-source">{_about(entry, language)}</p>'
    if may_write:
        label = escape(page_messages.REMOVE_THIS.to(language, title=title))
        words = escape(page_messages.REMOVE.to(language))
        row += (
            f'<button type="button" class="isnad-do-remove" value="{entry.id}" aria-label="{label}">{words}</button>'
        )
    return f"<li>{row}</li>"


def _about(entry: CatalogueEntry, language: str) -> str:
    """Who printed an article, when, and in which language it is."""
    outlets = entry.outlets or (phrases_in(language).no_outlet,)
    spoken = {"ar": page_messages.IN_AR, "en": page_messages.IN_EN}.get(entry.language, page_messages.IN_OTHER)
    about = [phrases_in(language).list_comma.join(f"<bdi>{escape(outlet)}</bdi>" for outlet in outlets)]
    about += [f"<bdi>{escape(format_date(entry.date, language))}</bdi>"] if entry.date else []
    return " · ".join([*about, escape(spoken.to(language))])


def _more(shelf: CataloguePage, language: str) -> str:
    shown = len(shelf.entries)
    if shown >= shelf.total:
        return ""
    if shown >= MOST:
        return note(page_messages.NO_MORE, language, shown=count_articles(shown, language))
    words = escape(page_messages.MORE.to(language, shown=f"{shown:,}", total=f"{shelf.total:,}"))
    return f'<button type="button" class="isnad-do-more">{words}</button>'


def _nothing(query: LibraryQuery, page: LibraryPage, language: str, may_write: bool) -> str:
    """Why the list is empty, and what to do about it."""
    if not page.everything:
        return (page_messages.NO_ARTICLES if may_write else page_messages.NO_ARTICLES_TO_READ).to(language)
    narrowed = query.outlet or query.since or query.until
    return (page_messages.NONE_WITHIN if narrowed else page_messages.NONE_FOUND).to(language)


def _way_on(page: LibraryPage, language: str, may_write: bool) -> str:
    """To the whole list; where that is empty too, to the form that adds articles, for those who may."""
    if page.everything:
        return _again(language)
    words = escape(page_messages.ADD.to(language))
    return f'<button type="button" class="isnad-do-add">{words}</button>' if may_write else ""


def _again(language: str) -> str:
    """The way back to the whole list."""
    words = escape(page_messages.EVERYTHING.to(language))
    return f'<button type="button" class="isnad-do-everything">{words}</button>'
