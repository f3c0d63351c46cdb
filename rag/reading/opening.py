"""ISNAD_READER → the reader to use."""

from __future__ import annotations

import logging
import threading
from functools import lru_cache

from rag.errors import ReaderError
from rag.reading.shipped import open_shipped
from rag.reading.types import Reader
from rag.settings import load_settings

_log = logging.getLogger("isnad")
_opening = threading.Lock()


def open_reader(choice: str | None = None) -> Reader | None:
    """The reader that `choice`, by default ISNAD_READER, names; opened once and shared by all of this process.

    Empty: the model that ships with Isnad; None, with one warning in the log, where it cannot be used. `off`: None.
    """
    with _opening:
        return _opened((load_settings().reader if choice is None else choice).strip())


@lru_cache(maxsize=4)
def _opened(choice: str) -> Reader | None:
    if choice == "off":
        return None
    try:
        return open_shipped()
    except ReaderError as error:
        _log.warning("Answers are found without the reader. %s", error)
        return None
