"""Totals are exact: articles that were removed leave no trace in them."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from store import Article, Corpus, Translation
from tests.helpers.agreement import check
from tests.helpers.fakes import FakeEncoder

WORDS = "lamp pier keeper dawn bell chapel frost mill river baker well kite elm ferry horse oven comet dome".split()


def some_articles(count: int) -> list[Article]:
    """Articles of one to forty sentences, every third with a translation."""
    pick = random.Random(5)
    articles = []
    for number in range(count):
        lines = [" ".join(pick.choices(WORDS, k=9)) + "." for _ in range(pick.randint(1, 40))]
        text = f"Story {number}.\n" + "\n".join(lines)
        translations = (Translation("fr", "T", text.upper()),) if number % 3 == 0 else ()
        articles.append(Article(title=f"T{number}", text=text, language="en", translations=translations))
    return articles


ARTICLES = some_articles(8)


@pytest.fixture
def encoder() -> FakeEncoder:
    return FakeEncoder()


def totals(corpus: Corpus) -> tuple[Any, ...]:
    rows = corpus._database.rows("SELECT * FROM totals ORDER BY language")
    return rows, [corpus.index.centre(language).tolist() for language in ("", *corpus.index.languages())]


def fresh(folder: Path, encoder: Any, articles: Sequence[Article]) -> tuple[Any, ...]:
    """The totals of a store that never had any others."""
    with Corpus.open(folder, encoder) as corpus:
        corpus.add(articles)
        return totals(corpus)


def test_articles_may_come_and_go_in_any_order(corpus: Corpus, encoder: FakeEncoder, tmp_path: Path) -> None:
    pick = random.Random(3)
    there: list[Article] = []
    for step in range(40):
        away = [article for article in ARTICLES if article not in there]
        if away and (not there or pick.random() < 0.55):
            there.append(pick.choice(away))
            corpus.add([there[-1]])
        else:
            corpus.remove(there.pop(pick.randrange(len(there))).id)
        if there and step % 8 == 7:
            assert totals(corpus) == fresh(tmp_path / f"fresh {step}", encoder, there)
    check(corpus)


def test_an_article_that_changes_is_counted_once(corpus: Corpus, encoder: FakeEncoder, tmp_path: Path) -> None:
    corpus.add(ARTICLES)
    bare = [replace(article, translations=(), title="A longer title than before") for article in ARTICLES]
    assert len(corpus.add(bare).updated) == len(ARTICLES)
    check(corpus)
    assert totals(corpus) == fresh(tmp_path / "fresh", encoder, bare)
    corpus.add(ARTICLES)
    assert totals(corpus) == fresh(tmp_path / "as at first", encoder, ARTICLES)


def test_at_the_end_nothing_is_left(corpus: Corpus) -> None:
    corpus.add(ARTICLES)
    for article in ARTICLES:
        corpus.remove(article.id)
    rows, (centre,) = totals(corpus)
    assert rows == [] == corpus.index.languages()
    assert not any(centre)
    check(corpus)


def test_all_at_once_or_one_by_one_the_totals_are_the_same(
    corpus: Corpus, encoder: FakeEncoder, tmp_path: Path
) -> None:
    for article in ARTICLES[::-1]:
        corpus.add([article])
    assert totals(corpus) == fresh(tmp_path / "fresh", encoder, ARTICLES)


def test_the_centre_a_reader_keeps_follows_what_is_written(corpus: Corpus, encoder: FakeEncoder) -> None:
    corpus.add(ARTICLES[:4])
    with Corpus.open(corpus.path, encoder) as reader:
        before = reader.index.centre()
        corpus.add(ARTICLES[4:])
        np.testing.assert_array_equal(reader.index.centre(), corpus.index.centre())
        assert not np.array_equal(reader.index.centre(), before)
