"""Questions that ask several things, and those that only look like it; tests/data/parts.jsonl has 188 invented ones.

Those "written" before were there before the code, those after were written when it was done.
The last 45 were written about the rule for two things that took
the place of several.
"""

from __future__ import annotations

import json
from typing import Any

import pytest

from rag.query import content_words, split_question
from store.text import fold
from tests.helpers.cases import each_case
from tests.helpers.paths import DATA

ROWS: list[dict[str, Any]] = [
    json.loads(line) for line in (DATA / "parts.jsonl").read_text(encoding="utf-8").splitlines()
]
MISSED = ["Who won the regatta, who came second and how many boats sank?"]
"""A "who" after a comma is mostly a relative: to take this apart would tear others."""


@each_case("row", ROWS)
def test_each_part_has_its_own_words_and_none_of_the_others(row: dict[str, Any]) -> None:
    parts = split_question(row["question"])
    wanted = [] if row["question"] in MISSED else row["parts"]
    assert len(parts) == len(wanted), parts
    for part, own in zip(parts, wanted, strict=True):
        others = [word for other in wanted if other is not own for word in other]
        assert all(word in part.question for word in own), part
        assert not any(word in part.question for word in others), part


def test_most_that_look_like_it_are_one_question() -> None:
    assert sum(not row["parts"] for row in ROWS) > 90
    assert sum(len(row["parts"]) > 1 for row in ROWS) > 40


WHOLE = [
    ("Who won the regatta and how many boats sank?", ["Who won the regatta?", "how many boats sank?"]),
    ("من فاز بالسباق وكم قاربا غرق؟", ["من فاز بالسباق؟", "كم قاربا غرق؟"]),
    ("Please tell me when the fair opens and what does it cost?", ["when the fair opens?", "what does it cost?"]),
    (
        "Which is oldest, the mill, the inn or the church?",
        ["Which is oldest, the mill?", "Which is oldest, the inn?", "Which is oldest, the church?"],
    ),
    ("Is Orvin or Pellan colder?", ["Is Orvin colder?", "Is Pellan colder?"]),
    ("هل أورفين أكبر أم بيلان؟", ["هل أورفين أكبر؟", "هل بيلان أكبر؟"]),
    ("أيهما أغلى سعر القمح أم الأرز؟", ["أيهما أغلى سعر القمح؟", "أيهما أغلى سعر الأرز؟"]),
    ("What is the difference between Orvin and Pellan's rent?", ["What is Orvin rent?", "What is Pellan's rent?"]),
    (
        "What is the difference between the rent in Orvin and Pellan?",
        ["What is the rent in Orvin?", "What is the rent in Pellan?"],
    ),
    ("ما الفرق بين الإيجار في أورفين وبين الإيجار في بيلان؟", ["ما الإيجار في أورفين؟", "ما الإيجار في بيلان؟"]),
    (
        "How many fires were there in Orvin and Pellan during 2021?",
        [f"How many fires were there in {town} during 2021?" for town in ("Orvin", "Pellan")],
    ),
]  # fmt: skip


@each_case(("question", "parts"), WHOLE)
def test_a_part_is_a_question_by_itself(question: str, parts: list[str]) -> None:
    assert [part.question for part in split_question(question)] == parts


def test_a_part_that_names_little_is_searched_for_with_the_words_of_the_first() -> None:
    first, second = split_question("Where was the stolen organ found and who had hidden it?")
    assert not first.context and first.text == first.question
    assert second.text == "who had hidden it? stolen organ found"


def test_a_part_that_names_its_own_subject_is_searched_for_alone() -> None:
    _, second = split_question("Who coached Orvin last season and who is the captain of Pellan?")
    assert second.text == second.question == "who is the captain of Pellan?"


def test_things_compared_share_the_rest_of_the_question() -> None:
    parts = split_question("Was rent higher in March or in June?")
    assert [part.about for part in parts] == ["in March", "in June"]
    assert {part.shared for part in parts} == {"Was rent higher?"}


def test_more_than_three_are_asked_in_the_third() -> None:
    asked = "What burned? Who called? When did it end? How many were hurt?"
    assert [part.question for part in split_question(asked)] == [
        "What burned?",
        "Who called?",
        "When did it end? How many were hurt?",
    ]


def test_what_is_in_quotes_is_not_looked_at() -> None:
    assert split_question("Who sang “Where Is He and Who Am I”?") == ()


@pytest.mark.parametrize(
    "question", ["?", "and", "or", "in", "و", "أم", "من و", "a or b more", "ما الفرق", "؟ ؟ ومن؟"]
)
def test_scraps_are_one_question(question: str) -> None:
    assert split_question(question) == ()


def test_the_words_of_a_part_are_the_questions() -> None:
    for row in ROWS:
        words = set(content_words(row["question"])) | {word[1:] for word in content_words(row["question"])}
        for part in split_question(row["question"]):
            assert set(content_words(part.text)) <= words, fold(part.text)
