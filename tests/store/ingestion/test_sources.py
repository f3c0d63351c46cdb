"""Which article a file has, and what becomes of it when files change, are copied and swapped."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from store import Corpus
from store.embedding.engine import Encoding
from store.ingestion.report import Progress
from tests.helpers.agreement import check
from tests.helpers.fakes import FakeEncoder
from tests.helpers.stories import bulky_files

MILL = "The mill by the river was sold on Friday to a baker."
WELL = "The villagers dug a new well beside the old chapel."
KITE = "A kite was caught in the branches of the tallest elm."
ORDERS = [("a", "b"), ("b", "a")]


@pytest.fixture
def encoder() -> FakeEncoder:
    return FakeEncoder()


@pytest.fixture(scope="module")
def bulk(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """So many that what comes before them is written before what comes after them is read."""
    return bulky_files(tmp_path_factory.mktemp("bulk") / "in", 3)


class Folder:
    """Files of one text each, and the corpus that ingests them."""

    def __init__(self, path: Path, corpus: Corpus) -> None:
        path.mkdir()
        self._path = path
        self.corpus = corpus

    def write(self, **texts: str) -> None:
        for name, text in texts.items():
            (self._path / f"{name}.txt").write_text(text, encoding="utf-8")

    def path(self, name: str) -> Path:
        return self._path / f"{name}.txt"

    def ingest(self, names: Sequence[str], between: Sequence[Path] = ()) -> None:
        """Ingest these files in this order, with others between them; then everything agrees."""
        first, *rest = [self.path(name) for name in names]
        report = self.corpus.ingest([first, *between, *rest])
        assert report.failed == ()
        check(self.corpus)

    def texts(self) -> set[str]:
        """What the corpus has, but for the bulky stories."""
        return {article.text for article in self.corpus.articles() if not article.text.startswith("The story of")}

    def owners(self) -> dict[str, tuple[str, bool]]:
        """The text that each file is known to have, and whether it is a copy of another's."""
        texts = {article.id: article.text for article in self.corpus.articles()}
        rows = self.corpus._database.rows("SELECT path, article, copy FROM files")
        known = {Path(path).stem: (texts[article], bool(copy)) for path, article, copy in rows}
        return {name: known[name] for name in sorted(known) if (self._path / f"{name}.txt").exists()}


@pytest.fixture
def folder(corpus: Corpus, tmp_path: Path) -> Folder:
    return Folder(tmp_path / "in", corpus)


@pytest.fixture(params=["in one batch", "in batches apart"])
def between(request: pytest.FixtureRequest, bulk: list[Path]) -> list[Path]:
    return bulk if request.param == "in batches apart" else []


@pytest.mark.parametrize("order", ORDERS)
def test_a_copy_keeps_an_article_that_its_first_file_leaves(
    folder: Folder, order: Sequence[str], between: list[Path]
) -> None:
    folder.write(a=MILL, b=MILL)
    folder.ingest(["a", "b"])
    assert folder.owners() == {"a": (MILL, False), "b": (MILL, True)}
    folder.write(a=WELL)
    folder.ingest(order, between)
    assert folder.texts() == {MILL, WELL}
    assert folder.owners() == {"a": (WELL, False), "b": (MILL, False)}
    folder.write(b=KITE)
    folder.ingest(order, between)
    assert folder.texts() == {WELL, KITE}


@pytest.mark.parametrize("order", ORDERS)
def test_the_first_file_keeps_an_article_that_its_copy_leaves(
    folder: Folder, order: Sequence[str], between: list[Path]
) -> None:
    folder.write(a=MILL, b=MILL)
    folder.ingest(["a", "b"])
    folder.write(b=WELL)
    folder.ingest(order, between)
    assert folder.texts() == {MILL, WELL}
    assert folder.owners() == {"a": (MILL, False), "b": (WELL, False)}


@pytest.mark.parametrize("order", ORDERS)
def test_an_article_that_both_its_files_leave_is_taken_down(
    folder: Folder, order: Sequence[str], between: list[Path]
) -> None:
    folder.write(a=MILL, b=MILL)
    folder.ingest(["a", "b"])
    folder.write(a=WELL, b=KITE)
    folder.ingest(order, between)
    assert folder.texts() == {WELL, KITE}
    assert folder.owners() == {"a": (WELL, False), "b": (KITE, False)}
    assert folder.corpus.index.frequencies(["baker"]) == {}


@pytest.mark.parametrize("order", ORDERS)
def test_an_article_that_both_its_files_leave_for_the_same_is_taken_down(
    folder: Folder, order: Sequence[str], between: list[Path]
) -> None:
    folder.write(a=MILL, b=MILL)
    folder.ingest(["a", "b"])
    folder.write(a=WELL, b=WELL)
    folder.ingest(order, between)
    assert folder.texts() == {WELL}
    assert set(folder.owners().values()) == {(WELL, False), (WELL, True)}


@pytest.mark.parametrize("order", ORDERS)
def test_files_may_swap_their_articles(folder: Folder, order: Sequence[str], between: list[Path]) -> None:
    folder.write(a=MILL, b=WELL)
    folder.ingest(["a", "b"])
    folder.write(a=WELL, b=MILL)
    folder.ingest(order, between)
    assert folder.texts() == {MILL, WELL}
    assert {name: text for name, (text, _) in folder.owners().items()} == {"a": WELL, "b": MILL}
    folder.ingest(order, between)
    assert folder.texts() == {MILL, WELL}


@pytest.mark.parametrize("order", [("a", "b", "c"), ("c", "b", "a"), ("b", "c", "a"), ("b", "a", "c")])
def test_three_files_may_change_places(folder: Folder, order: Sequence[str], between: list[Path]) -> None:
    folder.write(a=MILL, b=WELL, c=KITE)
    folder.ingest(["a", "b", "c"])
    folder.write(a=WELL, b=KITE, c=MILL)
    folder.ingest(order, between)
    assert folder.texts() == {MILL, WELL, KITE}
    assert {name: text for name, (text, _) in folder.owners().items()} == {"a": WELL, "b": KITE, "c": MILL}


@pytest.mark.parametrize("order", ORDERS)
def test_a_new_copy_saves_an_article_that_its_file_leaves(
    folder: Folder, order: Sequence[str], between: list[Path]
) -> None:
    folder.write(a=MILL)
    folder.ingest(["a"])
    folder.write(a=WELL, b=MILL)
    folder.ingest(order, between)
    assert folder.texts() == {MILL, WELL}
    assert folder.owners() == {"a": (WELL, False), "b": (MILL, False)}


@pytest.mark.parametrize("order", ORDERS)
def test_a_file_may_become_a_copy_of_a_new_one(folder: Folder, order: Sequence[str], between: list[Path]) -> None:
    folder.write(a=MILL)
    folder.ingest(["a"])
    folder.write(a=WELL, b=WELL)
    folder.ingest(order, between)
    assert folder.texts() == {WELL}
    assert sorted(copy for _, copy in folder.owners().values()) == [False, True]


def test_a_file_that_goes_back_finds_its_article_again(folder: Folder) -> None:
    folder.write(a=MILL)
    for text in (WELL, MILL, WELL, MILL):
        folder.write(a=text)
        folder.ingest(["a"])
        assert folder.texts() == {text}


def test_a_file_that_cannot_be_read_any_more_keeps_its_article(folder: Folder) -> None:
    folder.write(a=MILL)
    folder.ingest(["a"])
    folder.path("a").write_bytes(b"\xff\xfe\xff")
    assert len(folder.corpus.ingest([folder.path("a")]).failed) == 1
    assert folder.texts() == {MILL}
    check(folder.corpus)


# Cut off


class Waiting(FakeEncoder):
    """Once told to, it reads no passage and waits to be stopped."""

    def __init__(self) -> None:
        super().__init__()
        self.stuck = False
        self.there = threading.Event()

    def read_passages(
        self, texts: Sequence[str], on_tokens: Callable[[int], None] | None = None
    ) -> Iterator[Encoding]:
        pause = threading.Event()
        while self.stuck:
            assert on_tokens is not None
            self.there.set()
            on_tokens(0)
            pause.wait(0.01)
        return super().read_passages(texts, on_tokens)


def cut_off(corpus: Corpus, encoder: Waiting, paths: Sequence[Path]) -> None:
    """Ingest and be interrupted when every file is read and none is encoded."""

    def interrupt(far: Progress) -> None:
        if encoder.there.is_set():
            raise KeyboardInterrupt

    encoder.stuck = True
    with pytest.raises(KeyboardInterrupt):
        corpus.ingest(paths, interrupt)
    encoder.stuck = False


CHANGES = {
    "one": ({"a": MILL}, {"a": WELL}),
    "both copies": ({"a": MILL, "b": MILL}, {"a": WELL, "b": KITE}),
    "one to what a new file has": ({"b": MILL}, {"a": WELL, "b": WELL}),
    "both to the same": ({"a": MILL, "b": WELL}, {"a": KITE, "b": KITE}),
}


@pytest.mark.parametrize(("before", "after"), CHANGES.values(), ids=CHANGES)
def test_until_the_new_article_is_written_a_changed_file_keeps_the_old(
    tmp_path: Path, before: dict[str, str], after: dict[str, str]
) -> None:
    encoder = Waiting()
    with Corpus.open(tmp_path / "store", encoder) as corpus:
        folder = Folder(tmp_path / "in", corpus)
        folder.write(**before)
        folder.ingest(sorted(before))
        folder.write(**after)
        cut_off(corpus, encoder, [folder.path(name) for name in sorted(after)])
        assert folder.texts() == set(before.values())
        check(corpus, leftovers=True)
        folder.ingest(sorted(after))
        assert folder.texts() == set(after.values())
