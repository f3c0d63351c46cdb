"""What the articles say, kept safe and findable."""

from store.archive import Archive, write_archive
from store.article import Article, Passage, Span, Translation
from store.corpus import Corpus
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

__all__ = [
    "Archive",
    "Article",
    "Corpus",
    "EncoderError",
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
