"""Questions that mean harm, and what cannot be asked."""

from __future__ import annotations

import pytest

from rag import QuestionError, answer, retrieve
from store import Corpus
from tests.helpers.cases import each_case

pytestmark = pytest.mark.usefixtures("defaults")

HOSTILE = (
    '<script>alert("x")</script> <b>Kim</b>',
    "Kim'; DROP TABLE articles; --",
    '"Kim" OR NEAR(train, 3) AND NOT "weapons" * ^ :',
    "keys: Kim AND keys: train",
    "{question} %s \\0 ${HOME} [1] [[2]] {}",
    "Kim\x00train",
    "Kim \ud800 train",
    "«كيم» 'بوتين' \"شويغو\" (قطار) -موسكو",
    "\u202eقطار كيم\u202c",
    "Kim's train " * 160,
    "🚂 قطار 🚂 كيم 🚂",
    "北朝鮮は何を求めているか",
)


@pytest.mark.parametrize("question", HOSTILE)
def test_a_strange_question_does_no_harm(sample: Corpus, question: str) -> None:
    got = answer(question, corpus=sample)
    assert got.question == question.strip()
    assert got.answered == bool(got.citations) and got.text
    assert len(sample) == 12
    for c in got.citations:
        assert c.article.cut(c.span) == c.quote
    assert retrieve(question, corpus=sample)


@each_case("question", ["", " \n", "🚂", "?", "س" * 2001, "q" * 10_000])
def test_what_cannot_be_asked_is_an_error(sample: Corpus, question: str) -> None:
    with pytest.raises(QuestionError):
        answer(question, corpus=sample)
    with pytest.raises(QuestionError):
        retrieve(question, corpus=sample)
