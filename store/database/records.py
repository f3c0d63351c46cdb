"""An article as JSON holds it, whole, and the article that such a record holds: for archives and the store's log.

A record carries the article's id, which follows from its text; a text that was changed or damaged does not fit it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection
from dataclasses import asdict, fields
from typing import Any

from store.article import Article, BoilerplateKind, RemovedLine, Translation
from store.errors import ReadingError

RECORD_FORMAT = 1
"""The format of the records made here. A new key, or a new meaning of one, is a new format."""

# From each older format to the next: a record as it was, made into one of the format after it.
_UPGRADES: dict[int, Callable[[dict[str, Any]], dict[str, Any]]] = {}

_KEYS = ("id", "title", "outlet", "date", "url", "language", "sources", "text", "translations", "removed", "copies")
_NEEDED = ("id", "text")
_OF_A_TRANSLATION = tuple(field.name for field in fields(Translation))


def article_record(article: Article) -> dict[str, Any]:
    """The article as plain strings, lists and dicts; `date` is YYYY-MM-DD or None."""
    return {
        "id": article.id,
        "title": article.title,
        "outlet": article.outlet,
        "date": article.date.isoformat() if article.date else None,
        "url": article.url,
        "language": article.language,
        "sources": list(article.sources),
        "text": article.text,
        "translations": [asdict(translation) for translation in article.translations],
        "removed": [asdict(removed) for removed in article.removed],
        "copies": [article_record(copy) for copy in article.copies],
    }


def article_of_record(record: object, made_in: int = RECORD_FORMAT) -> Article:
    """The article that a record of the format `made_in` holds. A key that is missing is empty, but `id` and `text`.

    Raises ReadingError where a newer Isnad made it, a key is unknown, a value is not of its kind, or the id does
    not fit the text.
    """
    check_format(made_in)
    for older in range(made_in, RECORD_FORMAT):
        record = _UPGRADES[older](_object(record, "record"))
    given = _checked_keys(record, "record", _KEYS, _NEEDED)
    article = Article(
        title=_text(given, "title"),
        text=_text(given, "text"),
        outlet=_text(given, "outlet"),
        date=_date(given.get("date")),
        url=_text(given, "url"),
        language=_text(given, "language"),
        sources=tuple(_whole("sources", source) for source in _list(given, "sources")),
        translations=tuple(_translation(each) for each in _list(given, "translations")),
        removed=tuple(_removed(each) for each in _list(given, "removed")),
        copies=tuple(_copy(each) for each in _list(given, "copies")),
    )
    if given["id"] != article.id:
        raise ReadingError(
            f"The id {given['id']!r} does not fit its text, which has the id {article.id}; "
            "the record was damaged or edited."
        )
    return article


def check_format(made_in: int) -> None:
    """Raise ReadingError where records of this format cannot be read here."""
    if made_in > RECORD_FORMAT:
        raise ReadingError(
            f"It was made by a newer Isnad (format {made_in}; this one reads formats up to {RECORD_FORMAT}). "
            "Update Isnad to read it."
        )
    if made_in < 1:
        raise ReadingError(f"There is no format {made_in}; the formats are 1 to {RECORD_FORMAT}.")


def _translation(record: object) -> Translation:
    given = _checked_keys(record, "translation", _OF_A_TRANSLATION, ("language", "text"))
    return Translation(**{key: _text(given, key) for key in _OF_A_TRANSLATION})


def _removed(record: object) -> RemovedLine:
    given = _checked_keys(record, "removed line", ("line", "kind"), ("line", "kind"))
    if given["kind"] not in set(BoilerplateKind):
        raise ReadingError(
            f"'kind' of a removed line must be one of {', '.join(BoilerplateKind)}, not {_shown(given['kind'])}."
        )
    return RemovedLine(_text(given, "line"), BoilerplateKind(given["kind"]))


def _copy(record: object) -> Article:
    """A copy has no copies of its own, so that nothing is nested without end."""
    if _list(_object(record, "copy"), "copies"):
        raise ReadingError("A copy cannot have copies; take them out.")
    return article_of_record(record)


def _checked_keys(record: object, kind: str, known: Collection[str], needed: Collection[str]) -> dict[str, Any]:
    given = _object(record, kind)
    unknown = [key for key in given if key not in known]
    if unknown:
        raise ReadingError(f"The {kind} has a key {_shown(unknown[0])} that Isnad does not know; take it out.")
    missing = [key for key in needed if key not in given]
    if missing:
        raise ReadingError(f"The {kind} has no {missing[0]!r}.")
    return given


def _object(record: object, kind: str) -> dict[str, Any]:
    if not isinstance(record, dict):
        raise ReadingError(f"A {kind} must be a JSON object, not {_shown(record)}.")
    return record


def _text(given: dict[str, Any], key: str) -> str:
    return _whole(key, given.get(key, ""))


def _whole(key: str, value: object) -> str:
    """A string that can be written as UTF-8."""
    if not isinstance(value, str):
        raise ReadingError(f"{key!r} must be text, not {_shown(value)}.")
    try:
        value.encode()
    except UnicodeEncodeError as error:
        raise ReadingError(f"{key!r} has half a character ({value[error.start]!r}).") from error
    return value


def _list(given: dict[str, Any], key: str) -> list[object]:
    value = given.get(key, [])
    if not isinstance(value, list):
        raise ReadingError(f"{key!r} must be a list, not {_shown(value)}.")
    return value


def _date(value: object) -> dt.date | None:
    if value is None:
        return None
    try:
        date = dt.date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        date = None
    if date is None or date.isoformat() != value:  # fromisoformat also reads weeks and dates without dashes
        raise ReadingError(f"'date' must be a day, YYYY-MM-DD, or null, not {_shown(value)}.")
    return date


def _shown(value: object) -> str:
    """A value as an error names it: not a megabyte of it, nor what is nested without end."""
    shown = "a list" if isinstance(value, list) else "an object" if isinstance(value, dict) else repr(value)
    return shown if len(shown) <= 60 else f"{shown[:60]}…"
