"""What must hold of an article before it is taken in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import astuple, replace
from types import UnionType

from store.article import Article, Translation
from store.errors import ReadingError
from store.readers import MOST_CHARACTERS
from store.text import language_of


def checked_article(got: Article | ReadingError) -> Article:
    """An article that was read, with its language, or the error that was given for it, raised."""
    if isinstance(got, ReadingError):
        raise got
    article = with_language(got)
    check_article(article)
    return article


def check_article(article: Article) -> None:
    """Raise ReadingError at an article that no store takes: without text, too long, or not whole characters."""
    _check_types(article)
    if not article.text.strip():
        raise ReadingError(f"The article {article.title!r} has no text. Give it some, or leave it out.")
    if len(article.text) > MOST_CHARACTERS:
        raise ReadingError(
            f"The article {article.title!r} has {len(article.text):,} characters; one article may have "
            f"{MOST_CHARACTERS:,}. Split it."
        )
    try:
        "".join(_strings(article)).encode()
    except UnicodeEncodeError as error:
        raise ReadingError(
            f"The article {article.title!r} has half a character ({error.object[error.start]!r}), "
            "which cannot be kept. Take it out, or write the whole character."
        ) from error


def _check_types(article: Article) -> None:
    if not isinstance(article, Article):
        raise ReadingError(f"An article is added as an Article(title=…, text=…), not as {type(article).__name__}.")
    for name in ("title", "text", "outlet", "url", "language"):
        _check_is_a(str, name, getattr(article, name))
    if article.date is not None:
        _check_is_a(dt.date, "date", article.date)
    _check_is_a(tuple | list, "sources", article.sources)
    for source in article.sources:
        _check_is_a(str, "source", source)
    for translation in article.translations:
        _check_is_a(Translation, "translation", translation)


def _check_is_a(kind: type | UnionType, name: str, given: object) -> None:
    if not isinstance(given, kind):
        wanted = getattr(kind, "__name__", str(kind))
        raise ReadingError(f"An article has {given!r:.40} for its {name}, which has to be a {wanted}. Correct it.")


def _strings(article: Article) -> Iterator[str]:
    yield from (article.title, article.text, article.outlet, article.url, article.language, *article.sources)
    yield from (removed.line for removed in article.removed)
    for translation in article.translations:
        yield from astuple(translation)


def with_language(article: Article) -> Article:
    """The article with its language filled in."""
    if article.language:
        return article
    return replace(article, language=language_of(article.text))
