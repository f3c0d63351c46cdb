"""What the articles say, kept safe and findable."""

from typing import TYPE_CHECKING, Any

from store.archive import Archive, write_archive
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
    from store.corpus import Corpus

__all__ = [
    "Archive",
    "Article",
    "Corpus",
    "EncoderError",
    "FieldMap",
    "IsnadError",
    "Passage",
    "ReadingError",
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


def __getattr__(name: str) -> Any:
    """The corpus when it is asked for: it takes seconds to import, and what reads files has no use for it."""
    if name != "Corpus":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from store.corpus import Corpus

    return Corpus
