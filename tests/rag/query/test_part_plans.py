"""The parts of a question as plans: each with the source and time that it or the whole question names."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from rag.query import PartPlan, plan_parts, plan_query
from store import Article, Corpus, Scope

TODAY = dt.date(2025, 3, 1)
ARTICLE = Article(
    title="Mill", outlet="Orvin Herald", date=dt.date(2024, 6, 1), text="The mill at Orvin burned down."
)


def planned(question: str, corpus: Corpus, history: Sequence[str] = ()) -> Sequence[PartPlan]:
    plan = plan_query(question, corpus, history=history, today=TODAY)
    return plan_parts(question, plan, corpus, today=TODAY)


def test_a_source_named_once_goes_for_all_parts(corpus: Corpus) -> None:
    corpus.add([ARTICLE])
    parts = planned("Who owned the mill and how many people worked there, according to the Orvin Herald?", corpus)
    assert [part.plan.scope.outlets for part in parts] == [("Orvin Herald",)] * 2


def test_what_the_caller_restricts_goes_for_all_parts(corpus: Corpus) -> None:
    scope = Scope(since=dt.date(2024, 1, 1))
    question = "Who owned the mill and how many people worked there?"
    parts = plan_parts(question, plan_query(question, corpus, scope), corpus)
    assert [part.plan.scope for part in parts] == [scope, scope]


def test_parts_that_differ_in_a_month_have_a_plan_for_articles_of_it(corpus: Corpus) -> None:
    march, june = planned("Was rent higher in March or in June?", corpus)
    assert march.dated is not None and march.dated.text == "Was rent higher?"
    assert march.period.covers(dt.date(2019, 3, 1), dt.date(2019, 3, 31)) == 1.0
    assert june.period.covers(dt.date(2019, 6, 1), dt.date(2019, 6, 30)) == 1.0


def test_parts_that_differ_in_a_year_search_articles_of_it(corpus: Corpus) -> None:
    _, later = planned("Did more people vote in 2018 or in 2022?", corpus)
    assert later.dated is not None
    assert later.dated.scope == Scope(since=dt.date(2022, 1, 1), until=dt.date(2022, 12, 31))


def test_figures_are_wanted_of_what_is_compared(corpus: Corpus) -> None:
    assert all(part.compared for part in planned("Is rent higher in Orvin or in Pellan?", corpus))
    assert not any(part.compared for part in planned("When does school begin in Orvin and in Pellan?", corpus))
    assert not any(part.compared for part in planned("Who owned the mill and how many worked there?", corpus))


def test_a_request_to_compare_asks_the_same_of_both(corpus: Corpus) -> None:
    assert [part.question for part in planned("Compare the rents of Orvin and Pellan", corpus)] == [
        "What is the rents of Orvin?",
        "What is the rents of Pellan?",
    ]
    assert [part.question for part in planned("قارن بين ميزانية تلالة وميزانية مرجانة", corpus)] == [
        "ما ميزانية تلالة؟",
        "ما ميزانية مرجانة؟",
    ]


def test_outlets_and_things_that_share_nothing_are_not_taken_apart(corpus: Corpus) -> None:
    corpus.add([ARTICLE, replace(ARTICLE, outlet="Pellan Herald", text="The mill at Orvin stands.")])
    assert not planned("Compare the Orvin Herald and the Pellan Herald", corpus)
    assert not planned("Compare the flood and the strike", corpus)


def test_a_follow_up_is_one_question(corpus: Corpus) -> None:
    assert planned("And when?", corpus, ["Who won the regatta?"]) == ()


def test_an_overview_is_one_question(corpus: Corpus) -> None:
    corpus.add([ARTICLE])
    assert planned("What is the latest news?", corpus) == ()
