"""Articles that people and programs send, and the list of those that there are."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from store import Article, ReadingError
from store.readers import KEY_CHARACTERS, MOST_CHARACTERS, Document, article_of
from ui.api.functions import ApiError
from ui.messages import Message
from ui.messages import page as page_messages
from ui.server import record

if TYPE_CHECKING:
    from store import Corpus
    from store.ingestion import IngestReport

FIELDS = ("title", "outlet", "date", "url", "text")
AT_MOST = 200
"""Articles in one list."""


class ArticleError(ApiError):
    """An article as it was sent cannot be added. `message` says what to correct, in both languages."""

    def __init__(self, message: Message, argument: str = "text") -> None:
        super().__init__(message.en)
        self.message = message
        self.argument = argument


def sent_article(fields: Mapping[str, Any]) -> Article:
    """The article of what was sent, read as a file with this text and with the other fields in its front matter.

    `fields` has title, outlet, date (YYYY-MM-DD), url and text; only the text is required. A missing title or date is
    looked for in the text. Raises ArticleError.
    """
    given = {key: str(fields.get(key) or "").strip() for key in FIELDS}
    _check(given)
    keys: dict[str, object] = {key: given[key] for key in FIELDS if key != "text" and given[key]}
    try:
        return article_of(Document("The text", given["text"], keys))
    except ReadingError as error:
        raise ArticleError(page_messages.NO_SENTENCE) from error


def _check(given: Mapping[str, str]) -> None:
    """Raises ArticleError about the first field that does not fit."""
    if not given["text"]:
        raise ArticleError(page_messages.NO_TEXT)
    for key in FIELDS:
        if len(given[key]) > (MOST_CHARACTERS if key == "text" else KEY_CHARACTERS):
            raise ArticleError(page_messages.TOO_LONG, key)
    if given["date"] and not _is_date(given["date"]):
        raise ArticleError(page_messages.NO_DATE, "date")
    if given["url"] and not _is_web_address(given["url"]):
        raise ArticleError(page_messages.NO_URL, "url")


def _is_date(given: str) -> bool:
    try:
        return dt.date.fromisoformat(given).isoformat() == given
    except ValueError:
        return False


def _is_web_address(given: str) -> bool:
    try:
        parts = urlsplit(given)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and given.isprintable() and " " not in given
    except ValueError:
        return False


def add_article(corpus: Corpus, fields: Mapping[str, Any]) -> dict[str, str]:
    """Adds an article; returns its id, and whether it was added, updated, unchanged or a duplicate of another's text.

    Raises ArticleError, StoreError.
    """
    report = corpus.add([sent_article(fields)])
    record_addition(report)
    fates = {
        "added": report.added,
        "updated": report.updated,
        "unchanged": report.unchanged,
        "duplicate": report.duplicates,
    }
    fate, ids = next((fate, ids) for fate, ids in fates.items() if ids)
    return {"id": ids[0], "status": fate}


def record_addition(report: IngestReport) -> None:
    """Writes into the log how many articles became what."""
    counts = {name: len(getattr(report, name)) for name in ("added", "updated", "unchanged", "duplicates", "failed")}
    record("article-added", **counts)


def list_articles(
    corpus: Corpus,
    words: str = "",
    outlets: Sequence[str] | None = None,
    since: str | None = None,
    until: str | None = None,
    limit: int = 50,
    offset: int = 0,
) -> dict[str, Any]:
    """Some of the articles with these words in this scope, newest first, and the number of all.

    `next` is the offset of those that follow; None at the end. Raises ScopeError.
    """
    from rag.query import parse_scope

    scope = parse_scope(corpus, "en", outlets, since, until)
    page = corpus.catalogue.page(words, scope, limit, offset)
    after = offset + len(page.entries)
    return {
        "articles": [
            {
                "id": entry.id,
                "title": entry.title,
                "outlets": list(entry.outlets),
                "date": entry.date.isoformat() if entry.date else None,
                "language": entry.language,
                "url": entry.url,
                "characters": entry.length,
            }
            for entry in page.entries
        ],
        "total": page.total,
        "next": after if page.entries and after < page.total else None,
    }
