"""One Chroma server for all tests of the store that ask for it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.store.chroma_server import ChromaServer


@pytest.fixture(scope="session")
def chroma(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ChromaServer]:
    """Not to be stopped: tests that stop a server start their own."""
    with ChromaServer(tmp_path_factory.mktemp("server")) as server:
        yield server
