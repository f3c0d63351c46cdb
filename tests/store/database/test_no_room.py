"""However little room is left on the disk, nothing stored is lost, and the same work succeeds once there is room."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from store import Article, Corpus, IsnadError, StorePathError
from store.maintenance.rebuild import find_faults, rebuild_store
from tests.helpers.agreement import check
from tests.helpers.fakes import FakeEncoder
from tests.helpers.store.full_disk import room

pytestmark = pytest.mark.slow

SIZES = [0, *(2**power for power in range(10, 23))]
"""So many bytes may a file have: from too few for anything to enough for all."""


def articles(first: int, last: int) -> list[Article]:
    return [
        Article(title=f"Mill {number}", text=f"The mill number {number} opened.\nIt ground corn for {number} years.")
        for number in range(first, last)
    ]


@pytest.fixture
def store(tmp_path: Path) -> Path:
    with Corpus.open(tmp_path / "store", FakeEncoder()) as corpus:
        corpus.add(articles(0, 20))
    return tmp_path / "store"


def open_and_add(store: Path) -> None:
    with Corpus.open(store, FakeEncoder()) as corpus:
        corpus.add(articles(20, 40))


def open_and_remove(store: Path) -> None:
    with Corpus.open(store, FakeEncoder()) as corpus:
        corpus.remove(corpus.articles()[0].id)


def vacuum(store: Path) -> None:
    with Corpus.open(store, FakeEncoder()) as corpus:
        corpus.vacuum()


def make_over(store: Path) -> None:
    rebuild_store(store, FakeEncoder(fingerprint="fake/2"))


WORKS: dict[Callable[[Path], None], tuple[int, int]] = {
    open_and_add: (20, 40),
    open_and_remove: (19, 20),
    vacuum: (20, 20),
    make_over: (20, 20),
}
"""How many articles there may be afterwards, whatever came of it."""


@pytest.mark.parametrize("work", WORKS, ids=lambda work: work.__name__)
def test_nothing_stored_is_lost(store: Path, work: Callable[[Path], None]) -> None:
    failed = []
    for most in SIZES:
        with room(most):
            try:
                work(store)
            except IsnadError as error:
                failed.append(most)
                assert "\n" not in str(error) and str(store) in str(error)
        encoder = FakeEncoder(fingerprint="fake/2" if work is make_over and most not in failed else "fake/1")
        with Corpus.open(store, encoder) as corpus:
            least, greatest = WORKS[work]
            assert least <= len(corpus) <= greatest
            there = {article.id for article in corpus.articles()}
            assert len(there & {article.id for article in articles(0, 20)}) >= least
            check(corpus)
            corpus.add(articles(0, 20))
        assert find_faults(store) == []
        if most not in failed and work is make_over:
            break
    assert failed and failed[-1] < SIZES[-1], "with little room it fails, with enough it does not"
    assert failed == SIZES[: len(failed)]


@pytest.mark.parametrize("most", [0, 1 << 10])
def test_check_tells_of_it_and_not_of_damage(store: Path, most: int) -> None:
    with room(most), pytest.raises(StorePathError, match=r"there is no room left for it .* make room on that disk"):
        find_faults(store)
    assert find_faults(store) == []
