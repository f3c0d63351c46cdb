"""ISNAD_READER → the reader to use."""

from __future__ import annotations

import logging
from functools import lru_cache
from pathlib import Path

from rag.errors import ReaderError, SettingsError
from rag.reading.folder import FolderModel
from rag.reading.reader import WindowModel, WindowReader
from rag.reading.shipped import open_shipped
from rag.reading.types import Reader
from rag.reading.weights import SHIPPED
from rag.settings import load_settings
from store import ProcessLock

OFF = "off"

_log = logging.getLogger("isnad")
_opening = ProcessLock()


def open_reader(choice: str | None = None, folder: Path = SHIPPED) -> Reader | None:
    """The reader that `choice`, by default ISNAD_READER, names; opened once and shared by all of this process.

    `folder` has the shipped weights.

    Empty: the model that ships with Isnad; None, with one warning in the log, where it cannot be used. `off`: None.
    Else one or two folders (folder.py), with a comma between: one that reads pages, one that judges claims, or one
    that does both; the shipped model does what none of them does. Raises SettingsError for folders without such
    models.
    """
    with _opening:
        return _opened((load_settings().reader if choice is None else choice).strip(), folder)


@lru_cache(maxsize=4)
def _opened(choice: str, folder: Path) -> Reader | None:
    if choice.lower() == OFF:
        return None
    if choice:
        return _reader_of_folders(choice, folder)
    try:
        shipped = open_shipped(folder)
    except ReaderError as error:
        _log.warning("Answers are found without the reader. %s", error)
        return None
    return WindowReader(shipped, shipped)


def _reader_of_folders(choice: str, folder: Path) -> WindowReader:
    reading: list[WindowModel] = []
    judging: list[WindowModel] = []
    try:
        for name in choice.split(","):
            if not name.strip():
                raise ValueError(f"it is {OFF}, or one or two folders of models with a comma between")
            model = FolderModel(Path(name.strip()).expanduser())
            reading += [model] * model.reads
            judging += [model] * model.judges
        if len(reading) > 1 or len(judging) > 1:
            what = "read pages" if len(reading) > 1 else "judge claims"
            raise ValueError(f"more than one of its models can {what}")
        missing = [] if reading and judging else [open_shipped(folder)]
        return WindowReader(*(reading or missing), *(judging or missing))
    except (ReaderError, ValueError) as error:
        reason = str(error).rstrip(".")
        raise SettingsError(f"ISNAD_READER cannot be {choice!r}: {reason}. Correct it or unset it.") from error
