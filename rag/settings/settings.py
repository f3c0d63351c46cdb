"""The settings that hold, in one frozen object."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from rag.errors import SettingsError
from rag.settings.declared import Declared, is_secret, note, variable
from rag.settings.sources import Environment, Given, environment, of_environment, of_file, settings_file

_File = tuple[Path, int, int] | None


class Settings(Declared):
    """What holds: what is given here, else the environment's, else the file's, else the default of each setting.

    Raises SettingsError for an unknown name or a wrong value, naming where it was read.
    """

    def __init__(self, **given: Any) -> None:
        read = given_settings()
        try:
            super().__init__(**{name: each.value for name, each in read.items()} | given)
        except ValidationError as error:
            fault = error.errors()[0]
            name = str(fault["loc"][0])
            if fault["type"] == "extra_forbidden":
                raise SettingsError(f"There is no setting {variable(name)}. `isnad settings` lists all.") from error
            of = None if name in given else read.get(name)
            wanted = f"it is {note(name, 'wanted')}" if note(name, "wanted") else fault["msg"]
            raise _wrong(name, fault["input"], wanted, of) from error


def _wrong(name: str, value: object, wanted: str, given: Given | None) -> SettingsError:
    where, undo = variable(name), "unset it"
    if given is not None and given.source == "file":
        where, undo = f"{given.where}: {name}", "remove it"
    shown = "this" if is_secret(name) else repr(value)
    return SettingsError(f"{where} cannot be {shown}: {wanted}. Correct it or {undo}.")


def given_settings() -> dict[str, Given]:
    """What environment and file give, by name; where both do, what the environment gives."""
    return _given(environment(), settings_file())


@lru_cache(maxsize=8)
def _given(variables: Environment, file: _File) -> dict[str, Given]:
    of_variables = of_environment(variables)
    found = {**(of_file(*file) if file else {}), **of_variables}
    if file:
        source = "environment" if "config" in of_variables else "working directory"
        found["config"] = Given(file[0], source, of_variables["config"].where if "config" in of_variables else "")
    return found


def load_settings() -> Settings:
    """The settings of environment and file. Raises SettingsError for an unknown name or a wrong value in them."""
    return _settings(environment(), settings_file())


@lru_cache(maxsize=8)
def _settings(variables: Environment, file: _File) -> Settings:
    return Settings()
