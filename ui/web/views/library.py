"""The list of articles, to browse: a form that narrows it, how many were found, and a line for each, as safe HTML."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from store.database import Entry, Shelf
from store.text import format_date
from ui.messages import general as messages
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
    def read(cls, asked: Mapping[str, object] | None) -> LibraryQuery:
        """What the page sent, whatever that is."""
        asked = asked or {}
        words, outlet, since, until = (str(asked.get(name) or "") for name in ("words", "outlet", "since", "until"))
        shown = asked.get("shown")
        lines = shown if isinstance(shown, int) else PAGE
        return cls(words, outlet, since, until, min(max(lines, PAGE), MOST))


@dataclass(frozen=True, slots=True)
class Found:
    """A part of the articles found, their first and last day, and how many articles there are in all."""

    shelf: Shelf
    days: tuple[dt.date, dt.date] | None
    everything: int


def render_shelves(asked: LibraryQuery, found: Found, outlets: Counts, language: str, may_write: bool) -> str:
    """The form and the list, in the interface's language; with buttons that remove articles for those who may."""
    if not found.shelf.entries:
        said, way = _nothing(asked, found, language, may_write), _way_on(found, language, may_write)
        return _whole(asked, outlets, said, way, language)
    rows = "".join(_row(entry, language, may_write) for entry in found.shelf.entries)
    listed = f'<ol class="isnad-rows">{rows}</ol>{_more(found.shelf, language)}'
    return _whole(asked, outlets, _count(found, language), listed, language)


def render_trouble(asked: LibraryQuery, sentence: str, language: str) -> str:
    """The form, and instead of the list why there is none."""
    return _whole(asked, (), sentence, _again(language), language)


def _whole(asked: LibraryQuery, outlets: Counts, said: str, listed: str, language: str) -> str:
    """What is said of the list stays an element of its own, so that it is read out whenever it changes."""
    heading = f"<h2>{escape(page_messages.ARTICLES.to(language))}</h2>"
    inside = f'<div class="isnad-bar">{close(language)}{heading}</div>'
    inside += _form(asked, outlets, language)
    inside += f'<p class="isnad-total" role="status">{escape(said)}</p><div class="isnad-listed">{listed}</div>'
    return tag("section", inside, "isnad-view isnad-shelves", language)


# The form


def _form(asked: LibraryQuery, outlets: Counts, language: str) -> str:
    find = escape(page_messages.FIND.to(language))
    words = (
        f'<label class="isnad-find">{find}<input type="search" name="words" value="{escape(asked.words)}" dir="auto"'
    )
    words += ' autocomplete="off" maxlength="500"></label>'
    outlet = f"<label>{escape(page_messages.OUTLET.to(language))}{_choice(asked, outlets, language)}</label>"
    days = "".join(
        f'<label>{escape(sentence.to(language))}<input type="date" class="isnad-do-find" name="{name}"'
        f' value="{escape(value)}"></label>'
        for name, value, sentence in (
            ("since", asked.since, page_messages.SINCE),
            ("until", asked.until, page_messages.UNTIL),
        )
    )
    title, only = (escape(each.to(language)) for each in (page_messages.TITLE_NARROW, page_messages.ONLY_THESE))
    narrow = f'<button type="button" class="isnad-do-narrow" title="{title}">{only}</button>'
    return f'<form class="isnad-do-find" role="search">{words}{outlet}{days}{narrow}</form>'


def _choice(asked: LibraryQuery, outlets: Counts, language: str) -> str:
    """The outlets by how many articles each has; the chosen one also where it has none of those found."""
    counts = {name: count for name, count in outlets if name}
    if asked.outlet:
        counts.setdefault(asked.outlet, 0)
    every = page_messages.ANY_OUTLET.to(language, count=len(counts))
    options = [f'<option value="">{escape(every)}</option>']
    for name, count in counts.items():
        chosen = " selected" if name == asked.outlet else ""
        label = escape(f"\u2068{name}\u2069 ({count:,})")  # an <option> cannot hold <bdi>
        options.append(f'<option value="{escape(name)}"{chosen}>{label}</option>')
    return f'<select class="isnad-do-find" name="outlet">{"".join(options)}</select>'


# What was found


def _count(found: Found, language: str) -> str:
    said = messages.count_articles(found.shelf.total, language)
    if not found.days:
        return said
    first, last = (format_date(day, language) for day in found.days)
    between = page_messages.FOUND_ON if first == last else page_messages.FOUND_BETWEEN
    return between.to(language, articles=said, first=first, last=last)


def _row(entry: Entry, language: str, may_write: bool) -> str:
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


def _about(entry: Entry, language: str) -> str:
    """Who printed an article, when, and in which language it is."""
    outlets = entry.outlets or (messages.UNKNOWN_OUTLET.to(language),)
    spoken = {"ar": page_messages.IN_AR, "en": page_messages.IN_EN}.get(entry.language, page_messages.IN_OTHER)
    about = [messages.COMMA.to(language).join(f"<bdi>{escape(outlet)}</bdi>" for outlet in outlets)]
    about += [f"<bdi>{escape(format_date(entry.date, language))}</bdi>"] if entry.date else []
    return " · ".join([*about, escape(spoken.to(language))])


def _more(shelf: Shelf, language: str) -> str:
    shown = len(shelf.entries)
    if shown >= shelf.total:
        return ""
    if shown >= MOST:
        return note(page_messages.NO_MORE, language, shown=messages.count_articles(shown, language))
    words = escape(page_messages.MORE.to(language, shown=f"{shown:,}", total=f"{shelf.total:,}"))
    return f'<button type="button" class="isnad-do-more">{words}</button>'


def _nothing(asked: LibraryQuery, found: Found, language: str, may_write: bool) -> str:
    """Why the list is empty, and what to do about it."""
    if not found.everything:
        return (page_messages.NO_ARTICLES if may_write else page_messages.NO_ARTICLES_TO_READ).to(language)
    narrowed = asked.outlet or asked.since or asked.until
    return (page_messages.NONE_WITHIN if narrowed else page_messages.NONE_FOUND).to(language)


def _way_on(found: Found, language: str, may_write: bool) -> str:
    """To the whole list; where that is empty too, to the form that adds articles, for those who may."""
    if found.everything:
        return _again(language)
    words = escape(page_messages.ADD.to(language))
    return f'<button type="button" class="isnad-do-add">{words}</button>' if may_write else ""


def _again(language: str) -> str:
    """The way back to the whole list."""
    words = escape(page_messages.EVERYTHING.to(language))
    return f'<button type="button" class="isnad-do-everything">{words}</button>'
