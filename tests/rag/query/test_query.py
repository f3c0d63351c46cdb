"""What a question is before anything is searched for: checked, made self-contained, taken apart into words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from rag import QuestionError, answer
from rag.query.query import (
    MOST_CHARACTERS,
    Query,
    Term,
    TermCoverage,
    check_question,
    content_words,
    expand_query,
    parse_query,
)
from store import ArgumentError, Article, Corpus
from store.text.arabic import is_arabic
from tests.helpers.cases import each_case
from tests.helpers.fakes import FakeEncoder

KILN = Article(
    title="فرن الخزف",
    language="ar",
    text="أشعل الخزاف الفرن القديم عند الفجر. وباع الخزاف الجرار الزرقاء في السوق.",
)
HERON = Article(
    title="The heron",
    language="en",
    text="A grey heron stood in the mill pond. The miller counted the herons and sold the mill.",
)


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Corpus]:
    with Corpus.open(tmp_path / "store", FakeEncoder({"pot": "جرار", "kiln": "فرن"})) as opened:
        opened.add([KILN, HERON])
        yield opened


def understood(question: str, corpus: Corpus, language: str = "en") -> Query:
    """The question as it is looked up in articles in this language, if there are any, else in those there are."""
    languages = corpus.index.languages()
    language = language if language in languages or not languages else languages[0]
    return expand_query(question, parse_query(question, corpus), corpus, language)


def terms(question: str, corpus: Corpus) -> dict[str, Term]:
    return {term.word: term for term in understood(question, corpus).terms}


# What cannot be searched for


@each_case("question", ["", " ", "\n\t \u00a0", "🚂🚀", "...", "?!", "؟؟", "___", "\u200f\u202e"])
def test_a_question_without_words_is_refused_with_the_remedy(question: str) -> None:
    with pytest.raises(QuestionError, match=r"Write .* in English or Arabic\.$"):
        check_question(question)


def test_an_arabic_question_without_words_is_refused_in_arabic() -> None:
    with pytest.raises(QuestionError, match=r"اكتبه كلماتٍ بالعربية أو بالإنجليزية\.$"):
        check_question("ـــ")


@each_case("length", [MOST_CHARACTERS + 1, 10_000])
@each_case(("letter", "remedy"), [("q", "Ask it in fewer words."), ("ق", "اسأل بكلمات أقل.")])
def test_a_question_too_long_is_refused_in_its_language(length: int, letter: str, remedy: str) -> None:
    with pytest.raises(QuestionError) as refused:
        check_question(letter * length)
    assert str(refused.value).endswith(remedy)
    assert f"{length:,}" in str(refused.value)
    assert f"{MOST_CHARACTERS:,}" in str(refused.value)
    assert is_arabic(str(refused.value)) == is_arabic(letter)


def test_the_longest_question_is_taken_without_the_space_around_it() -> None:
    longest = "q" * MOST_CHARACTERS
    assert check_question(f" \n{longest}\t ") == longest
    assert check_question("7") == "7"


# Words


def test_content_words_are_folded_once_each_in_order() -> None:
    assert content_words("What did the Heron, the HERON and the mill's owner do?") == ["heron", "mill", "owner"]
    assert content_words("ماذا باعَ الخزّافُ في السوق؟ باع الجرار!") == ["باع", "الخزاف", "السوق", "الجرار"]
    assert content_words("in 1,250 of ١٩٥٣") == ["1250", "1953"]
    assert content_words("When was it, and why?") == []


def test_a_word_of_the_corpus_is_looked_for_in_its_own_form(small: Corpus) -> None:
    found = terms("How many herons?", small)
    assert list(found) == ["herons"]
    assert found["herons"].own == "heron"
    assert found["herons"].keys["heron"] == 1.0


def test_of_the_forms_of_a_word_the_one_the_corpus_has_is_its_own(small: Corpus) -> None:
    assert terms("ماذا بالفرن؟", small)["بالفرن"].own == "فرن"


def test_words_are_bridged_to_what_means_the_same(small: Corpus) -> None:
    query = understood("Who sold the pots?", small, "ar")
    found = {term.word: term for term in query.terms}
    assert found["pots"].keys == pytest.approx({"جرار": 1.0}, abs=0.1)
    assert found["pots"].own == "pot"
    assert query.keys == pytest.approx({"جرار": 1.0}, abs=0.1)


def test_the_forms_to_search_for_count_as_surely_as_they_say_a_word(small: Corpus) -> None:
    pot = Term("pots", "pot", {"جرار": 0.7, "قدر": 0.4}, 2.0)
    jar = Term("jars", "jar", {"جرار": 0.5}, 2.0)
    kiln = Term("kiln", "kiln", {"kiln": 1.0, "فرن": 0.9}, 1.0)
    query = replace(understood("x", small), terms=(pot, jar, kiln, Term("xylophone", "xylophon", {}, 3.0)))
    assert query.keys == {"جرار": 0.7, "قدر": 0.4, "kiln": 1.0}, "a word the corpus has is not searched for in others"


def test_words_the_corpus_does_not_know_have_no_keys_and_tell_most(small: Corpus) -> None:
    found = terms("Did the heron play the xylophone?", small)
    assert found["xylophone"].keys == {}
    assert found["xylophone"].rarity > found["heron"].rarity > 0


@pytest.mark.parametrize(
    ("question", "grasp"), [("the heron and the mill", 1.0), ("zebra xylophone", 0.0), ("When was it?", 0.0)]
)
def test_the_grasp_is_all_or_nothing_where_all_or_no_words_are_known(
    small: Corpus, question: str, grasp: float
) -> None:
    assert understood(question, small).vocabulary_coverage == pytest.approx(grasp)


def test_the_grasp_lies_between_where_some_words_are_known(small: Corpus) -> None:
    assert 0 < understood("Did the heron play the xylophone?", small).vocabulary_coverage < 0.5


def test_a_query_has_language_text_and_vectors(small: Corpus) -> None:
    english, arabic = understood("the old mill", small), understood("الفرن القديم", small)
    assert (english.language, arabic.language) == ("en", "ar")
    assert english.text == "the old mill"
    assert english.vector.shape == (384,)
    assert np.linalg.norm(english.vector) == pytest.approx(1, abs=1e-5)
    assert english.states.shape == (3, 384)


def test_the_share_counts_rare_words_most() -> None:
    rare, usual = Term("kiln", "kiln", {"kiln": 1.0, "فرن": 0.5}, 3.0), Term("mill", "mill", {"mill": 1.0}, 1.0)
    assert TermCoverage([rare, usual])({"kiln", "mill"}) == 1.0
    assert TermCoverage([rare, usual])({"kiln"}) == 0.75
    assert TermCoverage([rare, usual])({"فرن"}) == 0.375
    assert TermCoverage([rare, usual])({"oven"}) == TermCoverage([])({"kiln"}) == 0.0


# With the real encoder


@pytest.mark.parametrize(
    ("word", "question", "bridged"),
    [
        ("train", "What colour was the train?", "قطار"),
        ("china", "What does Tikhonov say about China?", "صين"),
        ("visited", "Who visited the country?", "زيار"),
    ],
)
def test_english_words_lead_to_arabic_ones(sample: Corpus, word: str, question: str, bridged: str) -> None:
    term = terms(question, sample)[word]
    assert term.keys[term.own] == 1.0
    assert 0.4 <= term.keys[bridged] < 1.0


def test_every_key_is_a_form_of_the_corpus(sample: Corpus) -> None:
    query = understood("Which satellites did the zeppelin pilots of Quebec photograph?", sample)
    keys = {key for term in query.terms for key in term.keys}
    assert keys
    assert set(sample.index.frequencies(sorted(keys))) == keys
    assert 0 < query.vocabulary_coverage < 1


# What callers give instead


def test_earlier_questions_may_be_one_or_an_iterator(sample: Corpus) -> None:
    earlier = "Who visited Pyongyang in June 2024?"
    expected = answer("and when?", corpus=sample, history=[earlier]).understood
    assert earlier.rstrip("?") in expected
    for given in (earlier, iter([earlier]), (earlier,)):
        assert answer("and when?", corpus=sample, history=given).understood == expected
    assert answer("and when?", corpus=sample, history=None).understood == ""


@each_case("wrong", [None, 5, b"who?", ["who?"]])
def test_what_is_no_text_is_refused_in_a_sentence(sample: Corpus, wrong: Any) -> None:
    kind = "None" if wrong is None else type(wrong).__name__
    asked: dict[str, Callable[[], object]] = {
        "question": lambda: answer(wrong, corpus=sample),
        "history[1]": lambda: answer("who?", corpus=sample, history=["who came?", wrong]),
        "outlets[0]": lambda: answer("who?", corpus=sample, outlets=iter([wrong])),
    }
    for name, ask in asked.items():
        with pytest.raises(ArgumentError, match=f"^{re.escape(name)} has to be str.*, not {kind}\\.$"):
            ask()
