"""What the process that reads files and the one that asked it say to each other: one JSON object a line, in ASCII."""

from __future__ import annotations

import json
import os
from dataclasses import asdict
from pathlib import Path
from typing import Any

from store.article import Article, BoilerplateKind, RemovedLine, Translation
from store.errors import ReadingError
from store.readers.containers import FieldMap, Piece
from store.readers.limits import FRAME_BYTES

DONE: dict[str, Any] = {"done": True}
"""Ends the pieces of a file."""


def encode_message(said: dict[str, Any]) -> bytes:
    """One line."""
    return json.dumps(said).encode() + b"\n"


def encode_request(path: Path, fields: FieldMap) -> bytes:
    """Asks for the articles in a file. A name that is not UTF-8 goes through as it came."""
    return encode_message({"path": os.fspath(path), "fields": asdict(fields)})


def decode_request(line: bytes) -> tuple[Path, FieldMap]:
    """What a request asks for."""
    said = json.loads(line)
    return Path(said["path"]), FieldMap(**said["fields"])


def encode_piece(name: str, piece: Piece) -> bytes:
    """A piece as a line. One that is too long for it becomes an error."""
    label, got = piece
    if isinstance(got, ReadingError):
        return encode_message({"piece": label, "fault": str(got)})
    date = got.date.isoformat() if got.date else None
    line = encode_message({"piece": label, "article": asdict(got) | {"date": date}})
    if len(line) <= FRAME_BYTES:
        return line
    return encode_message(
        {"piece": label, "fault": f"{name} has too much in one article; split it and ingest it again."}
    )


def decode_piece(said: dict[str, Any]) -> Piece:
    """The piece that was framed."""
    if "fault" in said:
        return said["piece"], ReadingError(said["fault"])
    fields = said["article"]
    translations = tuple(Translation(**each) for each in fields["translations"])
    removed = tuple(RemovedLine(each["line"], BoilerplateKind(each["kind"])) for each in fields["removed"])
    lists = {"sources": tuple(fields["sources"]), "translations": translations, "removed": removed}
    article = Article(**fields | lists)
    return said["piece"], article
