"""Interviews: what is asked states nothing, and an answer is read with it."""

from __future__ import annotations

import pytest

from store.article import Span
from store.text.sentences import split_sentences
from store.text.statements import LIST_CHARACTERS, is_statement, required_context
from tests.helpers.cases import each_case
from tests.store.text.test_statements import read

ENGLISH = """The mayor spoke with us.

Q: Will the harbour be dredged?

A: In spring. We have the money

Q: Critics say you hired your cousin.
They say it was in May. He is a carter:
- so they say

A: He applied like others

Thirty did.

Q: And you?
A: I rest.

She was born here."""
ARABIC = """تحدثت رئيسة البلدية إلينا.

س: هل سيُعمّق المرفأ؟

ج: في الربيع. لدينا المال

س: يقول منتقدوك إنك وظّفت قريبك.
ويقولون إنه حوذي

ج: تقدم مثل غيره

وتقدم ثلاثون."""


def test_an_answer_is_read_with_what_was_asked_which_states_nothing() -> None:
    first, second, third = ENGLISH.split("\n\n")[1], ENGLISH.split("\n\n")[3], "Q: And you?"
    assert read(ENGLISH) == {
        "The mayor spoke with us.": (True, None),
        first: (False, None),
        "A: In spring.": (True, first),
        "We have the money": (True, None),
        "Q: Critics say you hired your cousin.": (False, None),
        "They say it was in May.": (False, None),
        "He is a carter:": (False, None),
        "- so they say": (False, "He is a carter:"),
        "A: He applied like others": (True, second),
        "Thirty did.": (True, None),
        third: (False, None),
        "A: I rest.": (True, third),
        "She was born here.": (True, None),
    }
    first, second = ARABIC.split("\n\n")[1], ARABIC.split("\n\n")[3]
    assert read(ARABIC) == {
        "تحدثت رئيسة البلدية إلينا.": (True, None),
        first: (False, None),
        "ج: في الربيع.": (True, first),
        "لدينا المال": (True, None),
        "س: يقول منتقدوك إنك وظّفت قريبك.": (False, None),
        "ويقولون إنه حوذي": (False, None),
        "ج: تقدم مثل غيره": (True, second),
        "وتقدم ثلاثون.": (True, None),
    }


@each_case(
    ("asks", "answers"),
    [
        ("Q:", "A:"),
        ("Q.", "A."),
        ("Q -", "A -"),
        ("Q –", "A –"),
        ("Q —", "A —"),
        ("Q3:", "A3:"),
        ("**Q:**", "**A:**"),
        ("Question:", "Answer:"),
        ("QUESTION –", "ANSWER –"),
        ("س:", "ج:"),
        ("س.", "ج."),
        ("س -", "ج -"),
        ("س ـ", "ج ـ"),
        ("س١:", "ج١:"),
        ("\u200fس:", "\u200fج:"),
        ("سؤال:", "جواب:"),
        ("السؤال :", "الجواب :"),
        ("سؤال:", "إجابة –"),
    ],
)
def test_question_and_answer_are_marked_in_many_ways(asks: str, answers: str) -> None:
    asked, answered = f"{asks} You sold it, they say.", f"{answers} I kept it."
    assert read(f"{asked}\n{answered} Ask them.") == {
        asked: (False, None),
        answered: (True, asked),
        "Ask them.": (True, None),
    }


def test_a_mark_may_stand_in_a_line_of_its_own() -> None:
    asked = "Q:\nYou sold it, they say."
    assert read(f"{asked}\nA:\nI kept it. Ask them.") == {
        "Q:": (False, None),
        "You sold it, they say.": (False, None),
        "A:": (False, asked),
        "I kept it.": (True, asked),
        "Ask them.": (True, None),
    }


@each_case(
    "line",
    [
        "Q. Moss sold the mill.",
        "A. Moss sold the mill.",
        "A: Moss sold the mill.",
        "Q3: Moss sold the mill.",
        "Q-tips were sold.",
        "Quality: it was sold.",
        "س. حامد باع الطاحونة.",
        "سؤالان: بيعت الطاحونة.",
        "ج: بيعت الطاحونة.",
    ],
)
def test_without_question_or_answer_there_is_no_interview(line: str) -> None:
    assert read(f"The mayor spoke.\n{line}\nIt burned.") == {
        "The mayor spoke.": (True, None),
        line: (True, None),
        "It burned.": (True, None),
    }


def test_what_is_asked_states_nothing_though_no_answer_is_marked() -> None:
    text = "Q: You sold it, they say. In May.\nShe laughed.\nQ: And then?\nA: I rest."
    assert [is_statement(text, span) for span in split_sentences(text)] == [False, False, True, False, True]


@pytest.mark.parametrize("mark", ["A:", "ج:"])
def test_an_answer_far_from_what_was_asked_is_read_alone(mark: str) -> None:
    asked, answer = "Q: You sold it, they say.", f"{mark} I kept it."
    near = f"{asked}\n{'x' * (LIST_CHARACTERS - len(asked) - len(answer) - 3)}.\n{answer}"
    far = near.replace("x.\n", f"{answer}x.\n")
    for text, opened in ((near, Span(0, len(near) - len(answer) - 1)), (far, None)):
        *_, last = split_sentences(text)
        assert required_context(text, last) == opened
        assert [is_statement(text, span) for span in split_sentences(text)] == [False, opened is None, True]


def test_a_long_question_states_nothing_either() -> None:
    text = f"Q: {'You sold it, they say, ' * 28}I hear.\nA: I kept it."
    first, *_, last = split_sentences(text)
    assert first.end - first.start > LIST_CHARACTERS
    assert not is_statement(text, first)
    assert required_context(text, last) is None
