"""The vector index over a real Chroma: what it does in a folder, it does on a server."""

from __future__ import annotations

import socket
import uuid
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from store.embedding.token_states import States
from store.embedding.weights import DIMENSIONS
from store.errors import StorePathError
from store.index.chroma.collections import (
    WRITE_SECONDS,
    OnServer,
    VectorIndex,
    count_on_server,
    delete_on_server,
    open_in_folder,
    open_on_server,
)
from tests.helpers.openai_server import ModelServer
from tests.helpers.store.chroma_server import ChromaServer


def unit(*numbers: float) -> States:
    row = np.zeros(DIMENSIONS, np.float32)
    row[: len(numbers)] = numbers
    return row / np.linalg.norm(row)


EAST, NORTH = unit(1, 0), unit(0, 1)
BETWEEN = unit(3, 1)


Place = Path | OnServer


@pytest.fixture(params=["folder", "server"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    if request.param == "folder":
        return tmp_path / "chroma"
    return OnServer(request.getfixturevalue("chroma").address, f"isnad-{uuid.uuid4().hex}")


def opened(place: Place, make: bool = True) -> VectorIndex:
    return open_on_server(place, make, WRITE_SECONDS) if isinstance(place, OnServer) else open_in_folder(place)


@pytest.fixture
def index(place: Place) -> Iterator[VectorIndex]:
    made = opened(place)
    yield made
    made.close()


def put(index: VectorIndex, rows: dict[str, States], article: str = "a") -> None:
    metadata = [{"article": article, "outlet": article, "day": 20240621} for _ in rows]
    index.put(list(rows), np.array(list(rows.values())), metadata, [""] * len(rows))


def test_an_empty_index_has_nothing_near(index: VectorIndex) -> None:
    assert index.nearest(np.array([EAST, NORTH]), 5) == [[], []]
    assert index.count() == 0


def test_the_nearest_come_first(index: VectorIndex) -> None:
    put(index, {"a:0": EAST, "a:1": NORTH, "a:2": BETWEEN, "a:3": -EAST})
    assert index.nearest(BETWEEN[None, :], 3) == [["a:2", "a:0", "a:1"]]


def test_each_vector_asked_has_its_own_answer(index: VectorIndex) -> None:
    put(index, {"east": EAST, "north": NORTH})
    assert index.nearest(np.array([NORTH, EAST]), 1) == [["north"], ["east"]]


@pytest.mark.parametrize(("limit", "count"), [(1, 1), (2, 2), (50, 2)])
def test_no_more_than_asked_for(index: VectorIndex, limit: int, count: int) -> None:
    put(index, {"east": EAST, "north": NORTH})
    assert len(index.nearest(EAST[None, :], limit)[0]) == count


def test_what_an_id_had_is_replaced(index: VectorIndex) -> None:
    put(index, {"a:0": EAST})
    put(index, {"a:0": NORTH, "a:1": EAST})
    assert index.count() == 2
    assert index.nearest(NORTH[None, :], 2) == [["a:0", "a:1"]]


def test_only_what_the_filter_lets_through_is_found(index: VectorIndex) -> None:
    put(index, {"a:0": EAST}, "a")
    put(index, {"b:0": NORTH}, "b")
    assert index.nearest(EAST[None, :], 5, {"outlet": {"$in": ["b"]}}) == [["b:0"]]


def test_only_the_named_vectors_are_removed(index: VectorIndex) -> None:
    put(index, {"a:0": EAST, "a:1": NORTH, "a:0/en": BETWEEN})
    index.remove(["a:0", "never there"])
    index.remove([])
    assert set(index.collection.get(include=[])["ids"]) == {"a:1", "a:0/en"}


def test_many_are_written_at_once(index: VectorIndex) -> None:
    rows = np.random.default_rng(1).standard_normal((2100, DIMENSIONS)).astype(np.float32)
    put(index, {f"w{number}": row for number, row in enumerate(rows)})
    assert index.count() == 2100
    assert index.nearest(rows[[0, 2099]], 1) == [["w0"], ["w2099"]]


def test_nothing_is_written_of_nothing(index: VectorIndex) -> None:
    index.put([], np.zeros((0, DIMENSIONS), np.float32), [], [])
    assert index.count() == 0


def test_vectors_are_there_after_closing(place: Place) -> None:
    first = opened(place)
    put(first, {"east": EAST})
    first.close()
    second = opened(place, make=False)
    assert second.nearest(EAST[None, :], 1) == [["east"]]
    second.close()


def test_one_reader_may_close_before_another(place: Place) -> None:
    first, second = opened(place), opened(place)
    put(first, {"east": EAST})
    first.close()
    assert second.count() == 1
    second.close()
    second.close()


@pytest.mark.parametrize("inside", ["", "chroma.sqlite3"])
def test_a_damaged_index_says_what_to_do(tmp_path: Path, inside: str) -> None:
    broken = tmp_path / "chroma" / inside
    broken.parent.mkdir(exist_ok=True)
    broken.write_bytes(b"no vectors here " * 500)
    with pytest.raises(StorePathError, match="isnad rebuild"):
        open_in_folder(tmp_path / "chroma")


# What only a server does


def test_what_a_server_does_not_have_is_not_made_in_passing(chroma: ChromaServer) -> None:
    place = OnServer(chroma.address, "isnad-never-made")
    with pytest.raises(StorePathError, match=chroma.address):
        opened(place, make=False)
    assert count_on_server(place) is None
    delete_on_server(place)


def test_what_is_forgotten_is_gone_and_nothing_else(chroma: ChromaServer) -> None:
    one, other = (OnServer(chroma.address, f"isnad-{uuid.uuid4().hex}") for _ in range(2))
    for place in (one, other):
        index = opened(place)
        put(index, {"east": EAST})
        index.close()
    delete_on_server(one)
    assert (count_on_server(one), count_on_server(other)) == (None, 1)


def test_no_server_is_told_with_address_and_remedy() -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        address = f"http://127.0.0.1:{closed.getsockname()[1]}"
    with pytest.raises(StorePathError) as told:
        count_on_server(OnServer(address, "isnad"))
    assert address in str(told.value)
    assert "Start it with `chroma run`, or correct or unset ISNAD_CHROMA." in str(told.value)


def test_a_server_that_never_answers_is_not_waited_for() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:  # connections are taken, and nothing comes back
        with pytest.raises(StorePathError, match="timed out"):
            count_on_server(OnServer(f"http://127.0.0.1:{silent.getsockname()[1]}", "isnad"))


def test_another_server_is_not_taken_for_a_chroma() -> None:
    with ModelServer() as server, pytest.raises(StorePathError, match="no Chroma"):
        count_on_server(OnServer(server.address, "isnad"))
