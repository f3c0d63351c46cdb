"""Which fields of a record (a JSON object, a row of a CSV file) hold the title, the text and so on of its article."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from itertools import chain, islice
from typing import Self

from store.errors import ReadingError
from store.readers.document import Document
from store.readers.limits import FIELDS_FROM

Record = Mapping[str, object]
Html = Callable[[bytes, str], Document]

_USUAL = {
    "title": ("title", "headline", "العنوان", "عنوان"),
    "text": ("text", "body", "content", "articlebody", "fulltext", "النص", "نص", "المحتوى"),
    "date": ("date", "published", "publishedat", "pubdate", "datepublished", "publishdate", "التاريخ", "تاريخ"),
    "outlet": ("outlet", "source", "source.name", "publisher", "publisher.name", "sitename", "المصدر", "الصحيفة"),
    "url": ("url", "link", "الرابط", "رابط"),
    "language": ("language", "lang", "اللغة"),
    "sources": ("sources", "المصادر"),
}
"""The usual names of each field, the best first; case, spaces, hyphens and underscores do not count."""
_MARKUP = re.compile(r"<(?:p|br|div|span|a|img|figure|h[1-6]|ul|ol|li|strong|em|blockquote|section)\b[^<>]*>", re.I)
_PAGE = '<!DOCTYPE html><html><head><meta charset="utf-8"></head><body><article>{}</article></body></html>'
_SHOWN = 20
_NOTHING = {"", "nan", "null", "none", "n/a", "-"}


@dataclass(frozen=True, slots=True)
class FieldMap:
    """The names of the fields in a file; "" for a field that has one of its usual names.

    `body.content` is the field `content` of the object `body`.
    """

    title: str = ""
    text: str = ""
    date: str = ""
    outlet: str = ""
    url: str = ""
    language: str = ""
    sources: str = ""

    @classmethod
    def parse(cls, given: Iterable[str]) -> Self:
        """The map written as `title=headline,text=body`, in one string or several. Raises ReadingError."""
        pairs = [pair.strip() for each in given for pair in each.split(",")]
        found = {}
        for pair in pairs:
            field, equals, name = (part.strip() for part in pair.partition("="))
            if not (equals and name) or field not in _USUAL:
                raise ReadingError(
                    f"The field map {pair!r} cannot be used; write FIELD=NAME, such as title=headline. FIELD is "
                    f"one of {', '.join(_USUAL)}."
                )
            found[field] = name
        return cls(**found)


def documents_of(
    records: Iterator[tuple[str, Record | ReadingError]], name: str, fields: FieldMap, html: Html | None
) -> Iterator[tuple[str, Document | ReadingError]]:
    """The document in each record, under the record's own name; `html` reads those whose text is HTML.

    Raises ReadingError when the first records have no field with a name in `fields`, or none with text.
    """
    first = list(islice(records, FIELDS_FROM))
    _check(name, [record for _, record in first if not isinstance(record, ReadingError)], fields)
    for piece, record in chain(first, records):
        if isinstance(record, ReadingError):
            yield piece, record
        else:
            yield piece, _document(f"{name} {piece}".strip(), record, fields, html)


def holds_text(record: Record, fields: FieldMap) -> bool:
    """Whether a record is an article itself: text stands in it."""
    return isinstance(_found(record, "text", fields), str)


def _document(name: str, record: Record, fields: FieldMap, html: Html | None) -> Document | ReadingError:
    keys = {field: _found(record, field, fields) for field in _USUAL}
    text = _joined(keys.pop("text"))
    if not text.strip():
        return ReadingError(f"{name} has no text in its field for it; put the article's text there, or leave it out.")
    known = {field: value for field, value in keys.items() if value is not None}
    if html is None or not _MARKUP.search(text):
        return Document(name, text, known)
    try:
        return replace(html(_PAGE.format(text).encode(), name), keys=known)
    except UnicodeEncodeError:
        return Document(name, text, known)  # it has half a character, and is refused later
    except ReadingError as error:
        return error


def _found(record: Record, field: str, fields: FieldMap) -> object:
    """What a record says in a field, None where it has none."""
    given = asdict(fields)[field]
    if given:
        return _at(record, given)
    plain = {_plain(key): value for key, value in record.items()}
    values = [_at(plain, usual) for usual in _USUAL[field]]
    of_use = [value for value in values if not _is_empty(value) and not isinstance(value, dict)]
    return of_use[0] if of_use else None


def _is_empty(value: object) -> bool:
    """Whether it is what programs write where nothing is known."""
    return value in (None, []) or isinstance(value, str) and value.strip().lower() in _NOTHING


def _at(record: Record, path: str) -> object:
    if path in record or "." not in path:
        return record.get(path)
    found: object = record
    for key in path.split("."):
        found = found.get(key) if isinstance(found, Mapping) else None
    return found


def _joined(text: object) -> str:
    """A text may be given as a list of its paragraphs."""
    if isinstance(text, list) and all(isinstance(line, str) for line in text):
        return "\n".join(text)
    return text if isinstance(text, str) else ""


def _plain(key: str) -> str:
    return re.sub(r"[\s_-]", "", key).casefold()


def _check(name: str, records: list[Record], fields: FieldMap) -> None:
    """Refuse a map that names what is not there, before each record is refused for it."""
    names = [key for key in dict.fromkeys(_names(records)) if key]
    shown = ", ".join(key[:40] for key in names[:_SHOWN]) + (", …" if len(names) > _SHOWN else "")
    for field, given in asdict(fields).items():
        if given and records and all(_at(record, given) is None for record in records):
            raise ReadingError(f"{name} has no field {given!r} for the {field}; its fields are {shown}.")
    if records and not any(_found(record, "text", fields) for record in records):
        raise ReadingError(
            f"{name} has no field that is known to hold the text; name it, as in --map text=FIELD. Its fields are "
            f"{shown}."
        )


def _names(records: list[Record]) -> Iterator[str]:
    for record in records:
        for key, value in record.items():
            yield from [f"{key}.{inner}" for inner in value] if isinstance(value, dict) else [key]
