"""One Chroma server for all tests of the store that ask for it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.store.chroma_server import ChromaServer


@pytest.fixture(scope="session")
def chroma(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ChromaServer]:
    """Not to be stopped: tests that stop a server start their own."""
    with ChromaServer(tmp_path_factory.mktemp("server")) as server:
        yield server


@pytest.fixture
def own(tmp_path: Path) -> Iterator[ChromaServer]:
    """A server to stop and start."""
    with ChromaServer(tmp_path / "server") as server:
        yield server
