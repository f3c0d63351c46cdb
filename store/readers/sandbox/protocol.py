"""The messages between a ReaderProcess and its worker: one JSON object a line, in ASCII."""

from __future__ import annotations

import json
import os
from dataclasses import asdict
from pathlib import Path
from typing import Any

from store.article import Article, BoilerplateKind, Remark, RemarkKind, RemovedLine, Translation
from store.errors import ReadingError
from store.readers.containers import FieldMap, Piece
from store.readers.defaults import Defaults
from store.readers.limits import FRAME_BYTES

Message = dict[str, Any]
DONE: Message = {"done": True}
"""Ends the pieces of a file."""


def encode_message(message: Message) -> bytes:
    """A message as one line."""
    return json.dumps(message).encode() + b"\n"


def encode_request(path: Path, fields: FieldMap, defaults: Defaults) -> bytes:
    """Asks for the articles in a file. A name that is not UTF-8 goes through as it came."""
    return encode_message({"path": os.fspath(path), "fields": asdict(fields), "defaults": asdict(defaults)})


def decode_request(line: bytes) -> tuple[Path, FieldMap, Defaults]:
    """The file that a request is for, how its fields are named, and what stands for what it does not say."""
    request = json.loads(line)
    return Path(request["path"]), FieldMap(**request["fields"]), Defaults(**request["defaults"])


def encode_piece(file: str, piece: Piece) -> bytes:
    """A piece of a file as one line; one that is too long for it becomes an error."""
    name, article = piece
    if isinstance(article, ReadingError):
        return encode_message({"piece": name, "error": str(article)})
    date = article.date.isoformat() if article.date else None
    line = encode_message({"piece": name, "article": asdict(article) | {"date": date}})
    if len(line) <= FRAME_BYTES:
        return line
    error = f"{file} has too much in one article; split it and ingest it again."
    return encode_message({"piece": name, "error": error})


def decode_piece(message: Message) -> Piece:
    """The piece that a message holds."""
    if "error" in message:
        return message["piece"], ReadingError(message["error"])
    fields = message["article"]
    tuples = {
        "sources": tuple(fields["sources"]),
        "translations": tuple(Translation(**each) for each in fields["translations"]),
        "removed": tuple(RemovedLine(each["line"], BoilerplateKind(each["kind"])) for each in fields["removed"]),
        "remarks": tuple(Remark(**each | {"kind": RemarkKind(each["kind"])}) for each in fields["remarks"]),
    }
    return message["piece"], Article(**fields | tuples)
