"""Several processes and many threads on one store: reading always works, a second writer waits a second at most."""

from __future__ import annotations

import json
import os
import select
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from store import Article, Corpus
from store.database import DATABASE
from store.maintenance.rebuild import find_faults, rebuild_store
from tests.helpers.agreement import check
from tests.helpers.fakes import FakeEncoder
from tests.helpers.store.harbour import having, near

pytestmark = pytest.mark.slow

PATIENCE = 60


def articles(first: int, last: int) -> list[Article]:
    return [
        Article(title=f"Number {number}", text=f"The ferry number {number} opened at the harbour.", language="en")
        for number in range(first, last)
    ]


@pytest.fixture
def store(tmp_path: Path) -> Path:
    with Corpus.open(tmp_path / "store", FakeEncoder()) as corpus:
        corpus.add(articles(0, 40))
    return tmp_path / "store"


class Neighbour:
    """A process that searches the store all the time."""

    def __init__(self, store: Path, folder: Path) -> None:
        self._errors = (folder / "neighbour.err").open("w+")
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.helpers.store.neighbour", str(store)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
        )
        self._unfinished_line = b""
        self.seen: list[tuple[list[str], int]] = []
        """What it found and how many articles it counted, each time that was not as before."""

    @contextmanager
    def paused(self) -> Iterator[None]:
        """It reads nothing meanwhile."""
        self._process.send_signal(signal.SIGSTOP)
        yield
        self._process.send_signal(signal.SIGCONT)

    def sees(self, wanted: Callable[[list[str], int], bool]) -> None:
        """Wait until what it finds, and how many articles it counts, is as it should be."""
        assert self._process.stdout is not None
        while select.select([self._process.stdout], [], [], PATIENCE)[0]:
            part = os.read(self._process.stdout.fileno(), 99999)
            assert part, self._complaints()
            *lines, self._unfinished_line = (self._unfinished_line + part).split(b"\n")
            changes = [tuple(json.loads(line)) for line in lines]
            self.seen += changes
            if any(wanted(*change) for change in changes):
                return
        pytest.fail(f"it was not seen: {self._unfinished_line!r} {self._complaints()}")

    def _complaints(self) -> str:
        self._errors.seek(0)
        return self._errors.read()

    def leave(self) -> str:
        """Tell it to end; returns what it complained of."""
        self._process.communicate(timeout=PATIENCE)
        assert self._process.returncode == 0, self._complaints()
        return self._complaints()

    def close(self) -> None:
        self._process.kill()
        self._process.communicate()
        self._errors.close()


@pytest.fixture
def neighbour(store: Path, tmp_path: Path) -> Iterator[Neighbour]:
    made = Neighbour(store, tmp_path)
    yield made
    made.close()


def test_a_reader_sees_what_another_process_does_and_never_fails(store: Path, neighbour: Neighbour) -> None:
    neighbour.sees(lambda found, count: count == 40 and len(found) == 40)
    with Corpus.open(store, FakeEncoder()) as corpus:
        for first in range(40, 80, 10):
            corpus.add(articles(first, first + 10))
        neighbour.sees(lambda found, count: count == 80 and "Number 79" in found)
        for article in articles(0, 30):
            corpus.remove(article.id)
        neighbour.sees(lambda found, count: count == 50 and "Number 7" not in found)
        corpus.vacuum()
        corpus.add(articles(80, 81))
        neighbour.sees(lambda found, count: count == 51 and "Number 80" in found)
    with neighbour.paused():  # it would read the damage, and say so
        with (store / DATABASE).open("r+b") as database:
            database.seek(-4096, os.SEEK_END)
            database.write(bytes(4096))
        done = rebuild_store(store, FakeEncoder())
    with Corpus.open(store, FakeEncoder()) as corpus:
        corpus.add(articles(90, 91))
        neighbour.sees(lambda found, count: count == done.articles + 1 and "Number 90" in found)
        check(corpus)
    assert neighbour.leave() == ""


def test_a_reader_goes_on_while_the_store_is_made_over(store: Path, neighbour: Neighbour) -> None:
    """Made over for want of a table that no reader needs, it has the same articles: each answer finds all of them."""
    everything = sorted(f"Number {number}" for number in range(40))
    neighbour.sees(lambda found, count: count == 40 and len(found) == 40)
    for _ in range(3):
        with closing(sqlite3.connect(store / DATABASE)) as connection, connection:
            connection.execute("DROP TABLE files")
        done = rebuild_store(store, FakeEncoder())
        assert done.articles == 40 and done.faults
    with Corpus.open(store, FakeEncoder()) as corpus:
        corpus.add(articles(90, 91))
    neighbour.sees(lambda found, count: count == 41 and "Number 90" in found)
    before = [change for change in neighbour.seen if "Number 90" not in change[0]]
    assert {count for _, count in before} <= {40, 41}
    assert all(found == everything for found, _ in before)
    assert neighbour.leave() == ""


def test_a_second_writer_is_told_or_has_its_work_done(store: Path) -> None:
    program = (
        "import sys\nfrom tests.store.database.test_processes import articles\n"
        "from tests.helpers.fakes import FakeEncoder\n"
        "from store import Corpus, StoreBusyError\nfirst = int(sys.argv[2])\n"
        "with Corpus.open(sys.argv[1], FakeEncoder()) as corpus:\n"
        "    for number in range(first, first + 15):\n"
        "        try:\n"
        "            corpus.add(articles(number, number + 1))\n"
        "            print(number)\n"
        "        except StoreBusyError as error:\n"
        "            assert 'Another process is writing to' in str(error)\n"
    )
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", program, str(store), str(first)], stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        for first in (100, 200, 300)
    ]
    done: set[int] = set()
    for writer in writers:
        output, errors = writer.communicate(timeout=PATIENCE)
        assert writer.returncode == 0, errors.decode()
        done |= {int(number) for number in output.split()}
    with Corpus.open(store, FakeEncoder()) as corpus:
        stored = {int(article.title.split()[1]) for article in corpus.articles()}
        assert stored == {*range(40), *done}
        check(corpus)


def test_readers_in_32_threads_while_one_ingests(store: Path) -> None:
    stop = threading.Event()

    def read(number: int) -> int:
        rounds = 0
        while not stop.is_set() or not rounds:
            assert near(corpus, f"ferry number {number} harbour")
            assert len(having(corpus, "ferry", limit=99)) >= 40
            assert len(corpus.articles()) >= 40
            rounds += 1
        return rounds

    with Corpus.open(store, FakeEncoder()) as corpus, ThreadPoolExecutor(32) as pool:
        reading = [pool.submit(read, number) for number in range(32)]
        try:
            for first in range(40, 100, 6):
                corpus.add(articles(first, first + 6))
            for article in articles(40, 60):
                corpus.remove(article.id)
        finally:
            stop.set()
        assert all(done.result() for done in reading)
        check(corpus)


@pytest.mark.parametrize("new", [True, False], ids=["a new store", "a store"])
def test_sixteen_threads_open_at_once(store: Path, tmp_path: Path, new: bool) -> None:
    place, start = tmp_path / "new" if new else store, threading.Barrier(16)

    def open_it(number: int) -> int:
        start.wait()
        with Corpus.open(place, FakeEncoder()) as corpus:
            near(corpus, f"ferry number {number}")
            return len(corpus)

    with ThreadPoolExecutor(16) as pool:
        assert set(pool.map(open_it, range(16))) == {0 if new else 40}
    assert find_faults(place) == []
