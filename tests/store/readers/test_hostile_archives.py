"""Archives made to do harm: each fails alone in one sentence, or is read, in little time and memory."""

from __future__ import annotations

import io
import struct
import zipfile
from pathlib import Path

import pytest

from store.readers.limits import ARCHIVE_ENTRIES, RATIO_BYTES, UNPACKED_BYTES
from store.readers.sandbox.process import ReaderProcess
from tests.helpers.store.hostile import GATE, Make, faults, packed, read

pytestmark = pytest.mark.slow


def test_a_bomb_in_an_archive_is_not_unpacked(reader: ReaderProcess, make: Make) -> None:
    path = make("a.zip", packed({"bomb.txt": b"0" * 4 * RATIO_BYTES, "gate.txt": GATE.encode()}))
    assert read(reader, path) == {"gate.txt": GATE}
    assert "bomb.txt unpacks to 200 times" in faults(reader, path)[0]


def test_a_bomb_that_lies_about_its_size_is_read_no_further(reader: ReaderProcess, make: Make) -> None:
    data = packed({"bomb.txt": b"word " * RATIO_BYTES})
    size = struct.pack("<L", 5 * RATIO_BYTES)
    assert data.count(size) == 2
    path = make("a.zip", data.replace(size, struct.pack("<L", 50)))
    assert "bomb.txt cannot be unpacked" in faults(reader, path)[0]


def test_entries_that_lie_over_each_other_are_refused(reader: ReaderProcess, make: Make) -> None:
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in ("a.txt", "b.txt", "c.txt"):
            archive.writestr(name, GATE * 1000)
        for entry in archive.infolist():
            entry.header_offset = 0
    path = make("a.zip", into.getvalue())
    assert read(reader, path) == {} and "lie over each other" in faults(reader, path)[0]


MANY = [(ARCHIVE_ENTRIES + 1, 0, "100,001 files"), (40, UNPACKED_BYTES // 39, "unpacks to 2,")]


@pytest.mark.parametrize(("count", "size", "words"), MANY)
def test_an_archive_of_too_much_is_refused(
    reader: ReaderProcess, make: Make, count: int, size: int, words: str
) -> None:
    """Only its directory is written: that is what is looked at first."""
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w") as archive:
        archive.writestr("0.txt", GATE)
        first = archive.infolist()[0]
        first.file_size = size
        archive.filelist += [first] * (count - 1)
    assert words in faults(reader, make("a.zip", into.getvalue()))[0]


NAMES = [
    "../../../gate.txt",
    "/etc/gate.txt",
    "C:\\gate.txt",
    "بوابة.txt",
    "门.txt",
    "a\x1b[31m.txt",
    "x" * 5000 + ".txt",
]


@pytest.mark.parametrize("name", NAMES)
def test_a_name_in_an_archive_is_only_a_label(reader: ReaderProcess, make: Make, tmp_path: Path, name: str) -> None:
    path = make("a.zip", packed({name: GATE.encode()}))
    assert read(reader, path) == {name: GATE}
    assert [found.name for found in tmp_path.iterdir()] == ["a.zip"]  # nothing is written


def test_names_in_no_encoding_at_all(reader: ReaderProcess, make: Make) -> None:
    data = packed({"aaaa.txt": GATE.encode()})
    assert [*read(reader, make("a.zip", data.replace(b"aaaa.txt", b"\xff\xfe\x80\xe9.txt"))).values()] == [GATE]


def test_a_link_in_an_archive_is_not_followed(reader: ReaderProcess, make: Make) -> None:
    entry = zipfile.ZipInfo("passwords.txt")
    entry.external_attr = 0o120777 << 16
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w") as archive:
        archive.writestr(entry, "/etc/passwd")
    assert "passwords.txt is a link" in faults(reader, make("a.zip", into.getvalue()))[0]


def test_an_encrypted_entry_is_named(reader: ReaderProcess, make: Make) -> None:
    data = bytearray(packed({"a.txt": GATE.encode()}, zipfile.ZIP_STORED))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + place] |= 1
    assert "a.txt is encrypted" in faults(reader, make("a.zip", bytes(data)))[0]


@pytest.mark.parametrize("cut", [0, 3, 40, 120])
def test_half_an_archive_is_refused(reader: ReaderProcess, make: Make, cut: int) -> None:
    assert len(faults(reader, make("a.zip", packed({"a.txt": GATE.encode()})[:cut]))) == 1
