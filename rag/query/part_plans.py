"""The plans of a question that asks several things: one for each part, of the source and time that it or all name."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from rag.linguistics import Period
from rag.query.answer_type import AnswerType, classify_question
from rag.query.parts import Part, split_question
from rag.query.plan import QueryPlan, names_outlet_of, plan_query
from rag.query.query import content_words
from store import Corpus, Scope
from store.text import language_of


@dataclass(frozen=True, slots=True)
class PartPlan:
    """One of the things that a question asks, with its plan.

    `dated` is there where the parts differ in a time ("in February or in August"): the plan of what they share, to be
    answered by articles of that `period`, for these name the month often only above their text. `compared` says that
    the figures of several things are asked for.
    """

    question: str
    plan: QueryPlan
    dated: QueryPlan | None = None
    period: Period = Period()
    compared: bool = False


def plan_parts(question: str, plan: QueryPlan, corpus: Corpus, *, today: dt.date | None = None) -> Sequence[PartPlan]:
    """The parts of a question with this plan, each planned by itself; none of a question that asks one thing.

    One that is understood from an earlier question, or that wants an overview, asks one thing. `today` is as for
    `plan_query`.
    """
    if plan.standalone not in ("", question) or plan.overview is not None or plan.unclear:
        return ()
    sides = plan.request.sides if plan.request and not plan.request.subject else None
    parts = _compared(question, sides, corpus) if sides else split_question(question)
    return [_planned(part, plan, corpus, today) for part in parts]


def _compared(question: str, sides: tuple[str, str], corpus: Corpus) -> Sequence[Part]:
    """The parts of "compare the budgets of A and B", as if their difference was asked for.

    None where outlets are compared, or two things that share nothing.
    """
    if any(names_outlet_of(corpus, side) for side in sides):
        return ()
    one, other = sides
    if language_of(question) == "ar":
        parts = split_question(f"ما الفرق بين {one} و{other}؟")
    else:
        parts = split_question(f"What is the difference between {one} and {other}?")
    shared = {word for part in parts for word in content_words(part.shared)}
    both = frozenset[str].intersection(*(frozenset(content_words(part.about)) for part in parts)) if parts else ()
    return parts if shared or both else ()


def _planned(part: Part, whole: QueryPlan, corpus: Corpus, today: dt.date | None) -> PartPlan:
    def planned(text: str) -> QueryPlan:
        own = plan_query(text, corpus, whole.caller_scope, today=today)
        scope = whole.inferred_scope if own.inferred_scope == Scope() else own.inferred_scope
        return replace(own, inferred_scope=scope, overview=None, conditions=())

    plan = planned(part.text)
    compared = bool(part.about) and classify_question(part.question) is not AnswerType.WHEN
    shared = planned(part.shared) if plan.period and part.shared else None
    if plan.period is None or shared is None or shared.period is not None:
        return PartPlan(part.question, plan, compared=compared)
    if not plan.period.yearly:
        days = Scope(shared.inferred_scope.outlets, plan.period.since, plan.period.until)
        shared = replace(shared, inferred_scope=days)
    return PartPlan(part.question, plan, shared, plan.period, compared)
