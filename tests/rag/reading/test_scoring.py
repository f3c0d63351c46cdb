"""From a model's numbers to what a text says, on numbers made for the test."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from rag.reading import AnswerSpan, Page, Verdict
from rag.reading.scoring import ANSWER_TOKENS, PairLogits, SpanLogits, join_entailment, join_reading
from rag.reading.types import NO_ANSWER
from rag.reading.windows import Part, Window
from store import Span

QUESTION = "Who was it?"
TITLE = "One two"
TEXT = "Aa bb cc. Dd ee. Ff"
PAGE = Page(TITLE, TEXT, [Span(0, 9), Span(10, 16)])  # "Ff" lies in no sentence
PART = {"question": (1, QUESTION), "title": (5, TITLE), "text": (8, TEXT)}
TOKENS = 15


def word_spans(text: str) -> list[tuple[int, int]]:
    """A token a word: nothing here depends on a vocabulary."""
    found, at = [], 0
    for word in text.split():
        start = text.index(word, at)
        at = start + len(word)
        found.append((start, at))
    return found


def window() -> Window:
    """`<s> Who was it? </s> One two </s> Aa bb cc. Dd ee. Ff </s>`"""
    parts = {name: Part(at, np.array(word_spans(text))) for name, (at, text) in PART.items()}
    return Window([0] * TOKENS, [0] * TOKENS, **parts)


def logits(start: dict[int, float], end: dict[int, float] | None = None, none: float = 0) -> SpanLogits:
    """Numbers for the tokens named, that for "none" at the first; far below for all others."""
    rows = []
    for given in (start, start if end is None else end):
        row = np.full(TOKENS, -50, np.float32)
        row[0] = none
        for place, number in given.items():
            row[place] = number
        rows.append(row)
    return SpanLogits(*rows)


def test_the_chances_are_those_of_a_softmax() -> None:
    found = join_reading(QUESTION, PAGE, [window()], [logits({5: 1, 8: 2, 9: 0.5, 12: -1, 13: 0})])
    powers = np.exp([0, 1, 2, 0.5, -1, 0])
    none, title, aa, bb, ee, _ff = (powers / powers.sum()).tolist()
    assert found.none == pytest.approx(none)
    assert found.title == pytest.approx(title)
    assert found.sentences == pytest.approx((aa + bb, ee))


def test_marks_and_the_question_are_no_candidates() -> None:
    found = join_reading(QUESTION, PAGE, [window()], [logits({1: 9, 4: 9, 7: 9, 14: 9, 8: 1})])
    assert found.none + found.sentences[0] == pytest.approx(1)
    assert found.answer == AnswerSpan(0, 2, False, 2)


def test_the_best_words_lie_within_one_sentence() -> None:
    found = join_reading(QUESTION, PAGE, [window()], [logits({10: 5, 11: 1}, {12: 5}, none=1)])
    assert found.answer == AnswerSpan(10, 16, False, 4)  # "Dd ee.", not "cc. Dd ee."
    assert found.score == 4


def test_the_end_does_not_lie_before_the_start() -> None:
    found = join_reading(QUESTION, PAGE, [window()], [logits({10: 5, 8: 1}, {8: 5, 10: 1})])
    assert found.answer is not None
    assert (found.answer.start, found.answer.end) in [(0, 2), (6, 9)]


def test_the_title_can_answer_but_not_together_with_the_text() -> None:
    assert join_reading(QUESTION, PAGE, [window()], [logits({6: 3})]).answer == AnswerSpan(4, 7, True, 6)
    found = join_reading(QUESTION, PAGE, [window()], [logits({6: 9}, {8: 9})])
    assert found.answer is not None
    assert found.answer.score < 0


def test_an_answer_has_no_more_tokens_than_allowed() -> None:
    count = 2 * ANSWER_TOKENS
    text = " ".join(["ab"] * count)
    part = Part(1, np.array(word_spans(text)))
    empty = Part(0, np.zeros((0, 2), np.int64))
    one = Window([0] * (count + 1), [0] * (count + 1), empty, empty, part)
    start, end = np.zeros(count + 1, np.float32), np.zeros(count + 1, np.float32)
    start[1], end[count], end[ANSWER_TOKENS] = 9, 99, 5
    found = join_reading("?", Page("", text, [Span(0, len(text))]), [one], [SpanLogits(start, end)])
    assert found.answer is not None
    assert len(text[found.answer.start : found.answer.end].split()) <= ANSWER_TOKENS


def test_what_lies_in_no_sentence_takes_its_share_and_is_no_answer() -> None:
    found = join_reading(QUESTION, PAGE, [window()], [logits({13: 9, 8: 1})])
    assert found.none + sum(found.sentences) + found.title < 0.01
    assert found.answer == AnswerSpan(0, 2, False, 2)


def test_nothing_to_choose_from() -> None:
    empty = Part(0, np.zeros((0, 2), np.int64))
    bare = Window([0, 2], [0, 0], empty, empty, empty)
    found = join_reading("", Page("", "", []), [bare], [SpanLogits(np.zeros(2), np.zeros(2))])
    assert (found.none, found.title, found.sentences, found.answer) == (1, 0, (), None)
    assert found.score == NO_ANSWER
    assert found.verdict is None
    assert found.support is None


def test_several_windows_count_as_if_read_at_once() -> None:
    """The second has other logits for "none", which all of its own are measured against."""
    first, second = logits({8: 1}), logits({11: 12}, none=10)
    found = join_reading(QUESTION, PAGE, [window(), window()], [first, second])
    none, one, two = (np.exp([0, 1, 2]) / np.exp([0, 1, 2]).sum()).tolist()
    assert (found.none, found.sentences) == (pytest.approx(none), pytest.approx((one, two)))
    assert found.answer == AnswerSpan(10, 12, False, 4)


def test_huge_numbers_stay_finite() -> None:
    found = join_reading(QUESTION, PAGE, [window()], [logits({8: 1e5, 11: 1e5}, none=-1e5)])
    assert found.sentences == pytest.approx((0.5, 0.5))


def row(numbers: Sequence[float]) -> np.ndarray:
    return np.array(numbers, np.float32)


def test_the_verdict_is_of_the_window_that_says_most() -> None:
    plain = logits({})
    found = [SpanLogits(plain.start, plain.end, row(numbers)) for numbers in ([0, 0, 9], [2, 0, 0])]
    total = np.exp(2) + 2
    verdict = join_reading(QUESTION, PAGE, [window()] * 2, found).verdict
    assert verdict == Verdict(*map(pytest.approx, (np.exp(2) / total, 1 / total, 1 / total)))


def test_a_word_is_borne_out_as_its_weakest_token_and_as_in_the_best_window() -> None:
    text = "In 1,887 it’s مُحَمَّد؟"
    spans = np.array([(0, 2), (3, 5), (5, 8), (9, 13), (14, 22), (22, 23)])
    empty = Part(0, np.zeros((0, 2), np.int64))
    one = Window([0] * 8, [0] * 8, Part(1, spans), empty, empty)
    plain = SpanLogits(np.zeros(8), np.zeros(8))
    numbers = [[0, 9, 9, -2, 9, 9, 0, 0], [0, 9, 1, 3, -9, -9, 0, 0]]
    found = [SpanLogits(plain.start, plain.end, support=row(each)) for each in numbers]
    support = join_reading(text, Page("", "", []), [one, one], found).support
    assert support is not None
    assert [text[word.start : word.end] for word in support] == ["In", "1,887", "it’s", "مُحَمَّد"]
    likely = [1 / (1 + np.exp(-number)) for number in (9, 1, 9, 9)]
    assert [word.supported for word in support] == pytest.approx(likely)


def test_words_that_were_not_read_have_no_support() -> None:
    one = window()
    support = join_entailment(QUESTION + " Nobody", [one], [PairLogits(row([0, 0, 0]), row([0] * TOKENS))]).support
    assert [(word.start, word.end) for word in support or ()] == [(0, 3), (4, 7), (8, 10)]


def test_a_claim_is_judged_by_the_window_that_says_most() -> None:
    found = join_entailment("It is.", [window()] * 2, [PairLogits(row([0, 5, 0])), PairLogits(row([0, 0, 1]))])
    total = np.exp(1) + 2
    assert (found.entails, found.neutral) == (pytest.approx(1 / total), pytest.approx(1 / total))
    assert found.contradicts == pytest.approx(np.exp(1) / total)
    assert found.support is None
