"""An article as it is stored: as a row of the database with a digest, and as a JSON record for archives and copies.

A record carries the article's id, which follows from its text; a text that was changed or damaged does not fit it.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Callable, Collection, Mapping
from dataclasses import asdict, fields
from typing import Any

from store.article import Article, BoilerplateKind, RemovedLine, Translation
from store.errors import ReadingError

COLUMNS = "id, title, text, outlet, day, url, language, sources, translations, removed, digest"
"""The columns of a row. The digest comes last."""
RECORD_FORMAT = 1
"""The format of the records made here. A new key, or a new meaning of one, is a new format."""

# What rows of older formats had no column for.
_MISSING = {"removed": "[]"}
_TRANSLATION_KEYS = tuple(field.name for field in fields(Translation))


# Rows


def article_row(article: Article) -> tuple[object, ...]:
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
        json.dumps([_filled(translation) for translation in article.translations], ensure_ascii=False),
        json.dumps([[removed.line, removed.kind] for removed in article.removed], ensure_ascii=False),
    )
    return (*row, _digest(row))


def _filled(translation: Translation) -> dict[str, str]:
    """Without `by` where it is empty: the digests of stores made before machine translations stay the same."""
    return {name: value for name, value in asdict(translation).items() if value or name != "by"}


def _digest(row: tuple[object, ...]) -> str:
    """A checksum of a row, 32 hexadecimal digits."""
    return hashlib.sha256(json.dumps(row).encode()).hexdigest()[:32]


def article_of_row(row: tuple[Any, ...]) -> Article:
    """The article in a row of `COLUMNS`. Raises ValueError where the row is not as it was written."""
    if row[-1] != _digest(row[:-1]):
        raise ValueError("its digest does not fit")
    return _article(row)


def article_of_any_row(row: Mapping[str, Any]) -> Article:
    """The article in a row, by column, of any format of store. Raises ValueError where it is not what was written."""
    names = COLUMNS.split(", ")
    try:
        if "digest" in row:
            return article_of_row(tuple(row[name] for name in names))
        article = _article(tuple(row.get(name, _MISSING.get(name)) for name in names))
    except (KeyError, TypeError) as error:
        raise ValueError(str(error)) from error
    if article.id != row["id"]:
        raise ValueError("its text is not the one that its id was made from")
    return article


def _article(row: tuple[Any, ...]) -> Article:
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


# Records


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
    given = _checked_keys(record, "record", ("id", *_PARSERS), ("id", "text"))
    values = {key: parse(key, given[key]) for key, parse in _PARSERS.items() if key in given}
    article = Article(**{"title": ""} | values)
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


def _translation(key: str, record: object) -> Translation:
    given = _checked_keys(record, "translation", _TRANSLATION_KEYS, ("language", "text"))
    return Translation(**{"title": ""} | {name: _text(name, value) for name, value in given.items()})


def _removed(key: str, record: object) -> RemovedLine:
    given = _checked_keys(record, "removed line", ("line", "kind"), ("line", "kind"))
    if given["kind"] not in set(BoilerplateKind):
        kinds = ", ".join(BoilerplateKind)
        raise ReadingError(f"'kind' of a removed line must be one of {kinds}, not {_shortened(given['kind'])}.")
    return RemovedLine(_text("line", given["line"]), BoilerplateKind(given["kind"]))


def _copy(key: str, record: object) -> Article:
    """A copy of an article. It has no copies itself, so that records are not nested without end."""
    if isinstance(record, dict) and record.get("copies"):
        raise ReadingError("A copy cannot have copies; take them out.")
    return article_of_record(record)


def _checked_keys(record: object, kind: str, known: Collection[str], required: Collection[str]) -> dict[str, Any]:
    if not isinstance(record, dict):
        raise ReadingError(f"A {kind} must be a JSON object, not {_shortened(record)}.")
    given = record
    unknown = [key for key in given if key not in known]
    if unknown:
        raise ReadingError(f"The {kind} has a key {_shortened(unknown[0])} that Isnad does not know; take it out.")
    missing = [key for key in required if key not in given]
    if missing:
        raise ReadingError(f"The {kind} has no {missing[0]!r}.")
    return given


def _text(key: str, value: object) -> str:
    """A string that can be written as UTF-8."""
    if not isinstance(value, str):
        raise ReadingError(f"{key!r} must be text, not {_shortened(value)}.")
    try:
        value.encode()
    except UnicodeEncodeError as error:
        raise ReadingError(f"{key!r} has half a character ({value[error.start]!r}).") from error
    return value


def _list_of(parse: Callable[[str, object], object]) -> Callable[[str, object], tuple[object, ...]]:
    def parse_list(key: str, value: object) -> tuple[object, ...]:
        if not isinstance(value, list):
            raise ReadingError(f"{key!r} must be a list, not {_shortened(value)}.")
        return tuple(parse(key, item) for item in value)

    return parse_list


def _date(key: str, value: object) -> dt.date | None:
    if value is None:
        return None
    try:
        date = dt.date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        date = None
    if date is None or date.isoformat() != value:  # fromisoformat also reads weeks and dates without dashes
        raise ReadingError(f"'date' must be a day, YYYY-MM-DD, or null, not {_shortened(value)}.")
    return date


def _shortened(value: object) -> str:
    """A value as an error message shows it, at most 60 characters and nothing nested."""
    text = "a list" if isinstance(value, list) else "an object" if isinstance(value, dict) else repr(value)
    return text if len(text) <= 60 else f"{text[:60]}…"


_PARSERS: dict[str, Callable[[str, object], Any]] = {
    "title": _text,
    "outlet": _text,
    "date": _date,
    "url": _text,
    "language": _text,
    "sources": _list_of(_text),
    "text": _text,
    "translations": _list_of(_translation),
    "removed": _list_of(_removed),
    "copies": _list_of(_copy),
}
"""How the value of each key of a record is read, but for the id."""
