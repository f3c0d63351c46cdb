"""A rebuilt store takes the old one's place, also after an interruption and while others read."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from store import Corpus, StoreMismatchError
from store.database.recovery.swap import MAKING, READY, complete_swap
from store.maintenance.rebuild import find_faults, rebuild_store
from tests.helpers.agreement import check
from tests.helpers.fakes import FakeEncoder
from tests.helpers.store.harbour import ALL, BAKERY, EVERYWHERE, FERRY, forms, near
from tests.helpers.store.well import WELL


@pytest.fixture
def store(tmp_path: Path) -> Path:
    with Corpus.open(tmp_path / "store", FakeEncoder()) as corpus:
        corpus.add(ALL)
    return tmp_path / "store"


class _BrokenOffError(Exception):
    pass


def steps(monkeypatch: pytest.MonkeyPatch, at: int) -> None:
    """Break off before the step so numbered: each is a change of the file system."""
    left = [at]

    def counting(function):  # type: ignore[no-untyped-def]
        def step(*values, **named):  # type: ignore[no-untyped-def]
            left[0] -= 1
            if left[0] < 0:
                raise _BrokenOffError
            return function(*values, **named)

        return step

    for name in ("rename", "replace", "unlink"):
        monkeypatch.setattr(Path, name, counting(getattr(Path, name)))
    monkeypatch.setattr(shutil, "rmtree", counting(shutil.rmtree))


def lying_ready(store: Path) -> None:
    """What a rebuild has made, of other articles, before it is put in place."""
    with Corpus.open(store / MAKING, FakeEncoder()) as corpus:
        corpus.add([FERRY, WELL])
    (store / MAKING).rename(store / READY)


def breaks_off(store: Path, at: int) -> bool:
    """Put the store that lies ready in place, but break off before a step; whether there was one of this number."""
    with pytest.MonkeyPatch.context() as patched:
        steps(patched, at)
        try:
            complete_swap(store)
        except _BrokenOffError:
            return True
        return False


def test_broken_off_at_any_step_it_is_completed_when_the_store_is_opened(store: Path, tmp_path: Path) -> None:
    lying_ready(store)
    pristine = tmp_path / "pristine"
    shutil.copytree(store, pristine)
    at = 0
    while breaks_off(store, at):
        with Corpus.open(store, FakeEncoder()) as corpus:
            assert {article.id for article in corpus.articles()} == {FERRY.id, WELL.id}
            check(corpus)
        assert find_faults(store) == []
        shutil.rmtree(store)
        shutil.copytree(pristine, store)
        at += 1
    assert at >= 6


def test_a_rebuild_broken_off_before_it_is_ready_changes_nothing(store: Path) -> None:
    with Corpus.open(store / MAKING, FakeEncoder()) as corpus:
        corpus.add([WELL])
    with Corpus.open(store, FakeEncoder()) as corpus:
        assert len(corpus) == len(ALL)
    assert rebuild_store(store, FakeEncoder(fingerprint="fake/2")).articles == len(ALL)
    assert not (store / MAKING).exists()


@pytest.fixture
def reader(store: Path) -> Iterator[Corpus]:
    """Somebody who had the store open before it was made over."""
    with Corpus.open(store, FakeEncoder()) as opened:
        assert near(opened, "bakery valley")[0] == BAKERY.id
        yield opened


def test_a_reader_goes_on_and_sees_the_new_store(store: Path, reader: Corpus) -> None:
    assert reader.index.matching(forms("bakery"), 5, EVERYWHERE)
    lying_ready(store)
    with Corpus.open(store, FakeEncoder()) as writer:
        writer.add([BAKERY])
        assert len(reader) == 3
        assert near(reader, "villagers well")[0] == WELL.id
        assert reader.article(BAKERY.id) == BAKERY
        assert reader.index.matching(forms("well"), 5, EVERYWHERE) == writer.index.matching(
            forms("well"), 5, EVERYWHERE
        )
        vector = reader.encoder.encode_questions(["villagers"])[0]
        assert vector.shape and (reader.index.centre() == writer.index.centre()).all()
    check(reader)


def test_what_comes_next_from_who_had_it_open_is_written_to_the_new_store(store: Path, reader: Corpus) -> None:
    lying_ready(store)
    with Corpus.open(store, FakeEncoder()):
        pass
    reader.add([BAKERY])
    reader.remove(FERRY.id)
    with Corpus.open(store, FakeEncoder()) as corpus:
        assert {article.id for article in corpus.articles()} == {WELL.id, BAKERY.id}
        check(corpus)
    assert find_faults(store) == []


def test_a_reader_is_told_when_the_new_store_is_of_another_embedding_model(store: Path, reader: Corpus) -> None:
    rebuild_store(store, FakeEncoder(fingerprint="fake/2"))
    for _ in range(2):
        with pytest.raises(StoreMismatchError, match=r"fake/2.*uses fake/1"):
            near(reader, "bakery valley")
        with pytest.raises(StoreMismatchError):
            reader.add([WELL])
    rebuild_store(store, FakeEncoder())
    assert near(reader, "bakery valley")[0] == BAKERY.id
