"""Questions for the newest: which words ask for it, and what comes first then."""

from __future__ import annotations

import pytest

from rag import answer
from rag.asked import Asked, newest_first, understand_scope
from rag.evidence import Evidence
from store import Article, Corpus
from store.arabic import language_of

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


@pytest.mark.parametrize(("question", "text"), NEWEST)
def test_words_for_the_newest_order_and_are_not_searched_for(sample: Corpus, question: str, text: str) -> None:
    assert understand_scope(question, language_of(question), sample) == Asked(text, newest_first=True)


def test_the_latest_is_told_first(sample: Corpus) -> None:
    got = answer("When was Shoigu's last visit to Pyongyang?", corpus=sample)
    dates = [statement.citations[0].article.date for statement in got.statements]
    assert dates[0] is not None and dates[0].year == 2024
    assert got.confidence >= 0.5


def _evidence(date: str, tokens: float) -> Evidence:
    article = Article(title=date, text=f"It was {tokens}.", date=date or None)
    return Evidence(article, 0, 0, 3, frozenset(), False, cosine=0.9, words=1.0, passage=0.0, tokens=tokens)


def test_the_newest_of_what_is_good_enough_comes_first() -> None:
    old, undated, new, newer = (
        _evidence(*made) for made in [("2023-01-02", 0.9), ("", 0.85), ("2024-01-02", 0.8), ("2025-01-02", 0.7)]
    )
    assert newest_first([old, undated, new, newer], 0.5) == [new, old, undated, newer]
    assert newest_first([old, undated, new, newer], 1.0) == [old, undated, new, newer]
    assert newest_first([], 0.5) == []
