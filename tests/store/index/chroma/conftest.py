"""All tests here search in Chroma's index, as stores do that are larger than those of tests."""

from __future__ import annotations

import pytest

from store.index import vector_search


@pytest.fixture(autouse=True)
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vector_search, "EXACT_UP_TO", 0)
