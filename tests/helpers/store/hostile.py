"""How hostile files are made, and what reading them gives."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

from store import Article, ReadingError
from store.readers.sandbox.process import ReaderProcess

GATE = "The town gate was painted green on Sunday by its keeper."

Make = Callable[..., Path]


def faults(reader: ReaderProcess, path: Path) -> list[str]:
    """Why pieces of a file cannot be read: each in one sentence that names the file."""
    said = [str(got) for _, got in reader.read(path) if isinstance(got, ReadingError)]
    assert all(path.name in fault and "\n" not in fault and len(fault) < 600 for fault in said)
    return said


def read(reader: ReaderProcess, path: Path) -> dict[str, str]:
    return {piece: got.text for piece, got in reader.read(path) if isinstance(got, Article)}


def packed(files: dict[str, bytes], mode: int = zipfile.ZIP_DEFLATED) -> bytes:
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w", mode) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return into.getvalue()
