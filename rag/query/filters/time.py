"""The period that a question asks about: by dates, by "last week", or by a dated event: after the visit in June."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rag.linguistics import BOUNDS, UNCLEAR_TIME, DateExpression, Period, parse_dates, period_of, relative_days
from store import Corpus

_MOST_WORDS = 7
_STOP = (
    r"(?:about|on|regarding|concerning|what|who|whom|how|why|where|when|which|did|does|do|was|were|is|are|has|have"
    r"|عن|حول|بشان|ماذا|ما|من|كيف|لماذا|متي|اين|هل|كم)(?!\w)"
)
_OCCASION = re.compile(
    rf"(?<!\w)(?<!من )[وف]?(?:{'|'.join(f'(?P<{name}>{words})' for name, words in BOUNDS.items())})\s+(?!\d)"
    rf"(?P<occasion>[^\s?؟.,،;؛:!]+(?:\s+(?!{_STOP})[^\s?؟.,،;؛:!]+){{0,{_MOST_WORDS}}})"
)


@dataclass(frozen=True, slots=True)
class TimeBound:
    """What bounds a question in time, `text[start:end]`, and the period.

    `exact` is the same without a "September" of any year: that of the latest articles. `drop_from_query` says that
    the words say nothing else, so that searching for them would mislead; `occasion` that they name an event.
    """

    start: int
    end: int
    period: Period
    exact: Period
    drop_from_query: bool
    occasion: bool = False


@dataclass(frozen=True, slots=True)
class UnclearTime:
    """Words of a question for a time, `text[start:end]`, whose days are not known."""

    start: int
    end: int


def find_time_bound(plain: str, folded: str, corpus: Corpus, today: dt.date) -> TimeBound | UnclearTime | None:
    """What bounds a question in time; None where nothing does, or several periods are compared.

    `folded` is the text folded, of the same length.
    """
    occasion, written = _OCCASION.search(folded), parse_dates(plain)
    from_today = list(_from_today(plain, occasion, today))
    found = [
        bound
        for bound in _by_dates(written, occasion, corpus, today)
        if not any(other.start <= bound.start < bound.end <= other.end for other in from_today)  # last September
    ]
    found = found or from_today
    if not found:
        return _unclear(written, folded)
    if len(found) == 2:
        return _joined(*found)
    return found[0] if len(found) == 1 else None


def _unclear(dates: Sequence[DateExpression], folded: str) -> UnclearTime | None:
    """A date that is in no calendar, or other words for a time."""
    if dates:
        return UnclearTime(dates[0].start, dates[0].end)
    words = UNCLEAR_TIME.search(folded)
    return UnclearTime(*words.span()) if words else None


def _from_today(plain: str, occasion: re.Match[str] | None, today: dt.date) -> Iterator[TimeBound]:
    for start, end, first, last in relative_days(plain, today):
        if occasion and occasion.start("occasion") == start:  # since last week
            period = _period_around(occasion, (first, last))
            yield TimeBound(occasion.start(), end, period, period, drop_from_query=True)
        else:
            yield TimeBound(start, end, Period(first, last), Period(first, last), drop_from_query=True)


def _by_dates(
    dates: Sequence[DateExpression], occasion: re.Match[str] | None, corpus: Corpus, today: dt.date
) -> Iterator[TimeBound]:
    reference: dt.date | None = None
    for written in dates:
        if not written.dated and reference is None:
            reference = min(today, corpus.last_day() or today)
        period, days = period_of(written, reference), written.days(reference)
        if period is None or days is None:
            continue
        if occasion and written.relation in ("", "in") and _lies_in(written, occasion):
            yield _around(occasion, days)  # after the visit in June 2024
        else:
            exact = Period(*days) if period.yearly else period
            yield TimeBound(
                written.start, written.end, period, exact, drop_from_query=written.relation in ("before", "after")
            )


def _lies_in(written: DateExpression, occasion: re.Match[str]) -> bool:
    return occasion.start("occasion") <= written.start < occasion.end()


def _around(occasion: re.Match[str], days: tuple[dt.date, dt.date]) -> TimeBound:
    """The bound by an occasion of these days, first and last."""
    period = _period_around(occasion, days)
    return TimeBound(occasion.start(), occasion.end(), period, period, drop_from_query=False, occasion=True)


def _period_around(occasion: re.Match[str], days: tuple[dt.date, dt.date]) -> Period:
    """What is before, until, since or after these days; reports of an occasion may be of its own day."""
    bounds = {"before": Period(until=days[0] - dt.timedelta(days=1)), "until": Period(until=days[1])}
    return bounds.get(next(name for name in BOUNDS if occasion[name]), Period(since=days[0]))


def _joined(one: TimeBound, other: TimeBound) -> TimeBound | None:
    """Two bounds as one: since … and before …."""
    first, last = (one, other) if one.period.until is None else (other, one)
    if first.period.until is not None or last.period.since is not None:
        return None
    period = Period(first.period.since, last.period.until)
    return TimeBound(
        min(one.start, other.start),
        max(one.end, other.end),
        period,
        period,
        drop_from_query=one.drop_from_query and other.drop_from_query,
        occasion=one.occasion or other.occasion,
    )
