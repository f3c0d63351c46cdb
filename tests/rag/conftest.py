"""For the tests of answers: the default settings, and sample articles to write to."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from store import Corpus
from store.embedding.encoder import Encoder
from tests.helpers.openai_server import ModelServer
from tests.helpers.rag.providers import point_at


@pytest.fixture
def defaults(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("ISNAD_THRESHOLD", raising=False)
    monkeypatch.setenv("ISNAD_STORE", str(tmp_path / "never opened"))


@pytest.fixture
def writable(sample_folder: Path, tmp_path: Path, encoder: Encoder) -> Iterator[Corpus]:
    """The sample articles, to write to."""
    with Corpus.open(shutil.copytree(sample_folder, tmp_path / "copy"), encoder) as opened:
        yield opened


@pytest.fixture
def server() -> Iterator[ModelServer]:
    """A server of language models on this machine."""
    with ModelServer() as opened:
        yield opened


@pytest.fixture
def names(server: ModelServer, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """The names of one model of each kind, all of that server."""
    return point_at(server, monkeypatch)
