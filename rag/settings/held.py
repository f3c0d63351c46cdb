"""What holds and whence, for people and programs to read."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from rag.settings.declared import SETTINGS, is_secret, variable
from rag.settings.settings import given_settings, load_settings


@dataclass(frozen=True, slots=True)
class HeldSetting:
    """A setting: its value, or of a secret whether it is set; and what gave it.

    `source` is "default", "environment", "file" or "working directory"; `where` the variable, or the file and line.
    """

    name: str
    variable: str
    value: str | int | float | bool | tuple[str, ...] | None
    source: str
    where: str
    secret: bool
    description: str


def held_settings() -> list[HeldSetting]:
    """All settings, as the table has them. Raises SettingsError as `load_settings` does."""
    settings, given = load_settings(), given_settings()
    found = []
    for name, field in SETTINGS.items():
        source, where = (given[name].source, given[name].where) if name in given else ("default", "")
        value = _plain(getattr(settings, name))
        description = str(field.description)
        found.append(HeldSetting(name, variable(name), value, source, where, is_secret(name), description))
    return found


def _plain(value: Any) -> Any:
    """A value as JSON has it; of a secret, whether it is set."""
    if isinstance(value, SecretStr):
        return bool(value.get_secret_value())
    return str(value) if isinstance(value, Path) else value
