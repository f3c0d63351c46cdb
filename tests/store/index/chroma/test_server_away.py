"""What becomes of a store whose Chroma server stops, hangs or loses what it had; of one that was cut off."""

from __future__ import annotations

from pathlib import Path

import pytest

from store import Corpus, StorePathError
from store.maintenance.rebuild import find_faults
from tests.helpers.agreement import check
from tests.helpers.store.chroma_server import ChromaServer
from tests.helpers.store.harbour import ALL, BAKERY, FERRY, near
from tests.helpers.store.served import ENCODER, MORE, found, indexed, opened, versions

pytestmark = pytest.mark.slow


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """The server is asked again at once, as it is after half a minute."""
    monkeypatch.setattr("store.index.chroma.index_server.IndexServer.retry_seconds", 0.0)


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
        assert versions(corpus).count_changes() == 0
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
    assert find_faults(tmp_path / "store", own.address) != []
    with opened(tmp_path / "store", own) as corpus:
        assert indexed(corpus)
        assert found(corpus) == before
        check(corpus)
    assert find_faults(tmp_path / "store", own.address) == []


def test_vectors_that_are_missing_on_the_server_are_noticed(own: ChromaServer, tmp_path: Path) -> None:
    with opened(tmp_path / "store", own) as corpus:
        corpus.add(ALL)
        corpus.vector_store().client.delete(where={"article": FERRY.id})
    (fault,) = find_faults(tmp_path / "store", own.address)
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
        assert any(own.address in fault for fault in find_faults(tmp_path / "store", own.address))
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
            patched.setattr(f"store.index.chroma.index_server.IndexServer.{method}", cut_off)
            corpus.remove(FERRY.id)
        assert FERRY.id not in near(corpus, "the blue ferry")
    with opened(tmp_path / "store", chroma) as corpus:
        assert near(corpus, "the oven of the bakery")[0] == BAKERY.id
        corpus.add(MORE)
        check(corpus)
    assert find_faults(tmp_path / "store", chroma.address) == []
