"""Where a rebuild cannot read everything, or cannot know whether it did, it says so and keeps the old files."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from store import Corpus, StoreDamagedError, StorePathError
from store.database.recovery.swap import KEPT_ASIDE
from store.maintenance.rebuild import find_faults, rebuild_store
from tests.helpers.agreement import check
from tests.helpers.fakes import FakeEncoder
from tests.helpers.rights import no_rights, public_folder
from tests.helpers.store.harbour import ALL, BAKERY
from tests.helpers.store.syndicated import REPRINT, WIRE

DATABASE = "isnad.sqlite3"


@pytest.fixture
def store(tmp_path: Path) -> Path:
    with Corpus.open(tmp_path / "store", FakeEncoder()) as corpus:
        corpus.add(ALL)
    return tmp_path / "store"


def journal(store: Path) -> Path:
    (path,) = store.glob("articles-*.log")
    return path


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in [folder / DATABASE, *folder.glob("articles-*.log")]}


# The database, not whole


def headless(store: Path) -> None:
    content = (store / DATABASE).read_bytes()
    (store / DATABASE).write_bytes(b"\x07" * 20 + content[20:])


def cut_in_half(store: Path) -> None:
    content = (store / DATABASE).read_bytes()
    (store / DATABASE).write_bytes(content[: len(content) // 2])


def without_its_articles(store: Path) -> None:
    with closing(sqlite3.connect(store / DATABASE)) as connection:
        connection.execute("DROP TABLE articles")


def of_another_program(store: Path) -> None:
    (store / DATABASE).unlink()
    with closing(sqlite3.connect(store / DATABASE)) as connection, connection:
        connection.execute("CREATE TABLE meta (key, value)")
        connection.execute("CREATE TABLE articles (id INTEGER PRIMARY KEY, price REAL)")
        connection.execute("INSERT INTO articles VALUES (7, 19.5)")


DATABASES = [headless, cut_in_half, without_its_articles, of_another_program]


# The journal, not shown to be everything


def deleted(store: Path) -> None:
    journal(store).unlink()


def emptied(store: Path) -> None:
    journal(store).write_bytes(b"")


def with_a_damaged_line(store: Path) -> None:
    content = journal(store).read_bytes()
    assert content.count(b"burned for ninety years") == 1
    journal(store).write_bytes(content.replace(b"burned for ninety years", b"burned for sixety years"))


def with_its_last_line_cut(store: Path) -> None:
    journal(store).write_bytes(journal(store).read_bytes()[:-9])


def with_another_beside_it(store: Path) -> None:
    (store / "articles-00000000.log").write_bytes(b"".join(journal(store).read_bytes().splitlines(True)[:1]))


JOURNALS = [deleted, emptied, with_a_damaged_line, with_its_last_line_cut]


def named(damage: Callable[[Path], None]) -> str:
    return damage.__name__


@pytest.mark.parametrize("journal_damage", JOURNALS, ids=named)
@pytest.mark.parametrize("damage", DATABASES, ids=named)
def test_where_neither_tells_of_all_the_old_files_are_kept_and_that_is_said(
    store: Path, damage: Callable[[Path], None], journal_damage: Callable[[Path], None]
) -> None:
    journal_damage(store)
    damage(store)
    faults, before = find_faults(store), files(store)
    assert any(DATABASE in fault for fault in faults) and any("journal" in f or ".log" in f for f in faults)
    done = rebuild_store(store, FakeEncoder())
    assert done.more_may_be_lost and done.faults == tuple(faults)
    assert done.kept is not None and done.kept.parent == store / KEPT_ASIDE
    assert files(done.kept) == before
    assert find_faults(store) == []
    with Corpus.open(store, FakeEncoder()) as corpus:
        assert len(corpus) == done.articles < len(ALL) or damage is cut_in_half
        check(corpus)


def test_which_of_two_journals_counts_is_not_guessed_in_silence(store: Path) -> None:
    with_another_beside_it(store)
    headless(store)
    before = files(store)
    done = rebuild_store(store, FakeEncoder())
    assert done.more_may_be_lost and done.kept is not None and files(done.kept) == before


@pytest.mark.parametrize("damage", [without_its_articles, of_another_program], ids=named)
def test_with_a_complete_journal_nothing_is_lost(store: Path, damage: Callable[[Path], None]) -> None:
    damage(store)
    before = files(store)
    assert any(DATABASE in fault for fault in find_faults(store))
    done = rebuild_store(store, FakeEncoder())
    assert (done.articles, done.lost, done.more_may_be_lost) == (len(ALL), (), False)
    if damage is of_another_program:
        assert done.kept is not None and files(done.kept) == before, "it is somebody's"
    else:
        assert done.kept is None


@pytest.mark.parametrize("journal_damage", [*JOURNALS, with_another_beside_it], ids=named)
def test_with_a_whole_database_a_damaged_journal_loses_nothing(
    store: Path, journal_damage: Callable[[Path], None]
) -> None:
    journal_damage(store)
    done = rebuild_store(store, FakeEncoder())
    assert (done.articles, done.lost, done.more_may_be_lost, done.kept) == (len(ALL), (), False, None)
    assert find_faults(store) == []


def test_a_journal_cut_between_two_lines_is_told_where_the_database_knows_its_length(store: Path) -> None:
    lines = journal(store).read_bytes().splitlines(keepends=True)
    journal(store).write_bytes(b"".join(lines[:-1]))
    assert f"{journal(store).name} is cut short" in find_faults(store)


def test_a_copy_damaged_in_both_is_named_and_kept(tmp_path: Path) -> None:
    store = tmp_path / "store"
    with Corpus.open(store, FakeEncoder()) as corpus:
        corpus.add([WIRE])
        corpus.add([REPRINT])
        (article,) = corpus.articles()
        (copy,) = article.copies
    for path in (store / DATABASE, journal(store)):
        content = path.read_bytes()
        assert b"April 16 (" in content
        path.write_bytes(content.replace(b"April 16 (", b"April 19 ("))
    done = rebuild_store(store, FakeEncoder())
    assert (done.articles, done.lost) == (1, (copy.id,))
    assert done.kept is not None and b"April 19 (" in (done.kept / DATABASE).read_bytes()


def test_what_cannot_be_kept_is_not_made_over(store: Path) -> None:
    with public_folder() as public:
        shutil.copytree(store, public / "store")
        headless(public / "store")
        journal(public / "store").write_bytes(b"")
        before = files(public / "store")
        for path in (public / "store", *(public / "store").rglob("*")):
            path.chmod(0o777)
        (public / "store" / KEPT_ASIDE).mkdir(mode=0o555)
        with no_rights(), pytest.raises(StorePathError, match=r"cannot be kept in .*left as it was"):
            rebuild_store(public / "store", FakeEncoder())
        assert files(public / "store") == before


def test_a_line_of_an_article_that_is_still_in_the_database_names_nobody(store: Path) -> None:
    """All ids are known then: what is lost can be named."""
    with_a_damaged_line(store)
    content = (store / DATABASE).read_bytes()
    (store / DATABASE).write_bytes(content.replace(b"burned for ninety years", b"burned for sixety years"))
    done = rebuild_store(store, FakeEncoder())
    assert (done.lost, done.more_may_be_lost) == ((BAKERY.id,), False)


def test_nothing_is_written_into_the_database_of_another_program(store: Path) -> None:
    of_another_program(store)
    for _ in range(2):
        with pytest.raises(StoreDamagedError, match=r"Isnad did not make.*isnad rebuild"):
            Corpus.open(store, FakeEncoder())
    with closing(sqlite3.connect(store / DATABASE)) as connection:
        assert connection.execute("SELECT name FROM sqlite_master").fetchall() == [("meta",), ("articles",)]
    assert any("did not make" in fault for fault in find_faults(store))
