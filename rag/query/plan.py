"""What a question asks of source and time: "what did X report", "in September 2024", "before the summit", "latest".

What was reported on some days restricts the search to articles of those days. What happened on some days does not,
for later articles may tell of it: it is a period that statements fit more or less.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from rag.linguistics import ASKS_REPORTS, LAST_TIME, NEWEST, PIECES_ABOUT, REPORTED_BESIDE, Period
from rag.query.conversation import resolve_followup, strip_continuation
from rag.query.filters import DayRange, OutletMention, TimeBound, find_outlets, find_time_bound, parse_scope
from rag.query.open_question import is_complete_question, is_open_question
from rag.query.query import content_words
from store import Corpus, Scope
from store.text import fold

# What is left of "what did X report about Y": Y alone is found best.
_TOPIC = re.compile(
    r"(?:and\s+|و)?(?:(?:what|ماذا|ما\s+الذي|ما)\s+(?:(?:is|was|are|were)\s+)?(?:there\s+)?)?"
    r"(?:(?:about|on|regarding|concerning|عن|حول|بشان)\s+|(?<=ما )(?=ال))(?P<topic>.+?)\s*[?؟.]*"
)

_FIRST = re.compile(r"[^?؟]+[?؟]?")


@dataclass(frozen=True, slots=True)
class QueryPlan:
    """A question, understood. `text` is what to search for, without the words that went into the rest.

    `standing` is the question as it would be asked without the conversation. `given` is what the caller restricted
    the search to, `read` what the question itself does; `period` restricts nothing. `newest_first` says that of good
    answers the newest is wanted. `overview` is there where nothing in particular is asked about: the articles to tell
    something of.
    """

    text: str
    given: Scope = Scope()
    read: Scope = Scope()
    period: Period | None = None
    newest_first: bool = False
    standing: str = ""
    overview: Scope | None = None

    def instead_of(self, question: str) -> str:
        """What the question was understood as, if it is not the question itself."""
        return self.standing if self.standing != question else ""

    @property
    def begins(self) -> bool:
        """Whether it is told how these articles begin, and not what happened on some days."""
        return self.overview is not None and self.period is None

    @property
    def scope(self) -> Scope:
        """The articles to search."""
        outlets = self.read.outlets if self.given.outlets is None else self.given.outlets
        return Scope(outlets, self.given.since or self.read.since, self.given.until or self.read.until)


def plan_query(
    question: str,
    language: str,
    corpus: Corpus,
    outlets: Sequence[str] | None = None,
    since: dt.date | str | None = None,
    until: dt.date | str | None = None,
    today: dt.date | None = None,
    history: Sequence[str] = (),
    speaks_of: Callable[[str, QueryPlan], bool] = lambda party, asked: True,
    days_of: Callable[[str], DayRange | None] = lambda occasion: None,
) -> QueryPlan:
    """What a question asks, and of which source and time; `outlets`, `since` and `until` are the caller's and win.

    A question that names nothing but source or time is about the last of `history` that did. `today` is what
    "last week" is told from. `speaks_of` says whether what answers a question says something of a party that was put
    into it ("What about Russia?"); where not, the party is asked about by itself. `days_of` gives the days of
    an occasion like "the summit". Raises ScopeError for unknown outlets or wrong dates among the caller's.
    """
    given = parse_scope(corpus, language, outlets, since, until)

    @cache
    def by_itself(text: str) -> QueryPlan:
        return replace(_understood(text, corpus, given, today or dt.date.today(), days_of), standing=text)

    def standing_alone(text: str, earlier: Sequence[str]) -> QueryPlan:
        return by_itself(
            resolve_followup(text, earlier, corpus, lambda party, together: speaks_of(party, by_itself(together)))
        )

    @cache
    def overview(at: int) -> QueryPlan | None:
        """The turn as one for an overview, maybe of the one before; None where it is about something."""
        asked, goes_on = by_itself(turns[at]), strip_continuation(turns[at], corpus) is not None
        if asked.overview is not None and not goes_on and is_complete_question(turns[at]):
            return replace(asked, text=turns[at])
        before = overview(at - 1) if at and (goes_on or asked.overview is not None) else None
        if before is None or asked.overview is not None:
            return before and _gone_on(before, asked)
        other = by_itself(resolve_followup(turns[at], [_FIRST.findall(before.standing)[0]], corpus)).overview
        only = Scope(other.outlets) if other else Scope()
        return _gone_on(before, replace(asked, overview=only)) if only != Scope() else None

    turns = [*history, question]
    if (found := overview(len(history))) is not None:
        return found
    history = [earlier for at, earlier in enumerate(history) if overview(at) is None]
    asked = by_itself(question)
    if not _only_restricts(asked):
        asked = standing_alone(question, history)
        if content_words(asked.text):
            return asked
    before = _subject(history, by_itself, standing_alone)
    if before is None:
        return replace(asked, text=question)
    dates = asked.read if asked.read.since or asked.read.until else before.read
    read = Scope(asked.read.outlets or before.read.outlets, dates.since, dates.until)
    standing = f"{before.standing} {question}"
    period = asked.period or before.period
    return replace(before, read=read, period=period, newest_first=asked.newest_first, standing=standing)


def _gone_on(before: QueryPlan, asked: QueryPlan) -> QueryPlan:
    """An overview of what a turn after it names: other outlets or other days."""
    assert before.overview and asked.overview
    dates = asked.overview if asked.overview.since or asked.overview.until else before.overview
    outlets = asked.overview.outlets or before.overview.outlets
    happened = asked.period or before.period if before.period else None
    kept = Scope(outlets, dates.since, dates.until)
    standing = f"{_FIRST.findall(before.standing)[0].strip()} {asked.standing}"
    read = Scope(outlets) if happened else kept
    return replace(asked, text=standing, read=read, overview=kept, period=happened, standing=standing)


def _subject(
    history: Sequence[str],
    by_itself: Callable[[str], QueryPlan],
    standing_alone: Callable[[str, Sequence[str]], QueryPlan],
) -> QueryPlan | None:
    """The last earlier question that was about something."""
    for at in reversed(range(len(history))):
        if not _only_restricts(by_itself(history[at])):
            before = standing_alone(history[at], history[:at])
            if content_words(before.text):
                return before
    return None


def _only_restricts(asked: QueryPlan) -> bool:
    """Whether a question names nothing but source or time: "And according to X?" """
    restricts = asked.read != Scope() or asked.period or asked.newest_first
    return bool(restricts) and not content_words(asked.text)


def _understood(
    question: str, corpus: Corpus, given: Scope, today: dt.date, days_of: Callable[[str], DayRange | None]
) -> QueryPlan:
    """One question, understood by itself."""
    plain, folded = _aligned(question)
    named = find_outlets(plain, folded, corpus) if given.outlets is None else None
    bound = find_time_bound(*_without_names(plain, folded, named), corpus, today, days_of)
    restricts = bound is not None and not (given.since or given.until) and _of_reports(bound, folded, named)
    days = bound.exact if bound and restricts else Period()
    read = Scope(named.outlets if named else None, days.since, days.until)
    newest = NEWEST.search(folded) or LAST_TIME.search(folded)
    text = _searched(plain, folded, named, bound if bound and (restricts or bound.apart) else None)
    period = bound.period if bound else None
    asked = QueryPlan(question if text == plain else text, given, read, period, newest is not None)
    rest = _searched(plain, folded, named, bound)
    if bound and bound.occasion or not is_open_question(question, rest, bool(bound or newest or named)):
        return asked
    days = bound.exact if bound and not (given.since or given.until) else Period()
    return replace(asked, overview=Scope(read.outlets, days.since, days.until), period=None if restricts else period)


def _without_names(plain: str, folded: str, named: OutletMention | None) -> tuple[str, str]:
    """The same, of the same length, without the outlets' names: in one "Today" is no day."""
    if named is None:
        return plain, folded
    gap = " " * (named.end - named.start)
    return plain[: named.start] + gap + plain[named.end :], folded[: named.start] + gap + folded[named.end :]


def _searched(plain: str, folded: str, named: OutletMention | None, bound: TimeBound | None) -> str:
    """The question without what restricts it, and without words that no sentence repeats."""
    cuts = [found.span() for words in (NEWEST, ASKS_REPORTS) for found in words.finditer(folded)]
    cuts += [(words.start, words.end) for words in (named, bound) if words]
    if not cuts:
        return plain
    text = _without(plain, cuts)
    # "news of September about …" is by now "news about …", of which no sentence speaks either
    text = _without(text, [found.span() for found in PIECES_ABOUT.finditer(_aligned(text)[1])])
    topic = _TOPIC.fullmatch(_aligned(text)[1])
    return text[topic.start("topic") : topic.end("topic")] if topic else text


def _of_reports(bound: TimeBound, folded: str, named: OutletMention | None) -> bool:
    """Whether the days are those on which something was brought out, and not those on which it happened."""
    before = folded[: bound.start]
    if named and (named.published or named.end == len(before.rstrip())):
        return True
    if ASKS_REPORTS.search(folded) or REPORTED_BESIDE.search(before):
        return True
    period = bound.period
    open_ended = period.since is None or period.until is None or folded.startswith(("from ", "من "), bound.start)
    return open_ended and PIECES_ABOUT.search(before) is not None


def _aligned(question: str) -> tuple[str, str]:
    """The question without marks that only decorate, and folded letter by letter, of the same length."""
    plain = "".join(letter for letter in unicodedata.normalize("NFKC", question) if _letter(letter) or letter in "٬")
    folded = (_letter(letter) for letter in plain)
    return plain, "".join(same if len(same) == 1 else letter for same, letter in zip(folded, plain, strict=True))


@lru_cache(maxsize=4096)
def _letter(letter: str) -> str:
    return fold(letter)


def _without(text: str, cuts: Sequence[tuple[int, int]]) -> str:
    """The text without these stretches, and without the spaces and commas that they leave."""
    gone = {at for start, end in cuts for at in range(start, end)}
    text = "".join(" " if at in gone else letter for at, letter in enumerate(text))
    text = re.sub(r"\s+(?=[?؟.,،!»”])", "", " ".join(text.split()))
    return re.sub(r"[,،]+(?=[?؟.!]|$)", "", text).lstrip(",،;؛: ").strip()
