"""Rebuilding a store: damage is found, reported, and made good from the second copy."""

from __future__ import annotations

import random
import shutil
import sqlite3
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from store import Corpus, StoreDamagedError, StoreMismatchError, StorePathError
from store.database.database import STORE_FORMAT
from store.database.recovery.swap import KEPT_ASIDE
from store.maintenance.rebuild import find_faults, rebuild_store
from tests.helpers.agreement import check, contents
from tests.helpers.fakes import FakeEncoder
from tests.helpers.rights import no_rights, public_folder
from tests.helpers.store.harbour import ALL, BAKERY, FERRY, near, write
from tests.helpers.store.well import WELL

DATABASE = "isnad.sqlite3"
FORMAT_2 = Path(__file__).parents[2] / "data" / "stores" / "format-2.zip"
"""Made by commit 6fb0044 with the encoder of tests/fakes.py: `add(ALL)` of tests/store/harbour.py, then `ingest` of
two files of one text, "The mill by the bridge grinds again. It stood still for a year."; their paths were set to
/news, which is no folder of anybody's."""


@pytest.fixture
def store(tmp_path: Path) -> Path:
    news = tmp_path / "news"
    write(news, "well.txt", WELL.text, title=WELL.title, outlet=WELL.outlet)
    write(news, "copy.txt", WELL.text, title=WELL.title, outlet=WELL.outlet)
    with Corpus.open(tmp_path / "store", FakeEncoder()) as corpus:
        corpus.add(ALL)
        corpus.ingest([news])
    return tmp_path / "store"


def everything(store: Path) -> dict[str, object]:
    """What is in a store, and that it is sound and agrees with itself.

    But for the vectors of words: these depend on which articles came first.
    """
    assert find_faults(store) == []
    with Corpus.open(store, FakeEncoder()) as corpus:
        check(corpus)
        return {name: content for name, content in contents(corpus).items() if name != "stored"}


def journal(store: Path) -> Path:
    (path,) = store.glob("articles-*.log")
    return path


# The database damaged


def overwritten(path: Path) -> None:
    """Every page but the first, and one in three of these."""
    content = bytearray(path.read_bytes())
    for start in range(4096, len(content), 3 * 4096):
        content[start : start + 4096] = random.Random(start).randbytes(4096)
    path.write_bytes(content)


def headless(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(b"\x07" * 4096 + content[4096:])


def cut_short(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def emptied(path: Path) -> None:
    path.write_bytes(b"")


def deleted(path: Path) -> None:
    path.unlink()


DAMAGES = [overwritten, headless, cut_short, emptied, deleted]


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.__name__)
def test_a_damaged_database_is_said_and_made_again(store: Path, damage: Callable[[Path], None]) -> None:
    before = everything(store)
    damage(store / DATABASE)
    assert any(DATABASE in fault for fault in find_faults(store))
    done = rebuild_store(store, FakeEncoder())
    assert (done.articles, done.lost, done.kept) == (5, (), None)
    assert everything(store) == before


@pytest.mark.parametrize("damage", [headless, cut_short, emptied, deleted], ids=lambda damage: damage.__name__)
def test_a_damaged_database_is_not_taken_for_a_new_store(store: Path, damage: Callable[[Path], None]) -> None:
    damage(store / DATABASE)
    with (
        pytest.raises(StoreDamagedError, match=rf"is damaged.*isnad rebuild --store {store}"),
        Corpus.open(store, FakeEncoder()) as corpus,
    ):
        corpus.articles()
    assert rebuild_store(store, FakeEncoder()).articles == 5


def flip_a_letter(path: Path, before: bytes, after: bytes) -> None:
    content = path.read_bytes()
    assert content.count(before) > 0 and len(before) == len(after)
    path.write_bytes(content.replace(before, after))


def test_a_text_that_is_not_as_it_was_written_is_never_shown(store: Path) -> None:
    before = everything(store)
    flip_a_letter(store / DATABASE, b"burned for ninety years", b"burned for sixety years")
    with Corpus.open(store, FakeEncoder()) as corpus:
        for read in (lambda: corpus.article(BAKERY.id), corpus.articles, lambda: list(corpus.iterate())):
            with pytest.raises(StoreDamagedError, match=f"the article {BAKERY.id}.*isnad rebuild"):
                read()
        assert corpus.article(FERRY.id) == FERRY
    assert find_faults(store) == [f"{DATABASE}: the article {BAKERY.id}: its digest does not fit"]
    done = rebuild_store(store, FakeEncoder())
    assert (done.articles, done.lost) == (5, ())
    assert BAKERY.id in done.faults[0]
    assert everything(store) == before


def test_what_is_damaged_in_both_is_named_and_the_old_files_are_kept_each_time(store: Path) -> None:
    kept: list[Path] = []
    for lost, phrase in [(BAKERY, b"burned for ninety years"), (WELL, WELL.text.encode()[:20])]:
        for path in (store / DATABASE, journal(store)):
            flip_a_letter(path, phrase, phrase.upper())
        done = rebuild_store(store, FakeEncoder())
        assert (done.articles, done.lost) == (4 - len(kept), (lost.id,))
        assert done.kept is not None and done.kept.parent == store / KEPT_ASIDE
        for path in [done.kept / DATABASE, *done.kept.glob("articles-*.log")]:
            assert phrase.upper() in path.read_bytes()
        kept.append(done.kept)
        everything(store)
    assert len(set(kept)) == 2 and kept[0].is_dir()


def test_a_store_that_is_sound_is_made_anew_too(store: Path) -> None:
    before = everything(store)
    done = rebuild_store(store, FakeEncoder())
    assert (done.articles, done.faults, done.lost, done.kept) == (5, (), (), None)
    assert everything(store) == before


def test_without_a_store_there_is_nothing_to_rebuild_or_check(tmp_path: Path) -> None:
    for work in (lambda: rebuild_store(tmp_path / "none", FakeEncoder()), lambda: find_faults(tmp_path / "none")):
        with pytest.raises(StorePathError, match="There is no store in"):
            work()
    assert not (tmp_path / "none").exists()


# Of another make


def test_a_store_of_format_2_is_made_over(tmp_path: Path) -> None:
    with zipfile.ZipFile(FORMAT_2) as stored:
        stored.extractall(tmp_path / "old")
    with pytest.raises(StoreMismatchError, match=rf"format 2\).*\(format {STORE_FORMAT}\).*isnad rebuild --store"):
        Corpus.open(tmp_path / "old", FakeEncoder())
    done = rebuild_store(tmp_path / "old", FakeEncoder())
    assert (done.articles, done.faults, done.lost) == (5, (), ())
    with Corpus.open(tmp_path / "old", FakeEncoder()) as corpus:
        assert [corpus.article(article.id) for article in ALL] == ALL
        (mill,) = [article for article in corpus.articles() if article.title == "The mill"]
        assert mill.text == "The mill by the bridge grinds again. It stood still for a year."
        assert near(corpus, "mill bridge")[0] == mill.id
    with closing(sqlite3.connect(tmp_path / "old" / DATABASE)) as connection:
        files = connection.execute("SELECT path, article, copy FROM files ORDER BY path").fetchall()
    assert files == [("/news/copy.txt", mill.id, 0), ("/news/mill.txt", mill.id, 1)]
    everything(tmp_path / "old")


def test_a_store_of_a_newer_isnad_is_not_read_as_if_it_were_older(store: Path) -> None:
    with closing(sqlite3.connect(store / DATABASE)) as connection, connection:
        connection.execute("UPDATE meta SET value = ? WHERE key = 'format'", (str(int(STORE_FORMAT) + 1),))
    for work in (
        lambda: Corpus.open(store, FakeEncoder()),
        lambda: rebuild_store(store, FakeEncoder()),
        lambda: find_faults(store),
    ):
        with pytest.raises(StoreMismatchError, match=r"made by a newer Isnad .*isnad export"):
            work()
    with closing(sqlite3.connect(store / DATABASE)) as connection:
        assert connection.execute("SELECT count(*) FROM articles").fetchall() == [(5,)]


def test_a_damaged_store_of_a_newer_isnad_is_not_made_over(store: Path) -> None:
    """An older Isnad would lose what is new in it, damaged or not."""
    with closing(sqlite3.connect(store / DATABASE)) as connection, connection:
        connection.execute("UPDATE meta SET value = ? WHERE key = 'format'", (str(int(STORE_FORMAT) + 1),))
    flip_a_letter(store / DATABASE, b"burned for ninety years", b"burned for sixety years")
    with pytest.raises(StoreMismatchError, match="made by a newer Isnad"):
        rebuild_store(store, FakeEncoder())


def test_a_store_that_may_not_be_written_is_not_called_damaged(store: Path) -> None:
    """Unless it is: tests/store/test_read_only.py."""
    with public_folder() as public:
        shutil.copytree(store, public / "store")
        for path in (public / "store", *(public / "store").rglob("*")):
            path.chmod(0o555 if path.is_dir() else 0o444)
        with no_rights():
            assert find_faults(public / "store") == []
            with pytest.raises(StorePathError, match="can be asked but not changed"):
                rebuild_store(public / "store", FakeEncoder())


def test_a_store_of_another_embedding_model_is_made_over(store: Path) -> None:
    other = FakeEncoder(fingerprint="fake/2")
    with pytest.raises(StoreMismatchError):
        Corpus.open(store, other)
    assert rebuild_store(store, other).articles == 5
    with Corpus.open(store, other) as corpus:
        check(corpus)
    with pytest.raises(StoreMismatchError):
        Corpus.open(store, FakeEncoder())
