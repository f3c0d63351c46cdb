"""The users of a file, read again whenever the file changes."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from threading import Lock

from store import IsnadError
from ui.messages import localized, one_line
from ui.messages import server as messages
from ui.server.auth import Users, parse_users

_log = logging.getLogger("isnad")
_Stamp = tuple[int, int, int] | None


def follow_file(users: Users, file: Path, lines: Callable[[], Iterable[str]]) -> Users:
    """Users whose hashes are at any time those of the file; who may write stays as it is.

    lines: reads all lines of `name:hash` again, those of the file and any others. Where that raises IsnadError or
    OSError, the users stay as they were, and the log gets one line.
    """
    return replace(users, hashes=_FileHashes(users.hashes, file, lines))


class _FileHashes(Mapping[str, str]):
    """The hash of each user."""

    def __init__(self, hashes: Mapping[str, str], file: Path, lines: Callable[[], Iterable[str]]) -> None:
        self._hashes = hashes
        self._file = file
        self._lines = lines
        self._read: _Stamp = _stamp(file)
        self._lock = Lock()

    def __getitem__(self, user: str) -> str:
        return self._now()[user]

    def __iter__(self) -> Iterator[str]:
        return iter(self._now())

    def __len__(self) -> int:
        return len(self._now())

    def _now(self) -> Mapping[str, str]:
        with self._lock:
            stamp = _stamp(self._file)
            if stamp != self._read:
                self._read = stamp  # before it is read: what is written meanwhile is read next time
                self._read_again()
            return self._hashes

    def _read_again(self) -> None:
        try:
            self._hashes = parse_users(self._lines(), (), alone=False).hashes
        except (IsnadError, OSError) as error:
            _log.warning("%s", localized(messages.USERS_STAY, reason=one_line(str(error))))


def _stamp(file: Path) -> _Stamp:
    """What differs once the file was changed or replaced; None where it cannot be seen."""
    try:
        seen = file.stat()
    except OSError:
        return None
    return seen.st_mtime_ns, seen.st_size, seen.st_ino
