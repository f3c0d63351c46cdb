"""A timeline: statements in the order of the days they tell of, or else of their articles' days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence

from rag.linguistics import Period, parse_dates
from rag.retrieval import Beginning, Evidence, beginnings
from rag.synthesis.contradiction import same_words
from rag.synthesis.overviews.excerpts import lead_of, statement_of, without_overlaps
from store import Corpus, Scope

MOST_DAYS = 12
"""So many statements are shown."""
READ = 200
"""So many of the newest articles are read."""
_FIRST_PASSAGES = 2
_LATER = dt.timedelta(days=31)
"""So much later articles may tell of a period."""

Told = tuple[dt.date, Evidence]


def day_told(evidence: Evidence) -> dt.date | None:
    """The day that a sentence names, as the first that is a whole one; None where it names none.

    One without a year is that nearest to the article's date.
    """
    published = evidence.article.date
    for written in parse_dates(evidence.sentence):
        found = (written.days(reference) for reference in _references(published, written.dated))
        whole = [days[0] for days in found if days and days[0] == days[1]]
        if whole:
            return min(whole, key=lambda day: abs(day - (published or day)))
    return None


def _references(published: dt.date | None, dated: bool) -> list[dt.date | None]:
    """The days by which a day may be told of: the ends of the article's year and of those beside it."""
    if published is None or dated:
        return [published]
    years = (published.year + more for more in (0, -1, 1))
    return [dt.date(year, 12, 31) for year in years if dt.MINYEAR <= year <= dt.MAXYEAR]


def events_of_all(corpus: Corpus, scope: Scope, period: Period | None, language: str) -> tuple[list[Evidence], int]:
    """A timeline of a scope's newest articles, and how many articles there are in all."""
    around = _around(scope, period)
    page = corpus.catalogue.page(scope=around, limit=READ)
    begun = beginnings([entry.id for entry in page.entries], corpus, around, _FIRST_PASSAGES)
    return in_order(events(begun, language), period), page.total


def events(begun: Sequence[Beginning], language: str) -> Iterator[Evidence]:
    """What to order: how each article begins, and then what else names its day, the newest articles first."""
    leads = [(each, lead) for each in begun if (lead := lead_of(each, language))]
    yield from (lead for _, lead in leads)
    for each, _ in leads:
        others = (statement_of(each, row, language) for row in each.statements[1:])
        yield from (other for other in others if day_told(other))


def in_order(evidence: Iterable[Evidence], period: Period | None, most: int = MOST_DAYS) -> list[Evidence]:
    """The first of the evidence that has a day in the period, at most so many, in the order of these days.

    An article's day is that of one statement, not of all that name none.
    """
    told: list[Told] = []
    by_article: set[str] = set()
    for found in without_overlaps(evidence):
        named = day_told(found)
        day = named or found.article.date
        if day is None or (period is not None and period.covers(day, day) < 1.0):
            continue
        if named is None and found.article.id in by_article:
            continue
        if not any(same_words(found, other) for _, other in told):
            told.append((day, found))
            by_article |= set() if named else {found.article.id}
        if len(told) == most:
            break
    return [found for _, found in sorted(told, key=lambda one: (one[0], one[1].article.day))]


def _around(scope: Scope, period: Period | None) -> Scope:
    """The scope's articles of a period's days and for a while after them."""
    if period is None or period.yearly:
        return scope
    until = period.until and min(period.until, dt.date.max - _LATER) + _LATER
    return Scope(scope.outlets, scope.since or period.since, scope.until or until, scope.language)
