"""Folders with what cannot be read in them: that is named, each with its reason, and the rest is read."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from store import Corpus
from store.readers.discovery import article_files
from tests.helpers.fakes import FakeEncoder
from tests.helpers.rights import no_rights, public_folder

MILL = "The mill by the river was sold on Friday to a baker."
WELL = "The villagers dug a new well beside the old chapel."


@pytest.fixture
def news() -> Iterator[Path]:
    """A folder with a file, for whoever; what is in it may be closed to some."""
    with public_folder() as folder:
        (folder / "a.md").write_text(MILL)
        yield folder


def put(path: Path, text: str = WELL) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


@pytest.mark.parametrize("mode", [0o444, 0o000], ids=["listed and not entered", "not listed"])
def test_a_closed_folder_is_named_once_and_the_rest_is_read(news: Path, mode: int) -> None:
    for name in ("b.md", "b.en.md", "c.txt", "deeper/d.md"):
        put(news / "closed" / name)
    last = put(news / "open" / "e.md")
    (news / "closed").chmod(mode)
    with no_rights():
        files, failures = article_files([news])
    assert files == [news / "a.md", last]
    (failure,) = failures
    assert failure[0] == news / "closed"
    assert failure[1].startswith(f"{news / 'closed'} cannot be read (Permission denied)")


def test_a_given_folder_that_may_not_be_entered_is_named(news: Path) -> None:
    put(news / "closed" / "b.md")
    (news / "closed").chmod(0o444)
    with no_rights():
        files, failures = article_files([news / "closed", news / "a.md"])
    assert files == [news / "a.md"]
    assert [path for path, _ in failures] == [news / "closed"]


def test_a_link_into_a_closed_folder_is_named_and_the_rest_is_read(news: Path) -> None:
    put(news / "closed" / "kim.md")
    (news / "kim.md").symlink_to(news / "closed" / "kim.md")
    put(news / "kim.en.md")
    (news / "closed").chmod(0)
    with no_rights():
        files, failures = article_files([news])
    assert news / "a.md" in files
    assert [path for path, _ in failures] == [news / "kim.md", news / "closed"]


def test_links_that_lead_nowhere_and_pipes_are_named(tmp_path: Path) -> None:
    good = put(tmp_path / "good.md")
    (tmp_path / "a.md").symlink_to("/nonexistent/a.md")
    (tmp_path / "b.json").symlink_to(tmp_path / "b.json")
    (tmp_path / "linked.txt").symlink_to(good)
    (tmp_path / "folder.md").symlink_to(tmp_path, target_is_directory=True)
    os.mkfifo(tmp_path / "x.md")
    files, failures = article_files([tmp_path])
    assert [file.resolve() for file in files] == [good]
    reasons = {path.name: reason for path, reason in failures}
    assert list(reasons) == ["a.md", "b.json", "folder.md", "x.md"]
    assert all(str(path) in reason for path, reason in failures)
    assert "is a link to a file that does not exist" in reasons["a.md"]
    assert "it is not a file" in reasons["x.md"] and "it is not a file" in reasons["folder.md"]


def test_what_would_not_be_read_anyway_is_not_named(tmp_path: Path) -> None:
    good = put(tmp_path / "good.md")
    for name in (".a.md", "README.md", "picture.png", "bare"):
        (tmp_path / name).symlink_to("/nonexistent")
    os.mkfifo(tmp_path / "pipe")
    os.mkfifo(tmp_path / "pipe.log")
    assert article_files([tmp_path]) == ([good], [])


def test_what_is_met_twice_is_named_once(tmp_path: Path) -> None:
    put(tmp_path / "good.md")
    (tmp_path / "a.md").symlink_to("/nonexistent")
    _, failures = article_files([tmp_path / "a.md", tmp_path, tmp_path / "a.md"])
    assert [path for path, _ in failures] == [tmp_path / "a.md"]


def test_a_folder_of_nothing_but_broken_links_takes_no_article_with_it(tmp_path: Path) -> None:
    """As where the disk that they lead to is not connected."""
    news, disk = tmp_path / "news", tmp_path / "news" / ".disk"
    for name, text in (("a.md", MILL), ("b.md", WELL)):
        put(disk / name, text)
        (news / name).symlink_to(disk / name)
    with Corpus.open(tmp_path / "store", FakeEncoder()) as corpus:
        assert len(corpus.ingest([news]).added) == 2
        for file in disk.iterdir():
            file.unlink()
        report = corpus.ingest([news])
        assert (report.removed, len(corpus)) == ((), 2)
        assert {path for path, _ in report.failed} == {news / "a.md", news / "b.md", news}
