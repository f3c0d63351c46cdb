"""The nearest vectors: the same as comparing with every one, whether they are in the index or newer than it.

All is tested as in a small store, which does not search in Chroma's index, and as in a large one, which does.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from store.database.articles import insert_vectors
from store.database.database import Database
from store.index import vector_search
from store.index.chroma.index_folder import IndexFolder
from store.index.chroma.versions import IndexVersions
from store.index.exact_search import ExactSearch
from store.index.vector_search import VectorSearch
from store.scope import Scope

Vectors = NDArray[np.float32]
DIMENSIONS = 16
OUTLETS = ("Hill Post", "Valley Post", "Mill Gazette")
SCOPES = (
    Scope(),
    Scope(outlets=("Hill Post",)),
    Scope(outlets=("Mill Gazette", "Valley Post"), since=dt.date(2024, 3, 1)),
    Scope(until=dt.date(2024, 2, 10)),
    Scope(outlets=("Nobody's News",)),
)


class Shelf:
    """Random vectors, each of an article of its own, in a real database with real versions of the index."""

    def __init__(self, folder: Path, dimensions: int = DIMENSIONS) -> None:
        self.dimensions = dimensions
        self.database = Database(folder / "isnad.sqlite3")
        self.versions = IndexVersions(IndexFolder(folder / "chroma"), self.database, self._described)
        self.nearest = VectorSearch(self.database, self.versions, dimensions)
        self.random = np.random.default_rng(5)
        self.kept: dict[str, Vectors] = {}

    def _described(self, names: list[str]) -> tuple[list[dict[str, str | int]], list[str]]:
        return [{"outlet": outlet(name), "day": day(name)} for name in names], list(names)

    def vectors(self, count: int) -> Vectors:
        found = self.random.standard_normal((count, self.dimensions)).astype(np.float32)
        return found / np.linalg.norm(found, axis=1, keepdims=True)

    def put(self, names: list[str]) -> None:
        self.remove([name for name in names if name in self.kept])
        new = dict(zip(names, self.vectors(len(names)), strict=True))
        with self.database.transaction() as connection:
            for name, vector in new.items():
                connection.execute(
                    "INSERT INTO articles (id, title, text, outlet, day, url, language, sources, translations,"
                    " digest, tokens, states_sum) VALUES (?, '', '', ?, ?, '', '', '', '', '', 0, '')",
                    (name, outlet(name), day(name)),
                )
                insert_vectors(connection, "passages", {name: vector}, name)
            connection.execute("UPDATE totals SET passages = passages + ?", (len(names),))
        self.kept |= new

    def remove(self, names: list[str]) -> None:
        with self.database.transaction() as connection:
            for name in names:
                connection.execute("INSERT INTO gone (kind, name) VALUES ('passages', ?)", (name,))
                connection.execute("DELETE FROM vectors WHERE name = ?", (name,))
                connection.execute("DELETE FROM articles WHERE id = ?", (name,))
                del self.kept[name]
            connection.execute("UPDATE totals SET passages = passages - ?", (len(names),))

    def compare(self, limit: int = 7) -> None:
        """Search for some vectors, some of them stored; nothing may differ from comparing with every one."""
        asked = np.concatenate([self.vectors(4), *[vector[None] for vector in list(self.kept.values())[:3]]])
        for scope in SCOPES:
            found = self.nearest.find(asked, limit, scope)
            for vector, near in zip(asked, found, strict=True):
                assert [name for name, _ in near] == self._by_hand(vector, limit, scope)
                np.testing.assert_allclose([c for _, c in near], [self.kept[n] @ vector for n, _ in near], atol=1e-6)

    def _by_hand(self, vector: Vectors, limit: int, scope: Scope) -> list[str]:
        first, last = scope.bounds() or (0, 99999999)
        names = [
            name
            for name in self.kept
            if (scope.outlets is None or outlet(name) in scope.outlets) and first <= day(name) <= last
        ]
        return sorted(names, key=lambda name: (-float((self.kept[name] * vector).sum()), name))[:limit]

    def close(self) -> None:
        self.versions.close()
        self.database.close()


def outlet(name: str) -> str:
    return OUTLETS[int(name) % 3]


def day(name: str) -> int:
    """Every seventh has none."""
    return 0 if int(name) % 7 == 0 else 20240100 + int(name) % 4 * 100 + 1 + int(name) % 28


@pytest.fixture(params=["small", "large"])
def shelf(tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shelf]:
    if request.param == "large":
        monkeypatch.setattr(vector_search, "EXACT_UP_TO", 0)
    made = Shelf(tmp_path)
    yield made
    made.close()


def names(first: int, last: int) -> list[str]:
    return [f"{number:04}" for number in range(first, last)]


def test_without_an_index(shelf: Shelf) -> None:
    shelf.compare()
    shelf.put(names(0, 300))
    shelf.compare()


def test_in_an_index(shelf: Shelf) -> None:
    shelf.put(names(0, 300))
    shelf.versions.build()
    shelf.compare()


def test_partly_newer_than_the_index(shelf: Shelf) -> None:
    shelf.put(names(0, 200))
    shelf.versions.build()
    shelf.put(names(200, 300))
    shelf.compare()
    shelf.versions.build()
    shelf.compare()


def test_removed_and_replaced_ones(shelf: Shelf) -> None:
    shelf.put(names(0, 200))
    shelf.versions.build()
    shelf.remove(names(20, 60))
    shelf.put(names(100, 150))
    shelf.compare()
    shelf.put(names(20, 30))
    shelf.remove(names(100, 105))
    shelf.compare()
    shelf.versions.build()
    shelf.compare()


def test_when_most_are_gone_more_is_asked_for(shelf: Shelf) -> None:
    shelf.put(names(0, 300))
    shelf.versions.build()
    shelf.remove(names(0, 294))
    shelf.compare(limit=5)
    shelf.compare(limit=50)
    shelf.remove(names(294, 300))
    assert shelf.nearest.find(shelf.vectors(2), 5) == [[], []]


def test_made_anew_it_finds_the_same(shelf: Shelf) -> None:
    shelf.put(names(0, 250))
    shelf.versions.build()
    shelf.remove(names(30, 90))
    shelf.put(names(250, 280))
    asked = shelf.vectors(5)
    before = [shelf.nearest.find(asked, 9, scope) for scope in SCOPES]
    for anew in (False, True):
        shelf.versions.build(anew)
        assert [shelf.nearest.find(asked, 9, scope) for scope in SCOPES] == before


def test_what_chroma_says_of_an_outlet_is_not_believed(shelf: Shelf) -> None:
    """The metadata in an index may be wrong; the database decides."""
    shelf.put(names(0, 60))
    shelf._described = lambda found: ([{"outlet": OUTLETS[0], "day": 20240101} for _ in found], list(found))  # type: ignore[method-assign]
    shelf.versions = IndexVersions(IndexFolder(shelf.database.folder / "chroma"), shelf.database, shelf._described)
    shelf.nearest = VectorSearch(shelf.database, shelf.versions, DIMENSIONS)
    shelf.versions.build()
    found = shelf.nearest.find(shelf.vectors(3), 60, Scope(outlets=(OUTLETS[0],)))
    assert {outlet(name) for near in found for name, _ in near} == {OUTLETS[0]}


def test_nothing_asked_for_finds_nothing(shelf: Shelf) -> None:
    shelf.put(names(0, 5))
    assert shelf.nearest.find(shelf.vectors(2), 0) == [[], []]
    assert shelf.nearest.find(shelf.vectors(0), 5) == []


def test_stores_built_alike_find_the_same_bit_for_bit(tmp_path: Path) -> None:
    """Chroma builds another graph each time; random vectors of many dimensions show it in what is found."""
    found = []
    for number in range(3):
        (tmp_path / str(number)).mkdir()
        made = Shelf(tmp_path / str(number), dimensions=64)
        made.put(names(0, 1500))
        with made.database.transaction() as connection:
            insert_vectors(connection, "words", dict(zip(names(0, 1500), made.vectors(1500), strict=True)))
        made.versions.build()
        asked = made.vectors(40)
        words = ExactSearch(made.database, "words", 64).nearest(asked, 6)
        found.append((made.nearest.find(asked, 40), made.nearest.find(asked, 40, SCOPES[2]), words))
        made.close()
    assert found[0] == found[1] == found[2]


def test_a_store_becomes_too_large_to_compare_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """From then on the passages in Chroma's index are found there, and only those newer than it are compared."""
    monkeypatch.setattr(vector_search, "EXACT_UP_TO", 250)
    made = Shelf(tmp_path)
    for first in range(0, 400, 100):
        made.put(names(first, first + 100))
        made.compare()
        made.versions.build()
        made.compare()
    made.remove(names(0, 200))
    made.compare()
    made.close()
