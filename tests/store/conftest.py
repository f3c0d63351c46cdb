"""What the tests of files share, and one Chroma server for all tests of the store that ask for it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from store.readers.sandbox.process import ReaderProcess
from tests.helpers.store.chroma_server import ChromaServer
from tests.helpers.store.hostile import Make


@pytest.fixture(scope="module")
def reader() -> Iterator[ReaderProcess]:
    with ReaderProcess() as reader:
        yield reader


@pytest.fixture
def make(tmp_path: Path) -> Make:
    def make(name: str, content: str | bytes) -> Path:
        (tmp_path / name).write_bytes(content if isinstance(content, bytes) else content.encode())
        return tmp_path / name

    return make


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
