"""A store that cannot be written to can be asked; what would change it says so."""

from __future__ import annotations

import codecs
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from store import Article, Corpus, StorePathError, write_archive
from store.maintenance import find_faults
from tests.helpers.fakes import FakeEncoder
from tests.helpers.rights import no_rights, public_folder

MILL = Article(title="Mill", language="en", text="The mill by the bridge grinds again.")
FERRY = Article(title="Ferry", language="en", text="The ferry across the lake sails on Sundays.")


def lock(store: Path) -> None:
    for path in [*store.rglob("*"), store]:
        path.chmod(0o555 if path.is_dir() else 0o444)


def unlock(store: Path) -> None:
    for path in [store, *store.rglob("*")]:
        path.chmod(0o755 if path.is_dir() else 0o644)


@pytest.fixture
def store() -> Iterator[Path]:
    """A store that others may read and nobody may write, as seen by somebody who is no administrator."""
    with public_folder() as folder:
        with Corpus.open(folder / "store", FakeEncoder()) as corpus:
            corpus.add([MILL, FERRY])
        lock(folder / "store")
        yield folder / "store"


def listing(store: Path) -> list[tuple[str, int, int]]:
    return sorted((str(path), path.stat().st_size, path.stat().st_mtime_ns) for path in store.rglob("*"))


def test_it_is_asked_and_not_touched(store: Path) -> None:
    before = listing(store)
    with no_rights():
        with Corpus.open(store, FakeEncoder()) as corpus:
            assert {article.id for article in corpus.articles()} == {MILL.id, FERRY.id}
            assert corpus.article(MILL.id) == MILL and len(list(corpus.iterate())) == 2
            assert corpus.outlets() == [""] and corpus.catalogue is not None
            vector = FakeEncoder().encode_questions(["When does the ferry sail?"])
            assert corpus.index.total() == 2 and len(vector)
        assert find_faults(store) == []
    assert listing(store) == before


def test_llama_index_gets_a_copy_of_the_vectors(store: Path) -> None:
    before = listing(store)
    with no_rights(), Corpus.open(store, FakeEncoder()) as corpus:
        found = corpus.vector_store()
        assert found.client.count() == 2
    assert listing(store) == before


CHANGES: dict[str, Callable[[Corpus], object]] = {
    "add": lambda corpus: corpus.add([Article(title="Port", language="en", text="The port has closed.")]),
    "ingest": lambda corpus: corpus.ingest([Path(__file__)]),
    "remove": lambda corpus: corpus.remove(MILL.id),
    "vacuum": lambda corpus: corpus.vacuum(),
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_would_change_it_says_why_not(store: Path, change: str) -> None:
    with no_rights(), Corpus.open(store, FakeEncoder()) as corpus:
        with pytest.raises(StorePathError) as refused:
            CHANGES[change](corpus)
        assert str(refused.value) == (
            f"The store {store} can be asked but not changed (it lies on a read-only disk, or you may not write to "
            "it). Change it where it may be written to, or give another --store."
        )


def test_it_can_be_written_elsewhere(store: Path, tmp_path: Path) -> None:
    codecs.lookup("cp437")  # for names in a zip; nobody may not read Python's own files where they are root's
    with public_folder() as elsewhere:
        elsewhere.chmod(0o777)
        with no_rights(), Corpus.open(store, FakeEncoder()) as corpus:
            assert write_archive(corpus, elsewhere / "archive.zip") == 2


def test_damage_is_found_in_it(store: Path) -> None:
    unlock(store)
    with closing(sqlite3.connect(store / "isnad.sqlite3")) as connection, connection:
        connection.execute("UPDATE articles SET text = 'The mill is closed.' WHERE id = ?", (MILL.id,))
    lock(store)
    with no_rights():
        assert any(MILL.id in fault for fault in find_faults(store))


def test_what_another_process_writes_meanwhile_is_found(store: Path) -> None:
    """A folder that is read-only here and written to there, as a volume that two containers share."""
    unlock(store)
    with Corpus.open(store, FakeEncoder()) as writer:
        lock(store)
        with no_rights(), Corpus.open(store, FakeEncoder()) as reader:
            assert len(reader) == 2
        writer.add([Article(title="Port", language="en", text="The port has closed.")])
        for path in store.glob("isnad.sqlite3-*"):
            path.chmod(0o444)
        with no_rights(), Corpus.open(store, FakeEncoder()) as reader:
            assert len(reader) == 3


def test_a_reader_notices_a_writer_that_comes_later(store: Path) -> None:
    with no_rights():
        reader = Corpus.open(store, FakeEncoder())
        assert len(reader) == 2
    unlock(store)
    with Corpus.open(store, FakeEncoder()) as writer:
        writer.add([Article(title="Port", language="en", text="The port has closed.")])
    lock(store)
    with no_rights(), reader:
        assert len(reader) == 3 and len(reader.articles()) == 3


def test_changes_that_sqlite_had_no_time_to_move_are_told(store: Path) -> None:
    unlock(store)
    with Corpus.open(store, FakeEncoder()) as writer:
        writer.add([Article(title="Port", language="en", text="The port has closed.")])
        copied = shutil.copytree(store, store.with_name("copied"), ignore=shutil.ignore_patterns("*-shm"))
    assert (copied / "isnad.sqlite3-wal").stat().st_size
    lock(copied)
    with no_rights(), pytest.raises(StorePathError, match="changes lie in isnad.sqlite3-wal"):
        Corpus.open(copied, FakeEncoder())
    unlock(copied)
