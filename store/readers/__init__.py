"""From a file to articles."""

from store.readers.article_reader import TRANSLATION_NAME, article_of, read_article
from store.readers.containers import KNOWN_TYPES, FieldMap, Piece
from store.readers.defaults import Defaults
from store.readers.discovery import article_files, given_paths, resolved_path
from store.readers.document import Document
from store.readers.limits import BYTES_OF_TYPE, KEY_CHARACTERS, MOST_CHARACTERS
from store.readers.sandbox import ReaderProcess

__all__ = [
    "BYTES_OF_TYPE",
    "Defaults",
    "Document",
    "FieldMap",
    "KEY_CHARACTERS",
    "KNOWN_TYPES",
    "MOST_CHARACTERS",
    "Piece",
    "ReaderProcess",
    "TRANSLATION_NAME",
    "article_files",
    "article_of",
    "given_paths",
    "read_article",
    "resolved_path",
]
