"""Lines that an outlet repeats: learned from what is in the store, whatever came first, and forgotten with it."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from store import Article, Corpus, Span
from tests.helpers.agreement import check, contents
from tests.helpers.fakes import FakeEncoder

SLOGAN = "Evening bulletin on every channel"
LETTER = "Readers may send corrections to our office within one week of printing."
BACKGROUND = "The quarry above Stonefield has been shut since the landslide of March."
STORIES = [
    "Masons asked the mayor of Stonefield to open the quarry again before winter.",
    "A landslide closed the road to Stonefield, and lorries turned back at the quarry.",
    "Owners of the quarry denied that they had known of the landslide beforehand.",
    "Geologists will look at the slope above Stonefield, where a landslide is feared.",
    "Stonefield's council bought the quarry for a crown and will plant trees there.",
    "Two climbers were rescued from the quarry by night, near the old landslide.",
]


@pytest.fixture
def encoder() -> FakeEncoder:
    return FakeEncoder()


def page(number: int, *around: str, outlet: str = "Stonefield Star", **given: Any) -> Article:
    """The article of this number with these lines after its story."""
    story = f"{STORIES[number % len(STORIES)]} Its number is {number}."
    return Article(title=f"Story {number}", text="\n".join([story, *around]), outlet=outlet, language="en", **given)


def pages(count: int, *around: str, **given: Any) -> list[Article]:
    return [page(number, *around, **given) for number in range(count)]


def learned(corpus: Corpus) -> dict[str, int]:
    """The lines taken for furniture, with in how many articles they stand."""
    articles = corpus.articles()
    found = corpus.repeated_lines.of([article.id for article in articles])
    texts = {article.id: article.text for article in articles}
    lines = [(texts[id_], line) for id_, repeated in found.items() for line in repeated]
    return {text[line.span.start : line.span.end]: line.articles for text, line in lines}


def fresh(folder: Path, articles: Sequence[Article]) -> tuple[dict[str, int], object, object]:
    """What a store that never had any others learns."""
    with Corpus.open(folder, FakeEncoder()) as corpus:
        corpus.add(articles)
        held = contents(corpus)
        return learned(corpus), held["lines"], held["repeated"]


def test_a_line_in_three_articles_is_learned_and_forgotten_with_the_third(corpus: Corpus) -> None:
    first, second, third = pages(3, SLOGAN)
    corpus.add([first, second])
    assert learned(corpus) == {}
    corpus.add([third])
    assert learned(corpus) == {SLOGAN: 3}
    corpus.remove(second.id)
    assert learned(corpus) == {}
    check(corpus)


def test_its_place_is_told(corpus: Corpus) -> None:
    articles = pages(3, SLOGAN)
    corpus.add(articles)
    start = articles[1].text.index(SLOGAN)
    (line,) = corpus.repeated_lines.of([articles[1].id])[articles[1].id]
    assert line.span == Span(start, start + len(SLOGAN))


def test_the_order_in_which_articles_come_and_go_plays_no_part(corpus: Corpus, tmp_path: Path) -> None:
    articles = pages(6, SLOGAN, LETTER) + pages(12, BACKGROUND)[6:]
    pick = random.Random(11)
    there: list[Article] = []
    for _ in range(60):
        away = [article for article in articles if article not in there]
        if away and (len(there) < 2 or pick.random() < 0.6):
            there.append(pick.choice(away))
            corpus.add([there[-1]])
        else:
            corpus.remove(there.pop(pick.randrange(len(there))).id)
    held = contents(corpus)
    assert (learned(corpus), held["lines"], held["repeated"]) == fresh(tmp_path / "fresh", there)
    check(corpus)


def test_a_sentence_needs_more_articles_than_a_phrase(corpus: Corpus) -> None:
    corpus.add(pages(4, LETTER))
    assert learned(corpus) == {}
    corpus.add(pages(5, LETTER))
    assert learned(corpus) == {LETTER: 5}


def test_a_sentence_must_stand_in_a_good_share_of_the_outlets_articles(corpus: Corpus) -> None:
    corpus.add(pages(5, LETTER))
    corpus.add(pages(21)[5:])
    assert learned(corpus) == {}


def test_a_sentence_amid_the_article_is_not_furniture(corpus: Corpus) -> None:
    corpus.add(pages(6, "One.", "Two.", "Three.", LETTER, "Four.", "Five.", "Six.", "Seven."))
    assert LETTER not in learned(corpus)


@pytest.mark.parametrize(
    "line", [BACKGROUND, "Quarry landslide near Stonefield", "March: landslide above Stonefield"]
)
def test_what_tells_of_the_articles_it_stands_in_is_news(corpus: Corpus, line: str) -> None:
    corpus.add(pages(12, line))
    assert learned(corpus) == {}


def test_a_line_with_a_figure_is_held_to_be_a_sentence(corpus: Corpus) -> None:
    corpus.add(pages(4, "Copper: 9,120 crowns"))
    assert learned(corpus) == {}


def test_each_outlet_has_its_own(corpus: Corpus) -> None:
    corpus.add([page(n, SLOGAN, outlet=outlet) for n, outlet in enumerate(["Star", "Star", "Moon", "Moon", "Sun"])])
    assert learned(corpus) == {}


def test_without_an_outlet_the_host_of_the_address_stands_for_it(corpus: Corpus) -> None:
    corpus.add([page(n, SLOGAN, outlet="", url=f"https://star.example/{n}") for n in range(3)])
    assert learned(corpus) == {SLOGAN: 3}


@pytest.mark.parametrize("url", ["", "https://[broken"])
def test_without_either_nothing_is_learned(corpus: Corpus, url: str) -> None:
    corpus.add(pages(6, SLOGAN, outlet="", url=url))
    assert learned(corpus) == {}


def test_an_article_whose_outlet_changes_is_counted_for_the_new_one(corpus: Corpus) -> None:
    articles = pages(3, SLOGAN)
    corpus.add(articles)
    corpus.add([replace(articles[0], outlet="")])
    assert learned(corpus) == {}
    check(corpus)


def test_a_line_that_an_article_has_twice_counts_once(corpus: Corpus) -> None:
    corpus.add(pages(2, SLOGAN, SLOGAN))
    assert learned(corpus) == {}


def test_signs_and_spaces_make_no_other_line(corpus: Corpus) -> None:
    corpus.add([page(0, SLOGAN), page(1, f"» {SLOGAN.upper()}"), page(2, SLOGAN.replace(" ", "  ") + " …")])
    assert set(learned(corpus).values()) == {3}


def test_at_the_end_nothing_is_left(corpus: Corpus) -> None:
    articles = pages(6, SLOGAN, LETTER)
    corpus.add(articles)
    for article in articles:
        corpus.remove(article.id)
    assert (contents(corpus)["lines"], contents(corpus)["repeated"]) == ([], [])
