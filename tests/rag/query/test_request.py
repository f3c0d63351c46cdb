"""Which questions ask for an overview of articles, about what, and of which source and time."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from rag.query import Request, RequestKind, content_words, find_request, plan_query
from rag.query.surface import aligned
from store import Article, Corpus, Scope
from tests.helpers.cases import each_case

QUESTIONS = Path(__file__).parents[2] / "data" / "requests.tsv"
"""Written before the rule; the part "held" was looked at once, when the rule stood."""
NOT_KNOWN = {"One line per article, please: summarise them all"}


def rows() -> list[list[str]]:
    return [line.split("\t") for line in QUESTIONS.read_text(encoding="utf-8").splitlines()]


def requested(question: str) -> Request | None:
    return find_request(*aligned(question))


def test_each_question_for_an_overview_is_known_with_its_subject() -> None:
    asked = [(kind, question, subject) for _, kind, question, subject in rows() if kind != "-"]
    assert len(asked) >= 60
    wrong = {
        question
        for kind, question, subject in asked
        if (found := requested(question)) is None
        or found.kind != kind
        or set(content_words(found.subject)) != set(content_words(subject))
    }
    assert wrong == NOT_KNOWN


def test_no_question_that_only_looks_like_one_is_taken_for_one() -> None:
    others = [question for _, kind, question, _ in rows() if kind == "-"]
    assert len(others) >= 60
    assert [question for question in others if requested(question)] == []


@each_case(
    ("question", "one"),
    [
        ("Summarise the article about the tram", True),
        ("Summarise the articles about the tram", False),
        ("لخص المقال عن القطار", True),
        ("لخص المقالات عن القطار", False),
    ],
)
def test_one_article_is_told_from_several(question: str, one: bool) -> None:
    found = requested(question)
    assert found is not None
    assert found.one is one


def test_the_sides_of_a_comparison_are_named() -> None:
    found = requested("Compare The Quay and The Hill on the storm")
    assert found == Request(RequestKind.COMPARISON, "the storm", ("The Quay", "The Hill"))


def test_two_who_differ_are_compared_only_if_they_are_outlets() -> None:
    question = aligned("How do Quay and Hill differ on the storm?")
    assert find_request(*question) is None
    found = find_request(*question, lambda name: name in ("Quay", "Hill"))
    assert found is not None
    assert found.sides == ("Quay", "Hill")


@pytest.fixture
def papers(corpus: Corpus) -> Corpus:
    corpus.add(
        [
            Article(title="Storm", outlet="Hill Gazette", date="2024-05-09", text="A storm broke the pier in Vesna."),
            Article(title="Tram", outlet="Quay Courier", date="2024-06-02", text="The tram runs again in Vesna."),
        ]
    )
    return corpus


MAY = dt.date(2024, 5, 1), dt.date(2024, 5, 31)


@each_case(
    ("question", "subject", "scope"),
    [
        ("Summarise the articles from May 2024", "", Scope(None, *MAY)),
        ("Summarise the articles of the Hill Gazette", "", Scope(("Hill Gazette",))),
        ("How many articles about Vesna were published in May 2024?", "Vesna", Scope(None, *MAY)),
        ("How many articles of the Hill Gazette mention Vesna?", "Vesna", Scope(("Hill Gazette",))),
        ("List the articles about Vesna in May 2024", "Vesna", Scope(None, *MAY)),
    ],
)
def test_source_and_time_are_no_part_of_the_subject(
    papers: Corpus, question: str, subject: str, scope: Scope
) -> None:
    plan = plan_query(question, papers)
    assert (plan.request.subject if plan.request else None) == subject
    assert plan.scope == scope


def test_the_time_of_a_timeline_is_that_of_what_happened(papers: Corpus) -> None:
    plan = plan_query("Give me a timeline of the events in May 2024", papers)
    assert plan.request == Request(RequestKind.TIMELINE)
    assert plan.scope == Scope()
    assert plan.period is not None
    assert (plan.period.since, plan.period.until) == MAY


def test_a_pronoun_stands_for_what_was_asked_before(papers: Corpus) -> None:
    plan = plan_query("Summarise the articles about it", papers, history=["When does the Vesna tram run?"])
    assert plan.request is not None
    assert "tram" in plan.request.subject
