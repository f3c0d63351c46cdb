"""What a question asks of source and time: "what did X report", "in September 2024", "latest".

What was reported on some days restricts the search to articles of those days. What happened on some days does not,
for later articles may tell of it: it is a period that statements fit more or less.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from rag.linguistics import (
    ASKS_REPORTS,
    AUXILIARIES,
    LAST_TIME,
    NEWEST,
    PIECES,
    PIECES_ABOUT,
    PIECES_AR,
    REPORTED_BESIDE,
    Period,
    has_dangling_pronoun,
    same_name,
)
from rag.query.conversation import Followup, as_one_question, resolve_followup, strip_continuation
from rag.query.filters import OutletMention, TimeBound, UnclearTime, find_outlets, find_time_bound
from rag.query.open_question import is_complete_question, is_open_question
from rag.query.query import content_words
from rag.query.request import Request, RequestKind, find_request
from rag.query.surface import aligned, cut_out
from store import Corpus, Scope
from store.text import WORD, fold, marked_words, words

# What is left of "what did X report about Y": Y alone is found best.
_TOPIC = re.compile(
    r"(?:and\s+|و)?(?:(?:what|ماذا|ما\s+الذي|ما)\s+(?:(?:is|was|are|were)\s+)?(?:there\s+)?)?"
    r"(?:(?:about|on|regarding|concerning|عن|حول|بشان)\s+|(?<=ما )(?=ال))(?P<topic>.+?)\s*[?؟.]*"
)

EVERYTHING = Scope()
_PIECE = re.compile(rf"(?<!\w)(?:{PIECES}|{PIECES_AR})(?!\w)")
_FIRST = re.compile(r".+?(?=, and |،|[?؟]|$)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Condition:
    """What a plan holds under: what answers the `plan` of a follow-up mentions the `party` that it newly names.

    If not, the party is a new subject, and `otherwise` is the plan to follow.
    """

    party: str
    plan: QueryPlan
    otherwise: QueryPlan


@dataclass(frozen=True, slots=True)
class QueryPlan:
    """A question, understood. `text` is what to search for, without the words that went into the rest.

    `standalone` is the question as it would be asked without the conversation. `caller_scope` holds the articles that
    the caller restricts the search to, `inferred_scope` those that the question itself does; `period` restricts
    nothing. `newest_first` says that of good answers the newest is wanted. `overview` is there where nothing in
    particular is asked about: the articles to tell something of. `unclear` are words for a time that was not
    understood, and `without_unclear` is the text without them; "" where there are none. `request` is there where an
    overview of articles is asked for; then `text` is its subject, or the question where it has none.

    Only the articles can tell whether the `conditions` hold, and `Ranking.settle` asks them, in this order; at the
    first that does not, its own other plan is followed.
    """

    text: str
    caller_scope: Scope = Scope()
    inferred_scope: Scope = Scope()
    period: Period | None = None
    newest_first: bool = False
    standalone: str = ""
    overview: Scope | None = None
    unclear: str = ""
    without_unclear: str = ""
    conditions: tuple[Condition, ...] = ()
    request: Request | None = None

    @property
    def scope(self) -> Scope:
        """The articles to search."""
        caller, inferred = self.caller_scope, self.inferred_scope
        outlets = inferred.outlets if caller.outlets is None else caller.outlets
        return Scope(outlets, caller.since or inferred.since, caller.until or inferred.until, caller.language)


def plan_query(
    question: str,
    corpus: Corpus,
    caller_scope: Scope = EVERYTHING,
    *,
    history: Sequence[str] = (),
    today: dt.date | None = None,
) -> QueryPlan:
    """What a question asks, and of which source and time; `caller_scope` wins over what the question says of these.

    A question that names nothing but source or time is about the last of `history` that named more. `today` is the
    day that "last week" is counted from.
    """
    turns = _Turns([*history, question], corpus, caller_scope, today or dt.date.today())
    if (requested := turns.request(question, history)) is not None:
        return requested
    overviews = turns.overviews()
    if (found := overviews[-1]) is not None:
        return found
    earlier = [turn for turn, overview in zip(history, overviews, strict=False) if overview is None]
    plan = turns.plan(question)
    if not _only_restricts(plan):
        plan = turns.plan_after(question, earlier)
        if content_words(plan.text):
            return plan
    before = turns.last_subject(earlier)
    return _restricted(before, plan, question) if before else replace(plan, text=question, conditions=())


def _restricted(before: QueryPlan, plan: QueryPlan, question: str) -> QueryPlan:
    """The plan of an earlier question, of the source and time that the question after it names."""
    dates = plan.inferred_scope
    if not (dates.since or dates.until):
        dates = before.inferred_scope
    outlets = plan.inferred_scope.outlets or before.inferred_scope.outlets
    conditions = (replace(c, otherwise=_restricted(c.otherwise, plan, question)) for c in before.conditions)
    return replace(
        before,
        inferred_scope=Scope(outlets, dates.since, dates.until),
        period=plan.period or before.period,
        newest_first=plan.newest_first,
        standalone=as_one_question([before.standalone, question]),
        conditions=tuple(conditions),
    )


class _Turns:
    """The questions of a conversation, oldest first, each planned at most once."""

    def __init__(self, turns: Sequence[str], corpus: Corpus, caller_scope: Scope, today: dt.date) -> None:
        self._turns = turns
        self._corpus = corpus
        self._caller_scope = caller_scope
        self._today = today
        self._plans: dict[str, QueryPlan] = {}

    def plan(self, text: str) -> QueryPlan:
        """The plan of a question by itself."""
        if text not in self._plans:
            plan = _plan_alone(text, self._corpus, self._caller_scope, self._today)
            self._plans[text] = replace(plan, standalone=text)
        return self._plans[text]

    def plan_after(self, text: str, earlier: Sequence[str]) -> QueryPlan:
        """The plan of a question as these earlier ones complete it, with its conditions."""
        return self._planned(resolve_followup(text, earlier, self._corpus))

    def _planned(self, followup: Followup) -> QueryPlan:
        conditions = (Condition(p.party, self.plan(p.question), self._planned(p.otherwise)) for p in followup.parties)
        return replace(self.plan(followup.text), conditions=tuple(conditions))

    def request(self, text: str, earlier: Sequence[str]) -> QueryPlan | None:
        """The plan of a request for an overview; None for any other question.

        A pronoun in it ("summarise it") stands for what the earlier questions are about.
        """
        plan = self.plan(text)
        if plan.request is None:
            return None
        before = self.last_subject(earlier) if has_dangling_pronoun(text) else None
        if before is None or not before.text:
            return plan
        subject = before.request.subject if before.request else before.text
        return replace(plan, text=subject or plan.text, overview=None, request=replace(plan.request, subject=subject))

    def overviews(self) -> list[QueryPlan | None]:
        """For each turn its plan as an overview, maybe of the one before; None where it is about something."""
        found: list[QueryPlan | None] = []
        for turn in self._turns:
            found.append(self._overview(turn, found[-1] if found else None))
        return found

    def _overview(self, turn: str, before: QueryPlan | None) -> QueryPlan | None:
        plan, continues = self.plan(turn), strip_continuation(turn, self._corpus) is not None
        if plan.overview is not None and not continues and (plan.request or is_complete_question(turn)):
            return replace(plan, text=turn)
        if before is None or not (continues or plan.overview is not None):
            return None
        if plan.overview is not None:
            return _gone_on(before, plan)
        first = _FIRST.findall(before.standalone)[0]
        other = self.plan(resolve_followup(turn, [first], self._corpus).text).overview
        only = Scope(other.outlets) if other else Scope()
        return _gone_on(before, replace(plan, overview=only)) if only != Scope() else None

    def last_subject(self, turns: Sequence[str]) -> QueryPlan | None:
        """The plan of the last of these turns that is about something."""
        for at in reversed(range(len(turns))):
            if not _only_restricts(self.plan(turns[at])):
                before = self.plan_after(turns[at], turns[:at])
                if content_words(before.text):
                    return before
        return None


def _gone_on(before: QueryPlan, plan: QueryPlan) -> QueryPlan:
    """An overview of what a turn after it names: other outlets or other days."""
    assert before.overview and plan.overview
    dates = plan.overview if plan.overview.since or plan.overview.until else before.overview
    outlets = plan.overview.outlets or before.overview.outlets
    happened = plan.period or before.period if before.period else None
    kept = Scope(outlets, dates.since, dates.until)
    standing = as_one_question([_FIRST.findall(before.standalone)[0].strip(), plan.standalone])
    read = Scope(outlets) if happened else kept
    return replace(
        plan,
        text=standing,
        inferred_scope=read,
        overview=kept,
        period=happened,
        standalone=standing,
        request=before.request,
    )


def _only_restricts(plan: QueryPlan) -> bool:
    """Whether a question names nothing but source or time: "And according to X?" """
    restricts = plan.inferred_scope != Scope() or plan.period or plan.newest_first
    return bool(restricts) and not content_words(plan.text)


def _plan_alone(question: str, corpus: Corpus, given: Scope, today: dt.date) -> QueryPlan:
    """One question, understood by itself."""
    plain, folded = aligned(question)
    named = find_outlets(plain, folded, corpus) if given.outlets is None else None
    found = find_time_bound(*_without_names(plain, folded, named), corpus, today)
    bound = found if isinstance(found, TimeBound) else None
    if request := _requested(plain, folded, named, bound, corpus):
        request = replace(request, subject=_marked_as_in(question, request.subject))
        return _plan_of_request(request, question, given, named, bound)
    unclear = found if isinstance(found, UnclearTime) else None
    of_reports = bound is not None and not (given.since or given.until) and _of_reports(bound, folded, named)
    days = bound.exact if bound and of_reports else Period()
    read = Scope(named.outlets if named else None, days.since, days.until)
    newest = NEWEST.search(folded) or LAST_TIME.search(folded)

    def searched(cut: TimeBound | UnclearTime | None) -> str:
        text = _searched(plain, folded, named, cut)
        return question if text == plain else _marked_as_in(question, text)

    plan = QueryPlan(
        searched(bound if bound and (of_reports or bound.drop_from_query) else None),
        given,
        read,
        bound.period if bound else None,
        newest is not None,
    )
    if unclear:
        plan = replace(plan, unclear=plain[unclear.start : unclear.end], without_unclear=searched(unclear))
    rest = _searched(plain, folded, named, found)
    if bound and bound.occasion or not is_open_question(question, rest, bool(bound or newest or named)):
        return plan
    days = bound.exact if bound and not (given.since or given.until) else Period()
    overview = Scope(read.outlets, days.since, days.until)
    return replace(plan, overview=overview, period=None if of_reports else plan.period)


def _requested(
    plain: str, folded: str, named: OutletMention | None, bound: TimeBound | None, corpus: Corpus
) -> Request | None:
    """The overview that a question asks for, whatever source and time it names; these are no part of the subject."""

    def is_outlet(name: str) -> bool:
        return names_outlet_of(corpus, name)

    in_time = [(bound.start, bound.end)] if bound and not bound.occasion else []
    whole = find_request(*aligned(cut_out(plain, in_time)), is_outlet)
    if named is None or whole and whole.kind is RequestKind.COMPARISON:
        return replace(whole, subject=_in_time(whole.subject, plain, bound)) if whole and whole.sides else whole
    does = words(folded[named.start : named.end])[0] in AUXILIARIES  # in "did X report" no piece is named
    pieces = [] if does else [match.span() for match in _PIECE.finditer(folded, named.start, named.end)]
    kept = {at for start, end in pieces for at in range(start, end)}
    in_name = [(at, at + 1) for at in range(named.start, named.end) if at not in kept]
    return find_request(*aligned(cut_out(plain, in_time + in_name)), is_outlet) or whole


def names_outlet_of(corpus: Corpus, name: str) -> bool:
    """Whether an outlet of the corpus has this name, in any spelling."""
    return any(same_name(words(name), words(outlet)) for outlet in corpus.outlets() if outlet.strip())


def _in_time(subject: str, plain: str, bound: TimeBound | None) -> str:
    """A subject that is compared, with its time: only a period restricts nothing, and retrieval reads the words."""
    return f"{subject} {plain[bound.start : bound.end]}" if subject and bound and not bound.occasion else subject


def _plan_of_request(
    request: Request, question: str, given: Scope, named: OutletMention | None, bound: TimeBound | None
) -> QueryPlan:
    """A request's plan: of articles of the outlets and days that it names.

    What is compared, and what is put in the order of days, may be told later: of these the days are a period.
    """
    by_day = request.kind in (RequestKind.COMPARISON, RequestKind.TIMELINE)
    days = bound.exact if bound and not bound.occasion and not (given.since or given.until) else Period()
    outlets = named.outlets if named and request.sides is None else None
    scope = Scope(outlets) if by_day else Scope(outlets, days.since, days.until)
    return QueryPlan(
        request.subject or question,
        given,
        scope,
        period=days if by_day and days != Period() else None,
        newest_first=request.kind is RequestKind.NEWEST,
        overview=scope if request.kind is RequestKind.SUMMARY and not request.subject else None,
        request=request,
    )


def _without_names(plain: str, folded: str, named: OutletMention | None) -> tuple[str, str]:
    """The same, of the same length, without the outlets' names: in one "Today" is no day."""
    if named is None:
        return plain, folded
    gap = " " * (named.end - named.start)
    return plain[: named.start] + gap + plain[named.end :], folded[: named.start] + gap + folded[named.end :]


def _searched(plain: str, folded: str, named: OutletMention | None, bound: TimeBound | UnclearTime | None) -> str:
    """The question without what restricts it, and without words that no sentence repeats."""
    cuts = [found.span() for words in (NEWEST, ASKS_REPORTS) for found in words.finditer(folded)]
    cuts += [(words.start, words.end) for words in (named, bound) if words]
    if not cuts:
        return plain
    text = cut_out(plain, cuts)
    # "news of September about …" is by now "news about …", of which no sentence speaks either
    text = cut_out(text, [found.span() for found in PIECES_ABOUT.finditer(aligned(text)[1])])
    topic = _TOPIC.fullmatch(aligned(text)[1])
    return text[topic.start("topic") : topic.end("topic")] if topic else text


def _of_reports(bound: TimeBound, folded: str, named: OutletMention | None) -> bool:
    """Whether the days are those on which something was brought out, and not those on which it happened."""
    before = folded[: bound.start]
    if named and (named.published or named.end == len(before.rstrip())):
        return True
    if ASKS_REPORTS.search(folded) or REPORTED_BESIDE.search(before):
        return True
    open_ended = (
        bound.period.since is None or bound.period.until is None or folded.startswith(("from ", "من "), bound.start)
    )
    return open_ended and PIECES_ABOUT.search(before) is not None


def _marked_as_in(question: str, text: str) -> str:
    """The text with the vowel marks that its words have in the question."""
    marked = {fold(word): word for word in marked_words(question)}
    return WORD.sub(lambda word: marked.get(fold(word[0]), word[0]), text) if marked else text
