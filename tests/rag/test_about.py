"""Small talk in a conversation: it is replied to, quotes nothing, and changes no later question."""

from __future__ import annotations

from pathlib import Path

import pytest

from rag import AnswerKind, answer, follow_ups
from store import Corpus
from tests.helpers.fakes import FakeEncoder

QUESTION = "What did Putin and Kim sign in Pyongyang?"


@pytest.mark.parametrize("message", ["hello", "How many articles are there?", "شكرا"])
def test_it_is_replied_to_without_quotes(sample: Corpus, message: str) -> None:
    got = answer(message, corpus=sample)
    assert (got.kind, got.answered, got.citations, got.closest) == (AnswerKind.ABOUT, False, (), ())
    assert got.text == got.intro and got.corpus == sample.catalogue.version()
    assert got.intro in got.to_markdown().replace("\\", "")


def test_thanks_do_not_go_on_with_what_was_asked(sample: Corpus) -> None:
    got = answer("thanks", corpus=sample, history=(QUESTION,))
    assert (got.kind, got.understood) == (AnswerKind.ABOUT, "")


@pytest.mark.parametrize("message", ["That's wrong", "هذا خطأ"])
def test_that_an_answer_is_wrong_is_taken_as_said_of_it(sample: Corpus, message: str) -> None:
    got = answer(message, corpus=sample, history=(QUESTION,))
    assert (got.kind, got.understood) == (AnswerKind.ABOUT, "")


def test_a_question_after_it_goes_on_with_the_one_before(sample: Corpus) -> None:
    went_on = answer("When?", corpus=sample, history=(QUESTION, "thank you", "who are you?"))
    assert went_on == answer("When?", corpus=sample, history=(QUESTION,))
    assert went_on.understood


def test_an_empty_corpus_greets_too(corpus: Corpus) -> None:
    assert answer("hello", corpus=corpus).kind is AnswerKind.ABOUT


def test_another_embedding_does_not_change_it(tmp_path: Path) -> None:
    with Corpus.open(tmp_path / "store", FakeEncoder()) as opened:
        assert answer("who are you?", corpus=opened).kind is AnswerKind.ABOUT


@pytest.mark.parametrize("message", ["hello", "مرحبا"])
def test_three_questions_to_begin_with_are_answered(sample: Corpus, message: str) -> None:
    got = answer(message, corpus=sample)
    offered = follow_ups(got, corpus=sample)
    assert len(offered) == 3
    assert all(answer(question, corpus=sample, history=(message,)).answered for question in offered)


def test_an_empty_corpus_offers_none(corpus: Corpus) -> None:
    assert follow_ups(answer("hello", corpus=corpus), corpus=corpus) == ()
