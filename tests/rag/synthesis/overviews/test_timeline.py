"""Timelines: which day a sentence tells of, and the order that follows."""

from __future__ import annotations

import datetime as dt

from rag.linguistics import Period
from rag.retrieval import Evidence
from rag.synthesis.overviews.timeline import day_told, in_order
from store import Article
from tests.helpers.cases import each_case
from tests.helpers.made import evidence


def told(sentence: str, date: str | None) -> Evidence:
    return evidence(Article(title="A", date=dt.date.fromisoformat(date) if date else None, text=sentence), sentence)


@each_case(
    ("sentence", "date", "day"),
    [
        ("The tram ran on 3 March 2024.", "2024-05-01", dt.date(2024, 3, 3)),
        ("The tram ran on 3 March.", "2024-05-01", dt.date(2024, 3, 3)),
        ("The tram will run on 5 January.", "2023-12-30", dt.date(2024, 1, 5)),
        ("The tram ran on 30 December.", "2024-01-02", dt.date(2023, 12, 30)),
        ("سار الترام يوم 3 مارس 2024.", "2024-05-01", dt.date(2024, 3, 3)),
        ("The tram ran in March 2024.", "2024-05-01", None),
        ("The tram ran.", "2024-05-01", None),
        ("The tram ran on 3 March 2024.", None, dt.date(2024, 3, 3)),
        ("The tram ran on 3 March.", None, None),
    ],
)
def test_the_day_that_a_sentence_tells_of(sentence: str, date: str | None, day: dt.date | None) -> None:
    assert day_told(told(sentence, date)) == day


def test_statements_stand_by_the_day_they_tell_of_or_else_their_articles() -> None:
    late = told("The pier broke.", "2024-05-02")
    early = told("The tram ran on 3 March 2024.", "2024-06-01")
    undated = told("Nobody knows when.", None)
    assert in_order([late, undated, early], None) == [early, late]
    assert in_order([late, early], Period(dt.date(2024, 5, 1), dt.date(2024, 5, 31))) == [late]
    assert in_order([late, early], None, most=1) == [late]


def test_the_day_of_an_article_is_that_of_one_statement() -> None:
    article = Article(title="A", date=dt.date(2024, 5, 2), text="The pier broke. It was old. It fell on 1 May 2024.")
    first, second, dated = (evidence(article, sentence) for sentence in article.text.replace(". ", ".|").split("|"))
    assert in_order([first, second, dated], None) == [dated, first]
