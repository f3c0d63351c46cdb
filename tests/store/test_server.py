"""Stores whose vector index is on a Chroma server: the same as one in a folder, whatever becomes of the server."""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from urllib.request import urlopen

import pytest

from store import Article, Corpus, StorePathError
from store.generations import Generations
from store.rebuild import faults, rebuild
from tests.agreement import check, contents
from tests.fakes import FakeEncoder
from tests.store.chroma_server import ChromaServer
from tests.store.harbour import ALL, BAKERY, EVERYWHERE, FERRY, OBSERVATORY, near

ENCODER = FakeEncoder()
MORE = [
    Article(title=f"Lamp {n}", text=f"The lamp number {n} of the quay was lit. Keeper {n} slept.") for n in range(9)
]


@pytest.fixture
def own(tmp_path: Path) -> Iterator[ChromaServer]:
    """A server to stop and start."""
    with ChromaServer(tmp_path / "server") as server:
        yield server


def opened(folder: Path, server: ChromaServer) -> Corpus:
    return Corpus.open(folder, ENCODER, server.address)


def collections(server: ChromaServer) -> set[str]:
    place = "api/v2/tenants/default_tenant/databases/default_database/collections"
    with urlopen(f"{server.address}/{place}", timeout=60) as reply:
        return {collection["name"] for collection in json.load(reply)}


def found(corpus: Corpus) -> list[list[tuple[object, float]]]:
    vectors = ENCODER.encode_questions(["the blue ferry", "the oven of the bakery", "a lamp was lit", "المرصد"])
    return [list(corpus.index.near_passages(vector, 5, EVERYWHERE).items()) for vector in vectors]


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
    assert faults(tmp_path / "served", chroma.address) == []


def test_what_changes_is_written_to_the_same_collections(own: ChromaServer, tmp_path: Path) -> None:
    with opened(tmp_path / "store", own) as corpus:
        corpus.add(ALL)
        before = collections(own)
        corpus.remove(FERRY.id)
        corpus.add(MORE)
        corpus.vector_store()
        assert collections(own) == before
        assert len(before) == 2


def test_vacuum_and_rebuild_leave_two_collections(own: ChromaServer, tmp_path: Path) -> None:
    with opened(tmp_path / "store", own) as corpus, opened(tmp_path / "other", own) as other:
        corpus.add(ALL)
        other.add(ALL[:2])
        others = found(other)
        corpus.vacuum()
        assert len(collections(own)) == 4
        assert found(other) == others
    with sqlite3.connect(tmp_path / "store" / "isnad.sqlite3") as connection:
        connection.execute("UPDATE articles SET text = 'not what was written'")
    connection.close()
    assert rebuild(tmp_path / "store", ENCODER, chroma=own.address).articles == len(ALL)
    assert len(collections(own)) == 4
    with opened(tmp_path / "store", own) as corpus:
        check(corpus)
    assert len(collections(own)) == 4


def test_a_copied_store_leaves_the_first_one_s_collections_alone(own: ChromaServer, tmp_path: Path) -> None:
    with opened(tmp_path / "store", own) as corpus:
        corpus.add(ALL)
    shutil.copytree(tmp_path / "store", tmp_path / "copy")
    with opened(tmp_path / "store", own) as corpus, opened(tmp_path / "copy", own) as copy:
        corpus.remove(FERRY.id)
        corpus.vacuum()
        copy.vacuum()
        assert near(copy, "the blue ferry")[0] == FERRY.id
        assert FERRY.id not in near(corpus, "the blue ferry")
        check(copy)
        check(corpus)
    assert len(collections(own)) == 4


# A server that goes and comes


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """The server is asked again at once, as it is after half a minute."""
    monkeypatch.setattr("store.server.Server.patience", 0.0)


def indexed(corpus: Corpus) -> bool:
    with generations(corpus).using() as (index, _):
        return index is not None


def generations(corpus: Corpus) -> Generations:
    return corpus._generations


def test_without_its_server_a_store_reads_and_writes_and_later_catches_up(
    own: ChromaServer, tmp_path: Path, impatient: None, caplog: pytest.LogCaptureFixture
) -> None:
    with opened(tmp_path / "store", own) as corpus:
        corpus.add(ALL)
        assert indexed(corpus)
        before = found(corpus)
        own.stop()
        assert found(corpus) == before
        corpus.add(MORE)
        corpus.remove(MORE[0].id)
        assert not indexed(corpus)
        with opened(tmp_path / "store", own) as other:
            assert found(other) == found(corpus)
        assert len([told for told in caplog.messages if own.address in told]) == 2  # once for each that opened it
        own.start()
        assert indexed(corpus)
        corpus.remove(MORE[1].id)
        assert generations(corpus).changes() == 0
        check(corpus)


def test_a_server_that_hangs_is_left_alone_for_a_while(
    own: ChromaServer, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with opened(tmp_path / "store", own) as corpus:
        corpus.add(ALL)
        before = found(corpus)
        own.freeze()
        assert found(corpus) == before
        own.thaw()
        assert not indexed(corpus)
        assert [own.address in told for told in caplog.messages] == [True]


def test_a_server_that_lost_everything_is_filled_again(own: ChromaServer, tmp_path: Path) -> None:
    with opened(tmp_path / "store", own) as corpus:
        corpus.add(ALL)
        before = found(corpus)
    own.stop()
    own.lose_everything()
    own.start()
    assert faults(tmp_path / "store", own.address) != []
    with opened(tmp_path / "store", own) as corpus:
        assert indexed(corpus)
        assert found(corpus) == before
        check(corpus)
    assert faults(tmp_path / "store", own.address) == []


def test_vectors_that_are_missing_on_the_server_are_noticed(own: ChromaServer, tmp_path: Path) -> None:
    with opened(tmp_path / "store", own) as corpus:
        corpus.add(ALL)
        corpus.vector_store().client.delete(where={"article": FERRY.id})
    (fault,) = faults(tmp_path / "store", own.address)
    assert own.address in fault
    with opened(tmp_path / "store", own) as corpus:
        check(corpus)


def test_a_store_moves_to_a_server_and_back(own: ChromaServer, tmp_path: Path) -> None:
    with Corpus.open(tmp_path / "store", ENCODER) as corpus:
        corpus.add(ALL)
        before = found(corpus)
    for _ in range(2):
        with opened(tmp_path / "store", own) as corpus:
            assert indexed(corpus)
            assert found(corpus) == before
        with Corpus.open(tmp_path / "store", ENCODER) as corpus:
            assert indexed(corpus)
            assert found(corpus) == before


def test_what_must_have_the_server_says_that_it_is_away(own: ChromaServer, tmp_path: Path) -> None:
    with opened(tmp_path / "store", own) as corpus:
        corpus.add(ALL)
        own.stop()
        with pytest.raises(StorePathError, match=own.address):
            corpus.vacuum()
        assert any(own.address in fault for fault in faults(tmp_path / "store", own.address))
        assert len(corpus) == len(ALL)


def test_an_address_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StorePathError, match="'localhost' cannot be used: give .* http://host:port"):
        Corpus.open(tmp_path / "store", ENCODER, "localhost")


@pytest.mark.parametrize("method", ["begin", "finish"])
def test_a_writer_that_is_cut_off_leaves_what_can_be_searched(
    chroma: ChromaServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, method: str
) -> None:
    def cut_off(*_: object) -> None:
        raise KeyboardInterrupt

    with opened(tmp_path / "store", chroma) as corpus:
        corpus.add(ALL)
        with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
            patched.setattr(f"store.server.Server.{method}", cut_off)
            corpus.remove(FERRY.id)
        assert FERRY.id not in near(corpus, "the blue ferry")
    with opened(tmp_path / "store", chroma) as corpus:
        assert near(corpus, "the oven of the bakery")[0] == BAKERY.id
        corpus.add(MORE)
        check(corpus)
    assert faults(tmp_path / "store", chroma.address) == []


# Several processes

READER = """
import sys
from pathlib import Path
from store import Corpus
from tests.agreement import check
from tests.fakes import FakeEncoder
from tests.store.harbour import near

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


def test_several_processes_read_while_one_writes(chroma: ChromaServer, tmp_path: Path) -> None:
    done = tmp_path / "done"
    with opened(tmp_path / "store", chroma) as corpus:
        corpus.add([FERRY])
        command = [sys.executable, "-c", READER, str(tmp_path / "store"), chroma.address, str(done)]
        readers = [
            subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(3)
        ]
        assert [reader.stdout.readline() for reader in readers if reader.stdout] == ["ready\n"] * 3
        for article in MORE:
            corpus.add([article])
        corpus.remove(MORE[0].id)
        corpus.vacuum()
        corpus.vector_store()
        done.touch()
    said = [reader.communicate(timeout=60) for reader in readers]
    assert [(reader.returncode, out) for reader, (out, _) in zip(readers, said, strict=True)] == [(0, "9\n")] * 3, (
        said
    )
