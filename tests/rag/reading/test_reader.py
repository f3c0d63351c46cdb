"""The shipped reader on whole pages: it finds what is there, reads odd and long texts, and always says the same."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from rag.reading import Page, Reading
from rag.reading.reader import WindowReader
from store import Span
from store.text import split_sentences
from tests.helpers.cases import each_case
from tests.helpers.rag.ferry import BAKERY, FERRY, FERRY_AR, page


@each_case(
    ("question", "text", "sentence", "words"),
    [
        ("How many horses were on board?", FERRY, 0, "two"),
        ("Who is the captain?", FERRY, 2, "Ali Hassan"),
        ("Why was the ferry late?", FERRY, 1, "storm"),
        ("من هو القبطان؟", FERRY, 2, "Ali Hassan"),
        ("ما سبب تأخر العبّارة؟", FERRY_AR, 1, "العاصفة"),
        ("Who is the captain?", FERRY_AR, 2, "علي حسن"),
    ],
)
def test_the_words_that_answer_are_found(
    reader: WindowReader, question: str, text: str, sentence: int, words: str
) -> None:
    (found,) = reader.read(question, [page(text)])
    assert found.answer is not None
    assert words in text[found.answer.start : found.answer.end]
    assert max(range(3), key=found.sentences.__getitem__) == sentence


@pytest.mark.parametrize("text", [FERRY, FERRY_AR])
def test_what_the_page_does_not_say_is_told(reader: WindowReader, text: str) -> None:
    question = "Why was the ferry late?"
    answered, other = reader.read(question, [page(text), page(BAKERY)])
    assert answered.none < other.none
    assert answered.score > other.score


def test_chances_add_up(reader: WindowReader) -> None:
    for found in reader.read("Who is the captain?", [page(FERRY, "Harbour"), page(BAKERY), page("")]):
        assert found.none + found.title + sum(found.sentences) == pytest.approx(1)
        assert found.verdict is not None
        assert found.verdict.yes + found.verdict.no + found.verdict.not_said == pytest.approx(1)


def test_the_words_of_the_question_have_a_support_each(reader: WindowReader) -> None:
    question = "How many horses, in 1,887?"
    (found,) = reader.read(question, [page(FERRY)])
    words = [question[word.start : word.end] for word in found.support or ()]
    assert words == ["How", "many", "horses", "in", "1,887"]
    assert all(0 <= word.supported <= 1 for word in found.support or ())


def test_a_claim_is_judged(reader: WindowReader) -> None:
    denied, unrelated = reader.judge([(FERRY, "The captain was hurt."), (FERRY, "Bread has become dear.")])
    assert denied.contradicts > unrelated.contradicts
    assert unrelated.neutral > denied.neutral
    for found in (denied, unrelated):
        assert found.entails + found.neutral + found.contradicts == pytest.approx(1)
        assert len(found.support or ()) == 4


def test_company_and_threads_change_nothing(reader: WindowReader) -> None:
    pages = [page(FERRY, "Harbour"), page(BAKERY), page(FERRY_AR)]
    together = reader.read("Who?", pages)
    assert together == [found for each in pages for found in reader.read("Who?", [each])]
    with ThreadPoolExecutor(4) as threads:
        assert all(found == together for found in threads.map(lambda _: reader.read("Who?", pages), range(8)))
    assert reader.read("Who?", []) == []
    assert reader.judge([]) == []


def test_a_long_text_is_read_to_its_end(reader: WindowReader) -> None:
    text = BAKERY + " " + f"{BAKERY} " * 25 + FERRY
    sentences = split_sentences(text)
    (found,) = reader.read("Who is the captain of the ferry?", [Page("", text, sentences)])
    assert found.answer is not None
    assert text[found.answer.start : found.answer.end] == "Ali Hassan"
    assert max(range(len(sentences)), key=found.sentences.__getitem__) == len(sentences) - 1
    assert found.none + sum(found.sentences) == pytest.approx(1)
    (judged,) = reader.judge([(text, "Nobody was hurt on the ferry.")])
    assert judged.neutral < 0.9


def test_a_sentence_longer_than_the_window_is_read_to_its_end(reader: WindowReader) -> None:
    text = "In the valley, " + "and beyond the hill, " * 200 + "the captain of the ferry is Ali Hassan."
    (found,) = reader.read("Who is the captain of the ferry?", [Page("", text, [Span(0, len(text))])])
    assert found.answer is not None
    assert "Ali Hassan" in text[found.answer.start : found.answer.end]
    assert found.sentences[0] > 0.5


@each_case("question", ["", "?", "a", "ق", "\0", "x\ud800y", "who " * 500])
def test_odd_questions_are_read(reader: WindowReader, question: str) -> None:
    (found,) = reader.read(question, [page(FERRY)])
    assert 0 <= found.none <= 1
    assert len(found.sentences) == 3


@each_case("text", ["", " ", "\0", "a\0b", "x\ud800y", "😀", "ﷺ", "\n\n"])
def test_odd_pages_are_read(reader: WindowReader, text: str) -> None:
    odd = Page(text, text, [Span(0, len(text))] if text else [])
    (found,) = reader.read("Who?", [odd])
    assert isinstance(found, Reading)
    assert len(found.sentences) == len(odd.sentences)
    (judged,) = reader.judge([(text, text)])
    assert judged.entails + judged.neutral + judged.contradicts == pytest.approx(1)


def test_a_page_without_words_has_no_answer(reader: WindowReader) -> None:
    (found,) = reader.read("Who?", [Page("", "", [])])
    assert found.answer is None
    assert found.none == 1
    assert found.score < min(each.score for each in reader.read("Who?", [page(BAKERY), page(FERRY)]))
