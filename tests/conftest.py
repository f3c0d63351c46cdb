"""For every test: no network but this machine's own; and a corpus with the real encoder for those that ask."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_socket import socket_allow_hosts

from store import Corpus
from store.embedding.encoder import Encoder, default_encoder
from tests.helpers.sample_store import sample_store

# Read when Gradio is imported: two that look for a free port in the same place may both take the same.
_NUMBER = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
os.environ["GRADIO_SERVER_PORT"] = str(7860 + 200 * _NUMBER)

# Reading takes half a second an answer: what tests the rest of the way does without; `reading` is for what tests it.
os.environ["ISNAD_READER"] = "off"

_HERE = ["127.0.0.1", "::1", "localhost"]
_RESOLVED: dict[str, set[str]] = {}


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup() -> None:
    """Before the test's fixtures, whatever their scope, so that these cannot reach out either."""
    socket_allow_hosts(_HERE, allow_unix_socket=True, resolution_cache=_RESOLVED)


@pytest.fixture
def reading(monkeypatch: pytest.MonkeyPatch) -> None:
    """Answers are found with the reader that ships, as users have it."""
    monkeypatch.delenv("ISNAD_READER")


@pytest.fixture(scope="session", autouse=True)
def own_data(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The user's data folder is an empty one: what a developer had calibrated is not used here."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_DATA_HOME", str(tmp_path_factory.mktemp("data")))
        yield


@pytest.fixture(scope="session")
def encoder() -> Encoder:
    return default_encoder()


@pytest.fixture
def corpus(tmp_path: Path, encoder: Encoder) -> Iterator[Corpus]:
    with Corpus.open(tmp_path / "store", encoder) as opened:
        yield opened


@pytest.fixture(scope="session")
def sample_folder(tmp_path_factory: pytest.TempPathFactory, encoder: Encoder) -> Path:
    """A store of the sample articles. Copy it before you write to it."""
    return Path(shutil.copytree(sample_store(encoder), tmp_path_factory.mktemp("sample") / "store"))


@pytest.fixture(scope="session")
def sample(sample_folder: Path, encoder: Encoder) -> Iterator[Corpus]:
    """The sample articles, to read only."""
    with Corpus.open(sample_folder, encoder) as opened:
        yield opened
