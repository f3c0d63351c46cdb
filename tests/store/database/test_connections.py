"""However many threads ask a store, and whatever becomes of them, its open files stay few."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from store import Corpus, StoreError
from store.database.connections import MOST_OPEN, Connections
from tests.helpers.fakes import FakeEncoder
from tests.helpers.store.well import KITE, WELL

FILES = Path("/proc/self/fd")


def _open_files() -> int:
    return len(os.listdir(FILES))


def _in_threads(count: int, ask: Callable[[], None]) -> None:
    threads = [threading.Thread(target=ask) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    with Corpus.open(tmp_path, FakeEncoder()) as opened:
        opened.add([WELL])
    return Corpus.open(tmp_path, FakeEncoder())


@pytest.mark.skipif(not FILES.is_dir(), reason="counts the open files of Linux")
def test_threads_that_asked_and_ended_leave_no_open_files(corpus: Corpus) -> None:
    with corpus:
        before, answers = _open_files(), []
        for _ in range(13):
            _in_threads(50, lambda: answers.append(corpus.articles()))
        assert answers == [[WELL]] * 650
        assert _open_files() <= before + 2 * MOST_OPEN, "a connection has two files"
        corpus.add([KITE])
        _in_threads(1, lambda: answers.append(len(corpus)))
        assert answers[-1] == 2


@pytest.mark.skipif(not FILES.is_dir(), reason="counts the open files of Linux")
def test_threads_that_asked_and_wait_keep_no_open_files(corpus: Corpus) -> None:
    asked, end = threading.Barrier(301), threading.Event()

    def ask() -> None:
        corpus.articles()
        asked.wait()
        end.wait()

    with corpus:
        before = _open_files()
        threads = [threading.Thread(target=ask) for _ in range(300)]
        for thread in threads:
            thread.start()
        asked.wait()
        open_files = _open_files()
        end.set()
        for thread in threads:
            thread.join()
    assert open_files <= before + 2 * MOST_OPEN


def test_more_threads_than_connections_take_turns(tmp_path: Path) -> None:
    connections, used, guard = Connections(tmp_path / "database"), set(), threading.Lock()
    (tmp_path / "database").touch()

    def use() -> None:
        with connections.use() as connection, guard:
            used.add(id(connection))
            connection.execute("SELECT 1").fetchall()

    _in_threads(5 * MOST_OPEN, use)
    connections.close()
    assert 1 <= len(used) <= MOST_OPEN
    with pytest.raises(StoreError, match="closed"), connections.use():
        pass


def test_what_a_transaction_wrote_is_read_by_its_own_thread_alone(corpus: Corpus) -> None:
    seen: list[int] = []
    with corpus:
        database = corpus.catalogue._database
        with database.transaction() as connection:
            connection.execute("UPDATE articles SET outlet = 'Hill Post'")
            count = "SELECT count(*) FROM articles WHERE outlet = 'Hill Post'"
            seen += database.rows(count)[0]
            _in_threads(1, lambda: seen.extend(database.rows(count)[0]))
        seen += database.rows(count)[0]
    assert seen == [1, 0, 1]
