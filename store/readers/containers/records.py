"""Files of records: JSON, JSON lines and CSV. Each record has a name that stays from one reading to the next."""

from __future__ import annotations

import codecs
import csv
import io
import json
import re
from collections.abc import Iterator

from store.errors import ReadingError
from store.readers.containers.field_map import FieldMap, Record, holds_text
from store.readers.formats import decode_text
from store.readers.limits import CELL_CHARACTERS

Records = Iterator[tuple[str, Record | ReadingError]]

_DELIMITERS = ",;\t"
_NAMED_DELIMITER = re.compile(r"\s*\"?sep=([,;|\t])\"?[^\S\r\n]*(?:\r\n?|\n)", re.IGNORECASE)
"""The line that Excel writes, and reads, before the first row."""


def json_records(data: bytes, name: str, fields: FieldMap) -> Records:
    """The objects of a JSON file: itself, those in its list, or those in the one list that its object holds.

    Raises ReadingError when it is no JSON, or none of these.
    """
    found = _parsed(decode_text(data, name), name)
    if isinstance(found, dict):
        lists = [value for value in found.values() if isinstance(value, list) and any(map(_is_object, value))]
        if holds_text(found, fields) or len(lists) != 1:
            yield "", found
            return
        found = lists[0]
    if not isinstance(found, list):
        raise ReadingError(f"{name} holds no articles; write an object or a list of objects in it.")
    for number, record in enumerate(found, 1):
        yield str(number), record if isinstance(record, dict) else _no_object(f"{name} {number}")


def jsonl_records(data: bytes, name: str, fields: FieldMap) -> Records:
    """The object on each line; any other line is an error in its place."""
    for number, line in enumerate(_lines(data, name), 1):
        piece = f"line {number}"
        try:
            text = line if isinstance(line, str) else line.decode()
            record = _parsed(text, f"{name} {piece}") if text.strip() else None
        except UnicodeDecodeError:
            yield piece, ReadingError(f"{name} {piece} is not UTF-8, as other lines are; save it as UTF-8.")
        except ReadingError as error:
            yield piece, error
        else:
            if text.strip():
                yield piece, record if isinstance(record, dict) else _no_object(f"{name} {piece}")


def csv_records(data: bytes, name: str, fields: FieldMap) -> Records:
    """The rows of a CSV file under the names in its first row, numbered as a spreadsheet does.

    The delimiter is the one that Excel's first line `sep=;` names, else the comma, semicolon or tab that the
    first row has most of. Raises ReadingError when there is no row, or a cell is endless, as after a quote that is
    not closed.
    """
    text = decode_text(data, name)
    named = _NAMED_DELIMITER.match(text)
    text = text[named.end() :] if named else text
    csv.field_size_limit(CELL_CHARACTERS)
    start = len(text) - len(text.lstrip("\r\n"))
    end = min((place for place in (text.find(end, start) for end in "\r\n") if place >= 0), default=len(text))
    delimiter = named[1] if named else max(_DELIMITERS, key=lambda each: text.count(each, start, end))
    rows = enumerate(csv.reader(io.StringIO(text[start:], newline=""), delimiter=delimiter), 1)
    try:
        header = next(rows, (1, []))[1]
        if not any(cell.strip() for cell in header):
            raise ReadingError(f"{name} is empty; write the names of the fields in its first row.")
        for number, row in rows:
            if any(row):
                yield f"row {number}", _row(header, row, f"{name} row {number}")
    except csv.Error as error:
        raise ReadingError(
            f"{name} cannot be read on from the row where a cell has more than {CELL_CHARACTERS:,} characters; "
            "close the quote that opens it and ingest it again."
        ) from error


def _row(header: list[str], row: list[str], name: str) -> Record | ReadingError:
    if len(row) > len(header) and any(row[len(header) :]):
        return ReadingError(f"{name} has {len(row)} cells and the first row {len(header)}; quote cells with commas.")
    return dict(zip(map(str.strip, header), row, strict=False))


def _lines(data: bytes, name: str) -> list[str | bytes]:
    """The lines of a text; as bytes where some are UTF-8 and some are not, so that only those are lost."""
    lines = data.removeprefix(codecs.BOM_UTF8).split(b"\n")
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or not any(map(_is_utf8, lines)):
        return [*decode_text(data, name).split("\n")]
    return [*lines]


def _is_utf8(line: bytes) -> bool:
    """Whether it shows that it is UTF-8: it has letters beyond ASCII, and all are whole."""
    try:
        return not line.isascii() and bool(line.decode())
    except UnicodeDecodeError:
        return False


def _parsed(text: str, name: str) -> object:
    try:
        return json.loads(text, strict=False)
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}" if "\n" in text.strip() else f"column {error.colno}"
        raise ReadingError(f"{name} is not JSON ({error.msg} at {place}); correct it and ingest it again.") from error
    except ValueError as error:  # a number of more digits than Python reads
        raise ReadingError(f"{name} has a number that is too long; correct it and ingest it again.") from error
    except RecursionError as error:
        raise ReadingError(f"{name} is nested too deeply to be read; flatten it and ingest it again.") from error


def _is_object(value: object) -> bool:
    return isinstance(value, dict)


def _no_object(name: str) -> ReadingError:
    return ReadingError(f"{name} is not an object; write {{…}} with the article's fields there.")
