"""Stores whose vector index is on a Chroma server: the same as one in a folder, whatever becomes of the server."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from store import Corpus
from store.maintenance.rebuild import find_faults, rebuild_store
from tests.helpers.agreement import check, contents
from tests.helpers.store.chroma_server import ChromaServer
from tests.helpers.store.harbour import ALL, BAKERY, FERRY, OBSERVATORY, near
from tests.helpers.store.served import ENCODER, MORE, found, opened, until

pytestmark = pytest.mark.slow

STEPS: list[Callable[[Corpus], object]] = [
    lambda corpus: corpus.add(ALL),
    lambda corpus: corpus.remove(BAKERY.id),
    lambda corpus: corpus.add([replace(OBSERVATORY, outlet="Valley Post"), *MORE]),
    lambda corpus: [corpus.remove(article.id) for article in MORE[:5]],
    lambda corpus: corpus.vacuum(),
    lambda corpus: corpus.add([BAKERY]),
]


def test_step_by_step_it_is_as_in_a_folder(chroma: ChromaServer, tmp_path: Path) -> None:
    for step in STEPS:
        with Corpus.open(tmp_path / "local", ENCODER) as local, opened(tmp_path / "served", chroma) as served:
            step(local)
            step(served)
            assert found(served) == found(local)
            same, other = contents(served), contents(local)
            assert {**same, "vectors": ...} == {**other, "vectors": ...}  # on the way they are rounded a little
            check(served)
    assert find_faults(tmp_path / "served", chroma.address) == []


def test_what_changes_is_written_to_the_same_collections(own: ChromaServer, tmp_path: Path) -> None:
    with opened(tmp_path / "store", own) as corpus, opened(tmp_path / "store", own) as reader:
        corpus.add(ALL)
        before, first = own.collections(), until(reader)
        corpus.remove(FERRY.id)
        corpus.add(MORE)
        corpus.vector_store()
        assert own.collections() == before
        assert len(before) == 1
        assert until(reader) == until(corpus) > first  # and whoever has them open knows how far they go


def test_vacuum_and_rebuild_leave_one_collection(own: ChromaServer, tmp_path: Path) -> None:
    with opened(tmp_path / "store", own) as corpus, opened(tmp_path / "other", own) as other:
        corpus.add(ALL)
        other.add(ALL[:2])
        others = found(other)
        corpus.vacuum()
        assert len(own.collections()) == 2
        assert found(other) == others
    with sqlite3.connect(tmp_path / "store" / "isnad.sqlite3") as connection:
        connection.execute("UPDATE articles SET text = 'not what was written'")
    connection.close()
    assert rebuild_store(tmp_path / "store", ENCODER, chroma=own.address).articles == len(ALL)
    assert len(own.collections()) == 2
    with opened(tmp_path / "store", own) as corpus:
        check(corpus)
    assert len(own.collections()) == 2


def test_a_copied_store_leaves_the_first_one_s_collections_alone(own: ChromaServer, tmp_path: Path) -> None:
    with opened(tmp_path / "store", own) as corpus:
        corpus.add(ALL)
    first = own.collections()
    shutil.copytree(tmp_path / "store", tmp_path / "copy")
    with opened(tmp_path / "store", own) as corpus, opened(tmp_path / "copy", own) as copy:
        assert len(own.collections() - first) == 1
        corpus.remove(FERRY.id)
        assert near(copy, "the blue ferry")[0] == FERRY.id
        copy.vacuum()
        assert first <= own.collections()
        assert near(corpus, "the oven of the bakery")[0] == BAKERY.id
        check(copy)
        check(corpus)
    assert len(own.collections()) == 2


# Several processes

READER = """
import sys
from pathlib import Path
from store import Corpus
from tests.helpers.agreement import check
from tests.helpers.fakes import FakeEncoder
from tests.helpers.store.harbour import near
from tests.helpers.store.large import search_in_chroma

search_in_chroma()
with Corpus.open(sys.argv[1], FakeEncoder(), sys.argv[2]) as corpus:
    print("ready", flush=True)
    rounds = 0
    while not Path(sys.argv[3]).exists() or not rounds:
        first = corpus.article(near(corpus, "the blue ferry")[0])
        assert "blue ferry" in first.translations[0].text, first
        rounds += 1
    check(corpus)
    print(len(corpus))
"""


@contextmanager
def readers(store: Path, server: ChromaServer, done: Path) -> Iterator[list[subprocess.Popen[str]]]:
    command = [sys.executable, "-c", READER, str(store), server.address, str(done)]
    with ExitStack() as stack:
        started = []
        for _ in range(3):
            reader = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
            stack.enter_context(reader)
            stack.callback(reader.kill)
            started.append(reader)
        yield started


def test_several_processes_read_while_one_writes(chroma: ChromaServer, tmp_path: Path) -> None:
    store, done = tmp_path / "store", tmp_path / "done"
    with opened(store, chroma) as corpus:
        corpus.add([FERRY])
    with opened(store, chroma) as corpus, readers(store, chroma, done) as reading:
        for reader in reading:
            assert reader.stdout is not None
            assert reader.stdout.readline() == "ready\n", reader.communicate()
        for article in MORE:
            corpus.add([article])
        corpus.remove(MORE[0].id)
        corpus.vacuum()
        corpus.vector_store()
        done.touch()
        said = [reader.communicate(timeout=60) for reader in reading]
        assert [(reader.returncode, *out) for reader, out in zip(reading, said, strict=True)] == [(0, "9\n", "")] * 3
