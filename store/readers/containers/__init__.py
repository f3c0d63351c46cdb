"""Files that hold many articles: lists, tables, archives."""

from store.readers.containers.containers import KNOWN_TYPES, Piece, read_articles
from store.readers.containers.field_map import FieldMap

__all__ = ["FieldMap", "KNOWN_TYPES", "Piece", "read_articles"]
