"""Everything that can be set, in one frozen object; Isnad's own environment is read here and nowhere else."""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any

import platformdirs
from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_core import PydanticCustomError
from pydantic_settings import BaseSettings, SettingsConfigDict

from rag.errors import SettingsError
from store.index import server_address

_PREFIX = "ISNAD_"
_READ_ELSEWHERE = ("ISNAD_AUTH",)  # the page's users, read by ui/server/auth.py
_WANTED = {
    "threshold": "it is a number from 0 to 1",
    "support": "it is a number from 0 to 1",
    "llm_timeout": "it is a number of seconds above 0, at most 3600",
}


def data_folder() -> Path:
    """The folder for what Isnad keeps for this user: the default store, and weights learned anew."""
    return Path(platformdirs.user_data_dir("isnad"))


class Settings(BaseSettings):
    """How Isnad answers.

    store: the default store's folder (ISNAD_STORE). threshold: the confidence, from 0 to 1, from which a question
    is answered and not refused (ISNAD_THRESHOLD). embedding: another LlamaIndex embedding to use instead of the
    model that ships with Isnad, as `module:Class {arguments}` (ISNAD_EMBEDDING). support: how likely it
    must be, from 0 to 1, that passages bear out a sentence that a model wrote (ISNAD_SUPPORT). llm: the language
    model that writes answers, named as `isnad models` names them; none if empty (ISNAD_LLM). llm_timeout: how many
    seconds it may take to write one (ISNAD_LLM_TIMEOUT). llm_key: the key for an `http://…` model that asks for one;
    it is never shown (ISNAD_LLM_KEY). chroma: the address of a Chroma server that keeps the vector index, instead of
    the store's folder, as http://host:port (ISNAD_CHROMA). reader: `off`, or the folders of other models that
    read question and passage together, with a comma between (ISNAD_READER). Raises SettingsError for an unknown name
    or a wrong value.
    """

    model_config = SettingsConfigDict(env_prefix=_PREFIX, frozen=True, extra="forbid", env_ignore_empty=True)

    store: Path = Field(default_factory=lambda: data_folder() / "store")
    threshold: Annotated[float, Field(ge=0.0, le=1.0)] = 0.5
    embedding: str = ""
    support: Annotated[float, Field(ge=0.0, le=1.0)] = 0.65
    llm: str = ""
    llm_timeout: Annotated[float, Field(gt=0.0, le=3600.0)] = 120.0
    llm_key: SecretStr = SecretStr("")
    chroma: str = ""
    reader: str = ""

    def __init__(self, **given: Any) -> None:
        try:
            super().__init__(**given)
        except ValidationError as error:
            fault = error.errors()[0]
            name = _PREFIX + str(fault["loc"][0]).upper()
            if fault["type"] == "extra_forbidden":
                raise _unknown(name) from error
            wanted = _WANTED.get(str(fault["loc"][0])) or fault["msg"]
            message = f"{name} cannot be {fault['input']!r}: {wanted}. Correct it or unset it."
            raise SettingsError(message) from error

    @field_validator("chroma")
    @classmethod
    def _address(cls, given: str) -> str:
        try:
            return server_address(given)
        except ValueError as error:
            raise PydanticCustomError("address", str(error)) from error


def load_settings() -> Settings:
    """The settings of the environment. Raises SettingsError for an unknown ISNAD_… variable or a wrong value."""
    given = {name: value for name, value in os.environ.items() if name.upper().startswith(_PREFIX)}
    return _settings(tuple(sorted(given.items())))


@lru_cache(maxsize=8)
def _settings(given: tuple[tuple[str, str], ...]) -> Settings:
    for name, _ in given:
        if name not in _READ_ELSEWHERE and name.upper() not in _names():
            raise _unknown(name)
    return Settings()


def _names() -> list[str]:
    return [_PREFIX + name.upper() for name in Settings.model_fields]


def _unknown(name: str) -> SettingsError:
    names = ", ".join(sorted([*_names(), *_READ_ELSEWHERE]))
    return SettingsError(f"There is no setting {name}. The settings are {names}; unset the other.")
