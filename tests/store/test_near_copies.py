"""Which articles are printings of one report: what outlets do to an agency's text, and what makes another report."""

from __future__ import annotations

from dataclasses import replace

import pytest

from store import Article
from store.copies import bands, printed, tells
from tests.store.syndicated import ARABIC, CHANGED, CUT, FULLER, LINES, MORE, REPRINT, RESPELLED, WIRE


def _with(old: str, new: str, article: Article = WIRE) -> Article:
    assert old in article.text
    return replace(article, text=article.text.replace(old, new))


COPIES = {
    "the same text": WIRE,
    "another headline and a dateline": REPRINT,
    "a credit": replace(WIRE, text=f"{WIRE.text}\n(Reporting by Ada Holm; editing by Per Lind)"),
    "cut": CUT,
    "in another order": replace(WIRE, text="\n".join((*LINES[3:], *LINES[:3]))),
    "a headline over the text": replace(WIRE, text=f"A light goes out\n{WIRE.text}"),
    "other line breaks": replace(WIRE, text=WIRE.text.replace("\n", " ")),
    "other quotation marks and digits": _with("112", "١١٢"),
    "the agency alone": replace(WIRE, text=f"(Coast Agency) - {WIRE.text}"),
}
OTHERS = {
    "another number": CHANGED,
    "another number in digits": _with("48,000", "46,000"),
    "another percentage": _with("48,000 crowns", "48,000%"),
    "below zero": _with("2,300", "-2,300"),
    "another day": _with("Monday", "Friday"),
    "another date": _with("9 May", "8 May"),
    "another name": _with("Mira Oland", "Mira Holm"),
    "the opposite": _with("backed", "rejected"),
    "a denial": _with("had learned", "had not learned"),
    "numbers that changed places": _with("#", "2,300", _with("2,300", "48,000", _with("48,000", "#"))),
    "another number over the same text": replace(WIRE, text=f"Only 5 councillors backed it\n{WIRE.text}"),
    "a headline with another name": replace(WIRE, title="Carmouth to close its north lighthouse"),
    "a new fact": FULLER,
    "a new fact in place of another": replace(WIRE, text="\n".join((*LINES[:5], MORE))),
}


@pytest.mark.parametrize("copy", COPIES.values(), ids=COPIES)
def test_an_article_tells_what_its_copies_say(copy: Article) -> None:
    assert tells(WIRE, copy)
    assert bands(WIRE.text) & bands(copy.text)


@pytest.mark.parametrize("other", OTHERS.values(), ids=OTHERS)
def test_what_says_anything_else_is_no_copy(other: Article) -> None:
    assert not tells(WIRE, other)


def test_the_fuller_one_tells_what_the_other_says() -> None:
    assert tells(FULLER, WIRE)
    assert not tells(CUT, WIRE)


def test_spelling_marks_and_digits_are_no_difference() -> None:
    assert tells(ARABIC, RESPELLED)
    assert not tells(ARABIC, _with("سبعة", "ستة", RESPELLED))
    assert not tells(ARABIC, _with("3", "4", RESPELLED))


def test_two_places_before_one_text_are_two_reports() -> None:
    here, there = (replace(WIRE, text=f"{place} - {WIRE.text}") for place in ("TARMOUTH", "CARMOUTH"))
    assert not tells(here, there)
    assert tells(here, WIRE)
    assert tells(WIRE, there)


def test_short_texts_are_not_told_apart_from_chance() -> None:
    assert not bands("The bridge opens on Monday.")
    assert not tells(replace(WIRE, text=LINES[0]), replace(WIRE, text=LINES[0]))


def test_a_quote_is_printed_where_each_of_its_sentences_is() -> None:
    assert printed(REPRINT.text, f"{LINES[0]} {LINES[3]}")
    assert not printed(CUT.text, LINES[5])
    assert not printed(CUT.text, f"{LINES[0]}\n{LINES[5]}")
