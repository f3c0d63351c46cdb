"""What the articles say, kept safe and findable."""

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
]
