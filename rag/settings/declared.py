"""The table of settings: each field of `Declared` is one, with its type, its default, what it does and its limits.

From it are made the names in the environment, those in the file, `isnad settings` and the table in docs/SETTINGS.md.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

import platformdirs
from pydantic import BaseModel, ConfigDict, Field, SecretStr, field_validator
from pydantic.fields import FieldInfo
from pydantic_core import PydanticCustomError

from store.index import server_address

PREFIX = "ISNAD_"


def data_folder() -> Path:
    """The folder for what Isnad keeps for this user: the default store, and weights learned anew."""
    return Path(platformdirs.user_data_dir("isnad"))


def _setting(default: Any, what: str, wanted: str = "", none: str = "", **limits: Any) -> Any:
    """A setting: `wanted` says what it may be, `none` what holds where it is empty."""
    extra: dict[str, Any] = {"wanted": wanted, "none": none}
    given = {"default_factory": default} if callable(default) else {"default": default}
    return Field(**given, **limits, description=what, json_schema_extra=extra)


class Declared(BaseModel):
    """Every setting. Its name is its key in a file, and in capitals behind ISNAD_ its variable."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    config: Path | None = _setting(
        None,
        "The file of settings; not a key of the file itself.",
        none="`isnad.toml` in the working directory, where there is one",
    )
    store: Path = _setting(lambda: data_folder() / "store", "The folder of the default store.")
    group: str = _setting(
        "", "The group whose members may read and change the store's files.", none="nobody but the owner"
    )
    threshold: float = _setting(
        0.5,
        "The confidence from which a question is answered and not refused.",
        "a number from 0 to 1",
        ge=0.0,
        le=1.0,
    )
    embedding: str = _setting(
        "",
        "Another LlamaIndex embedding, as module:Class {arguments}.",
        none="the model that ships with Isnad",
    )
    reader: str = _setting(
        "",
        "`off`, or the folders of other models that read question and passage together, with a comma between.",
        none="the model that ships with Isnad",
    )
    llm: str = _setting("", "The language model that writes answers, as `isnad models` names them.", none="none")
    llm_timeout: float = _setting(
        120.0,
        "How many seconds the language model may take to write an answer.",
        "a number of seconds above 0, at most 3600",
        gt=0.0,
        le=3600.0,
    )
    llm_key: SecretStr = _setting(SecretStr(""), "The key for an `http://…` model that asks for one.", none="none")
    support: float = _setting(
        0.8,
        "How likely it must be that the quotes bear out a sentence of a model, for it to be called verified.",
        "a number from 0 to 1",
        ge=0.0,
        le=1.0,
    )
    strict: bool = _setting(False, "Show only sentences of a model that are verified.", "true or false")
    chroma: str = _setting(
        "",
        "A Chroma server that keeps the vector index, as http://host:port.",
        none="none: the store's folder",
    )
    host: str = _setting("127.0.0.1", "The address that the server listens at.")
    port: int = _setting(7860, "The port that the server listens at.", "a number from 1 to 65535", ge=1, le=65535)
    root_path: str = _setting("", "Where a proxy shows the page: /isnad, or / at its top.", none="there is no proxy")
    auth: SecretStr = _setting(
        SecretStr(""),
        "Who may log in, as name:hash (`isnad password`), with spaces or line breaks between.",
        none="nobody is asked",
    )
    auth_file: Path | None = _setting(None, "A file of such users, one a line.", none="none")
    may_write: tuple[str, ...] = _setting(
        (),
        "The users who may add and remove articles, with spaces between, or `everyone`.",
        none="who runs it, see [TEAM.md](TEAM.md)",
    )
    mcp: bool = _setting(False, "Serve tools for language models too, at /mcp.", "true or false")

    log_format: Literal["text", "json"] = _setting("text", "How the lines of the log are written.", "text or json")
    log_level: Literal["debug", "info", "warning", "error"] = _setting(
        "warning", "What goes into the log, with all that matters more.", "debug, info, warning or error"
    )
    log_questions: bool = _setting(False, "Put the words of questions into the log too.", "true or false")

    @field_validator("chroma")
    @classmethod
    def _address(cls, given: str) -> str:
        try:
            return server_address(given)
        except ValueError as error:
            raise PydanticCustomError("address", str(error)) from error


SETTINGS: dict[str, FieldInfo] = dict(Declared.model_fields)
"""The table, by name."""


def variable(name: str) -> str:
    """The name of a setting in the environment."""
    return PREFIX + name.upper()


def note(name: str, what: str) -> Any:
    """What the table says of a setting beside its type and its description: `wanted` or `none`."""
    extra = SETTINGS[name].json_schema_extra
    return extra.get(what) if isinstance(extra, dict) else None


def is_secret(name: str) -> bool:
    """Whether the value of a setting is never shown."""
    return SETTINGS[name].annotation is SecretStr
