"""What the articles say, kept safe and findable."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from store.article import Article, Passage, Span, Translation
from store.errors import (
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
from store.fields import FieldMap

if TYPE_CHECKING:
    from store.archive import Archive, write_archive
    from store.corpus import Corpus
    from store.undo import Removal

__all__ = [
    "Archive",
    "Article",
    "Corpus",
    "EncoderError",
    "FieldMap",
    "IsnadError",
    "Passage",
    "ReadingError",
    "Removal",
    "Span",
    "StoreBusyError",
    "StoreDamagedError",
    "StoreError",
    "StoreMismatchError",
    "StorePathError",
    "Translation",
    "UnknownArticleError",
    "write_archive",
]


_LATE = {
    "Archive": "store.archive",
    "Corpus": "store.corpus",
    "Removal": "store.undo",
    "write_archive": "store.archive",
}


def __getattr__(name: str) -> Any:
    """The corpus when it is asked for: it takes seconds to import, and what reads files has no use for it."""
    if name not in _LATE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_LATE[name]), name)
