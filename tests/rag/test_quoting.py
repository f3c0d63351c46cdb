"""How evidence is said: grouped, numbered, quoted as it stands, in a frame in the question's language."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from rag import Hit, Statement
from rag.evidence import Evidence
from rag.quoting import (
    FEW_STATEMENTS,
    MOST_SOURCES,
    MOST_STATEMENTS,
    answer_text,
    refusal_text,
    source,
    statements,
)
from store import Article, Passage, Translation

ROOF = Article(
    title="سقف السوق",
    outlet="صحيفة الرصيف",
    date="2024-03-05",
    language="ar",
    text="انهار سقف السوق القديم ليلة الخميس.\nولم يصب أحد من الباعة بأذى.\nوسيعاد بناء السقف من خشب الأرز.",
    translations=(
        Translation(
            "en",
            "The market's roof",
            "The old market's roof fell in on Thursday night.\nNone of the sellers was hurt.\n"
            "The roof will be rebuilt in cedar.",
        ),
    ),
)
RADIO = Article(
    title="السوق بلا سقف",
    outlet="إذاعة التل",
    date="2024-03-06",
    language="ar",
    text="انهار سقف السوق القديم مساء الخميس. وبكى تاجر الزعفران.",
)
GULL = Article(title="No roof", language="en", text="The roof of the old market fell. Gulls nest in the beams.")


def said(article: Article, number: int, tokens: float, words: str = "", meaning: float | None = None) -> Evidence:
    """Sentence `number` of an article, with these index forms; sentences of near `meaning` (an angle) are alike."""
    sentences = [match.span() for match in re.finditer(r"[^\s.][^.]*\.", article.text)]
    start, end = sentences[number]
    vector = None
    if meaning is not None:
        vector = np.zeros(384, np.float32)
        vector[:2] = np.cos(meaning), np.sin(meaning)
    keys = frozenset(words.split())
    return Evidence(article, number, start, end, keys, False, 0.8, 0.5, 0.0, tokens, vector)


FALL = said(ROOF, 0, 0.90, "fell roof market old thursday night", 0.0)
ALSO = said(RADIO, 0, 0.88, "fell roof market old thursday evening", 0.1)
UNHURT = said(ROOF, 1, 0.87, "sellers hurt", 1.5)
REBUILT = said(ROOF, 2, 0.86, "roof rebuilt cedar", 3.0)
GULLS = said(GULL, 1, 0.85, "gulls nest beams", 4.5)


def quotes(found: Sequence[Statement]) -> list[list[str]]:
    return [[citation.quote for citation in statement.citations] for statement in found]


def numbers(found: Sequence[Statement]) -> list[int]:
    return [citation.number for statement in found for citation in statement.citations]


# Grouping


def test_what_two_articles_say_alike_is_one_statement_with_both_sources() -> None:
    found = statements([FALL, ALSO, UNHURT], "ar")
    assert quotes(found) == [[FALL.quote, ALSO.quote], [UNHURT.quote]]
    assert [citation.article for citation in found[0].citations] == [ROOF, RADIO]


def test_sentences_of_one_meaning_are_alike_in_other_words() -> None:
    other = replace(ALSO, keys=frozenset())
    assert quotes(statements([FALL, other], "ar")) == [[FALL.quote, ALSO.quote]]


def test_sentences_that_share_few_words_and_little_meaning_are_apart() -> None:
    other = replace(ALSO, keys=frozenset(["roof", "market", "saffron", "wept", "dealer"]), meaning=UNHURT.meaning)
    assert quotes(statements([FALL, other], "ar")) == [[FALL.quote], [ALSO.quote]]


def test_a_sentence_of_two_words_is_not_alike_to_every_longer_one_that_has_them() -> None:
    one = replace(UNHURT, keys=frozenset(["miller", "went"]))
    other = replace(ALSO, keys=frozenset(["miller", "went", "home", "night", "rain"]), meaning=REBUILT.meaning)
    assert len(statements([one, other], "ar")) == 2


def test_without_a_meaning_words_alone_decide() -> None:
    bare = [replace(FALL, meaning=None), replace(ALSO, meaning=None), replace(UNHURT, meaning=None)]
    assert quotes(statements(bare, "ar")) == [[FALL.quote, ALSO.quote], [UNHURT.quote]]


def test_an_article_is_no_source_of_its_own_sentence() -> None:
    again = replace(UNHURT, keys=FALL.keys, meaning=FALL.meaning)
    found = statements([FALL, again, ALSO, replace(GULLS, article=RADIO, keys=FALL.keys)], "ar")
    assert quotes(found) == [[FALL.quote, ALSO.quote]]


def test_a_statement_has_few_sources_and_the_best_of_them() -> None:
    articles = [replace(RADIO, text=RADIO.text + " " * n, outlet=f"إذاعة {n}") for n in range(9)]
    (found,) = statements([said(article, 0, 0.9 - n / 100, "", 0.0) for n, article in enumerate(articles)], "ar")
    assert [citation.article for citation in found.citations] == articles[:MOST_SOURCES]


# How much is said


def test_there_are_not_too_many_statements() -> None:
    many = [said(replace(GULL, title=str(n)), 1, 0.9, f"word{n}", n / 1.0) for n in range(6)]
    many += [replace(e, start=e.start + 1, meaning=None) for e in many]
    assert len(statements(many, "en")) == MOST_STATEMENTS


def test_what_is_far_below_the_best_is_not_said() -> None:
    assert quotes(statements([FALL, replace(UNHURT, tokens=-0.5, cosine=0.1)], "ar")) == [[FALL.quote]]


def test_the_first_few_are_said_where_each_is_likely_by_itself() -> None:
    likely = [
        said(replace(GULL, title=str(n)), 1, 0.9 if n == 0 else 0.7, f"word{n}", float(n))
        for n in range(FEW_STATEMENTS + 2)
    ]
    likely = [replace(e, cosine=0.95) for e in likely]
    assert len(statements(likely, "en")) == FEW_STATEMENTS


def test_nothing_is_said_without_evidence() -> None:
    assert statements([], "en") == ()


# Citations


def test_numbers_run_from_one_in_the_order_they_are_read() -> None:
    found = statements([FALL, UNHURT, REBUILT, ALSO, GULLS], "en")
    assert quotes(found) == [[FALL.quote, ALSO.quote], [UNHURT.quote], [REBUILT.quote], [GULLS.quote]]
    assert numbers(found) == [1, 2, 3, 4, 5]


@pytest.mark.parametrize("language", ["ar", "en"])
def test_each_mark_stands_in_the_text_once_and_in_order(language: str) -> None:
    found = statements([FALL, UNHURT, REBUILT, ALSO, GULLS], language)
    marks = re.findall(r"\[(\d+)\]", answer_text(found, language))
    assert list(map(int, marks)) == numbers(found)


def test_a_quote_is_the_articles_own() -> None:
    for citation in [c for s in statements([FALL, UNHURT, ALSO, GULLS], "en") for c in s.citations]:
        assert citation.article.text[citation.start : citation.end] == citation.quote


def test_only_what_is_not_in_the_questions_language_is_translated() -> None:
    assert [c.translation for s in statements([FALL, ALSO], "ar") for c in s.citations] == [None, None]
    assert [c.translation for s in statements([FALL, ALSO], "en") for c in s.citations] == [
        "The old market's roof fell in on Thursday night.",
        None,
    ]
    own = replace(GULL, translations=(Translation("en", "No roof", "The market's roof is gone."),))
    assert statements([replace(GULLS, article=own)], "en")[0].citations[0].translation is None


# The text


def test_an_english_answer_shows_the_translation_and_under_it_the_original() -> None:
    assert answer_text(statements([FALL, UNHURT], "en"), "en").split("\n") == [
        "This is what the articles say:",
        "",
        "The old market's roof fell in on Thursday night. [1]",
        "original: “انهار سقف السوق القديم ليلة الخميس.”",
        "— صحيفة الرصيف, 5 March 2024",
        "",
        "None of the sellers was hurt. [2]",
        "original: “ولم يصب أحد من الباعة بأذى.”",
        "— صحيفة الرصيف, 5 March 2024",
    ]


def test_without_a_translation_the_arabic_is_quoted() -> None:
    assert answer_text(statements([ALSO], "en"), "en").split("\n") == [
        "This is what the articles say:",
        "",
        "“انهار سقف السوق القديم مساء الخميس.” [1]",
        "— إذاعة التل, 6 March 2024",
    ]


def test_an_arabic_answer_quotes_and_names_every_source() -> None:
    assert answer_text(statements([FALL, ALSO, GULLS], "ar"), "ar").split("\n") == [
        "هذا ما يقوله عدد من المقالات (3):",
        "",
        "«انهار سقف السوق القديم ليلة الخميس.» [1]",
        "— صحيفة الرصيف، 5 مارس 2024",
        "وكذلك في: إذاعة التل، 6 مارس 2024 [2]",
        "",
        "«Gulls nest in the beams.» [3]",
        "— بلا ذكر الوسيلة، بلا تاريخ",
    ]


def test_the_frame_counts_articles_and_not_quotes() -> None:
    assert answer_text(statements([FALL, ALSO, UNHURT], "en"), "en").startswith("This is what 2 articles say:")


@pytest.mark.parametrize(
    ("article", "english", "arabic"),
    [
        (ROOF, "صحيفة الرصيف, 5 March 2024", "صحيفة الرصيف، 5 مارس 2024"),
        (replace(ROOF, outlet=""), "no outlet named, 5 March 2024", "بلا ذكر الوسيلة، 5 مارس 2024"),
        (replace(ROOF, date=None), "صحيفة الرصيف, undated", "صحيفة الرصيف، بلا تاريخ"),
        (GULL, "no outlet named, undated", "بلا ذكر الوسيلة، بلا تاريخ"),
    ],
)
def test_a_source_is_told_as_far_as_it_is_known(article: Article, english: str, arabic: str) -> None:
    assert (source(article, "en"), source(article, "ar")) == (english, arabic)


def test_a_refusal_says_so_and_points_at_what_is_closest() -> None:
    hits = [Hit(Passage(article.id, 0, 9, article.text[:9]), article, 1.0) for article in (ROOF, GULL)]
    assert refusal_text(hits, "en").split("\n") == [
        "The articles do not say. I found nothing in them that answers this question.",
        "",
        "These passages come closest, without answering it:",
        "— سقف السوق (صحيفة الرصيف, 5 March 2024)",
        "— No roof (no outlet named, undated)",
    ]
    assert refusal_text(hits, "ar").split("\n") == [
        "لا تذكر المقالات ذلك. لم أجد فيها ما يجيب عن هذا السؤال.",
        "",
        "أقرب المقاطع إليه، من غير أن تجيب عنه:",
        "— سقف السوق (صحيفة الرصيف، 5 مارس 2024)",
        "— No roof (بلا ذكر الوسيلة، بلا تاريخ)",
    ]
    assert refusal_text([], "en").count("\n") == 0
