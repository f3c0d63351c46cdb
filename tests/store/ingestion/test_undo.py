"""What was removed is put back as it was; of several who remove one article, one does."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from store import Corpus, Translation, UnknownArticleError
from store.database.serialization import COLUMNS
from store.maintenance.rebuild import find_faults
from tests.helpers.fakes import FakeEncoder
from tests.helpers.store.harbour import BAKERY, FERRY, having, near
from tests.helpers.store.syndicated import CUT, FULLER, LINES, REPRINT, WIRE

TEXT = "\n".join(LINES)


@pytest.fixture
def encoder() -> FakeEncoder:
    return FakeEncoder()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A report in one file, the same in another, and a shorter printing of it by another outlet."""
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.md").write_text(f"---\ntitle: {WIRE.title}\noutlet: {WIRE.outlet}\n---\n{TEXT}", "utf-8")
    (folder / "b.txt").write_text(TEXT, "utf-8")
    (folder / "c.md").write_text(f"---\ntitle: Cut\noutlet: {CUT.outlet}\n---\n{CUT.text}", "utf-8")
    return folder


def rows(corpus: Corpus) -> list[list[tuple[object, ...]]]:
    """All that is kept of articles, their files and their copies."""
    tables = {"files": "path", "copies": "place", "lines": "article, start, line"}
    kept = [corpus._database.rows(f"SELECT * FROM {table} ORDER BY {key}") for table, key in tables.items()]
    columns = f"{COLUMNS}, tokens, states_sum, title_readings"
    kept.append(corpus._database.rows(f"SELECT {columns} FROM articles ORDER BY id"))
    return [*kept, corpus._database.rows("SELECT * FROM totals"), corpus._database.rows("SELECT * FROM bands")]


def test_all_is_as_it_was(corpus: Corpus, folder: Path) -> None:
    corpus.add([BAKERY])
    (id_,) = corpus.ingest([folder]).added
    before, article = rows(corpus), corpus.article(id_)
    assert article.copies and near(corpus, LINES[0])[0] == id_
    removal = corpus.remove(id_)
    assert removal.article == article and len(corpus) == 1
    corpus.put_back(removal)
    assert rows(corpus) == before
    assert corpus.article(id_).copies == article.copies
    assert near(corpus, LINES[0])[0] == id_ and having(corpus, "councillors") == [id_]
    assert find_faults(corpus.path) == []
    again = corpus.ingest([folder])
    assert (again.added, again.updated, again.unchanged) == ((), (), (id_,))
    assert rows(corpus) == before


def test_what_python_made_comes_back_with_its_copies_and_translations(corpus: Corpus, folder: Path) -> None:
    corpus.add([FERRY, WIRE, REPRINT])
    corpus.ingest([folder])
    corpus.translate(WIRE.id, Translation("fr", "Phare", TEXT.upper(), by="a model"))
    before = rows(corpus)
    for id_ in (WIRE.id, FERRY.id):
        corpus.put_back(corpus.remove(id_))
    assert rows(corpus) == before
    assert corpus.article(WIRE.id).outlets == ("Coast Agency", "Valley Post", "Morning Mail")


def test_what_is_there_again_stays_as_it_is(corpus: Corpus, folder: Path) -> None:
    (id_,) = corpus.ingest([folder]).added
    removal = corpus.remove(id_)
    corpus.ingest([folder / "b.txt"])
    before = rows(corpus)
    corpus.put_back(removal)
    assert rows(corpus) == before


def test_what_came_back_as_a_copy_of_a_fuller_report_is_there(corpus: Corpus) -> None:
    corpus.add([WIRE])
    removal = corpus.remove(WIRE.id)
    corpus.add([FULLER, WIRE])
    corpus.put_back(removal)
    assert [article.id for article in corpus.articles()] == [FULLER.id]


def test_a_file_that_gives_another_article_by_now_keeps_it(corpus: Corpus, folder: Path) -> None:
    (id_,) = corpus.ingest([folder]).added
    removal = corpus.remove(id_)
    (folder / "a.md").write_text(BAKERY.text, "utf-8")
    (other,) = corpus.ingest([folder / "a.md"]).added
    corpus.put_back(removal)
    assert find_faults(corpus.path) == []
    report = corpus.ingest([folder])
    assert report.added == () and set(report.unchanged) >= {other}
    assert {article.id for article in corpus.articles()} == {id_, other}
    (folder / "b.txt").unlink()
    assert corpus.ingest([folder], sync=True).removed == (id_,), "the file with the same text owned it"


def test_of_several_who_remove_an_article_one_does(corpus: Corpus, encoder: FakeEncoder) -> None:
    corpus.add([WIRE, BAKERY])
    together = Barrier(3)

    def remove(place: Corpus) -> bool:
        together.wait()
        try:
            return bool(place.remove(WIRE.id))
        except UnknownArticleError:
            return False

    with Corpus.open(corpus.path, encoder) as second, Corpus.open(corpus.path, encoder) as third:
        with ThreadPoolExecutor(3) as people:
            done = list(people.map(remove, [corpus, second, third]))
    assert sorted(done) == [False, False, True]
    assert [article.id for article in corpus.articles()] == [BAKERY.id]
