"""Asking for more of the same: which question is gone on with, and how often more was asked for."""

from __future__ import annotations

import pytest

from rag.query import before_more

MILL = "Who sold the mill?"
FOR_MORE = [
    "what else?",
    "More please",
    "Tell me more about it.",
    "anything else?",
    "continue",
    "وماذا أيضًا؟",
    "المزيد",
]
OF_ITS_OWN = [
    "What else did Ada sell?",
    "Any more mills?",
    "When?",
    "thanks",
    "وماذا أيضًا عن الطاحونة؟",
    "more mills",
]


@pytest.mark.parametrize("question", FOR_MORE)
def test_more_is_asked_of_the_last_question_that_asked_for_something(question: str) -> None:
    assert before_more(question, [MILL]) == (MILL, [], 1)
    assert before_more(question, ["Who is Ada?", "what else?", MILL, "more"]) == (MILL, ["Who is Ada?"], 2)


@pytest.mark.parametrize("question", OF_ITS_OWN)
def test_what_names_something_is_a_question_of_its_own(question: str) -> None:
    assert before_more(question, [MILL, "what else?"]) == (question, [MILL], 0)


def test_without_a_question_before_it_it_is_asked_as_it_is() -> None:
    assert before_more("what else?", []) == ("what else?", [], 0)
    assert before_more("more", ["what else?"]) == ("more", [], 0)
