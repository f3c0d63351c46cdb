"""Files that are gone are forgotten, when that is asked for and sure."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from store import Article, Corpus
from tests.helpers.agreement import check
from tests.helpers.fakes import FakeEncoder
from tests.helpers.rights import no_rights, public_folder


@pytest.fixture
def encoder() -> FakeEncoder:
    return FakeEncoder()


@pytest.fixture
def public() -> Iterator[Path]:
    with public_folder() as folder:
        yield folder


def text_of(name: str) -> str:
    return f"The boat named {name} came back to the harbour at noon."


def write(folder: Path, *names: str, says: str = "") -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(says or text_of(Path(name).stem))


@pytest.fixture
def folder(tmp_path: Path, corpus: Corpus) -> Path:
    """A folder that was ingested: two articles, and two in a folder of their own."""
    write(tmp_path / "in", "ada.txt", "bea.txt", "sub/cid.txt", "sub/dot.txt")
    corpus.ingest([tmp_path / "in"])
    return tmp_path / "in"


def boats(corpus: Corpus) -> str:
    """Which articles there are, a letter each; everything agrees."""
    check(corpus)
    return "".join(sorted(article.text.split()[3][0] for article in corpus.articles()))


def test_what_is_gone_is_forgotten_only_when_asked(corpus: Corpus, folder: Path) -> None:
    (folder / "ada.txt").unlink()
    assert corpus.ingest([folder]).removed == () and boats(corpus) == "abcd"
    report = corpus.ingest([folder], sync=True)
    assert (len(report.removed), len(report.unchanged), report.failed) == (1, 3, ())
    assert boats(corpus) == "bcd"
    assert corpus.ingest([folder], sync=True).removed == ()


def test_a_folder_that_is_gone_takes_its_files_with_it(corpus: Corpus, folder: Path) -> None:
    shutil.rmtree(folder / "sub")
    report = corpus.ingest([folder], sync=True)
    assert len(report.removed) == 2 and report.failed == () and boats(corpus) == "ab"


def test_a_renamed_file_keeps_its_article(corpus: Corpus, folder: Path) -> None:
    (folder / "ada.txt").rename(folder / "zoe.txt")
    report = corpus.ingest([folder], sync=True)
    assert (report.removed, len(report.duplicates)) == ((), 1) and boats(corpus) == "abcd"
    (folder / "zoe.txt").unlink()
    assert len(corpus.ingest([folder], sync=True).removed) == 1 and boats(corpus) == "bcd"


def test_an_article_that_a_file_elsewhere_has_stays(corpus: Corpus, folder: Path, tmp_path: Path) -> None:
    write(tmp_path, "elsewhere.txt", says=text_of("ada"))
    corpus.ingest([tmp_path / "elsewhere.txt"])
    (folder / "ada.txt").unlink()
    assert corpus.ingest([folder], sync=True).removed == () and boats(corpus) == "abcd"


def test_only_what_came_from_the_folder_is_forgotten(corpus: Corpus, folder: Path, tmp_path: Path) -> None:
    for near in ("in2/eve.txt", "in_/fay.txt", "gus.txt"):
        write(tmp_path, near)
        corpus.ingest([tmp_path / near])
        (tmp_path / near).unlink()
    corpus.add([Article(title="Hal", text=text_of("hal")), Article(title="Ada", text=text_of("ada"))])
    corpus.ingest([folder], sync=True)
    assert boats(corpus) == "abcdefgh"


def test_an_article_from_python_stays_when_the_file_that_has_it_too_goes(corpus: Corpus, folder: Path) -> None:
    corpus.add([Article(title="Eve", text=text_of("eve"))])
    write(folder, "eve.txt")
    corpus.ingest([folder])
    (folder / "eve.txt").unlink()
    assert corpus.ingest([folder], sync=True).removed == () and boats(corpus) == "abcde"


def test_a_file_that_cannot_be_read_any_more_keeps_its_article(corpus: Corpus, folder: Path) -> None:
    (folder / "ada.txt").write_bytes(b"\xff\xfe\0" * 9)
    report = corpus.ingest([folder], sync=True)
    assert (report.removed, len(report.failed)) == ((), 1) and boats(corpus) == "abcd"


def test_a_file_that_is_there_but_not_looked_for_stays(corpus: Corpus, folder: Path) -> None:
    write(folder, "README.txt", says=text_of("rex"))
    corpus.ingest([folder / "README.txt"])
    assert corpus.ingest([folder], sync=True).removed == () and boats(corpus) == "abcdr"


def test_a_file_that_became_a_translation_is_no_article_any_more(corpus: Corpus, folder: Path) -> None:
    write(folder, "kim.en.md", says=text_of("kim"))
    corpus.ingest([folder])
    write(folder, "kim.md", says=text_of("lou"))
    assert len(corpus.ingest([folder], sync=True).removed) == 1 and boats(corpus) == "abcdl"


# Given by themselves


def test_a_file_that_is_given_and_gone_is_forgotten(corpus: Corpus, folder: Path) -> None:
    (folder / "ada.txt").unlink()
    report = corpus.ingest([folder / "ada.txt", folder / "bea.txt"], sync=True)
    assert (len(report.removed), len(report.unchanged), report.failed) == (1, 1, ())
    assert boats(corpus) == "bcd"


@pytest.mark.parametrize("name", ["never.txt", "no\0file.txt", "\ud800.txt"])
def test_a_file_that_never_was_there_is_a_failure(corpus: Corpus, folder: Path, name: str) -> None:
    [(path, reason)] = corpus.ingest([folder / name], sync=True).failed
    assert path == folder / name and "does not exist" in reason and boats(corpus) == "abcd"


def test_a_file_whose_folder_is_gone_too_is_a_failure(corpus: Corpus, folder: Path) -> None:
    shutil.rmtree(folder)
    report = corpus.ingest([folder / "ada.txt"], sync=True)
    assert report.removed == () and "does not exist" in report.failed[0][1] and boats(corpus) == "abcd"


# A disk that is not connected


def test_a_folder_that_is_missing_takes_nothing_with_it(corpus: Corpus, folder: Path) -> None:
    shutil.rmtree(folder)
    report = corpus.ingest([folder], sync=True)
    assert report.removed == () and "does not exist" in report.failed[0][1] and boats(corpus) == "abcd"


def test_a_folder_without_articles_takes_nothing_with_it(corpus: Corpus, folder: Path) -> None:
    shutil.rmtree(folder)
    write(folder, "README.txt")
    report = corpus.ingest([folder], sync=True)
    assert report.removed == () and "holds no articles" in report.failed[0][1] and boats(corpus) == "abcd"


def test_files_where_a_folder_stands_empty_stay_until_it_is_gone_too(corpus: Corpus, folder: Path) -> None:
    shutil.rmtree(folder / "sub")
    (folder / "sub").mkdir()
    report = corpus.ingest([folder], sync=True)
    assert report.removed == () and boats(corpus) == "abcd"
    [(path, reason)] = report.failed
    assert path == folder / "sub" and "(2)" in reason and "delete the empty folder" in reason
    (folder / "sub").rmdir()
    assert len(corpus.ingest([folder], sync=True).removed) == 2 and boats(corpus) == "ab"


@pytest.mark.parametrize("closed", [".", "sub"])
def test_a_folder_that_cannot_be_looked_into_takes_nothing_with_it(corpus: Corpus, public: Path, closed: str) -> None:
    write(public / "in", "ada.txt", "sub/bea.txt")
    corpus.ingest([public / "in"])
    shutil.copytree(corpus.path, public / "store")
    for inside in [public / "store", *(public / "store").rglob("*")]:
        inside.chmod(0o777)
    (public / "in" / closed).chmod(0o000)
    with no_rights(), Corpus.open(public / "store", FakeEncoder()) as nobody:
        report = nobody.ingest([public / "in"], sync=True)
        assert report.removed == () and len(report.failed) == 1 and boats(nobody) == "ab"
    (public / "in" / closed).chmod(0o755)
