"""Every sentence in both languages, with the same blanks."""

from __future__ import annotations

import datetime as dt
import string

import pytest

from store.text.dates import format_date
from ui.messages import general as messages
from ui.messages import page as page_messages


def blanks(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("name", messages.all_sentences())
def test_a_sentence_is_whole_in_both_languages(name: str) -> None:
    sentence = messages.all_sentences()[name]
    assert sentence.en.strip() and sentence.ar.strip()
    assert blanks(sentence.en) == blanks(sentence.ar)
    assert not any("\u0600" <= letter <= "\u06ff" for letter in sentence.en)


@pytest.mark.parametrize(
    ("count", "arabic"),
    [(1, "مقال واحد"), (2, "مقالان"), (3, "3 مقالات"), (10, "10 مقالات"), (11, "11 مقالًا"), (99, "99 مقالًا")]
    + [(100, "100 مقال"), (102, "102 مقال"), (105, "105 مقالات"), (1234, "1,234 مقالًا")],
)
def test_arabic_counts_as_arabic_does(count: int, arabic: str) -> None:
    assert messages.articles(count, "ar") == arabic


def test_english_counts() -> None:
    assert messages.articles(1, "en") == "1 article"
    assert messages.articles(1234, "en") == "1,234 articles"


@pytest.mark.parametrize("month", range(1, 13))
def test_the_script_writes_days_as_answers_do(month: int) -> None:
    for language, said in page_messages.dictionary()[f"DAY_IN_{month}"].items():
        assert said.replace("{day}", "9").replace("{year}", "2024") == format_date(dt.date(2024, month, 9), language)


def test_example_questions_come_in_both_languages() -> None:
    arabic = [question for question in messages.EXAMPLE_QUESTIONS if "؟" in question]
    assert 0 < len(arabic) < len(messages.EXAMPLE_QUESTIONS)
