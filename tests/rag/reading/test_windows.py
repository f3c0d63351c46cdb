"""What a model reads of a question and a page: which tokens, in which segment, of which characters."""

from __future__ import annotations

import numpy as np

from rag.reading import Page
from rag.reading.windows import (
    CLAIM_SEGMENT,
    QUESTION_SEGMENT,
    QUESTION_TOKENS,
    TEXT_SEGMENT,
    TITLE_SEGMENT,
    TITLE_TOKENS,
    WINDOW,
    Part,
    page_windows,
    pair_windows,
    window_bounds,
)
from store.embedding import WordVectors
from store.text import split_sentences
from tests.helpers.cases import each_case
from tests.helpers.rag.ferry import FERRY, FERRY_AR, page

QUESTION = "When did the ferry arrive?"


def shown(part: Part, text: str) -> str:
    return "".join(text[start:end] for start, end in part.spans)


def test_the_input_is_as_the_model_was_trained(words: WordVectors) -> None:
    (window,) = page_windows(words, QUESTION, page(FERRY, "Harbour"))
    asked, title = words.ids("query: " + QUESTION), words.ids("Harbour")
    text = words.ids("passage: " + FERRY)
    assert window.ids == [words.first, *asked, words.last, *title, words.last, *text, words.last]
    sizes = {QUESTION_SEGMENT: len(asked) + 2, TITLE_SEGMENT: len(title) + 1, TEXT_SEGMENT: len(text) + 1}
    assert window.segments == [segment for segment, size in sizes.items() for _ in range(size)]


def test_without_a_title_there_is_no_part_for_it(words: WordVectors) -> None:
    (window,) = page_windows(words, QUESTION, page(FERRY))
    assert set(window.segments) == {QUESTION_SEGMENT, TEXT_SEGMENT}
    assert len(window.title.spans) == 0


def test_a_claim_has_a_segment_of_its_own(words: WordVectors) -> None:
    (window,) = pair_windows(words, FERRY, "The ferry was late.", [])
    asked = words.ids("query: The ferry was late.")
    assert window.segments == [CLAIM_SEGMENT] * (len(asked) + 2) + [TEXT_SEGMENT] * (len(window.ids) - len(asked) - 2)


@each_case("text", [FERRY, FERRY_AR, "½ kg", "a\0b", "x\ud800 y"])
def test_the_parts_cover_the_characters_of_their_texts(words: WordVectors, text: str) -> None:
    (window,) = page_windows(words, text, page(text, text))
    bare = "".join(text.split()).replace("\ud800", "").replace("\0", "")
    for part in (window.question, window.title, window.text):
        assert {*bare} <= {*shown(part, text)}
        assert window.ids[part.end] == words.last
    inner = window.ids[window.question.at : window.question.end]
    assert inner == words.ids("query: " + text)


def test_long_questions_and_titles_are_cut(words: WordVectors) -> None:
    (window,) = page_windows(words, "why " * 200, page(FERRY, "harbour " * 200))
    assert len(window.question.spans) == QUESTION_TOKENS
    assert len(window.title.spans) == TITLE_TOKENS
    assert shown(window.text, FERRY).replace(" ", "") == FERRY.replace(" ", "")


def test_a_long_text_is_read_in_windows_of_whole_sentences_that_overlap(words: WordVectors) -> None:
    text = " ".join(f"{number}. {FERRY}" for number in range(40))
    sentences = split_sentences(text)
    windows = page_windows(words, QUESTION, Page("Harbour", text, sentences))
    assert len(windows) > 3
    assert all(len(window.ids) <= WINDOW for window in windows)
    stretches = [window.text.spans[window.text.spans[:, 1] > 0] for window in windows]
    starts, ends = {s.start for s in sentences}, {s.end for s in sentences}
    assert all(own[0, 0] in starts and own[-1, 1] in ends for own in stretches)
    assert stretches[0][0, 0] == 0
    assert stretches[-1][-1, 1] == len(text)
    for one, other in zip(stretches, stretches[1:], strict=False):
        assert one[0, 0] < other[0, 0] < one[-1, 1] < other[-1, 1]


def test_a_text_without_sentences_is_read_to_its_end(words: WordVectors) -> None:
    text = "wave " * 2000
    windows = page_windows(words, "?", Page("", text, []))
    read = np.concatenate([window.text.spans for window in windows])
    assert {*map(tuple, words.spans(text))} <= {*map(tuple, read.tolist())}


@each_case(
    ("starts", "tokens", "room", "bounds"),
    [
        ([0, 4, 8], 12, 12, [(0, 12)]),
        ([], 0, 12, [(0, 0)]),
        ([0, 4, 8, 12], 16, 12, [(0, 12), (12, 16)]),
        ([0, 5, 8, 10, 13], 16, 12, [(0, 10), (8, 16)]),
        ([0], 30, 12, [(0, 12), (9, 21), (18, 30)]),
        ([], 13, 12, [(0, 12), (9, 13)]),
        ([0, 1], 5, 1, [(0, 1), (1, 2), (2, 3), (3, 4), (4, 5)]),
    ],
)
def test_bounds(starts: list[int], tokens: int, room: int, bounds: list[tuple[int, int]]) -> None:
    assert window_bounds(starts, tokens, room) == bounds
