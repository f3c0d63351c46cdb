"""The same files again: what has not changed is not read, whatever has changed is."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from store import Article, Corpus
from store.ingestion import change_detection
from store.ingestion.change_detection import Stamp
from store.ingestion.sources import FileOrigin, name_of
from store.readers.sandbox.process import ReaderProcess
from tests.helpers.agreement import check
from tests.helpers.fakes import FakeEncoder

MILL = "The mill by the river was sold on Friday to a baker."
WELL = "The villagers dug a new well beside the old chapel."
SAME_LENGTH = MILL.replace("Friday", "Monday")


@pytest.fixture
def encoder() -> FakeEncoder:
    return FakeEncoder()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An article, a copy of it, one with a translation."""
    folder = tmp_path / "in"
    folder.mkdir()
    for name, text in {"a.txt": MILL, "b.txt": MILL, "c.md": WELL, "c.fr.md": "Un puits neuf."}.items():
        (folder / name).write_text(text)
    return folder


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files that are read as articles."""
    return spy(monkeypatch, ReaderProcess, "_request", lambda reader, path: path.name)


@pytest.fixture
def hashed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files whose bytes are compared."""
    return spy(monkeypatch, change_detection, "_digest", lambda paths: paths[0].name)


def spy(monkeypatch: pytest.MonkeyPatch, module: object, name: str, noted: Callable[..., str]) -> list[str]:
    calls: list[str] = []
    real = getattr(module, name)

    def noting(*given: object) -> object:
        calls.append(noted(*given))
        return real(*given)

    monkeypatch.setattr(module, name, noting)
    return calls


def texts(corpus: Corpus) -> set[str]:
    return {article.text for article in corpus.articles()}


def test_unchanged_files_are_not_read_and_reported_as_before(
    corpus: Corpus, folder: Path, read: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(change_detection, "_TICK", 10**13)  # the files are always fresh
    first = corpus.ingest([folder])
    assert (len(first.added), len(first.duplicates)) == (2, 1) and read == ["a.txt", "b.txt", "c.md"]
    version = corpus._database.version()
    read.clear()
    done: list[int] = []
    again = corpus.ingest([folder], lambda far: done.append(far.done))
    assert (again.unchanged, again.duplicates) == (first.added, first.duplicates)
    assert again.added == again.updated == again.removed == again.failed == ()
    assert read == [] and done == [1, 2, 3]
    check(corpus)
    assert corpus._database.version() - version == 3, "stamps of fresh files are made anew"


def test_files_that_have_not_changed_for_long_are_not_opened(
    corpus: Corpus, folder: Path, read: list[str], hashed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(change_detection, "_TICK", 0)
    corpus.ingest([folder])
    version = corpus._database.version()
    read.clear(), hashed.clear()
    assert len(corpus.ingest([folder]).unchanged) == 2
    assert (read, hashed, corpus._database.version()) == ([], [], version)
    os.utime(folder / "a.txt")
    assert len(corpus.ingest([folder]).unchanged) == 2
    assert (read, hashed) == ([], ["a.txt"])
    assert len(corpus.ingest([folder]).unchanged) == 2
    assert hashed == ["a.txt"], "its new time is known now"


def test_a_change_that_leaves_size_and_time_is_seen(corpus: Corpus, folder: Path) -> None:
    file = folder / "a.txt"
    times = file.stat()
    for text in [SAME_LENGTH, MILL] * 10:
        corpus.ingest([file])
        file.write_text(text)
        os.utime(file, ns=(times.st_atime_ns, times.st_mtime_ns))
        corpus.ingest([file])
        assert texts(corpus) == {text}
    check(corpus)


def test_files_that_change_places_are_seen(corpus: Corpus, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(change_detection, "_TICK", 0)
    a, b, aside = (folder / name for name in ("a.txt", "b.txt", "aside"))
    b.write_text(SAME_LENGTH)
    for file in (a, b):
        os.utime(file, (1_700_000_000, 1_700_000_000))
    corpus.ingest([a, b])
    a.rename(aside), b.rename(a), aside.rename(b)
    report = corpus.ingest([a])
    assert corpus.articles([report.duplicates[0]])[0].text == SAME_LENGTH


@pytest.mark.parametrize(("written", "looked", "sure"), [(0, 3, True), (0, 1, False), (5, 3, False)])
def test_a_stamp_is_sure_only_long_after_the_file_was_written(written: int, looked: int, sure: bool) -> None:
    at, time = (10**18 + seconds * 10**9 for seconds in (looked, written))
    assert Stamp("1", at, (("a.txt", 9, 0, time),), "").is_sure is sure
    assert Stamp("1", at, (("a.txt", 9, time, 0),), "").is_sure is sure


@pytest.mark.parametrize("change", ["changed", "added", "removed"])
def test_a_change_of_a_translation_is_a_change_of_the_article(corpus: Corpus, folder: Path, change: str) -> None:
    corpus.ingest([folder])
    if change == "changed":
        (folder / "c.fr.md").write_text("Un puits vieux.")
    elif change == "added":
        (folder / "c.es.md").write_text("Un pozo nuevo.")
    else:
        (folder / "c.fr.md").unlink()
    report = corpus.ingest([folder])
    assert (len(report.updated), len(report.unchanged), len(report.duplicates)) == (1, 1, 1)
    assert len(corpus.ingest([folder]).unchanged) == 2


def test_a_failure_is_told_again(corpus: Corpus, folder: Path) -> None:
    corpus.ingest([folder])
    (folder / "c.fr.md").write_text("Un puits.\nNeuf.")
    for _ in range(2):
        [(path, reason)] = corpus.ingest([folder]).failed
        assert path == folder / "c.md" and "lines" in reason
    assert texts(corpus) == {MILL, WELL}
    (folder / "c.fr.md").write_text("Un puits neuf.")
    assert corpus.ingest([folder]).failed == ()


def test_a_file_that_was_cut_off_while_it_changed_is_read_again(corpus: Corpus, folder: Path) -> None:
    corpus.ingest([folder])
    with corpus._writing() as intake:  # it was seen with another text, and has its old one again
        well = next(article for article in corpus.articles() if article.text == WELL)
        assert not intake.take_piece(well, FileOrigin(name_of(folder / "b.txt")))
    assert len(corpus.ingest([folder]).duplicates) == 1
    (folder / "a.txt").unlink()
    assert corpus.ingest([folder], sync=True).removed == () and texts(corpus) == {MILL, WELL}
    check(corpus)


def test_other_readers_read_everything_again(
    corpus: Corpus, folder: Path, read: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    corpus.ingest([folder])
    read.clear()
    monkeypatch.setattr(change_detection, "READERS", change_detection.READERS + 1)
    assert len(corpus.ingest([folder]).unchanged) == 2
    assert read == ["a.txt", "b.txt", "c.md"]


# What happens to the article otherwise


def test_a_removed_article_comes_again(corpus: Corpus, folder: Path) -> None:
    (id_, _) = corpus.ingest([folder]).added
    corpus.remove(id_)
    check(corpus)
    again = corpus.ingest([folder])
    assert again.added == (id_,) and again.duplicates == (id_,)


def test_a_file_takes_its_title_back_from_python(corpus: Corpus, folder: Path) -> None:
    corpus.ingest([folder / "a.txt"])
    corpus.add([Article(title="Another", text=MILL)])
    assert len(corpus.ingest([folder / "a.txt"]).updated) == 1
    assert corpus.articles()[0].title != "Another"


def test_a_copy_that_comes_to_own_an_article_gives_it_its_outlet(corpus: Corpus, tmp_path: Path) -> None:
    a, b = tmp_path / "a.md", tmp_path / "b.md"
    for file, outlet in ((a, "Post"), (b, "Echo")):
        file.write_text(f"---\noutlet: {outlet}\n---\n{MILL}")
    corpus.ingest([a, b])
    a.write_text(WELL)
    corpus.ingest([a, b])
    report = corpus.ingest([a, b])
    assert (len(report.updated), len(report.unchanged)) == (1, 1)
    assert {article.text: article.outlet for article in corpus.articles()} == {MILL: "Echo", WELL: ""}
    check(corpus)


def test_an_article_from_python_stays_when_its_copies_go(corpus: Corpus, folder: Path) -> None:
    corpus.add([Article(title="Mill", text=MILL, language="en")])
    corpus.ingest([folder])
    for name in ("a.txt", "b.txt"):
        (folder / name).write_text(f"The {name} of the kite was caught in the tallest elm.")
    corpus.ingest([folder])
    assert MILL in texts(corpus) and len(corpus) == 4
    check(corpus)


def test_a_piece_that_left_its_file_goes_unless_another_has_its_article(corpus: Corpus) -> None:
    gave = {text: Article(title="T", text=text, language="en") for text in (MILL, WELL, SAME_LENGTH)}
    with corpus._writing() as intake:
        for number, article in enumerate(gave.values()):
            assert intake.take_piece(article, FileOrigin("/box", str(number)))
        intake.pipeline.finish()
        assert not intake.take_piece(gave[MILL], FileOrigin("/other"))
        assert intake.writer.drop("/box", but=["/box!1"]) == [gave[SAME_LENGTH].id]
    assert texts(corpus) == {MILL, WELL}
    check(corpus)
