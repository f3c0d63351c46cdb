"""Files that nobody would write, made from the rules of each format by hypothesis."""

from __future__ import annotations

import csv
import io
import json
import warnings
import zipfile
from typing import Any

import yaml
from hypothesis import strategies as st

from tests.helpers.store.hostile import packed
from tests.helpers.store.seeds import seeds

_WORDS = st.sampled_from(
    ["The town gate was painted green on Sunday by its keeper.", "أعلنت إدارة المرفأ يوم الخميس عودة العبارة.",
    " ", "\n",
     "\n\n", "\0", "\ufeff", "\u202eabc\u202c", "\u2067", "ﻢﻜﻟ", "ﻼ", "a\u0301", "\u0301", "\u064b", "\r", "\r\n",
     "\u2028",
     "\x85", "\x1b[31m", "\ud83d", "\udc00", "\U0001f600", "\U0001e900", "\U0010ffff", "\ufffe", "ي", "ـ", "x",
     "9", ".", "…",
     "؟", '"', "'", "«", ",", ";", "|", "---", "# ", "- ", "©", "http://a", "#a", "(b)", "By A. B.", "Share",
     "Read also:",
     "12/09/2023", "5 أيلول 2023", "Updated: May 3, 2024", "\xa0", "\u200f", "\t", "\x0b", "\x0c", "=", "*", "[a](b)"]
)  # fmt: skip
_TIMES = st.sampled_from([1] * 40 + [3, 7, 40])
_PIECES = st.tuples(_WORDS | st.text(st.characters(), max_size=6), _TIMES).map(lambda pair: pair[0] * pair[1])
TEXTS = st.lists(_PIECES, max_size=14).map("".join)
"""Odd Unicode, halves of characters included."""
LONG_TEXTS = st.tuples(TEXTS, _WORDS, st.sampled_from([100_000, 30_000, 9_000])).map(
    lambda t: t[0] + t[1] * (t[2] // len(t[1]))
)
_SOME_TEXT = st.integers(0, 200).flatmap(lambda n: TEXTS if n else LONG_TEXTS)
_KEYS = (
    st.sampled_from(["title", "text", "body", "date", "outlet", "source", "url", "language", "sources", "content"])
    | TEXTS
)
_SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.dates().map(str) | TEXTS
_VALUES: st.SearchStrategy[Any] = st.recursive(
    _SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_KEYS, inner, max_size=4), max_leaves=8
)
_RECORDS = st.dictionaries(_KEYS, _VALUES, max_size=4).flatmap(
    lambda rest: _SOME_TEXT.map(lambda text: {**rest, "text": text})
)


def _bytes(text: str, encoding: str = "utf-8") -> bytes:
    return text.encode(encoding, "surrogatepass" if encoding.startswith("utf") else "replace")


_ENCODINGS = st.sampled_from(
    ["utf-8"] * 6 + ["utf-16", "utf-16-le", "utf-32", "windows-1256", "iso-8859-6", "latin-1", "utf-7"]
)
_PLAIN = st.builds(_bytes, _SOME_TEXT, _ENCODINGS) | st.binary(max_size=80)
_JSON = st.builds(
    lambda value, ascii, wrap: _bytes(wrap.format(json.dumps(value, ensure_ascii=ascii)).replace("\v", "")),
    _RECORDS | st.lists(_RECORDS | _VALUES, max_size=4) | _VALUES,
    st.booleans(),
    st.sampled_from(["{}"] * 9 + ['{{"a": {}}}', "[[{}]]", "{} {}", "\ufeff{}", "{},"]).map(
        lambda wrap: wrap.replace("{} {}", "{0} {0}")
    ),
)


@st.composite
def _front(draw: st.DrawFn) -> bytes:
    keys = draw(st.dictionaries(_KEYS, _VALUES, max_size=5))
    odd = draw(st.sampled_from(["", "", "", "a: &a [*a]\n", "a: &x 1\nb: *x\n", "<<: {date: 1}\n",
    "date: 2023-02-30\n",
                                "date: 2023-01-01 25:61:00\n", "? [a]\n: b\n", "!!set {a}\n", "%TAG ! x\n",
                                "...\n", "--- \n",
                                "date: 99999-01-01\n", "date: .inf\n", "title: !!binary x\n",
                                "date: 0001-01-01T00:00:00+23:59\n",
                                "title: !!python/name:os.system\n", "date: 1:60:60\n", "title: 0o9\n", "- a\n",
                                "title: |\n"]))  # fmt: skip
    try:
        written = yaml.dump(keys, allow_unicode=draw(st.booleans()), default_flow_style=draw(st.booleans()))
    except (yaml.YAMLError, ValueError):
        written = "title: a\n"
    return _bytes(f"---\n{odd}{written}---\n{draw(_SOME_TEXT)}")


@st.composite
def _table(draw: st.DrawFn) -> bytes:
    rows = draw(st.lists(st.lists(_SOME_TEXT, max_size=5), max_size=5))
    header = draw(st.lists(_KEYS, max_size=5))
    quoting = draw(st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL, csv.QUOTE_NONE]))
    into = io.StringIO()
    writer = csv.writer(into, delimiter=draw(st.sampled_from(",;\t|")), quoting=quoting, escapechar="\\")
    header = ["text", *header, "x"]
    even = [[*row, *header][: len(header)] if draw(st.booleans()) else [*row, "x"] for row in rows]
    writer.writerows([header, *even])
    return _bytes(into.getvalue() + draw(st.sampled_from(["", "", '"', '"a', "\r", ',"b"c"\n'])), draw(_ENCODINGS))


_TAGS = st.sampled_from(
    "p div span b i a h1 h2 table tr td ul li br hr article nav footer head body html title meta link script style "
    "svg math iframe template form select option pre code blockquote time figure img base frameset noscript "
    "x-y q".split()
)
_ATTRIBUTES = st.dictionaries(
    st.sampled_from(["class", "id", "href", "content", "property", "name", "datetime", "lang", "charset", "style",
    "itemprop"]),
    TEXTS | st.sampled_from(["article", "og:title", "article:published_time", "date", "2023-99-99", "comments",
    "http://[", "utf-7"]),
    max_size=3,
).map(lambda found: "".join(f' {key}="{value}"' for key, value in found.items()))  # fmt: skip
_TREES: st.SearchStrategy[str] = st.recursive(
    TEXTS | _WORDS,
    lambda inner: st.builds(
        lambda tag, attributes, children, close: f"<{tag}{attributes}>{''.join(children)}" + f"</{tag}>" * close,
        _TAGS, _ATTRIBUTES, st.lists(inner, max_size=4), st.sampled_from([1, 1, 1, 0, 2]),
    ),
    max_leaves=14,
)  # fmt: skip
_PAGES = st.builds(
    lambda head, body, long: _bytes(f"{head}<p>The town gate was painted green on Sunday.</p>{body}<p>{long}</p>"),
    st.sampled_from(
        ["", "<html><head>", "<!DOCTYPE html><html lang=ar><body><article>", "<?xml version='1.0'?><html>", "<body>"]
    ),
    _TREES,
    _SOME_TEXT,
)


def _archive(parts: list[tuple[str, bytes]], mode: int) -> bytes:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of two files of one name
        named = {
            name.replace("\0", "").encode("utf-8", "replace").decode()[:300] or "a": data for name, data in parts
        }
        return packed(named, mode)


_NAMES = st.builds(
    str.__add__,
    TEXTS,
    st.sampled_from([".md", ".en.md", ".txt", ".json", ".jsonl", ".csv", ".html", ".pdf", ".zip", ""]),
)
_MODES = st.sampled_from([zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
_ARCHIVES = st.builds(_archive, st.lists(st.tuples(_NAMES, _PLAIN | _JSON | _front() | _table()), max_size=5), _MODES)


_PARAGRAPH = "<w:p><w:r><w:t>The town gate was painted green on Sunday.</w:t></w:r></w:p>"


_WORD_TAGS = st.sampled_from(
    "p r t tbl tr tc tblGrid gridCol pPr pStyle br tab hyperlink sdt sectPr tcPr gridSpan vMerge".split()
)
_VALS = st.sampled_from(["1", "0", "-1", "x", "99999", "restart", "Title", ""])
_BODIES: st.SearchStrategy[str] = st.recursive(
    TEXTS.map(lambda text: f"<w:p><w:r><w:t>{_xml(text)}</w:t></w:r></w:p>"),
    lambda inner: st.builds(
        lambda tag, children, value: f'<w:{tag} w:val="{value}">{"".join(children)}</w:{tag}>',
        _WORD_TAGS,
        st.lists(inner, max_size=4),
        _VALS,
    ),
    max_leaves=12,
)


@st.composite
def _document(draw: st.DrawFn) -> bytes:
    """A Word document with a body of our own."""
    whole = draw(st.sampled_from(seeds(".docx")))
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    start, _, rest = parts["word/document.xml"].partition(b"<w:body>")
    parts["word/document.xml"] = (
        start + b"<w:body>" + _bytes(f"{_PARAGRAPH}{draw(_BODIES)}") + b"</w:body></w:document>"
    )
    return packed(parts) if rest else whole


def _xml(text: str) -> str:
    return "".join(c for c in text if c >= " " or c in "\n\t").replace("&", "&amp;").replace("<", "&lt;")


_SENTENCE = "The town gate was painted green on Sunday.".encode("utf-16-be").hex()


@st.composite
def _drawn(draw: st.DrawFn) -> bytes:
    """A PDF whose page has a content of our own."""
    whole = seeds(".pdf")[draw(st.integers(0, 4))]
    numbers = st.integers(-5, 900) | st.floats(width=16)
    operands = st.lists(
        numbers.map(str) | TEXTS.map(lambda t: f"<{_bytes(t).hex()}>") | TEXTS.map(lambda t: f"({t})"), max_size=6
    )
    operators = st.sampled_from(
        "Tj TJ ' \" Tm Td TD T* Tf Tc Tw Tz TL Ts Tr BT ET q Q cm Do BI ID EI BDC EMC d0 d1 gs".split()
    )
    lines = draw(
        st.lists(st.builds(lambda given, operator: " ".join([*given, operator]), operands, operators), max_size=25)
    )
    content = _bytes(f"BT /F 12 Tf 1 0 0 1 50 700 Tm <{_SENTENCE}> Tj\n" + "\n".join(lines) + "\nET")
    start = whole.rpartition(b"BT /F")[0].rpartition(b"stream\n")[0]
    return start + b"stream\n" + content + b"\nendstream\nendobj\n" + whole[whole.rfind(b"xref\n0") :]


_NAMED = st.lists(
    _KEYS | TEXTS | st.sampled_from(["title=text", "text=body", "text=a.b.c", "date=a.", "=", ",", "x=y"]), max_size=3
)
_MAPPED = st.builds(lambda given, record: _bytes(",".join(given).replace("\n", " ") + "\n") + record, _NAMED, _JSON)
_DAYS = st.lists(_WORDS | st.integers(0, 3000).map(str) | st.sampled_from(["/", "-", ":", "T", "Z", "May", "مايو",
"st", "of", "March"]),
                 max_size=9).map("".join).map(_bytes)  # fmt: skip

STRANGE: dict[str, st.SearchStrategy[bytes]] = {
    ".txt": _PLAIN, ".md": _front(), ".html": _PAGES, ".htm": _PAGES, ".json": _JSON, ".csv": _table(),
    ".pdf": _drawn(),
    ".jsonl": st.lists(_JSON | _PLAIN, max_size=4).map(b"\n".join), ".docx": _document(), ".zip": _ARCHIVES,
    "decoder": _PLAIN, "fields": _MAPPED, "dates": _DAYS,
}  # fmt: skip
"""What makes inputs for each reader."""
