"""Files that are no archive, or damaged ones, are refused as a whole in a sentence that names them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZipFile

import pytest

from store import Archive, Corpus, IsnadError, ReadingError, StorePathError, write_archive
from store.database.serialization import RECORD_FORMAT, article_record
from tests.helpers.fakes import FakeEncoder
from tests.helpers.store.harbour import ALL, MEANINGS, UNDATED

pytestmark = pytest.mark.slow


@pytest.fixture
def corpus(tmp_path: Path) -> Iterator[Corpus]:
    with Corpus.open(tmp_path / "store", FakeEncoder(MEANINGS)) as opened:
        opened.add(ALL)
        yield opened


@pytest.fixture
def file(corpus: Corpus, tmp_path: Path) -> Path:
    write_archive(corpus, tmp_path / "a.zip")
    return tmp_path / "a.zip"


def made(path: Path, lines: bytes, packed: int = ZIP_DEFLATED, **changes: Any) -> Path:
    """An archive of these lines, whose manifest is right but for these changes."""
    members = {"articles.jsonl": {"bytes": len(lines), "sha256": hashlib.sha256(lines).hexdigest()}}
    manifest = {"format": RECORD_FORMAT, "isnad": "0", "articles": lines.count(b"\n"), "members": members} | changes
    with ZipFile(path, "w", packed) as archive:
        archive.writestr("articles.jsonl", lines)
        archive.writestr("manifest.json", json.dumps(manifest))
    return path


def line(**changes: Any) -> bytes:
    return json.dumps(article_record(UNDATED) | changes).encode() + b"\n"


@pytest.mark.parametrize(
    ("lines", "changes", "message"),
    [
        (line(), {"format": RECORD_FORMAT + 1}, "newer Isnad"),
        (line(), {"format": 0}, "no format 0"),
        (line(), {"format": "1"}, "not an archive of Isnad"),
        (line(), {"members": []}, "not an archive of Isnad"),
        (line(), {"articles": 2}, "damaged"),
        (line(), {"articles": -1}, "damaged"),
        (line() * 2, {}, "line 2 of articles.jsonl comes twice or out of order"),
        (line(text="Other."), {}, "line 1: The id .* does not fit"),
        (line(text=" ", id="36a9e7f1c95b82ff"), {}, "line 1: .* has no text"),
        (line(subtitle=""), {}, "line 1: The record has a key 'subtitle'"),
        (b"\n", {}, "line 1: It is not JSON"),
        (b"[" * 200_000 + b"\n", {}, "line 1: It is not JSON"),
        (b"\xff\n", {}, "line 1: It is not JSON"),
        (b" " * (2**24 + 1), {}, "more than 16,777,216 bytes"),
    ],
)
def test_what_is_not_as_it_should_be_is_named(
    tmp_path: Path, lines: bytes, changes: dict[str, Any], message: str
) -> None:
    path = made(tmp_path / "a.zip", lines, **changes)
    with pytest.raises(ReadingError, match=message) as refused:
        Archive.open(path)
    assert str(refused.value).startswith(str(path))


def without(member: str) -> Callable[[Path], None]:
    def take_out(path: Path) -> None:
        with ZipFile(path) as archive:
            kept = {name: archive.read(name) for name in archive.namelist() if name != member}
        with ZipFile(path, "w") as archive:
            for name, data in kept.items():
                archive.writestr(name, data)

    return take_out


def bomb(path: Path) -> None:
    made(path, bytes(2**27))


@pytest.mark.parametrize(
    "spoil",
    [
        without("manifest.json"),
        without("articles.jsonl"),
        bomb,
        lambda path: made(path, line(), ZIP_BZIP2) and None,
        lambda path: path.write_bytes(b"") and None,
        lambda path: path.write_bytes(b"{}") and None,
        lambda path: path.write_bytes(path.read_bytes()[:-1]) and None,
    ],
)
def test_what_is_no_archive_is_refused(file: Path, spoil: Callable[[Path], None]) -> None:
    spoil(file)
    with pytest.raises(ReadingError) as refused:
        Archive.open(file)
    assert str(file) in str(refused.value)


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    for path in (tmp_path / "none.zip", tmp_path):
        with pytest.raises(StorePathError, match=str(path)):
            Archive.open(path)


def test_no_damage_is_taken_for_an_article(file: Path, corpus: Corpus, tmp_path: Path) -> None:
    """Each byte of it in turn: either the damage is seen, or it is where nothing of the articles is."""
    whole, articles, refused = file.read_bytes(), corpus.articles(), 0
    path = tmp_path / "damaged.zip"
    for place in range(0, len(whole), 3):
        damaged = bytearray(whole)
        damaged[place] ^= 1 << place % 8
        path.write_bytes(damaged)
        try:
            with Archive.open(path) as archive:
                assert list(archive.articles()) == articles
        except IsnadError:
            refused += 1
    assert refused > len(whole) / 3 * 0.8


def test_a_file_cut_off_anywhere_is_refused(file: Path, tmp_path: Path) -> None:
    whole, path = file.read_bytes(), tmp_path / "cut.zip"
    for length in range(0, len(whole), 7):
        path.write_bytes(whole[:length])
        with pytest.raises(ReadingError):
            Archive.open(path)
