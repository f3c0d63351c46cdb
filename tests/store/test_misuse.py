"""A corpus used as it is not meant to be, by a mistake in somebody's script: it says so, and nothing else happens."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from store import Corpus, ReadingError, StoreError, StorePathError
from tests.helpers.fakes import FakeEncoder
from tests.helpers.store.well import KITE, WELL


@pytest.fixture
def encoder() -> FakeEncoder:
    return FakeEncoder()


def test_a_path_that_is_empty_is_not_the_folder_at_hand(tmp_path: Path, encoder: Any, monkeypatch: Any) -> None:
    (tmp_path / "here").mkdir()
    (tmp_path / "here" / "private.txt").write_text("The well by the chapel was dug by nobody.")
    monkeypatch.chdir(tmp_path / "here")
    with pytest.raises(StorePathError, match="path is empty"):
        Corpus.open("", encoder)
    with Corpus.open(tmp_path / "store", encoder) as corpus:
        with pytest.raises(ReadingError, match="path to ingest is empty"):
            corpus.ingest(["", "private.txt"])
        assert len(corpus) == 0
        assert len(corpus.ingest("private.txt").added) == 1, "one path is one, not its letters"
        assert len(corpus.ingest(tmp_path / "here" / "private.txt").unchanged) == 1


def test_a_closed_corpus_says_so(tmp_path: Path, encoder: Any) -> None:
    corpus = Corpus.open(tmp_path / "store", encoder)
    corpus.add([WELL])
    corpus.close()
    corpus.close()
    for use in (
        lambda: len(corpus),
        corpus.articles,
        lambda: list(corpus.iterate()),
        lambda: corpus.article(WELL.id),
        lambda: corpus.add([KITE]),
        lambda: corpus.ingest([tmp_path]),
        lambda: corpus.remove(WELL.id),
        corpus.vacuum,
        corpus.__enter__,
        corpus.vector_store,
    ):
        with pytest.raises(StoreError, match=r"closed\. Open it again: Corpus\.open"):
            use()
    with Corpus.open(tmp_path / "store", encoder) as again:
        assert again.articles() == [WELL]
