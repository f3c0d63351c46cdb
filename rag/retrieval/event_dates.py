"""When something was, from the articles alone: the question "when was the summit?", asked of the corpus."""

from __future__ import annotations

import datetime as dt
import math
from collections import Counter
from collections.abc import Sequence

from rag.linguistics import parse_dates
from rag.query import DayRange, content_words
from rag.results import PHRASES
from rag.retrieval.evidence import Evidence, select_evidence
from rag.retrieval.hybrid import hybrid_search
from store import Corpus, Scope

_NAMING = 0.6
"""A sentence that tells of it has this share of its words."""
_LONGEST = dt.timedelta(days=31)
# A sentence weighs e to the power of its score less the best one's: what is found says these weights are enough.
_ENOUGH = 0.15
_AHEAD = 2.0
_AGREEING = 0.6


def resolve_event_date(event: str, language: str, corpus: Corpus, scope: Scope) -> DayRange | None:
    """The day, or at the longest the month, of an event like "the summit"; None where the articles of a scope differ.

    The sentences that tell of it vote with the days they name; where none names any, the dates of their articles do.
    """
    if not content_words(event) or not corpus.index.total():
        return None
    candidates = hybrid_search(PHRASES[language].when_was.format(occasion=event), corpus, scope)
    evidence = select_evidence(candidates, corpus)
    telling = [(math.exp(e.score - evidence[0].score), e) for e in evidence if e.measures["words"] >= _NAMING]
    votes: Counter[DayRange] = Counter()
    for weight, found in telling:
        named = _named(found)
        for days in named:
            votes[days] += weight / len(named)  # type: ignore[assignment]
    return _winner(votes) if votes else _shared_date(telling)


def _named(evidence: Evidence) -> Sequence[DayRange]:
    """The days, or months, that a sentence names, and not only as bounds."""
    date = evidence.article.date
    reference = date.replace(month=12, day=31) if date else None
    dates = [written for written in parse_dates(evidence.sentence) if written.relation in ("", "in")]
    return [days for written in dates if (days := written.days(reference)) and days[1] - days[0] < _LONGEST]


def _winner(votes: Counter[DayRange]) -> DayRange | None:
    """The days far ahead of all others. A day speaks for its month too, and the month's best day is the month's."""
    support = {
        days: sum(weight for (first, last), weight in votes.items() if days[0] <= first and last <= days[1])
        for days in votes
    }
    best, *_ = order = sorted(support, key=lambda days: (-support[days], days))
    others = [support[days] for days in order if not (best[0] <= days[0] and days[1] <= best[1])]
    if support[best] < _ENOUGH or support[best] < _AHEAD * max(others, default=0.0):
        return None
    within = [days for days in order if best[0] <= days[0] and days[1] <= best[1]]
    return min(within, key=lambda days: (days[1] - days[0], -support[days], days))


def _shared_date(telling: Sequence[tuple[float, Evidence]]) -> DayRange | None:
    """The date that several articles share, where most of what tells of it is in them and nothing older is."""
    dates: Counter[dt.date] = Counter()
    for weight, found in telling:
        if found.article.date:
            dates[found.article.date] += weight  # type: ignore[assignment]
    first = min(dates, default=None)
    if first is None or dates[first] < _AGREEING * sum(weight for weight, _ in telling):
        return None
    several = len({found.article.id for _, found in telling if found.article.date == first}) > 1
    return (first, first) if several else None
