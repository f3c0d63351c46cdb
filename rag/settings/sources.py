"""What the environment and the file of settings give, each value with the place it was read from."""

from __future__ import annotations

import os
import re
import stat
import tomllib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path
from typing import Any

from rag.errors import SettingsError
from rag.settings.declared import PREFIX, SETTINGS, is_secret, variable

FILE = "isnad.toml"
_CONFIG = variable("config")
_KUBERNETES = re.compile(
    r"ISNAD(_\w+)?_(SERVICE_HOST|SERVICE_PORT(_\w+)?|PORT_\d+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)"
)
_ADDRESS = re.compile(r"(tcp|udp|sctp)://.*", re.DOTALL)
_AT_LINE = re.compile(r"^(.*) \(at (.*)\)$")
_MOST_BYTES = 1 << 20
_OTHERS_MAY_WRITE = stat.S_IWOTH
_KINDS: dict[Any, tuple[str, tuple[type, ...]]] = {
    float: ("a number, without quotes", (int, float)),
    int: ("a whole number, without quotes", (int,)),
    bool: ("true or false, without quotes", (bool,)),
    tuple[str, ...]: ("a list of texts in quotes", (list, str)),
}
_TEXT: tuple[str, tuple[type, ...]] = ("a text in quotes", (str,))
_TEXTS: tuple[str, tuple[type, ...]] = ("a text in quotes, or a list of such", (list, str))

Value = Any
Environment = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Given:
    """A value that something else than a default gave, and where: a variable, or a file and its line."""

    value: Value
    source: str
    where: str


def environment() -> Environment:
    """Isnad's own variables that are not empty, by name; what Kubernetes sets for a service by the name isnad is not.

    Kubernetes tells every container of each service, as ISNAD_PORT=tcp://… and ISNAD_SERVICE_HOST.
    """
    own = (pair for pair in os.environ.items() if pair[0].upper().startswith(PREFIX) and pair[1])
    return tuple(sorted((name, value) for name, value in own if not _is_of_kubernetes(name, value)))


def _is_of_kubernetes(name: str, value: str) -> bool:
    return bool(_KUBERNETES.fullmatch(name) or (name.endswith("_PORT") and _ADDRESS.fullmatch(value)))


def of_environment(given: Environment) -> dict[str, Given]:
    """The settings of these variables, by name. Raises SettingsError for a variable that is no setting."""
    found = {}
    for key, value in given:
        name = key.upper().removeprefix(PREFIX).lower()
        if name not in SETTINGS:
            raise SettingsError(f"There is no setting {key}{_nearest(name, SETTINGS, variable, 'unset')}")
        words = value.split() if SETTINGS[name].annotation == tuple[str, ...] else value
        found[name] = Given(words, "environment", key)
    return found


def settings_file() -> tuple[Path, int, int] | None:
    """The file of settings, with its size and the time of its change; None where there is none.

    Raises SettingsError where the one that ISNAD_CONFIG names is not there, and where the one that merely lies in the
    working directory is another user's: it could name a model that all questions are sent to.
    """
    named = os.environ.get(_CONFIG, "")
    try:
        path = Path(named or FILE).expanduser().absolute()
        found = path.stat()
    except (OSError, RuntimeError) as error:  # RuntimeError: an unknown ~user
        if not named:
            return None
        reason = error.strerror if isinstance(error, OSError) else error
        raise SettingsError(f"{named} cannot be read ({reason}). Correct --config or {_CONFIG}.") from error
    if not named and hasattr(os, "geteuid"):
        if found.st_uid not in (0, os.geteuid()) or found.st_mode & _OTHERS_MAY_WRITE:
            raise SettingsError(
                f"{path} is not yours, or others may write to it, so it is not read. "
                f"To use it all the same, name it: --config {path}."
            )
    return path, found.st_size, found.st_mtime_ns


@lru_cache(maxsize=8)
def of_file(path: Path, size: int, changed: int) -> dict[str, Given]:
    """The settings of a file in TOML, by name, as it is when it has this size and this time of change.

    Paths in it are meant from its folder. Raises SettingsError where it is no TOML, has unknown names or wrong types.
    """
    text = _text(path)
    try:
        read = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        at = _AT_LINE.match(str(error))
        where = f"{path}, {at[2]}: {at[1]}" if at else f"{path}: {error}"
        raise SettingsError(f'{where}. A setting is a line as: threshold = 0.7, or llm = "…".') from error
    return {name: _given(path, text, name, value) for name, value in read.items()}


def _text(path: Path) -> str:
    try:
        if path.is_file() and path.stat().st_size <= _MOST_BYTES:
            return path.read_bytes().decode("utf-8-sig")
        raise SettingsError(f"{path} is no file of settings: it is {'too large' if path.is_file() else 'no file'}.")
    except OSError as error:
        raise SettingsError(f"{path} cannot be read ({error.strerror}). Correct its rights or --config.") from error
    except UnicodeDecodeError as error:
        raise SettingsError(f"{path} is no text in UTF-8. Write it anew in that encoding.") from error


def _given(path: Path, text: str, name: str, value: Value) -> Given:
    where = f"{path}{_line(text, name)}"
    names = [each for each in SETTINGS if each != "config"]
    if name not in names:
        raise SettingsError(f"{where}: there is no setting {name!r}{_nearest(name, names, str, 'remove')}")
    kind = SETTINGS[name].annotation
    wanted, types = _TEXTS if is_secret(name) else _KINDS.get(kind, _TEXT)
    parts = value if isinstance(value, list) and list in types else [value]
    if any(not isinstance(part, types) or (isinstance(part, bool) and kind is not bool) for part in parts):
        shown = "this" if is_secret(name) else repr(value)
        raise SettingsError(f"{where}: {name} cannot be {shown}: give {wanted}.")
    if is_secret(name):
        value = "\n".join(parts)
    elif kind == tuple[str, ...]:
        value = [word for part in parts for word in part.split()]
    elif value and kind in (Path, Path | None):
        value = path.parent / Path(value).expanduser()
    return Given(value, "file", where)


def _line(text: str, name: str) -> str:
    """Where in the file a key stands, as ", line 3"; "" where that is not known."""
    key = re.escape(name)
    found = re.search(rf"""^[ \t]*(["']?{key}["']?[ \t]*[=.]|\[+[ \t]*{key}\b)""", text, re.MULTILINE)
    return f", line {text.count(chr(10), 0, found.start()) + 1}" if found else ""


def _nearest(given: str, names: Iterable[str], shown: Callable[[str], str], undo: str) -> str:
    """The rest of a sentence about an unknown name: the one that may be meant, or all, as they are written there."""
    names = list(names)
    near = get_close_matches(given, names, 1)
    if near:
        return f"; the nearest is {shown(near[0])}. Correct or {undo} it; `isnad settings` lists all."
    return f". The settings are {', '.join(sorted(map(shown, names)))}; {undo} the other."
