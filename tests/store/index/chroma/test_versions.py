"""Versions of the index: when one is made, which one serves, and what becomes of those before."""

from __future__ import annotations

import logging
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from store import Article, Corpus, StorePathError
from store.index.chroma.checksums import find_damage
from tests.helpers.agreement import check
from tests.helpers.fakes import FakeEncoder
from tests.helpers.store.well import EVERYWHERE, KITE


def articles(first: int, last: int) -> list[Article]:
    return [Article(title="Mill", text=f"The mill number {number} opened.") for number in range(first, last)]


@pytest.fixture
def corpus(tmp_path: Path) -> Iterator[Corpus]:
    with Corpus.open(tmp_path / "store", FakeEncoder()) as opened:
        yield opened


def made(corpus: Corpus) -> tuple[str, int]:
    """The version to use and the last vector in it."""
    with closing(sqlite3.connect(corpus.path / "isnad.sqlite3")) as connection:
        ((value,),) = connection.execute("SELECT value FROM meta WHERE key = 'generation'")
    name, last = str(value).split(":")
    return name, int(last)


def folders(corpus: Corpus) -> set[str]:
    return {path.name for path in (corpus.path / "chroma").iterdir()}


def near(corpus: Corpus, question: str) -> list[str]:
    vector = corpus.encoder.encode_questions([question])[0]
    return [article_id for article_id, _ in corpus.index.near_passages(vector, 3, EVERYWHERE)]


def test_an_empty_store_has_none(corpus: Corpus) -> None:
    assert made(corpus) == ("", 0)
    assert near(corpus, "mill") == []


def test_few_changes_wait_and_many_make_a_new_one(corpus: Corpus) -> None:
    corpus.add(articles(0, 60))
    first = made(corpus)
    corpus.add(articles(60, 62))
    assert made(corpus) == first, "few articles more are searched beside the index"
    assert near(corpus, "mill number 61")[0] == articles(61, 62)[0].id
    corpus.add(articles(62, 80))
    assert made(corpus)[0] != first[0]
    assert made(corpus)[1] > first[1]
    check(corpus)


def test_a_version_is_never_written_again(corpus: Corpus) -> None:
    corpus.add(articles(0, 60))
    folder = corpus.path / "chroma" / made(corpus)[0]
    assert find_damage(folder) == ""
    for _ in range(2):
        with Corpus.open(corpus.path, FakeEncoder()) as other:
            assert near(other, "mill number 3")
            assert other.vector_store().client.count() == 60
    corpus.remove(articles(0, 1)[0].id)
    with closing(sqlite3.connect(folder / "chroma.sqlite3")) as connection, connection:
        opened = [(number,) for number in range(1000, 9000)]
        connection.executemany("INSERT INTO acquire_write (id, lock_status) VALUES (?, 1)", opened)
    assert find_damage(folder) == "", "opening it, however often, searching and removing leave it as it is"
    with closing(sqlite3.connect(folder / "chroma.sqlite3")) as connection, connection:
        connection.execute("UPDATE embedding_metadata SET string_value = 'Hill Post' WHERE id = 7")
    assert find_damage(folder) == "chroma.sqlite3 is not as it was written"


def test_one_made_of_a_copy_is_known_however_often_it_is_opened(corpus: Corpus) -> None:
    corpus.add(articles(0, 300))
    for article in articles(0, 200):
        corpus.remove(article.id)
    folder = corpus.path / "chroma" / made(corpus)[0]
    with closing(sqlite3.connect(folder / "chroma.sqlite3")) as connection, connection:
        opened = [(number,) for number in range(1000, 9000)]
        connection.executemany("INSERT INTO acquire_write (id, lock_status) VALUES (?, 1)", opened)
    assert find_damage(folder) == ""


def test_the_one_before_stays_for_those_who_still_read_it(corpus: Corpus) -> None:
    corpus.add(articles(0, 60))
    with Corpus.open(corpus.path, FakeEncoder()) as other:
        assert near(other, "mill number 3")
        before = made(corpus)[0]
        corpus.add(articles(60, 90))
        assert folders(corpus) == {before, made(corpus)[0]}
        assert near(other, "mill number 77")[0] == articles(77, 78)[0].id
        corpus.add(articles(90, 130))
        assert before not in folders(corpus)
        assert near(other, "mill number 101")[0] == articles(101, 102)[0].id


def test_a_reader_of_one_that_was_deleted_goes_on_without_a_word(
    corpus: Corpus, caplog: pytest.LogCaptureFixture
) -> None:
    corpus.add(articles(0, 60))
    with Corpus.open(corpus.path, FakeEncoder()) as other:
        assert near(other, "mill number 3")
        for number in range(3):
            corpus.vacuum()
            corpus.add(articles(100 + 40 * number, 140 + 40 * number))
        assert near(other, "mill number 111")[0] == articles(111, 112)[0].id
    assert caplog.records == []


def damage(corpus: Corpus) -> None:
    for path in (corpus.path / "chroma" / made(corpus)[0]).rglob("data_level0.bin"):
        path.write_bytes(path.read_bytes()[:99])


def test_a_damaged_one_is_made_again_when_the_store_is_opened(
    corpus: Corpus, caplog: pytest.LogCaptureFixture
) -> None:
    corpus.add(articles(0, 60))
    before = made(corpus)[0]
    damage(corpus)
    with Corpus.open(corpus.path, FakeEncoder()) as other:
        assert made(corpus)[0] != before
        assert "is damaged or gone and is made again" in caplog.text
        assert near(other, "mill number 3")[0] == articles(3, 4)[0].id
        check(other)


def test_a_copy_is_never_made_of_a_damaged_one(corpus: Corpus) -> None:
    corpus.add(articles(0, 60))
    damage(corpus)
    corpus.add(articles(60, 90))
    assert find_damage(corpus.path / "chroma" / made(corpus)[0]) == ""
    check(corpus)


def test_one_that_cannot_be_made_is_only_a_warning(corpus: Corpus, caplog: pytest.LogCaptureFixture) -> None:
    """As on a full disk: articles are stored, searched without an index, and have one when there is room."""
    (corpus.path / "chroma").mkdir()
    (corpus.path / "chroma").rmdir()
    (corpus.path / "chroma").symlink_to(corpus.path / "nowhere" / "at" / "all")
    corpus.add(articles(0, 30))
    assert "could not be brought up to date" in caplog.text
    assert near(corpus, "mill number 3")[0] == articles(3, 4)[0].id
    with pytest.raises((StorePathError, OSError)):
        corpus.vector_store()
    (corpus.path / "chroma").unlink()
    corpus.add([KITE])
    assert made(corpus)[0] in folders(corpus)
    check(corpus)


def test_what_is_left_of_one_cut_off_is_deleted_with_the_next(corpus: Corpus) -> None:
    (corpus.path / "chroma" / "half").mkdir(parents=True)
    corpus.add(articles(0, 30))
    assert folders(corpus) == {made(corpus)[0]}


def test_threads_open_a_new_one_once_and_all_find(corpus: Corpus, caplog: pytest.LogCaptureFixture) -> None:
    corpus.add(articles(0, 60))
    with Corpus.open(corpus.path, FakeEncoder()) as other:
        found: list[str] = []
        start = threading.Barrier(16)

        def search(number: int) -> None:
            start.wait()
            found.append(near(other, f"mill number {number}")[0])

        threads = [threading.Thread(target=search, args=(number,)) for number in range(16)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert set(found) == {article.id for article in articles(0, 16)}
    assert [record for record in caplog.records if record.levelno >= logging.WARNING] == []
