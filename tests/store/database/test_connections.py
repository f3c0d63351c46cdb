"""The number of open connections is bounded, however many threads query a store and whether they end or not."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from store import Corpus, StoreError
from store.database import DATABASE, Database, articles
from store.database.connections import MOST_OPEN, Connections
from tests.helpers.fakes import FakeEncoder
from tests.helpers.store.well import KITE, WELL


def _in_threads(count: int, query: Callable[[], None]) -> None:
    threads = [threading.Thread(target=query) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with Corpus.open(tmp_path, FakeEncoder()) as corpus:
        corpus.add([WELL])
    opened = Database(tmp_path / DATABASE)
    yield opened
    opened.close()
    assert opened.open_connections == 0


def test_threads_that_asked_and_ended_leave_no_connections(database: Database) -> None:
    answers: list[object] = []
    for _ in range(13):
        _in_threads(50, lambda: answers.append(articles.read(database)))
    assert answers == [[WELL]] * 650
    assert database.open_connections <= MOST_OPEN
    with Corpus.open(database.folder, FakeEncoder()) as corpus:
        corpus.add([KITE])
    _in_threads(1, lambda: answers.append(len(articles.read(database))))
    assert answers[-1] == 2


def test_threads_that_asked_and_wait_keep_no_connections(database: Database) -> None:
    queried, end = threading.Barrier(301), threading.Event()

    def query() -> None:
        articles.read(database)
        queried.wait()
        end.wait()

    threads = [threading.Thread(target=query) for _ in range(300)]
    for thread in threads:
        thread.start()
    queried.wait()
    assert database.open_connections <= MOST_OPEN
    end.set()
    for thread in threads:
        thread.join()


def test_more_threads_than_connections_take_turns(tmp_path: Path) -> None:
    connections, used, guard = Connections(tmp_path / "database"), set(), threading.Lock()
    (tmp_path / "database").touch()

    def use() -> None:
        with connections.use() as connection, guard:
            used.add(id(connection))
            connection.execute("SELECT 1").fetchall()

    _in_threads(5 * MOST_OPEN, use)
    assert 1 <= connections.open <= MOST_OPEN
    connections.close()
    assert 1 <= len(used) <= MOST_OPEN
    assert connections.open == 0
    with pytest.raises(StoreError, match="closed"), connections.use():
        pass


def test_what_a_transaction_wrote_is_read_by_its_own_thread_alone(database: Database) -> None:
    seen: list[int] = []
    count = "SELECT count(*) FROM articles WHERE outlet = 'Hill Post'"
    with database.transaction() as connection:
        connection.execute("UPDATE articles SET outlet = 'Hill Post'")
        seen += database.rows(count)[0]
        _in_threads(1, lambda: seen.extend(database.rows(count)[0]))
    seen += database.rows(count)[0]
    assert seen == [1, 0, 1]
