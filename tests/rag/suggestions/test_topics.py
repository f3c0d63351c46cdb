"""Topics are what "the latest news about …" can be asked of: a name, or a noun that says which."""

from __future__ import annotations

from rag.suggestions.topics import question_topics
from tests.helpers.cases import each_case

FAIR = "افتتح العمدة سرحان بازار الجوز أمس. وزار الناس البازار الليلي في بازار الجوز، وسألوا عن سرحان وعن بازار آخر."


@each_case(
    ("question", "topics"),
    [
        ("ماذا جرى في بازار؟", []),
        ("ماذا جرى في بازار ليلي؟", []),
        ("ماذا جرى في بازار الجوز؟", ["بازار الجوز"]),
        ("ماذا عن البازار الليلي؟", ["البازار الليلي"]),
        ("ماذا قيل عن سرحان؟", ["سرحان"]),
    ],
)
def test_a_common_noun_is_a_topic_only_with_what_says_which(question: str, topics: list[str]) -> None:
    assert list(question_topics(question, FAIR, "ar")) == topics
