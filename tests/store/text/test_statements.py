"""Which sentences state something, and which are read together: lists with what opens them."""

from __future__ import annotations

import pytest

from store.article import Span
from store.text.chunking import divide_text
from store.text.sentences import split_sentences
from store.text.statements import LIST_CHARACTERS, LIST_LINES, is_statement, list_entries, required_context
from tests.helpers.cases import each_case

STATES = {
    "a sentence": ("وصل القطار إلى المرفأ.", True),
    "a sentence in quotes": ("«لن نعود إلى المرفأ.»", True),
    "a sentence before a direction mark": ("وصل القطار.\u200f\nثم غادر.", True),
    "a question": ("متى وصل القطار؟", False),
    "a question in quotes": ("«متى وصل القطار؟»", False),
    "a quoted question with a stop": ("سأل: «متى وصل؟».", False),
    "a question before a direction mark": ("متى وصل القطار؟\u200f", False),
    "a long question states something": ("كلمة " * 17 + "؟", True),
    "a heading": ("القطار الأخضر\nوصل القطار إلى المرفأ.", False),
    "a heading with blank lines under it": ("القطار الأخضر \n\n \nوصل.", False),
    "an indented heading": ("  \tالقطار الأخضر\nوصل.", False),
    "a Markdown heading": ("## القطار الأخضر\nوصل.", False),
    "a line of many words": ("كلمة " * 13 + "\nوصل.", True),
    "a last line without a stop": ("وصل القطار إلى المرفأ", True),
    "a line with blank ones under it": ("وصل القطار إلى المرفأ\n\n ", True),
}


@each_case(("text", "states"), STATES.values())
def test_headings_and_questions_state_nothing(text: str, states: bool) -> None:
    first = split_sentences(text)[0]
    assert is_statement(text, first) is states
    assert divide_text(text).sentences[0].statement is states


def read(text: str) -> dict[str, tuple[bool, str | None]]:
    """Each sentence of a text, whether it states something, and what must be read before it."""

    def said(span: Span | None) -> str | None:
        return text[span.start : span.end] if span else None

    return {
        said(span) or "": (is_statement(text, span), said(required_context(text, span)))
        for span in split_sentences(text)
    }


LISTED = """It will pay for much. The town will buy:

- two boats
• ثلاث شباك

1) a net

Prices

| good | price |
|---|---|
| salt | 320 |
| fish | 12 |

| word |

- a mast
The end."""


def test_an_entry_of_a_list_and_a_row_of_a_table_state_something() -> None:
    found = read(LISTED)
    buys = "The town will buy:"
    assert found == {
        "It will pay for much.": (True, None),
        buys: (True, None),
        "- two boats": (True, buys),
        "• ثلاث شباك": (True, buys),
        "1) a net": (True, buys),
        "Prices": (False, None),
        "| good | price |": (False, None),
        "|---|---|": (False, None),
        "| salt | 320 |": (True, "| good | price |"),
        "| fish | 12 |": (True, "| good | price |"),
        "| word |": (False, None),
        "- a mast": (False, None),
        "The end.": (True, None),
    }


def test_an_entry_is_long_enough_to_be_far() -> None:
    text = "It will buy:\n" + f"- {'salt ' * 9}\n" * LIST_LINES + "\nThe end."
    stated = [sentence for sentence in divide_text(text).sentences[1:-1] if sentence.statement]
    assert stated[-1].end <= LIST_CHARACTERS < stated[-1].end + 50


def test_a_table_may_open_a_text() -> None:
    assert [s.statement for s in divide_text("\n| good | price |\n| salt | 3 |\nThe end.").sentences] == [
        False,
        True,
        True,
    ]


@pytest.mark.parametrize("above", ["It will buy:\n", "| good | price |\n"])
def test_an_entry_far_from_what_opens_its_list_states_nothing(above: str) -> None:
    entry = "| salt | 3 |" if above.startswith("|") else "- salt"
    text = above + f"{entry}\n" * LIST_CHARACTERS + "\nThe end."
    stated = [sentence for sentence in divide_text(text).sentences[1:-1] if sentence.statement]
    assert len(stated) >= min(LIST_LINES, LIST_CHARACTERS // len(entry)) - 2
    assert stated[-1].end <= LIST_CHARACTERS


def test_the_rest_of_a_line_is_no_heading() -> None:
    text = "وصل القطار. وغادر\nثم عاد."
    assert [sentence.statement for sentence in divide_text(text).sentences] == [True, True, True]


ENTRIES = {
    "a list": ("It will buy:\n\n- boats\n\n2) two nets. Of silk\nThe end.", ["- boats", "2) two nets. Of silk"]),
    "an Arabic list": ("وستشتري:\n• قاربين \n • شباكا", ["• قاربين", "• شباكا"]),
    "a table": ("The prices:\n| good | price |\n| salt | 3 |", ["| good | price |", "| salt | 3 |"]),
    "no list": ("The mayor said:\nNo.\n- boats", []),
    "nothing": ("The mayor said:", []),
    "no colon": ("It will buy these\n- boats", []),
}


@each_case(("text", "found"), ENTRIES.values())
def test_a_sentence_with_a_colon_opens_the_entries_under_it(text: str, found: list[str]) -> None:
    assert [text[span.start : span.end] for span in list_entries(text, split_sentences(text)[0])] == found
