"""What the process that reads files and the one that asked it say to each other: one JSON object a line, in ASCII."""

from __future__ import annotations

import json
import os
from dataclasses import asdict
from pathlib import Path
from typing import Any

from store.article import Article, Kind, Removed, Translation
from store.containers import Piece
from store.errors import ReadingError
from store.fields import FieldMap
from store.limits import FRAME_BYTES

DONE: dict[str, Any] = {"done": True}
"""Ends the pieces of a file."""


def frame(said: dict[str, Any]) -> bytes:
    """One line."""
    return json.dumps(said).encode() + b"\n"


def request(path: Path, fields: FieldMap) -> bytes:
    """Asks for the articles in a file. A name that is not UTF-8 goes through as it came."""
    return frame({"path": os.fspath(path), "fields": asdict(fields)})


def requested(line: bytes) -> tuple[Path, FieldMap]:
    """What a request asks for."""
    said = json.loads(line)
    return Path(said["path"]), FieldMap(**said["fields"])


def framed(name: str, piece: Piece) -> bytes:
    """A piece as a line. One that is too long for it becomes an error."""
    label, got = piece
    if isinstance(got, ReadingError):
        return frame({"piece": label, "fault": str(got)})
    date = got.date.isoformat() if got.date else None
    line = frame({"piece": label, "article": asdict(got) | {"date": date}})
    if len(line) <= FRAME_BYTES:
        return line
    return frame({"piece": label, "fault": f"{name} has too much in one article; split it and ingest it again."})


def piece_of(said: dict[str, Any]) -> Piece:
    """The piece that was framed."""
    if "fault" in said:
        return said["piece"], ReadingError(said["fault"])
    fields = said["article"]
    translations = tuple(Translation(**each) for each in fields["translations"])
    removed = tuple(Removed(each["line"], Kind(each["kind"])) for each in fields["removed"])
    lists = {"sources": tuple(fields["sources"]), "translations": translations, "removed": removed}
    article = Article(**fields | lists)
    return said["piece"], article
