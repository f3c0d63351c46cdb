"""Errors of a store: the message names the remedy, and nothing stored is lost."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from store import (
    Corpus,
    IsnadError,
    ReadingError,
    StoreBusyError,
    StoreDamagedError,
    StoreMismatchError,
    StorePathError,
    UnknownArticleError,
)
from store.database.database import Database
from tests.helpers.fakes import FakeEncoder
from tests.helpers.rights import no_rights, public_folder
from tests.helpers.store.well import WELL


@pytest.fixture
def public() -> Iterator[Path]:
    with public_folder() as folder:
        yield folder


@pytest.fixture
def encoder() -> FakeEncoder:
    return FakeEncoder()


# Where a store cannot be


def a_file(folder: Path) -> Path:
    (folder / "file").write_text("x")
    return folder / "file"


def below_a_file(folder: Path) -> Path:
    return a_file(folder) / "store"


def a_nul(folder: Path) -> Path:
    return folder / "a\0b"


def an_unknown_person(folder: Path) -> str:
    return "~nobody-of-this-name/store"


def half_a_character(folder: Path) -> Path:
    return folder / "\ud800"


def a_damaged_database(folder: Path) -> Path:
    (folder / "isnad.sqlite3").write_bytes(b"no articles here " * 500)
    return folder


def a_folder_for_a_database(folder: Path) -> Path:
    (folder / "isnad.sqlite3").mkdir()
    return folder


IMPOSSIBLE = [
    a_file,
    below_a_file,
    a_nul,
    an_unknown_person,
    half_a_character,
    a_damaged_database,
    a_folder_for_a_database,
]


@pytest.mark.parametrize("place", IMPOSSIBLE, ids=lambda place: place.__name__)
def test_an_impossible_place_is_refused_with_the_remedy(
    tmp_path: Path, encoder: Any, place: Callable[[Path], str | Path]
) -> None:
    with pytest.raises((StorePathError, StoreDamagedError), match=r"Give a folder|isnad rebuild"):
        Corpus.open(place(tmp_path), encoder)


def test_missing_folders_are_made(tmp_path: Path, encoder: Any) -> None:
    with Corpus.open(tmp_path / "a" / "ب" / "c d", encoder) as corpus:
        corpus.add([WELL])
    assert (tmp_path / "a" / "ب" / "c d" / "isnad.sqlite3").is_file()


def test_a_folder_that_cannot_be_written_is_refused(public: Path, encoder: Any) -> None:
    public.chmod(0o555)
    with no_rights(), pytest.raises(StorePathError, match="Give a folder you may write to: --store DIR"):
        Corpus.open(public / "store", encoder)


def test_a_store_that_cannot_be_read_is_refused(public: Path, encoder: Any) -> None:
    """One that can be read, but not written: tests/store/test_read_only.py."""
    with Corpus.open(public / "store", encoder) as corpus:
        corpus.add([WELL])
    (public / "store").chmod(0o555)
    with no_rights(), pytest.raises(StorePathError, match="Give a folder you may write to, or another --store"):
        Corpus.open(public / "store", encoder)
    with Corpus.open(public / "store", encoder) as corpus:
        assert corpus.articles() == [WELL]


def test_a_folder_that_cannot_be_entered_is_refused(public: Path, encoder: Any) -> None:
    (public / "closed").mkdir(mode=0o000)
    with no_rights(), pytest.raises(StorePathError, match="Permission denied"):
        Corpus.open(public / "closed" / "store", encoder)


# Stores that something else made


@pytest.fixture
def made(tmp_path: Path, encoder: Any) -> Path:
    with Corpus.open(tmp_path / "store", encoder) as corpus:
        corpus.add([WELL])
    return tmp_path / "store"


def test_a_store_of_another_encoder_is_refused(made: Path, encoder: Any) -> None:
    with pytest.raises(StoreMismatchError, match=r"made with .*fake/1.* uses fake/2.*isnad rebuild --store"):
        Corpus.open(made, FakeEncoder(fingerprint="fake/2"))
    with Corpus.open(made, encoder) as corpus:
        assert corpus.articles() == [WELL]


def test_a_store_of_another_format_is_refused(made: Path, encoder: Any) -> None:
    connection = sqlite3.connect(made / "isnad.sqlite3")
    with connection:
        connection.execute("UPDATE meta SET value = '0' WHERE key = 'format'")
    connection.close()
    with pytest.raises(StoreMismatchError, match=r"\(format 0\).*isnad rebuild --store"):
        Corpus.open(made, encoder)


def test_a_store_whose_making_was_cut_off_is_new(tmp_path: Path, encoder: Any) -> None:
    Database(tmp_path / "isnad.sqlite3").close()
    with Corpus.open(tmp_path, encoder) as corpus:
        assert corpus.add([WELL]).added == (WELL.id,)


# The database


def test_a_failed_transaction_leaves_nothing(tmp_path: Path) -> None:
    database = Database(tmp_path / "isnad.sqlite3")
    before = database.version()
    for error in (RuntimeError, KeyboardInterrupt):
        with pytest.raises(error), database.transaction() as connection:
            connection.execute("INSERT INTO gone (kind, name) VALUES ('words', 'form')")
            raise error
    assert database.rows("SELECT * FROM gone") == []
    assert database.version() == before
    with database.transaction() as connection:
        connection.execute("INSERT INTO gone (kind, name) VALUES ('words', 'form')")
    assert database.version() == before + 1
    database.close()


def test_a_database_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    database = Database(tmp_path / "isnad.sqlite3")
    database.rows("PRAGMA query_only = 1")
    with (
        pytest.raises(StorePathError, match="readonly database.*Give a folder"),
        database.transaction() as connection,
    ):
        connection.execute("INSERT INTO gone (kind, name) VALUES ('words', 'form')")
    database.rows("PRAGMA query_only = 0")
    with pytest.raises(sqlite3.OperationalError), database.transaction() as connection:
        connection.execute("a mistake of ours")
    database.close()


def test_every_error_of_the_store_is_an_isnad_error() -> None:
    for error in (ReadingError, StoreBusyError, StoreMismatchError, StorePathError, UnknownArticleError):
        assert issubclass(error, IsnadError)
