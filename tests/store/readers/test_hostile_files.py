"""Files made to do harm: each fails alone in one sentence, or is read, in little time and memory."""

from __future__ import annotations

import io
import json
import os
import zipfile
from itertools import pairwise
from pathlib import Path

import docx
import pytest

from store import Corpus
from store.readers.discovery import article_files
from store.readers.limits import KEY_CHARACTERS, RATIO_BYTES, TEXT_BYTES
from store.readers.sandbox.process import ReaderProcess
from tests.helpers.agreement import check
from tests.helpers.store.hostile import GATE, Make, faults, packed, read

# Nested and endless things


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("deep.json", "[" * 1_000_000),
        ("deep.json", '{"a":' * 1_000_000),
        ("deep.json", '{"text": ' + "[" * 100_000 + "]" * 100_000 + "}"),
        ("deep.md", "---\ntitle: " + "[" * 50_000 + f"\n---\n{GATE}"),
        ("aliases.md", "---\na: &a [x]\n" + "".join(f"b{n}: &b{n} [{'*a, ' * 9}*a]\n" for n in range(9)) + "---\n"),
        ("number.json", '{"text": ' + "9" * 100_000 + "}"),
        ("quote.csv", 'text\n"' + "word, word\n" * 1_000_000),
        ("columns.csv", "," * 1_000_000 + "\n" + "," * 1_000_001 + "x"),
        ("zeros.txt", b"\0" * 100_000),
        ("zeros.json", json.dumps({"text": f"{GATE}\0"})),
        ("title.json", json.dumps({"text": GATE, "title": "x" * (KEY_CHARACTERS + 1)})),
        ("large.txt", "word. " * (TEXT_BYTES // 6 + 1)),
        ("empty.pdf", b"%PDF-1.7\n"),
        ("empty.docx", b"PK"),
    ],
)
def test_what_cannot_be_read_is_refused_in_one_sentence(
    reader: ReaderProcess, make: Make, name: str, content: str | bytes
) -> None:
    path = make(name, content)
    assert len(faults(reader, path)) == 1 and read(reader, path) == {}


def test_lists_of_lists_of_lists_are_not_written_out(reader: ReaderProcess, make: Make) -> None:
    """Ten lines of YAML that name a list of 9^10 others."""
    chain = "".join(f"{new}: &{new} [{', '.join(['*' + old] * 9)}]\n" for old, new in pairwise("abcdefghij"))
    [fault] = faults(reader, make("a.md", f"---\na: &a [x, x]\n{chain}title: *j\n---\n{GATE}"))
    assert "the title" in fault


TAGS = ["<p>", "<b><i>", "<table><tr><td>", "<a href='x'>", "<!--", "<![CDATA[", "<", "&lt;"]


@pytest.mark.parametrize("tag", TAGS)
def test_pages_of_a_million_tags(make: Make, tag: str) -> None:
    """Some are read, some are given up: either way that is one answer, and the next page is read."""
    path = make("a.html", f"<html><body><p>{GATE}</p>{tag * (1_000_000 // max(tag.count('<'), 1))}")
    with ReaderProcess(seconds=2) as reader:
        assert len(list(reader.read(path))) == 1
    with ReaderProcess() as reader:
        assert read(reader, make("b.txt", GATE)) == {"": GATE}


def test_entities_in_a_word_document_are_not_expanded(reader: ReaderProcess, make: Make) -> None:
    written = io.BytesIO()
    document = docx.Document()
    document.add_paragraph(GATE)
    document.save(written)
    lines = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    doctype = f'<!DOCTYPE w [<!ENTITY e0 "laugh"><!ENTITY f SYSTEM "file:///etc/passwd">{lines}]>'
    parts = {}
    with zipfile.ZipFile(written) as archive:
        for name in archive.namelist():
            parts[name] = archive.read(name)
    body = parts["word/document.xml"].replace(b"<w:document ", doctype.encode() + b"<w:document ", 1)
    parts["word/document.xml"] = body.replace(GATE.encode(), f"{GATE} &e9; &f;".encode())
    got = read(reader, make("a.docx", packed(parts)))
    assert all(len(text) < 200 and "root" not in text for text in got.values())


LONG = [
    "x" * 100_000,
    "ا" * 100_000,
    "😀" * 100_000,
    "a-" * 50_000,
    "http://x/" * 11_000,
    "(" * 100_000,
    "[](" * 33_000,
]


@pytest.mark.parametrize("token", LONG, ids=[token[:3] for token in LONG])
def test_a_token_of_a_hundred_thousand_characters_is_text(reader: ReaderProcess, make: Make, token: str) -> None:
    [text] = read(reader, make("a.txt", f"{GATE}\nIt says {token} on the gate, and has for years.")).values()
    assert text.startswith(GATE) and token in text


def test_half_a_character_costs_its_article_alone(corpus: Corpus, make: Make) -> None:
    halves = [{"text": "Half of it: \ud83d was written on the gate."}, {"text": GATE}]
    path = make("a.json", json.dumps(halves))
    report = corpus.ingest([path])
    assert [corpus.article(id_).text for id_ in report.added] == [GATE]
    assert "half a character" in report.failed[0][1]
    check(corpus)


# What is no file


def test_pipes_and_devices_are_not_opened(reader: ReaderProcess, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.json")
    (tmp_path / "zero.txt").symlink_to("/dev/zero")
    (tmp_path / "folder.json").mkdir()
    for path in tmp_path.iterdir():
        assert "it is not a file" in faults(reader, path)[0]
    files, failures = article_files([*sorted(tmp_path.iterdir()), tmp_path, Path("/dev/zero")])
    assert files == [] and len(failures) == 5


def test_links_that_lead_round_are_not_followed(tmp_path: Path, make: Make) -> None:
    good = make("good.txt", GATE)
    (tmp_path / "round").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "self.txt").symlink_to(tmp_path / "self.txt")
    files, failures = article_files([tmp_path, tmp_path / "self.txt"])
    assert files == [good] and [path.name for path, _ in failures] == ["self.txt"]


def test_a_file_that_vanishes_is_named(reader: ReaderProcess, tmp_path: Path) -> None:
    for name in ("gone.txt", "gone.zip", "gone.json"):
        assert "cannot be read (No such file" in faults(reader, tmp_path / name)[0]


def test_no_more_of_a_growing_file_is_read_than_it_may_have(reader: ReaderProcess, make: Make) -> None:
    """As the system shows some files: they say that they are empty, and are not."""
    growing = Path("/proc/self/cmdline")
    if not growing.exists():
        growing = make("cmdline", GATE)
    assert growing.stat().st_size in (0, len(GATE))
    assert [len(got) for got in (faults(reader, growing), read(reader, growing))] in ([1, 0], [0, 1])


def test_the_rest_of_a_batch_goes_on(corpus: Corpus, make: Make) -> None:
    bad = [
        make("a.json", "[" * 1_000_000),
        make("b.md", "---\ntitle: " + "[" * 50_000 + f"\n---\n{GATE}"),
        make("c.zip", packed({"bomb.txt": b"0" * 4 * RATIO_BYTES})),
        make("d.txt", b"\0"),
    ]
    report = corpus.ingest([*bad, make("e.txt", GATE)])
    assert [path for path, _ in report.failed] == bad and len(report.added) == 1
    check(corpus)
