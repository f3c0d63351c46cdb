"""Real files with something wrong: cut, spliced, doubled, with odd things put in."""

from __future__ import annotations

import io
import random
import warnings
import zipfile
from collections.abc import Callable, Iterator, Sequence

from tests.helpers.store.hostile import packed
from tests.helpers.store.seeds import seeds

_TOKENS = {
    ".md": ["---\n", "---", "title: ", "date: 2023-02-30\n", "&a [*a]", "!!python/object:os.system x", "? ", "<<: *a",
            "\t", ": |\n", "sources: {a: b}\n", "2023-01-01 25:00:00", "0x_1", "1:60:60", "!!binary =", "!!set {a}"],
    ".html": ["<!--", "-->", "<![CDATA[", "]]>", "<script>", "</p>", "<p>", "<table><tr><td>", "<svg>", "&#x110000;",
              "&#0;", "&amp", "<meta charset=utf-7>", "<meta charset=hex>", "<?xml version='1.0' encoding='utf-16'?>",
              "<base href='//['>", "<a href='http://[::1'>", "<time datetime=9999-99-99>", "<html lang=",
              "<frameset>",
              '<meta property="article:published_time" content="0000-00-00">', "<math><mi>", "<template>", "\x0c",
              '<script type="application/ld+json">{"@type": [{', "<!DOCTYPE a [<!ENTITY b 'c'>]>", "<body/>",
              "<p\0>"],
    ".json": ["\\ud800", "\\u0000", "1e999", "NaN", "-Infinity", "[", "]", "{", "}", '"', "null", ",", "\\", "\ufeff",
              "9" * 5000, '"text":', '"text": ["a", 1]', '"date": 1e400', '"sources": {"a": []}', "true", "/*",
              "\x1b[2J"],
    ".csv": ['"', '""', ",", ";", "\t", "\r", "\r\n", "\n", "=cmd|' /C calc'!A0", "\x1b[2J", "text", ",,,,,,"],
    ".pdf": ["/Filter /FlateDecode", "/Filter [/ASCII85Decode /LZWDecode]", "/Length -1", "/Length 99999999", "0 0 R",
             "99999999999 0 R", "2 0 R", "<<", ">>", "[", "]", "(", ")", "<", "ID \x00 EI", "BI /W 1", "endstream",
             "stream\n", "endobj", "1 0 obj", "xref", "/Kids [2 0 R]", "/Count 99999999", "/Encrypt 4 0 R", "/Prev 0",
             "/Parent 7 0 R", "Tm", "Tj", "'", '"', "1e400", "-0.0.1", "--5", "/Rotate 45", "/ToUnicode 8 0 R", "nan",
             "/XObject << /X 8 0 R >>", "/X Do", "beginbfrange <0000> <FFFFFFFF> <00>", "0 0 0 0 0 0 Tm", "0 Tf",
             "/Encoding /None", "/DW (a)", "/W [0 [1 (x)]]", "/Type /ObjStm /N 9 /First -1", "/Predictor 15"],
    ".docx": ["<w:p>", "</w:p>", "<w:r/>", "<w:tbl>", "<w:tc><w:p/></w:tc>", '<w:gridSpan w:val="-1"/>',
    "<!DOCTYPE a>",
              '<w:gridSpan w:val="999999"/>', '<w:vMerge w:val="x"/>', "<w:br w:type='x'/>", "&lt;", "&#0;", "<a>",
              "/>",
              '<w:pStyle w:val="none"/>', "<w:hyperlink/>", "<w:sdt>", 'r:id="rId99"', "<?x?>", "w:val", "rId1",
              "xmlns"],
    ".zip": ["../", "PK\x01\x02", "PK\x03\x04", "PK\x05\x06", "\0", "__MACOSX/", ".md", ".zip", "\\",
    "\xff\xff\xff\xff"],
}  # fmt: skip
_ANY = ["\0", "\ufeff", "\u202e", "\u0301" * 30, "ﻼ", "\xa0", "\u2028", "\x85", "\x1b]0;", "\U0001f600", "x" * 3000,
        "ا" * 3000, "\r", "12/09/2023", "٣١ شباط ٢٠٢٣", " . " * 500, "\n" * 500, "()" * 500, "\ud83d",
        "\x00\x01"]  # fmt: skip


def mutants(kind: str, seed: int) -> Iterator[bytes]:
    """Endlessly many files of a kind, the same for the same seed."""
    pick = random.Random(f"{kind} {seed}")
    pool = seeds(kind)
    tokens = [*_TOKENS.get({".htm": ".html", ".jsonl": ".json", ".txt": ".md"}.get(kind, kind), []), *_ANY]
    while True:
        data = pick.choice(pool)
        if kind in (".docx", ".zip") and pick.random() < 0.7:
            yield _repacked(data, pick, tokens)
        else:
            yield _mutant(data, pool, pick, tokens)


def _mutant(data: bytes, pool: Sequence[bytes], pick: random.Random, tokens: list[str]) -> bytes:
    for _ in range(pick.choice((1, 1, 1, 2, 3, 5, 12))):
        data = pick.choice(_CHANGES)(data, pool, pick, tokens)
    return data[:200_000]


def _repacked(data: bytes, pick: random.Random, tokens: list[str]) -> bytes:
    """An archive that is whole, with a part that is not."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
    except (zipfile.BadZipFile, OSError):
        return data
    every = list(parts.values())
    for name in pick.sample(sorted(parts), min(len(parts), pick.choice((1, 1, 2)))):
        part = _mutant(parts.pop(name), every, pick, tokens)
        new = (
            name
            if pick.random() < 0.8
            else _mutant(name.encode(), [b"../a.md"], pick, tokens).decode("utf-8", "replace")
        )
        if pick.random() < 0.95:
            parts[new.replace("\0", "")[:200] or "a"] = part
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return packed(parts, pick.choice((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)))


Change = Callable[[bytes, Sequence[bytes], random.Random, list[str]], bytes]


def _flipped(data: bytes, pool: Sequence[bytes], pick: random.Random, tokens: list[str]) -> bytes:
    changed = bytearray(data)
    for _ in range(pick.choice((1, 2, 8)) if data else 0):
        changed[pick.randrange(len(data))] ^= 1 << pick.randrange(8)
    return bytes(changed)


def _overwritten(data: bytes, pool: Sequence[bytes], pick: random.Random, tokens: list[str]) -> bytes:
    at, end = _stretch(data, pick, 8)
    return data[:at] + pick.choice((b"\0", b"\xff", b"9", b" ", b"-")) * (end - at) + data[end:]


def _inserted(data: bytes, pool: Sequence[bytes], pick: random.Random, tokens: list[str]) -> bytes:
    at = pick.randrange(len(data) + 1)
    return (
        data[:at] + pick.choice(tokens).encode("utf-8", "surrogatepass") * pick.choice((1, 1, 1, 3, 40)) + data[at:]
    )


def _renumbered(data: bytes, pool: Sequence[bytes], pick: random.Random, tokens: list[str]) -> bytes:
    """A number becomes another: lengths, places, counts and days."""
    at = next((n for n in range(pick.randrange(len(data) + 1), len(data)) if data[n : n + 1].isdigit()), len(data))
    end = next((n for n in range(at, len(data)) if not data[n : n + 1].isdigit()), len(data))
    return data[:at] + str(pick.choice((0, 1, -1, 3, 255, 65536, 2**31, 2**63, 10**30))).encode() + data[end:]


def _cut_off(data: bytes, pool: Sequence[bytes], pick: random.Random, tokens: list[str]) -> bytes:
    return data[: pick.randrange(len(data) + 1)]


def _without(data: bytes, pool: Sequence[bytes], pick: random.Random, tokens: list[str]) -> bytes:
    at, end = _stretch(data, pick, 200)
    return data[:at] + data[end:]


def _doubled(data: bytes, pool: Sequence[bytes], pick: random.Random, tokens: list[str]) -> bytes:
    at, end = _stretch(data, pick, 300)
    return data[:end] + data[at:end] * pick.choice((1, 1, 2, 60)) + data[end:]


def _spliced(data: bytes, pool: Sequence[bytes], pick: random.Random, tokens: list[str]) -> bytes:
    other = pick.choice(pool)
    return data[: pick.randrange(len(data) + 1)] + other[pick.randrange(len(other) + 1) :]


def _swapped(data: bytes, pool: Sequence[bytes], pick: random.Random, tokens: list[str]) -> bytes:
    a, b, c, d = sorted(pick.randrange(len(data) + 1) for _ in range(4))
    return data[:a] + data[c:d] + data[b:c] + data[a:b] + data[d:]


_CHANGES: list[Change] = [
    _flipped, _overwritten, _inserted, _inserted, _renumbered, _cut_off, _without, _doubled, _spliced, _swapped,
]  # fmt: skip


def _stretch(data: bytes, pick: random.Random, most: int) -> tuple[int, int]:
    at = pick.randrange(len(data) + 1)
    return at, min(len(data), at + pick.randint(1, most))
