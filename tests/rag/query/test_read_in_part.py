"""Questions of 2,000 characters that are no usual ones: what is read of them, and that reading them ends."""

from __future__ import annotations

from time import process_time

import pytest

from rag import answer, retrieve
from rag.query import find_request, read_in_part, turns_read
from store import Corpus
from store.embedding import load_word_vectors

LONGEST = 2000
STRANGE = (
    "٣",
    "a",
    "a ",
    "ه",
    "ﷺ",
    "و",
    '"a" «b» ',
    "(",
    "字",
    "?!",
    "\u064eا",
    "1,",
    "and what about ",
    "can you list ",
)


def filled(repeated: str) -> str:
    return (repeated * LONGEST)[:LONGEST]


def test_a_usual_question_is_read_whole() -> None:
    for question in ("Who paid for the new ferry?", "من دفع ثمن القارب الجديد؟", "x", ""):
        assert read_in_part(question) == question


def test_of_a_long_one_the_beginning_and_the_end_are_read() -> None:
    told = "The harbour has a new ferry. " * 60
    read = read_in_part(f"A letter came. {told} Who paid for it?")
    assert read.startswith("A letter came.") and read.endswith("Who paid for it?") and len(read) < 1000


@pytest.mark.parametrize("repeated", STRANGE)
def test_what_is_read_is_short_whatever_it_is_made_of(repeated: str) -> None:
    assert len(load_word_vectors().spans(read_in_part(filled(repeated)))) < 200


def test_only_the_latest_turns_are_read() -> None:
    read = turns_read([f"turn {number}" for number in range(500)] + [filled("٣")])
    assert len(read) == 20 and read[0] == "turn 481" and len(read[-1]) < LONGEST


@pytest.mark.parametrize("words", ["a ", "get me ", "what is ", "any ", "have a list "])
def test_a_request_is_told_from_many_of_its_words_at_once(words: str) -> None:
    """Two of the patterns had a star inside a star: forty words took for ever."""
    begun = process_time()
    assert find_request(words * 40 + "x", words * 40 + "x") is None
    assert process_time() - begun < 1


def test_requests_that_begin_with_several_words_are_still_found() -> None:
    for asked in (
        "can you please give me a list of articles about the ferry",
        "what is the latest news about the ferry",
    ):
        found = find_request(asked, asked)
        assert found is not None and found.subject.endswith("ferry")


def test_the_answer_has_the_question_as_it_was_asked(corpus: Corpus) -> None:
    question = filled("Who paid for the ferry and why? ").strip()
    got = answer(question, corpus=corpus)
    assert got.question == question
    assert retrieve(question, corpus=corpus) == []


def test_a_word_of_stretching_strokes_alone_begins_no_follow_up(corpus: Corpus) -> None:
    """The fuzzer found it: nothing is left of such a word when it is folded."""
    assert not answer("ـ who won?", corpus=corpus, history=["Who lost?"]).answered
