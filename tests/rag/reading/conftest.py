"""The shipped model, its graph in the user's cache folder as in earnest."""

from __future__ import annotations

import pytest

from rag.reading.reader import WindowReader
from rag.reading.shipped import ShippedModel, open_shipped
from store.embedding import WordVectors, load_word_vectors


@pytest.fixture(scope="session")
def shipped() -> ShippedModel:
    return open_shipped()


@pytest.fixture(scope="session")
def reader(shipped: ShippedModel) -> WindowReader:
    return WindowReader(shipped, shipped)


@pytest.fixture(scope="session")
def words() -> WordVectors:
    return load_word_vectors()
