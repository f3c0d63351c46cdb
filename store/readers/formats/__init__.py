"""One reader for each file format."""

from store.readers.formats.docx import read_docx
from store.readers.formats.encodings import decode_text
from store.readers.formats.guard import guarded_parsing
from store.readers.formats.html import read_html
from store.readers.formats.pdf import read_pdf
from store.readers.formats.plain import read_plain

__all__ = ["decode_text", "guarded_parsing", "read_docx", "read_html", "read_pdf", "read_plain"]
