"""An article as a row of the database, with a digest that tells whether the row is as it was written."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from store.article import Article, BoilerplateKind, RemovedLine, Translation

COLUMNS = "id, title, text, outlet, day, url, language, sources, translations, removed, digest"

# What rows of older formats had no column for.
_MISSING = {"removed": "[]"}


def row_of(article: Article) -> tuple[object, ...]:
    """An article as the values of `COLUMNS`."""
    row = (
        article.id,
        article.title,
        article.text,
        article.outlet,
        article.day,
        article.url,
        article.language,
        json.dumps(article.sources, ensure_ascii=False),
        json.dumps([_fields(translation) for translation in article.translations], ensure_ascii=False),
        json.dumps([[removed.line, removed.kind] for removed in article.removed], ensure_ascii=False),
    )
    return (*row, _digest(row))


def _fields(translation: Translation) -> dict[str, str]:
    """As it is stored. Stores without machine translations stay as they were before there were any."""
    return {name: value for name, value in asdict(translation).items() if value or name != "by"}


def _digest(row: tuple[object, ...]) -> str:
    """What tells whether a row is as it was written."""
    return hashlib.sha256(json.dumps(row).encode()).hexdigest()[:32]


def is_intact(row: tuple[Any, ...]) -> bool:
    """Whether an article's row, its digest last, is as it was written."""
    return bool(row[-1] == _digest(row[:-1]))


def article_of(row: Mapping[str, Any]) -> Article:
    """The article in a row of any format of store. Raises ValueError when it holds none, or one of another id."""
    names = COLUMNS.split(", ")
    try:
        if "digest" in row and not is_intact(tuple(row[name] for name in names)):
            raise ValueError("its digest does not fit")
        article = stored_article(tuple(row.get(name, _MISSING.get(name)) for name in names))
    except (KeyError, TypeError) as error:
        raise ValueError(str(error)) from error
    if article.id != row["id"]:
        raise ValueError("its text is not the one that its id was made from")
    return article


def stored_article(row: tuple[Any, ...]) -> Article:
    """The article in a row that is intact."""
    _, title, text, outlet, day, url, language, sources, translations, removed, _ = row
    return Article(
        title=title,
        text=text,
        outlet=outlet,
        date=date_of(day),
        url=url,
        language=language,
        sources=tuple(json.loads(sources)),
        translations=tuple(Translation(**fields) for fields in json.loads(translations)),
        removed=tuple(RemovedLine(line, BoilerplateKind(kind)) for line, kind in json.loads(removed)),
    )


def date_of(day: int) -> dt.date | None:
    """The date of a number YYYYMMDD; None of 0."""
    return dt.date(day // 10000, day // 100 % 100, day % 100) if day else None
