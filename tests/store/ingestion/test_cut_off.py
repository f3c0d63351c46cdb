"""Cut off in the middle: what was written stays, and a second run completes it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from store import Corpus, StorePathError
from store.embedding.engine import Encoding
from tests.helpers.agreement import check
from tests.helpers.fakes import FakeEncoder
from tests.helpers.store.well import EVERYWHERE, KITE, WELL
from tests.helpers.stories import NAMES, long_files


@pytest.fixture
def encoder() -> FakeEncoder:
    return FakeEncoder()


class Breaking(FakeEncoder):
    """Raises `error` when it reads passages for the `at`th time, after so many of the `texts` asked for."""

    def __init__(self, error: type[BaseException], at: int, texts: int = 0) -> None:
        super().__init__()
        self._error = error
        self._left = at
        self._texts = texts

    def read_passages(
        self, texts: Sequence[str], on_tokens: Callable[[int], None] | None = None
    ) -> Iterator[Encoding]:
        self._left -= 1
        for number, encoding in enumerate(super().read_passages(texts, on_tokens)):
            if self._left == 0 and number == self._texts:
                raise self._error("cut off")
            yield encoding


def found_near(corpus: Corpus, text: str) -> set[str]:
    """The articles of all passages that a search finds."""
    (encoding,) = corpus.encoder.read_questions([text])
    return {place[0] for place in corpus.index.near_passages(encoding.vector, 999, EVERYWHERE)}


@pytest.mark.parametrize(("error", "texts"), [(RuntimeError, 0), (RuntimeError, 100), (KeyboardInterrupt, 100)])
def test_what_was_written_before_the_cut_stays_and_a_second_run_completes_it(
    tmp_path: Path, error: type[BaseException], texts: int
) -> None:
    files = long_files(tmp_path / "news", 3)
    with Corpus.open(tmp_path / "store", Breaking(error, 3, texts)) as corpus:
        with pytest.raises(error, match="cut off"):
            corpus.ingest(files)
        assert len(corpus) == 2
        check(corpus)
        done = {article.id for article in corpus.articles()}
        assert found_near(corpus, f"The story of {NAMES[2]} begins.") == done
        assert corpus.index.frequencies(["anwen", "bassam", "corali"]) == {"anwen": 1, "bassam": 1}
    with Corpus.open(tmp_path / "store", FakeEncoder()) as corpus:
        report = corpus.ingest(files)
        assert (len(report.unchanged), len(report.added)) == (2, 1)
        assert len(corpus) == 3
        check(corpus)


def test_an_update_cut_off_leaves_the_old_article(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(WELL.text)
    with Corpus.open(tmp_path / "store", Breaking(RuntimeError, 2)) as corpus:
        corpus.ingest([path])
        path.write_text(KITE.text)
        with pytest.raises(RuntimeError):
            corpus.ingest([path])
        assert [article.text for article in corpus.articles()] == [WELL.text]
        assert list(corpus.index.matching({"mill": 1.0}, 5, EVERYWHERE)) == [(WELL.id, 0)]
        check(corpus)
        assert corpus.ingest([path]).updated == (KITE.id,)
        assert [article.text for article in corpus.articles()] == [KITE.text]
        check(corpus)


def test_a_database_that_refuses_an_article_keeps_those_before_it(tmp_path: Path, encoder: Any) -> None:
    files = long_files(tmp_path / "news", 3)
    with Corpus.open(tmp_path / "store", encoder) as corpus:
        with closing(sqlite3.connect(tmp_path / "store" / "isnad.sqlite3")) as connection:
            connection.execute(
                "CREATE TRIGGER full BEFORE INSERT ON articles WHEN instr(NEW.text, 'story of Coralie')"
                " BEGIN SELECT RAISE(ABORT, 'no room'); END"
            )
        with pytest.raises(StorePathError, match=r"\(no room\)\. Give a folder"):
            corpus.ingest(files)
        assert len(corpus) == 2
        check(corpus, leftovers=True)
        with closing(sqlite3.connect(tmp_path / "store" / "isnad.sqlite3")) as connection:
            connection.execute("DROP TRIGGER full")
        report = corpus.ingest(files)
        assert (len(report.unchanged), len(report.added)) == (2, 1)
        check(corpus)
