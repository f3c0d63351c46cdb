"""The statements of several parts in one answer: in turn, numbered, nothing twice, at most as many as ever."""

from __future__ import annotations

from rag.results import Citation, Statement
from rag.synthesis import combine_statements, figures_first
from store import Article, Span
from tests.helpers.made import evidence

MOST = 6
ARTICLES = [Article(title=f"Mill {number}", text=f"Mill {number} burned down. It was old.") for number in range(9)]


def said(number: int, differs: tuple[int, ...] = ()) -> Statement:
    article = ARTICLES[number]
    return Statement((Citation.cut(article, Span(0, 19), "en", 1, point=None),), differs)


def told(statements: tuple[Statement, ...]) -> list[str]:
    return [statement.citations[0].article.title for statement in statements]


def test_the_best_of_each_part_comes_first() -> None:
    combined = combine_statements([[said(0), said(1)], [said(2)], [said(3), said(4)]])
    assert told(combined) == ["Mill 0", "Mill 2", "Mill 3", "Mill 1", "Mill 4"]
    assert [citation.number for statement in combined for citation in statement.citations] == [1, 2, 3, 4, 5]


def test_what_was_told_for_another_part_is_not_told_again() -> None:
    assert told(combine_statements([[said(0), said(1)], [said(0), said(2)]])) == ["Mill 0", "Mill 1", "Mill 2"]


def test_no_more_is_told_than_of_one_question() -> None:
    combined = combine_statements([[said(n) for n in range(5)], [said(n) for n in range(5, 9)]])
    assert told(combined) == ["Mill 0", "Mill 5", "Mill 1", "Mill 6", "Mill 2", "Mill 7"]
    assert len(combined) == MOST


def test_reports_that_differ_stay_side_by_side() -> None:
    combined = combine_statements([[said(0, (1,)), said(1, (0,))], [said(2)]])
    assert told(combined) == ["Mill 0", "Mill 1", "Mill 2"]
    assert [statement.differs_from for statement in combined] == [(1,), (0,), ()]


def test_what_states_a_figure_comes_before_what_is_about_as_good() -> None:
    article = Article(title="Rent", text="Rent rose again. It is 900 crowns. Few can pay 12 rents.")
    found = [
        evidence(article, sentence, score)
        for sentence, score in (("Rent rose again.", 9.0), ("It is 900 crowns.", 8.0), ("Few can pay 12 rents.", 5.0))
    ]
    assert [one.quote for one in figures_first(found)] == [
        "It is 900 crowns.",
        "Rent rose again.",
        "Few can pay 12 rents.",
    ]
