"""Word documents: paragraphs and tables in their order, the title and the document's own language."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import TYPE_CHECKING

from store.readers.cleaning import without_title
from store.readers.document import Document
from store.readers.formats.guard import guarded_parsing

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from docx.table import Table

_MOST_UNPACKED = 200_000_000
"""Bytes, pictures included; a file that unpacks to more is refused as a bomb."""


def read_docx(data: bytes, name: str) -> Document:
    """The article in a Word document.

    Its title is the paragraph in the style Title, or else the one in its properties. The days in its properties are
    those on which the file was made and saved, so they are not used.
    Raises ReadingError when it is broken, locked or a zip bomb.
    """
    import docx
    from docx.exceptions import PythonDocxError
    from docx.opc.exceptions import OpcError

    sentence = (
        "cannot be read as a Word document (.docx); open it, save it again without a password and ingest it again."
    )
    with guarded_parsing(f"{name} {sentence}", PythonDocxError, OpcError, zipfile.BadZipFile):
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            unpacked = sum(part.file_size for part in packed.infolist())
        if unpacked > _MOST_UNPACKED:
            raise ValueError(f"it unpacks to {unpacked:,} bytes")
        document = docx.Document(io.BytesIO(data))
        lines = list(_lines(document))
        title = _title(document)
    return Document(name, "\n".join(without_title(title, lines)), {"title": title} if title else {})


def _lines(document: WordDocument) -> Iterator[str]:
    """The paragraphs, and the rows of tables with | between their cells."""
    from docx.text.paragraph import Paragraph

    for part in document.iter_inner_content():
        yield from [part.text] if isinstance(part, Paragraph) else _rows(part)


def _rows(table: Table) -> Iterator[str]:
    for row in table.rows:
        cells = dict.fromkeys(row.cells)  # a merged cell comes once for each place that it takes
        texts = [" ".join(cell.text.split()) for cell in cells]
        yield " | ".join(filter(None, texts))


def _title(document: WordDocument) -> str:
    styled = [part.text for part in document.paragraphs if part.style is not None and part.style.name == "Title"]
    title = " ".join((styled[0] if styled else document.core_properties.title or "").split())
    return title if " " in title else ""
