"""The outlets and days that a caller gives, checked."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterable

from rag.errors import ScopeError
from rag.query.query import as_list
from rag.results import PHRASES
from store import Corpus, Scope
from store.text import fold, format_date

_PART_OF_DATE = re.compile(r"(\d{4})(?:-(\d\d))?")


def parse_scope(
    corpus: Corpus,
    language: str,
    outlets: Iterable[str] | None,
    since: dt.date | str | None,
    until: dt.date | str | None,
) -> Scope:
    """The scope that a caller gives; no outlets at all are all of them, as programs mean it that send an empty list.

    Raises ScopeError for unknown outlets, wrong dates, or dates the wrong way.
    """
    given = as_list("outlets", outlets)
    known: dict[str, list[str]] = {}
    for name in corpus.outlets() if given else ():
        known.setdefault(fold(name), []).append(name)
    for outlet in given:
        if fold(outlet) not in known:
            names = ", ".join(name for spellings in known.values() for name in spellings if name) or "—"
            raise ScopeError(PHRASES[language].unknown_outlet.format(outlet=outlet, outlets=names))
    wanted = tuple(name for outlet in given for name in known[fold(outlet)]) or None
    first, last = _date(since, language, last=False), _date(until, language, last=True)
    if first and last and first > last:
        raise ScopeError(
            PHRASES[language].dates_crossed.format(
                since=format_date(first, language), until=format_date(last, language)
            )
        )
    return Scope(wanted, first, last)


def _date(value: dt.date | str | None, language: str, *, last: bool) -> dt.date | None:
    """A day; of a month or a year its first, or its `last`."""
    if isinstance(value, dt.datetime):
        return value.date()
    if value is None or isinstance(value, dt.date):
        return value
    try:
        part = _PART_OF_DATE.fullmatch(value)
        if part is None:
            return dt.date.fromisoformat(value)
        year, month = int(part[1]), int(part[2] or (12 if last else 1))
        return dt.date(year, month, calendar.monthrange(year, month)[1] if last else 1)
    except ValueError:  # calendar raises ValueError for a month that there is not
        raise ScopeError(PHRASES[language].bad_date.format(value=repr(value))) from None
