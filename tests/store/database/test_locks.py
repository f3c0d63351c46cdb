"""Two processes at once: a reader never waits, a second writer gives up after a second."""

from __future__ import annotations

import logging
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from store import Corpus, StoreBusyError
from store.database import DATABASE
from store.embedding.graph_cache import _locked
from store.maintenance import rebuild_store
from tests.helpers.fakes import FakeEncoder
from tests.helpers.store.well import EVERYWHERE, KITE, WELL

LOCKS = """
import sys
from filelock import FileLock
with FileLock(sys.argv[1]):
    print("locked", flush=True)
    sys.stdin.read()
"""
WRITES = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("BEGIN IMMEDIATE")
connection.execute("DELETE FROM articles")
print("locked", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def encoder() -> FakeEncoder:
    return FakeEncoder()


@contextmanager
def another(program: str, path: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process that holds a lock until its input is closed."""
    pipe = subprocess.PIPE
    with subprocess.Popen([sys.executable, "-c", program, str(path)], stdin=pipe, stdout=pipe, text=True) as process:
        assert process.stdout is not None and process.stdin is not None
        assert process.stdout.readline() == "locked\n"
        yield process
        process.stdin.close()


def test_reading_and_opening_go_on_while_another_process_writes(tmp_path: Path, encoder: FakeEncoder) -> None:
    with Corpus.open(tmp_path, encoder) as before:
        before.add([WELL])
        with another(WRITES, tmp_path / DATABASE), Corpus.open(tmp_path, encoder) as corpus:
            for each in (before, corpus):
                assert each.articles() == [WELL]
                assert list(each.index.matching({"well": 1.0}, 5, EVERYWHERE)) == [(WELL.id, 0)]


WORKS: list[Callable[[Corpus], object]] = [
    lambda corpus: corpus.add([KITE]),
    lambda corpus: corpus.ingest([corpus.path / "nothing.md"]),
    lambda corpus: corpus.remove(WELL.id),
    lambda corpus: corpus.vacuum(),
    lambda corpus: rebuild_store(corpus.path, corpus.encoder),
]


@pytest.mark.parametrize(
    ("program", "name", "works"),
    [pytest.param(LOCKS, "write.lock", WORKS, marks=pytest.mark.slow), (WRITES, DATABASE, WORKS[:1])],
)
def test_a_second_writer_is_told_and_may_come_again(
    tmp_path: Path, encoder: FakeEncoder, program: str, name: str, works: Sequence[Callable[[Corpus], object]]
) -> None:
    with Corpus.open(tmp_path, encoder) as corpus:
        corpus.add([WELL])
        with another(program, tmp_path / name):
            for work in works:
                with pytest.raises(StoreBusyError, match="Wait for it to finish and try again"):
                    work(corpus)
            assert corpus.articles() == [WELL]
        for work in works:
            work(corpus)
        assert KITE in corpus.articles()


def test_whoever_waits_for_the_graph_says_for_what(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    class Release(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            assert other.stdin is not None
            other.stdin.close()

    log, release = logging.getLogger("isnad"), Release()
    with another(LOCKS, tmp_path / "graph.lock") as other:
        log.addHandler(release)
        try:
            with _locked(tmp_path / "graph.lock"):
                assert other.wait() == 0
        finally:
            log.removeHandler(release)
    [message] = caplog.messages
    assert "Another process is preparing the embedding model" in message and str(tmp_path) in message


def test_whoever_need_not_wait_says_nothing(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    for _ in range(2):
        with _locked(tmp_path / "graph.lock"):
            pass
    assert caplog.messages == []
