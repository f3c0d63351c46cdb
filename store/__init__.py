"""What the articles say, kept safe and findable."""

from store.article import Article, Passage, Span, Translation
from store.errors import (
    EncoderError,
    IsnadError,
    ReadingError,
    StoreBusyError,
    StoreError,
    StoreMismatchError,
    StorePathError,
    UnknownArticleError,
)

__all__ = [
    "Article",
    "EncoderError",
    "IsnadError",
    "Passage",
    "ReadingError",
    "Span",
    "StoreBusyError",
    "StoreError",
    "StoreMismatchError",
    "StorePathError",
    "Translation",
    "UnknownArticleError",
]
