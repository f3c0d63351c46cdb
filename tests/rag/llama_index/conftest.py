"""The valley's press in a store, to read only."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from rag.llama_index import IsnadCorpus
from store.embedding.encoder import Encoder
from tests.helpers.rag.valley import PRESS


@pytest.fixture(scope="session")
def valley(tmp_path_factory: pytest.TempPathFactory, encoder: Encoder) -> Iterator[IsnadCorpus]:
    with IsnadCorpus.open(tmp_path_factory.mktemp("valley") / "store", encoder) as opened:
        opened.add(PRESS)
        yield opened
