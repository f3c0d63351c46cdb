"""How evidence is said: numbered, quoted as it stands, in a frame in the question's language."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from rag import Answer
from rag.synthesis import build_statements
from store import Translation
from tests.helpers.market import ALIKE, ALSO, ASKED, FALL, GULL, GULLS, REBUILT, UNHURT, numbers, quotes

# Citations


def test_numbers_run_from_one_in_the_order_they_are_read() -> None:
    found = build_statements([FALL, UNHURT, REBUILT, ALSO, GULLS], ASKED, "en", judge=ALIKE)
    assert quotes(found) == [[FALL.quote, ALSO.quote], [UNHURT.quote], [REBUILT.quote], [GULLS.quote]]
    assert numbers(found) == [1, 2, 3, 4, 5]


@pytest.mark.parametrize("language", ["ar", "en"])
def test_each_mark_stands_in_the_text_once_and_in_order(language: str) -> None:
    found = build_statements([FALL, UNHURT, REBUILT, ALSO, GULLS], ASKED, language, judge=ALIKE)
    text = Answer(ASKED, language, "", True, found).text
    marks = re.findall(r"\[(\d+)\]", text)
    assert list(map(int, marks)) == numbers(found)


def test_a_quote_is_the_articles_own() -> None:
    for citation in [
        c for s in build_statements([FALL, UNHURT, ALSO, GULLS], ASKED, "en", judge=ALIKE) for c in s.citations
    ]:
        assert citation.article.cut(citation.span) == citation.quote


def test_only_what_is_not_in_the_questions_language_is_translated() -> None:
    assert [c.translation for s in build_statements([FALL, ALSO], ASKED, "ar", judge=ALIKE) for c in s.citations] == [
        None,
        None,
    ]
    assert [c.translation for s in build_statements([FALL, ALSO], ASKED, "en", judge=ALIKE) for c in s.citations] == [
        "The old market's roof fell in on Thursday night.",
        None,
    ]
    own = replace(GULL, translations=(Translation("en", "No roof", "The market's roof is gone."),))
    assert build_statements([replace(GULLS, article=own)], ASKED, "en")[0].citations[0].translation is None


def test_a_citation_says_which_sentence_of_a_longer_quote_answers() -> None:
    whole = replace(UNHURT, start=FALL.start)
    (alone,), (longer,) = (build_statements([found], ASKED, "en")[0].citations for found in (UNHURT, whole))
    assert alone.point is None
    assert longer.point == UNHURT.span
    assert longer.article.text[longer.start : longer.end] == longer.quote == f"{FALL.quote}\n{UNHURT.quote}"
    assert longer.article.text[longer.point.start : longer.point.end] == UNHURT.quote
