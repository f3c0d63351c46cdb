"""PDFs: the lines of their pages become paragraphs, in reading order.

A PDF has no paragraphs and no reading order, only the places of letters. Pages with Arabic are read by these places,
since their letters are drawn from left to right; others in the order of drawing, which keeps columns apart.
"""

from __future__ import annotations

import io
import logging
import re
from collections import Counter
from collections.abc import Iterator

from store.errors import ReadingError
from store.readers.cleaning import without_title
from store.readers.document import Document, normalized_spaces
from store.readers.formats.guard import guarded_parsing
from store.readers.formats.pdf_columns import split_columns
from store.text import closed, reading_order

_ARABIC = re.compile(r"[\u0620-\u06ff\ufb50-\ufdff\ufe70-\ufefc]")
_NO_TITLE = re.compile(r"untitled|microsoft \w+ - .*|.*\.\w{2,5}|\S*", re.IGNORECASE)
_FULL = 0.75
"""A line shorter than this share of the page's long lines ends its paragraph."""
_NEARLY = 1.25
"""A line that ends a sentence may be longer by this factor and still ends its paragraph."""
_ENDS_SENTENCE = re.compile(r"[.!?؟…][\"'”’»)\]]*$")
_EDGE = 2
"""The most lines of a running head or foot."""


def read_pdf(data: bytes, name: str) -> Document:
    """The article in a PDF. Its title is in the PDF's properties, if anywhere; the day there is not the article's.

    Raises ReadingError when it is broken, locked, or has pictures of text only.
    """
    from pypdf import PdfReader
    from pypdf.errors import DependencyError, DeprecationError, PyPdfError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # its many lines of warnings are one sentence below
    broken = f"{name} cannot be read as a PDF; open it, save it again and ingest it again."
    with guarded_parsing(broken, PyPdfError, DependencyError, DeprecationError):
        reader = PdfReader(io.BytesIO(data))
        locked = reader.is_encrypted and not reader.decrypt("")
        pages = [] if locked else [_lines(page) for page in reader.pages]
        title = "" if locked else _title(reader.metadata)
    if locked:
        raise ReadingError(f"{name} is locked with a password; save it without one and ingest it again.")
    lines = list(_paragraphs(_without_edges(pages)))
    if not any(lines):
        raise ReadingError(
            f"{name} has no text, only pictures; run text recognition (OCR) on it and ingest it again."
        )
    return Document(name, "\n".join(without_title(title, lines)), {"title": title} if title else {})


def _title(properties: object) -> str:
    """The title in the PDF's properties, unless it is a file name or one word, as programs put there."""
    title = " ".join(_whole(str(getattr(properties, "title", None) or "")).split())
    return "" if _NO_TITLE.fullmatch(title) else title


def _lines(page: object) -> list[str]:
    """The lines of a page in the order in which they are read; "" where there is a gap between two."""
    text = _whole(page.extract_text())  # type: ignore[attr-defined]
    if _ARABIC.search(text):
        placed = _whole(page.extract_text(extraction_mode="layout"))  # type: ignore[attr-defined]
        text = closed(reading_order("\n".join(split_columns(placed.split("\n"))) if placed.strip() else text))
    return [" ".join(line.split()) for line in normalized_spaces(text).split("\n")]


def _whole(text: str) -> str:
    """The text without NULs and halves of characters, which broken fonts give."""
    return text.replace("\0", "").encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _without_edges(pages: list[list[str]]) -> list[list[str]]:
    """The pages without the lines at their heads and feet that most of them share, whatever the page number."""
    pages = [_trimmed(page) for page in pages]
    edges = [_edges(page) for page in pages]
    seen = Counter(item for page in edges for item in page.items())
    fewest = max(2, len(pages) / 2)
    gone = [
        {place % len(page) for place, key in edge.items() if seen[place, key] >= fewest}
        for page, edge in zip(pages, edges, strict=True)
    ]
    return [[line for n, line in enumerate(page) if n not in out] for page, out in zip(pages, gone, strict=True)]


def _edges(page: list[str]) -> dict[int, str]:
    """The first and last lines of a page by their places, from the end negative, without what numbers they have."""
    places = [*range(_EDGE), *range(-_EDGE, 0)]
    return {place: re.sub(r"\d+", "#", page[place]) for place in places if -len(page) <= place < len(page)}


def _trimmed(lines: list[str]) -> list[str]:
    return normalized_spaces("\n".join(lines)).strip("\n").split("\n")


def _paragraphs(pages: list[list[str]]) -> Iterator[str]:
    """Lines joined to paragraphs: a gap and a short line end one, the end of a page does not."""
    under_way = ""
    for page in pages:
        page = _trimmed(page)
        lengths = sorted(len(line) for line in page if line) or [0]
        full = _FULL * lengths[len(lengths) * 9 // 10]
        for line in _without_regular_gaps(page):
            if line:
                under_way = _joined(under_way, line)
            if under_way and len(line) < full * (_NEARLY if _ENDS_SENTENCE.search(line) else 1):
                yield under_way
                under_way = ""
    if under_way:
        yield under_way


def _without_regular_gaps(lines: list[str]) -> list[str]:
    """The lines, without the gaps of a text in double spacing."""
    written = [line for line in lines if line]
    return written if lines.count("") > 0.7 * len(written) else lines


def _joined(before: str, line: str) -> str:
    """A line put behind the one before it; a word divided at the end of a line becomes whole."""
    if before.endswith("\u00ad") or (re.search(r"[a-z]-$", before) and re.match("[a-z]", line)):
        return before[:-1] + line
    return f"{before} {line}" if before else line
