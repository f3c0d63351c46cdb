"""The articles in SQLite: the truth that everything else is made from."""

from store.database import articles, copies, repeated_lines
from store.database.articles import Reading, insert_vectors
from store.database.catalogue import Catalogue, CatalogueEntry, CataloguePage
from store.database.connections import may_only_read, open_to_read
from store.database.database import STORE_FORMAT, Database
from store.database.folder import CHROMA, DATABASE, check_maker, made_folder, refuse_newer, write_lock
from store.database.recovery import (
    MAKING,
    READY,
    RecoveredStore,
    complete_swap,
    is_store,
    keep_aside,
    open_database,
    recover,
    restore,
)
from store.database.repeated_lines import RepeatedLine, RepeatedLines
from store.database.serialization import RECORD_FORMAT, article_of_record, article_record, check_format

__all__ = [
    "CHROMA",
    "Catalogue",
    "DATABASE",
    "Database",
    "CatalogueEntry",
    "CataloguePage",
    "STORE_FORMAT",
    "RECORD_FORMAT",
    "MAKING",
    "READY",
    "Reading",
    "RecoveredStore",
    "RepeatedLine",
    "RepeatedLines",
    "article_of_record",
    "article_record",
    "articles",
    "check_format",
    "check_maker",
    "complete_swap",
    "copies",
    "is_store",
    "keep_aside",
    "made_folder",
    "may_only_read",
    "open_to_read",
    "open_database",
    "insert_vectors",
    "recover",
    "refuse_newer",
    "repeated_lines",
    "restore",
    "write_lock",
]
