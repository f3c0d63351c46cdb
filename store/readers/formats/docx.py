"""Word documents: what Word shows with all changes accepted, in its order, and the title.

Left out are headers, footers, notes, comments and the numbers that Word makes for lists and headings.
"""

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
    from lxml.etree import _Element as Element

_MOST_UNPACKED = 200_000_000
"""Bytes, pictures included; a file that unpacks to more is refused as a bomb."""

_NOT_SHOWN = {"del", "moveFrom", "Fallback", "pPr", "rPr", "sdtPr", "delText", "instrText"}
"""Deleted or moved away, what older programs show in a box's place, properties and codes of fields."""
_SIGNS = {"tab": "\t", "ptab": "\t", "cr": "\n", "noBreakHyphen": "-"}
_STRICT = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/", b"http://schemas.openxmlformats.org/wordprocessingml/2006/"),
    (b"http://purl.oclc.org/ooxml/officeDocument/", b"http://schemas.openxmlformats.org/officeDocument/2006/"),
)


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
        document = docx.Document(io.BytesIO(_transitional(data)))
        lines = list(_lines(document.element.body))
        title = _title(document)
    return Document(name, "\n".join(without_title(title, lines)), {"title": title} if title else {})


def _transitional(data: bytes) -> bytes:
    """A document; one in the Strict dialect with the names of the usual one, which are all that the library knows."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as packed, zipfile.ZipFile(out, "w") as renamed:
        if _STRICT[1][0] not in packed.read("_rels/.rels"):
            return data
        for part in packed.namelist():
            content = packed.read(part)
            if part.endswith((".xml", ".rels")):
                for strict, usual in _STRICT:
                    content = content.replace(strict, usual)
            renamed.writestr(part, content)
    return out.getvalue()


def _lines(parent: Element) -> Iterator[str]:
    """The paragraphs in a body, cell or box however they are wrapped; rows of tables with | between their cells."""
    under_way = ""
    for child in parent:
        if not _shown(child):
            continue
        if _name(child) == "p":
            under_way += _text(child)
            if child.find("{*}pPr/{*}rPr/{*}del") is None:  # else the end of this paragraph was deleted
                yield under_way
                under_way = ""
            for box in _within(child, "txbxContent"):
                yield from _lines(box)
        elif _name(child) == "tr":
            cells = (" ".join(" ".join(_lines(cell)).split()) for cell in _within(child, "tc"))
            yield " | ".join(filter(None, cells))
        else:
            yield from _lines(child)
    if under_way:
        yield under_way


def _within(parent: Element, name: str) -> Iterator[Element]:
    """The elements of a name that are shown in another, but not those inside one of them."""
    for child in parent:
        if _shown(child):
            yield from [child] if _name(child) == name else _within(child, name)


def _text(part: Element) -> str:
    """The text of a paragraph, without the boxes that hang on it."""
    name = _name(part)
    if name == "t":
        return part.text or ""
    if name == "br":
        return "\n" if _value(part, "type") in (None, "textWrapping") else ""
    if name in _SIGNS:
        return _SIGNS[name]
    return "".join(_text(child) for child in part if _shown(child) and _name(child) != "txbxContent")


def _shown(part: Element) -> bool:
    """Whether Word shows an element once all changes are accepted."""
    if not isinstance(part.tag, str) or _name(part) in _NOT_SHOWN:  # a comment of XML has no tag
        return False
    hidden = part.find("{*}rPr/{*}vanish")
    return part.find("{*}trPr/{*}del") is None and (hidden is None or _value(hidden, "val") in ("0", "false", "off"))


def _name(part: Element) -> str:
    return str(part.tag).rpartition("}")[2]


def _value(part: Element, name: str) -> str | None:
    return next((value for key, value in part.attrib.items() if str(key).rpartition("}")[2] == name), None)


def _title(document: WordDocument) -> str:
    from docx.oxml.ns import qn
    from docx.text.paragraph import Paragraph

    paragraphs = (Paragraph(part, document) for part in document.element.body.iter(qn("w:p")))
    styled = (_text(part._p) for part in paragraphs if part.style is not None and part.style.name == "Title")
    title = " ".join(next(styled, document.core_properties.title or "").split())
    return title if " " in title else ""
