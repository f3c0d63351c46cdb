"""Which articles are printings of one report: what outlets do to an agency's text, and what makes another report."""

from __future__ import annotations

import tracemalloc
from dataclasses import replace

import pytest

from store import Article
from store.text.near_duplicates import has_sentences, minhash_bands, says_all_of
from tests.helpers.cases import each_case
from tests.helpers.store.syndicated import ARABIC, CHANGED, CUT, FULLER, LINES, MORE, REPRINT, RESPELLED, WIRE


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


@each_case("copy", COPIES.values())
def test_an_article_tells_what_its_copies_say(copy: Article) -> None:
    assert says_all_of(WIRE, copy)
    assert minhash_bands(WIRE.text) & minhash_bands(copy.text)


@each_case("other", OTHERS.values())
def test_what_says_anything_else_is_no_copy(other: Article) -> None:
    assert not says_all_of(WIRE, other)


def test_the_fuller_one_tells_what_the_other_says() -> None:
    assert says_all_of(FULLER, WIRE)
    assert not says_all_of(CUT, WIRE)


def test_spelling_marks_and_digits_are_no_difference() -> None:
    assert says_all_of(ARABIC, RESPELLED)
    assert not says_all_of(ARABIC, _with("سبعة", "ستة", RESPELLED))
    assert not says_all_of(ARABIC, _with("3", "4", RESPELLED))


def test_two_places_before_one_text_are_two_reports() -> None:
    here, there = (replace(WIRE, text=f"{place} - {WIRE.text}") for place in ("TARMOUTH", "CARMOUTH"))
    assert not says_all_of(here, there)
    assert says_all_of(here, WIRE)
    assert says_all_of(WIRE, there)


def test_short_texts_are_not_told_apart_from_chance() -> None:
    assert not minhash_bands("The bridge opens on Monday.")
    assert not says_all_of(replace(WIRE, text=LINES[0]), replace(WIRE, text=LINES[0]))


def test_a_quote_is_printed_where_each_of_its_sentences_is() -> None:
    assert has_sentences(REPRINT.text, f"{LINES[0]} {LINES[3]}")
    assert not has_sentences(CUT.text, LINES[5])
    assert not has_sentences(CUT.text, f"{LINES[0]}\n{LINES[5]}")


@pytest.mark.slow
def test_long_texts_are_not_kept() -> None:
    texts = [" ".join(f"word{number}x{place}" for place in range(15_000)) for number in range(12)]
    tracemalloc.start()
    try:
        for one, other in zip(texts, texts[1:], strict=False):
            minhash_bands(one)
            says_all_of(Article(title="", text=one), Article(title="", text=other))
        kept, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert kept < 10_000_000, "one of them and what is computed of it take several million bytes"
