"""The order in which statements are read: one that can be understood first, an article's own together."""

from __future__ import annotations

from rag.synthesis import build_statements
from store import Article
from tests.helpers.made import evidence

ASKED = "What happened at the ferry?"
LINES = (
    "This was not their first crossing of the bay.",
    "Fishermen repaired nets behind the chapel.",
    "Bakers sold honey cakes on the pier.",
    "Soldiers guarded the customs house.",
)
QUAY = Article(title="Quay", text="\n".join(LINES), outlet="Quay Post", language="en")
HILL = Article(title="Hill", text="Children flew kites over the mill.", outlet="Hill Post", language="en")


def quotes(*said: tuple[Article, str], in_order: bool = False) -> list[str]:
    found = [evidence(article, line) for article, line in said]
    statements = build_statements(found, ASKED, "en", in_order)
    numbers = [citation.number for statement in statements for citation in statement.citations]
    assert numbers == sorted(numbers)
    return [statement.citations[0].quote for statement in statements]


def test_what_leans_on_what_is_not_shown_does_not_come_first() -> None:
    assert quotes((QUAY, LINES[0]), (HILL, HILL.text)) == [HILL.text, LINES[0]]
    assert quotes((QUAY, LINES[0])) == [LINES[0]], "unless there is no other"
    assert quotes((QUAY, LINES[0]), (HILL, HILL.text), in_order=True) == [LINES[0], HILL.text]


def test_what_hardly_answers_by_itself_takes_the_lead_from_none() -> None:
    found = [evidence(QUAY, LINES[0], confidence=0.6), evidence(HILL, HILL.text, confidence=0.4)]
    assert [said.citations[0].quote for said in build_statements(found, ASKED, "en")] == [LINES[0], HILL.text]


def test_the_statements_of_an_article_stand_together() -> None:
    got = quotes((QUAY, LINES[1]), (HILL, HILL.text), (QUAY, LINES[2]))
    assert got == [LINES[1], LINES[2], HILL.text]


def test_a_fourth_statement_takes_the_place_of_none_that_is_open() -> None:
    other = Article(title="Mill", text="Millers counted sacks of barley.", outlet="Mill Post", language="en")
    got = quotes((QUAY, LINES[1]), (HILL, HILL.text), (other, other.text), (QUAY, LINES[2]))
    assert set(got[:3]) == {LINES[1], HILL.text, other.text}
