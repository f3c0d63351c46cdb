"""What the articles say, kept safe and findable."""

from store.article import Article, Passage, Span, Translation
from store.corpus import Corpus
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
    "Corpus",
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
