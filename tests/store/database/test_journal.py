"""The journal beside the database: the same articles a second time, whatever happens to either."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from store import Article, Corpus, StorePathError, Translation
from store.database.journal import replay_journal
from store.maintenance.rebuild import find_faults
from tests.helpers.agreement import check
from tests.helpers.fakes import FakeEncoder
from tests.helpers.store.full_disk import room
from tests.helpers.store.harbour import ALL, BAKERY, FERRY
from tests.helpers.store.well import KITE, WELL


@pytest.fixture
def corpus(tmp_path: Path) -> Iterator[Corpus]:
    with Corpus.open(tmp_path / "store", FakeEncoder()) as opened:
        opened.add(ALL)
        yield opened


def journal(corpus: Corpus) -> Path:
    """The one that the database knows."""
    with closing(sqlite3.connect(corpus.path / "isnad.sqlite3")) as connection:
        ((reach,),) = connection.execute("SELECT value FROM meta WHERE key = 'journal'")
    return corpus.path / str(reach).split()[0]


def titles(path: Path) -> set[str]:
    tables, damaged = replay_journal(path)
    assert damaged == 0
    return {row["title"] for row in tables["articles"].values()}


def test_it_follows_what_is_put_changed_and_taken_away(corpus: Corpus, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(WELL.text)
    corpus.ingest([tmp_path / "a.txt"])
    corpus.remove(BAKERY.id)
    corpus.translate(FERRY.id, Translation("fr", "Le bac", "Un\nDeux", by="nobody"))
    tables, damaged = replay_journal(journal(corpus))
    assert damaged == 0
    assert set(tables["articles"]) == {article.id for article in corpus.articles()}
    assert "Le bac" in tables["articles"][FERRY.id]["translations"]
    assert [row["article"] for row in tables["files"].values()] == [WELL.id]
    check(corpus)


def test_a_transaction_undone_leaves_nothing_that_counts(corpus: Corpus) -> None:
    with closing(sqlite3.connect(corpus.path / "isnad.sqlite3")) as connection, connection:
        connection.execute(
            "CREATE TRIGGER no BEFORE UPDATE ON meta WHEN NEW.key = 'version' BEGIN SELECT RAISE(ABORT, 'no'); END"
        )
    before = journal(corpus).read_bytes()
    with pytest.raises(StorePathError, match=r"\(no\)"):
        corpus.add([WELL])
    assert journal(corpus).read_bytes() == before
    with closing(sqlite3.connect(corpus.path / "isnad.sqlite3")) as connection, connection:
        connection.execute("DROP TRIGGER no")
    corpus.add([WELL])
    check(corpus)


def torn(path: Path) -> None:
    """Cut off while it was appended to: never committed."""
    with path.open("ab") as file:
        file.write(b'0123456789abcdef {"table": "articles", "key": "half of')


def foreign(path: Path) -> None:
    """Whole lines that were never committed."""
    with path.open("ab") as file:
        file.write(path.read_bytes().splitlines(keepends=True)[0])


@pytest.mark.parametrize("tail", [torn, foreign], ids=lambda tail: tail.__name__)
def test_what_was_never_committed_is_no_damage_and_is_cut_off(corpus: Corpus, tail: Callable[[Path], None]) -> None:
    tail(journal(corpus))
    assert find_faults(corpus.path) == []
    check(corpus)
    corpus.add([WELL])
    assert titles(journal(corpus)) == {article.title for article in [*ALL, WELL]}
    check(corpus)


def deleted(path: Path) -> None:
    path.unlink()


def cut_short(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:700])


def emptied(path: Path) -> None:
    path.write_bytes(b"")


@pytest.mark.parametrize("damage", [deleted, cut_short, emptied], ids=lambda damage: damage.__name__)
def test_a_journal_that_is_too_short_is_told_and_written_anew(corpus: Corpus, damage: Callable[[Path], None]) -> None:
    damage(journal(corpus))
    assert any("journal" in fault or ".log" in fault for fault in find_faults(corpus.path))
    assert len(corpus.articles()) == len(ALL), "reading needs no journal"
    corpus.add([WELL])
    assert titles(journal(corpus)) == {article.title for article in [*ALL, WELL]}
    assert find_faults(corpus.path) == []
    check(corpus)


def test_one_written_anew_in_a_transaction_that_is_undone_is_not_used(corpus: Corpus) -> None:
    """Else the next transaction would be appended to it in the middle of a line."""
    journal(corpus).unlink()
    with closing(sqlite3.connect(corpus.path / "isnad.sqlite3")) as connection, connection:
        connection.execute(
            "CREATE TRIGGER no BEFORE INSERT ON meta WHEN NEW.key = 'journal' BEGIN SELECT RAISE(ABORT, 'no'); END"
        )
    with pytest.raises(StorePathError, match=r"\(no\)"):
        corpus.add([WELL])
    with closing(sqlite3.connect(corpus.path / "isnad.sqlite3")) as connection, connection:
        connection.execute("DROP TRIGGER no")
    corpus.add([KITE])
    assert titles(journal(corpus)) == {article.title for article in [*ALL, KITE]}
    assert len(list(corpus.path.glob("articles-*"))) == 1, "what was left is gone"
    check(corpus)


def test_a_damaged_line_is_found_and_mended(corpus: Corpus) -> None:
    content = journal(corpus).read_bytes()
    journal(corpus).write_bytes(content.replace(b"horses", b"hearse"))
    assert find_faults(corpus.path) == [f"{journal(corpus).name}: 1 damaged lines"]
    corpus.vacuum()
    assert find_faults(corpus.path) == []
    check(corpus)


def test_a_disk_that_is_full_leaves_the_store_as_it_was(corpus: Corpus) -> None:
    size = journal(corpus).stat().st_size
    long = Article(title="Long", text="The well is deep. " * 400)
    grown = (corpus.path / "isnad.sqlite3").stat().st_size
    with room(max(size + 3000, 1)), pytest.raises(StorePathError, match=r"isnad\.sqlite3|articles-"):
        corpus.add([long])
    assert (corpus.path / "isnad.sqlite3").stat().st_size == grown
    assert find_faults(corpus.path) == []
    corpus.add([long])
    check(corpus)


def test_vacuum_leaves_nothing_of_what_was_removed(corpus: Corpus) -> None:
    corpus.remove(BAKERY.id)
    assert any(b"ninety years" in path.read_bytes() for path in corpus.path.iterdir() if path.is_file())
    corpus.vacuum()
    # Chroma's *.bin files have room for vectors to come, and in it whatever was in the process's memory.
    files = [path for path in corpus.path.rglob("*") if path.is_file() and path.suffix != ".bin"]
    assert [path for path in files if b"ninety years" in path.read_bytes()] == []
    check(corpus)
