"""Questions for the newest: which words ask for it, and what comes first then."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from rag import Settings, answer
from rag.query.plan import QueryPlan, plan_query
from rag.retrieval.evidence import Evidence
from rag.synthesis.selection import NEAR, newest_first
from store import Article, Corpus
from tests.helpers.cases import each_case
from tests.helpers.made import evidence

NEWEST = [
    ("What is the latest on the satellites?", "the satellites"),
    ("What is the latest news about the satellites?", "the satellites"),
    ("What are the most recent statements on weapons?", "What are statements on weapons?"),
    ("What has Kim said recently?", "What has Kim said?"),
    ("What was said at the latest summit?", "What was said at summit?"),
    ("When was Shoigu's last visit to Pyongyang?", "When was Shoigu's last visit to Pyongyang?"),
    ("ما آخر أخبار الأقمار الاصطناعية؟", "الأقمار الاصطناعية"),
    ("متى كانت آخر زيارة لشويغو؟", "متى كانت آخر زيارة لشويغو؟"),
    ("ماذا قال كيم مؤخرًا عن السلاح؟", "ماذا قال كيم عن السلاح؟"),
]


@each_case(("question", "text"), NEWEST)
def test_words_for_the_newest_order_and_are_not_searched_for(sample: Corpus, question: str, text: str) -> None:
    asked = plan_query(question, sample)
    assert replace(asked, request=None) == QueryPlan(text, newest_first=True, standalone=question)


FERRIES = [
    Article(title=f"Ferry {date}", outlet=outlet, date=date, text=f"The night ferry to Skerry Island {what}.")
    for outlet, date, what in [
        ("The Quay", "2023-05-01", "was delayed by thick fog"),
        ("The Hill", "2025-06-01", "carried a herd of goats"),
        ("The Bay", "2024-04-01", "lost its anchor near the pier"),
    ]
]


@pytest.mark.parametrize(
    "question",
    [
        "What is the latest news about the night ferry to Skerry Island?",
        "ما آخر أخبار the night ferry to Skerry Island؟",
    ],
)
def test_the_latest_is_told_first(corpus: Corpus, question: str) -> None:
    corpus.add(FERRIES)
    got = answer(question, corpus=corpus, settings=Settings(threshold=0.0))
    dates = [statement.citations[0].article.date for statement in got.statements]
    assert len(dates) > 1
    assert dates[0] == dt.date(2025, 6, 1)
    assert dates == sorted(dates, key=str, reverse=True)


def _said(date: str, below: float, confidence: float = 0.9) -> Evidence:
    text = f"It rained {below} hours."
    return evidence(Article(title=date, text=text, date=date or None), text, 10.0 - below, confidence)


def test_the_newest_of_what_is_good_enough_comes_first() -> None:
    old, undated, new = _said("2023-01-02", 0.0), _said("", 0.1), _said("2024-01-02", 0.2)
    unlikely, far = _said("2025-01-02", 0.3, confidence=0.4), _said("2025-01-02", 1.1 * NEAR)
    assert newest_first([old, undated, new, unlikely, far], 0.5) == [new, old, undated, unlikely, far]
    assert newest_first([old, undated, new, unlikely], 0.4) == [unlikely, new, old, undated]
    assert newest_first([old, undated, new], 1.0) == [old, undated, new]
    assert newest_first([], 0.5) == []
