"""What must hold of an article before it is taken in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import astuple, replace

from store.article import Article
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
