"""All articles in one file: written whole or not at all, the same bytes each time, and read back as they were."""

from __future__ import annotations

import hashlib
import io
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from zipfile import ZipFile

import pytest

from store import Archive, Corpus, StoreDamagedError, StorePathError, Translation, write_archive
from store.database.serialization import RECORD_FORMAT, article_record
from store.ingestion.report import Progress
from tests.helpers.fakes import FakeEncoder
from tests.helpers.store.harbour import ALL, BAKERY, FERRY, MEANINGS, UNDATED

FORMAT_1 = Path(__file__).parents[2] / "data" / "archives" / "format-1.zip"


@pytest.fixture
def corpus(tmp_path: Path) -> Iterator[Corpus]:
    with Corpus.open(tmp_path / "store", FakeEncoder(MEANINGS)) as opened:
        opened.add(ALL)
        yield opened


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Corpus]:
    with Corpus.open(tmp_path / "other", FakeEncoder(MEANINGS)) as opened:
        yield opened


@pytest.fixture
def file(corpus: Corpus, tmp_path: Path) -> Path:
    write_archive(corpus, tmp_path / "a.zip")
    return tmp_path / "a.zip"


# Writing and reading back


def test_every_article_comes_back(corpus: Corpus, other: Corpus, file: Path) -> None:
    corpus.translate(FERRY.id, Translation("fr", "Un bac", "Un bac.\nDix.", by="model:7b"))
    assert write_archive(corpus, file, replace=True) == len(ALL)
    with Archive.open(file) as archive:
        assert len(archive) == len(ALL)
        report = other.add(archive.articles())
    assert len(report.added) == len(ALL)
    assert other.articles() == corpus.articles()
    assert other.article(FERRY.id).translations[1].by == "model:7b"


def test_the_same_articles_give_the_same_bytes(corpus: Corpus, other: Corpus, file: Path, tmp_path: Path) -> None:
    other.add(reversed(ALL))
    other.add([replace(BAKERY, title="Another")])
    other.add([BAKERY])
    write_archive(other, tmp_path / "b.zip")
    assert (tmp_path / "b.zip").read_bytes() == file.read_bytes()


def test_it_can_be_read_without_isnad(corpus: Corpus, file: Path) -> None:
    with ZipFile(file) as archive:
        lines = archive.read("articles.jsonl")
        manifest = json.loads(archive.read("manifest.json"))
    assert [json.loads(line) for line in lines.splitlines()] == [article_record(each) for each in corpus.articles()]
    assert (manifest["format"], manifest["articles"]) == (RECORD_FORMAT, len(ALL))
    members = {"articles.jsonl": {"bytes": len(lines), "sha256": hashlib.sha256(lines).hexdigest()}}
    assert manifest["members"] == members


def test_an_empty_store_has_an_archive(other: Corpus, tmp_path: Path) -> None:
    assert write_archive(other, tmp_path / "none.zip") == 0
    with Archive.open(tmp_path / "none.zip") as archive:
        assert len(archive) == 0 and list(archive.articles()) == []


def test_what_is_there_already_stays(other: Corpus, file: Path) -> None:
    other.add([UNDATED, replace(BAKERY, title="Another")])
    with Archive.open(file) as archive:
        report = other.add(archive.articles())
    assert report.duplicates == (UNDATED.id,)
    assert report.updated == (BAKERY.id,) and other.article(BAKERY.id) == BAKERY


def test_how_far_it_is_is_told(corpus: Corpus, tmp_path: Path) -> None:
    reported: list[Progress] = []
    write_archive(corpus, tmp_path / "a.zip", on_progress=reported.append)
    assert [(far.done, far.total) for far in reported] == [(number, len(ALL)) for number in range(1, len(ALL) + 1)]


def test_articles_are_read_one_by_one_while_others_are_written(corpus: Corpus) -> None:
    """All as they were at the start, whatever comes or goes meanwhile."""
    before = corpus.articles()
    reading = corpus.iterate()
    first = next(reading)
    corpus.remove(before[-1].id)
    corpus.add([replace(BAKERY, date="1999-01-01")])
    assert [first, *reading] == before != corpus.articles()


# The file asked for


def test_a_file_is_not_replaced_unasked(corpus: Corpus, file: Path) -> None:
    before = file.read_bytes()
    corpus.remove(BAKERY.id)
    with pytest.raises(StorePathError, match="there already.*--force"):
        write_archive(corpus, file)
    assert file.read_bytes() == before
    write_archive(corpus, file, replace=True)
    assert file.read_bytes() != before


@pytest.mark.parametrize("name", ["store", "missing/a.zip", "a\0.zip", "n" * 300])
def test_a_path_that_cannot_be_written_is_named(corpus: Corpus, tmp_path: Path, name: str) -> None:
    before = sorted(tmp_path.iterdir())
    with pytest.raises(StorePathError) as refused:
        write_archive(corpus, tmp_path / name)
    assert str(tmp_path / name) in str(refused.value)
    assert sorted(tmp_path.iterdir()) == before


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_what_stops_halfway_leaves_no_file(corpus: Corpus, tmp_path: Path, error: BaseException) -> None:
    def stop(far: Progress) -> None:
        if far.done == 3:
            raise error

    before = sorted(tmp_path.iterdir())
    with pytest.raises((StorePathError, KeyboardInterrupt)):
        write_archive(corpus, tmp_path / "a.zip", on_progress=stop)
    assert sorted(tmp_path.iterdir()) == before


def test_an_article_that_is_not_as_it_was_written_is_not_backed_up(corpus: Corpus, file: Path) -> None:
    before = file.read_bytes()
    with closing(sqlite3.connect(corpus.path / "isnad.sqlite3")) as database, database:
        database.execute("UPDATE articles SET title = 'Another' WHERE id = ?", (BAKERY.id,))
    with pytest.raises(StoreDamagedError, match=f"{BAKERY.id}.*isnad rebuild"):
        write_archive(corpus, file, replace=True)
    assert file.read_bytes() == before


# The first released format, for as long as there is an Isnad


def test_an_archive_of_the_first_format_is_read(other: Corpus) -> None:
    with ZipFile(FORMAT_1) as archive:
        records = [json.loads(each) for each in io.BytesIO(archive.read("articles.jsonl"))]
        assert json.loads(archive.read("manifest.json"))["format"] == 1
    with Archive.open(FORMAT_1) as opened:
        other.add(opened.articles())
    undated, lighthouse, market = other.articles()
    assert [each.id for each in (undated, lighthouse, market)] == [each["id"] for each in records]
    assert undated.title == "Beekeepers" and undated.date is None
    assert lighthouse.date is not None and lighthouse.date.isoformat() == "2023-11-04"
    assert (lighthouse.outlet, lighthouse.language) == ("جريدة الشاطئ", "ar")
    assert lighthouse.text == "أضاء الحارس المنارة القديمة مساء السبت.\nوقال إن المصباح الجديد يُرى من ثلاثين ميلا."
    assert lighthouse.url == "https://news.example/lighthouse"
    assert lighthouse.sources == ("وكالة الموج", "Valley Post")
    own, machine = lighthouse.translations
    assert (own.language, own.title, own.by) == ("en", "The lighthouse shines again", "")
    assert own.text.split("\n")[0] == "The keeper lit the old lighthouse on Saturday evening."
    assert (machine.language, machine.by) == ("fr", "some-model:7b")
    assert market.title == "Fish market moves"
