"""What the articles say, kept safe and findable."""

from importlib import import_module
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from store.arguments import check_argument, checked
from store.article import Article, Field, Passage, Remark, RemarkKind, Span, Translation
from store.errors import (
    ArgumentError,
    EncoderError,
    IsnadError,
    ReadingError,
    StoreBusyError,
    StoreDamagedError,
    StoreError,
    StoreMismatchError,
    StorePathError,
    UnknownArticleError,
)
from store.files import close_to_others, file_mode, replace_file
from store.forking import ProcessLock
from store.readers import Defaults, FieldMap
from store.scope import Place, Scope

if TYPE_CHECKING:
    from store.corpus import Corpus
    from store.ingestion import Removal
    from store.llama_index import day_of, node_of
    from store.maintenance import Archive, write_archive

__version__ = version("isnad")

__all__ = [
    "Archive",
    "ArgumentError",
    "Article",
    "Corpus",
    "Defaults",
    "EncoderError",
    "Field",
    "FieldMap",
    "IsnadError",
    "Passage",
    "Place",
    "ProcessLock",
    "ReadingError",
    "Remark",
    "RemarkKind",
    "Removal",
    "Scope",
    "Span",
    "StoreBusyError",
    "StoreDamagedError",
    "StoreError",
    "StoreMismatchError",
    "StorePathError",
    "Translation",
    "UnknownArticleError",
    "__version__",
    "check_argument",
    "checked",
    "close_to_others",
    "day_of",
    "file_mode",
    "node_of",
    "replace_file",
    "write_archive",
]


_LATE = {
    "Archive": "store.maintenance.archive",
    "Corpus": "store.corpus",
    "Removal": "store.ingestion.undo",
    "day_of": "store.llama_index",
    "node_of": "store.llama_index",
    "write_archive": "store.maintenance.archive",
}


def __getattr__(name: str) -> Any:
    """The corpus when it is asked for: it takes seconds to import, and what reads files has no use for it.

    So does LlamaIndex, for nodes.
    """
    if name not in _LATE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_LATE[name]), name)
