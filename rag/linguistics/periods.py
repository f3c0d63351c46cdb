"""Periods, and how well a statement fits in one."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from rag.linguistics.dates import DateExpression, parse_dates

UNKNOWN = 0.5
DATED_INSIDE, DATED_LATER, DATED_EARLIER = 0.8, 0.4, 0.2
"""How well a statement that names no day fits by its article's: one of later days may still tell of the period."""
_DAY = dt.timedelta(days=1)
_LEAP_YEAR = dt.date(2000, 12, 31)


@dataclass(frozen=True, slots=True)
class Period:
    """From `since` to `until`, both included; None leaves a side open. `yearly`: these days of any year, not open."""

    since: dt.date | None = None
    until: dt.date | None = None
    yearly: bool = False

    def covers(self, first: dt.date, last: dt.date) -> float:
        """1 where all days from `first` to `last` lie inside the period, 0 where none does, otherwise .5."""
        since, until = self.since or dt.date.min, self.until or dt.date.max
        if self.yearly and first.year == last.year:
            since, until = _in_year(since, first.year), _in_year(until, first.year)
        if since <= first and last <= until:
            return 1.0
        return UNKNOWN if first <= until and since <= last else 0.0


def _in_year(day: dt.date, year: int) -> dt.date:
    """The same day of another year, 28 February where that has no 29th."""
    try:
        return day.replace(year=year)
    except ValueError:
        return day.replace(year=year, day=28)


def period_of(written: DateExpression, reference: dt.date | None) -> Period | None:
    """The period of a written date; None where there is no such day.

    A month without its year is that of any year; as a bound it is the latest that began by `reference`.
    """
    if not written.dated and not written.till and written.relation in ("", "in"):
        days = written.days(_LEAP_YEAR)
        return Period(*days, yearly=True) if days else None
    days = written.days(reference)
    if days is None:
        return None
    first, last = days
    bounds = {
        "since": Period(first),
        "until": Period(None, last),
        "before": Period(None, first - _DAY),
        "after": Period(last + _DAY),
    }
    return bounds.get(written.relation, Period(first, last))


def period_fit(sentence: str, article_date: dt.date | None, period: Period | None) -> float:
    """How well a statement fits a period, from 0 (clearly outside) to 1 (clearly inside); .5 if unknown.

    The days that its words name count; without a year they are of the article's. Only where it names none does
    the article's date tell, and less surely.
    """
    if period is None:
        return UNKNOWN
    named = [days for written in parse_dates(sentence) if (days := _days_named(written, article_date))]
    if named:
        return max(period.covers(*days) for days in named)
    if article_date is None:
        return UNKNOWN
    if period.covers(article_date, article_date):
        return DATED_INSIDE
    return DATED_EARLIER if period.since and article_date < period.since else DATED_LATER


def _days_named(written: DateExpression, article_date: dt.date | None) -> tuple[dt.date, dt.date] | None:
    """The days a statement names; without a year, those of the article's year."""
    return written.days(article_date.replace(month=12, day=31) if article_date else None)
