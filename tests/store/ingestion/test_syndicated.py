"""Copies on their way into a store: one article with all its printings, whatever comes first and whatever goes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from store import Article, Corpus, Translation
from store.scope import Scope
from tests.helpers.agreement import check
from tests.helpers.fakes import FakeEncoder
from tests.helpers.store.syndicated import ARABIC, CHANGED, CUT, FULLER, REPRINT, RESPELLED, WIRE


@pytest.fixture
def corpus(tmp_path: Path) -> Iterator[Corpus]:
    with Corpus.open(tmp_path / "store", FakeEncoder()) as opened:
        yield opened


def _write(folder: Path, **articles: Article) -> Path:
    folder.mkdir(exist_ok=True)
    for name, each in articles.items():
        front = f"title: {each.title}\noutlet: {each.outlet}\ndate: {each.date}\nurl: {each.url}\nlanguage: en\n"
        (folder / f"{name}.txt").write_text(f"---\n{front}---\n{each.text}", encoding="utf-8")
    return folder


def _printings(corpus: Corpus) -> list[tuple[str, ...]]:
    return sorted(article.outlets for article in corpus.articles())


def test_several_printings_are_one_article(corpus: Corpus, tmp_path: Path) -> None:
    report = corpus.ingest([_write(tmp_path / "in", a=WIRE, b=REPRINT, c=CUT)])
    assert (report.added, report.duplicates) == ((WIRE.id,), (WIRE.id, WIRE.id))
    (article,) = corpus.articles()
    assert (article, article.copies) == (WIRE, (REPRINT, CUT))
    assert corpus.outlets() == ["Coast Agency", "Morning Mail", "Valley Post"]
    check(corpus)


def test_given_again_nothing_changes(corpus: Corpus, tmp_path: Path) -> None:
    corpus.ingest([_write(tmp_path / "in", a=WIRE, b=REPRINT, c=CUT)])
    again = corpus.ingest([tmp_path / "in"])
    assert (again.added, again.updated) == ((), ())
    assert (again.unchanged, again.duplicates) == ((WIRE.id,), (WIRE.id, WIRE.id))
    assert corpus.articles()[0].copies == (REPRINT, CUT)


def test_in_python_too_and_one_by_one(corpus: Corpus) -> None:
    for article in (WIRE, REPRINT, CUT, REPRINT):
        corpus.add([article])
    (article,) = corpus.articles()
    assert (article, article.copies) == (WIRE, (REPRINT, CUT))


def test_the_same_text_of_another_outlet_is_a_copy(corpus: Corpus, tmp_path: Path) -> None:
    other = replace(WIRE, outlet="Bay Herald", url="https://bay.example")
    corpus.add([WIRE])
    assert corpus.add([other]).duplicates == (WIRE.id,)
    corpus.ingest([_write(tmp_path / "in", c=replace(other, outlet="Hill Post"))])
    assert _printings(corpus) == [("Coast Agency", "Bay Herald", "Hill Post")]


def test_a_changed_number_is_another_article(corpus: Corpus) -> None:
    corpus.add([WIRE, CHANGED])
    assert _printings(corpus) == [("Coast Agency",), ("Hill Post",)]


def test_an_outlet_s_own_update_is_another_article(corpus: Corpus) -> None:
    corpus.add([WIRE, replace(FULLER, outlet=WIRE.outlet)])
    assert len(corpus) == 2


@pytest.mark.parametrize("order", [(CUT, WIRE, FULLER), (FULLER, WIRE, CUT), (CUT, FULLER, WIRE)])
@pytest.mark.parametrize("batches", [1, 3])
def test_the_fullest_is_the_article_whatever_comes_first(
    corpus: Corpus, tmp_path: Path, order: tuple[Article, ...], batches: int
) -> None:
    _write(tmp_path / "in", **dict(zip("abc", order, strict=True)))
    files = [tmp_path / "in" / f"{name}.txt" for name in "abc"]
    for each in [files] if batches == 1 else [[file] for file in files]:
        corpus.ingest(each)
    (article,) = corpus.articles()
    assert (article, set(article.copies)) == (FULLER, {WIRE, CUT})
    assert corpus.ingest(files).updated == ()
    check(corpus)


def test_in_python_a_fuller_one_takes_the_article_s_place(corpus: Corpus) -> None:
    corpus.add([CUT, WIRE])
    (article,) = corpus.articles()
    assert (article, article.copies) == (WIRE, (CUT,))
    check(corpus)


def test_a_copy_becomes_the_article_when_the_file_of_that_changes(corpus: Corpus, tmp_path: Path) -> None:
    corpus.ingest([_write(tmp_path / "in", a=WIRE, b=REPRINT, c=CUT)])
    _write(tmp_path / "in", a=CHANGED)
    report = corpus.ingest([tmp_path / "in"])
    assert report.updated == (REPRINT.id, CHANGED.id)
    assert _printings(corpus) == [("Hill Post",), ("Morning Mail", "Valley Post")]
    assert corpus.article(REPRINT.id).copies == (CUT,)
    check(corpus)


def test_a_copy_made_in_python_becomes_the_article_too(corpus: Corpus, tmp_path: Path) -> None:
    corpus.ingest([_write(tmp_path / "in", a=WIRE)])
    corpus.add([REPRINT])
    corpus.ingest([_write(tmp_path / "in", a=CHANGED)])
    assert _printings(corpus) == [("Hill Post",), ("Morning Mail",)]


def test_a_copy_that_changes_is_an_article_of_its_own(corpus: Corpus, tmp_path: Path) -> None:
    corpus.ingest([_write(tmp_path / "in", a=WIRE, b=REPRINT)])
    corpus.ingest([_write(tmp_path / "in", b=replace(CHANGED, outlet="Morning Mail"))])
    assert _printings(corpus) == [("Coast Agency",), ("Morning Mail",)]
    corpus.ingest([_write(tmp_path / "in", b=REPRINT)])
    assert _printings(corpus) == [("Coast Agency", "Morning Mail")]
    check(corpus)


def test_an_article_goes_with_its_copies_and_comes_again(corpus: Corpus, tmp_path: Path) -> None:
    corpus.ingest([_write(tmp_path / "in", a=WIRE, b=REPRINT)])
    corpus.remove(WIRE.id)
    assert corpus.outlets() == []
    corpus.ingest([tmp_path / "in"])
    assert _printings(corpus) == [("Coast Agency", "Morning Mail")]


def test_an_article_is_added_with_the_copies_it_has(corpus: Corpus, tmp_path: Path) -> None:
    corpus.add([replace(WIRE, copies=(REPRINT, CUT))])
    (article,) = corpus.articles()
    corpus.add([replace(article, title="Renamed")])
    assert [(each.title, each.copies) for each in corpus.articles()] == [("Renamed", (REPRINT, CUT))]


def test_a_translation_is_not_lost_with_a_copy(corpus: Corpus) -> None:
    cut = replace(RESPELLED, text=RESPELLED.text.rpartition("\n")[0])
    translated = replace(cut, translations=(Translation("en", "", "A line.\n" * 3 + "A line."),))
    corpus.add([translated, ARABIC])
    assert _printings(corpus) == [("صحيفة الرصيف",), ("وكالة الساحل",)]
    assert corpus.add([replace(cut, outlet="صحيفة الجبل")]).duplicates == (translated.id,)


def test_a_copy_is_found_by_its_outlet_and_its_day(corpus: Corpus) -> None:
    corpus.add([WIRE, REPRINT])
    vector = corpus.encoder.encode_questions(["lighthouse"])[0]
    for scope in (Scope(outlets=("Morning Mail",)), Scope(since=REPRINT.date, until=REPRINT.date)):
        assert {place[0] for place in corpus.index.near_passages(vector, 9, scope)} == {WIRE.id}
        assert {place[0] for place in corpus.index.matching({"lighthous": 1.0}, 9, scope)} == {WIRE.id}
    apart = Scope(("Morning Mail",), WIRE.date, WIRE.date)
    assert corpus.index.near_passages(vector, 9, apart) == corpus.index.matching({"lighthous": 1.0}, 9, apart) == {}


def test_a_store_from_before_learns_to_find_copies(tmp_path: Path) -> None:
    with Corpus.open(tmp_path / "store", FakeEncoder()) as corpus:
        corpus.add([WIRE])
        with corpus._database.transaction() as connection:
            connection.execute("DELETE FROM bands")
            connection.execute("DELETE FROM meta WHERE key = 'bands'")
        assert corpus.add([CUT]).duplicates == (WIRE.id,)


def test_a_hundred_of_one_template_are_a_hundred_articles(corpus: Corpus) -> None:
    corpus.add(
        replace(WIRE, title="", text=WIRE.text.replace("48,000", str(number)), outlet=f"Paper {number}")
        for number in range(100)
    )
    assert len(corpus) == 100
