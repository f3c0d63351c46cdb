"""The file of settings for every command, options that settings give, and the command that says what holds."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from ui.cli import output
from ui.cli.arguments import Json, given_path, reporting_errors
from ui.messages import general as messages
from ui.messages import localized

if TYPE_CHECKING:
    from rag.settings import HeldSetting

_OPTION, _VARIABLE = "--config", "ISNAD_CONFIG"
_SERVED = (
    *("host", "port", "root_path", "auth_file", "may_write", "mcp"),
    *("log_format", "log_level", "log_questions"),
)
"""The options of the commands that serve whose defaults are settings of the same name."""


class ConfiguredGroup(TyperGroup):
    """Commands that `--config FILE` may follow as well as precede."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        return super().parse_args(ctx, _config_first(args))


def _config_first(args: list[str]) -> list[str]:
    """The arguments with `--config FILE` before all others, wherever it stood before a lone `--`."""
    end = args.index("--") if "--" in args else len(args)
    first: list[str] = []
    rest: list[str] = []
    given = iter(args[:end])
    for one in given:
        if one == _OPTION:
            first += [one, next(given, "")]
        elif one.startswith(f"{_OPTION}="):
            first.append(one)
        else:
            rest.append(one)
    return [*first, *rest, *args[end:]]


def given_config(given: str) -> str:
    """The path of a file of settings, from where the command was called."""
    return str(given_path(given).expanduser().absolute())


def configure(ctx: typer.Context, config: str | None) -> None:
    """Have a command, and what it starts, use this file of settings; and settings for options that are not given."""
    if config is not None:
        ctx.with_resource(_environment(_VARIABLE, config))
    ctx.default_map = {
        name: {each.name: _Held(each.name, each.default) for each in command.params if each.name in _SERVED}
        for name, command in getattr(ctx.command, "commands", {}).items()
        if name in ("chat", "serve")
    }


@contextmanager
def _environment(name: str, value: str) -> Iterator[None]:
    before = os.environ.get(name)
    os.environ[name] = value
    try:
        yield
    finally:
        os.environ.pop(name, None)
        os.environ |= {name: before} if before is not None else {}


class _Held:
    """What a setting holds, looked up where a command needs it; its help shows the option's own default."""

    def __init__(self, name: str, default: object) -> None:
        self._name = name
        self._default = default

    def __call__(self) -> Any:
        with reporting_errors():
            from rag import load_settings

            value = getattr(load_settings(), self._name)
        return list(value) if isinstance(value, tuple) else value

    def __str__(self) -> str:
        return str(self._default or "")


@reporting_errors()
def settings(
    table: Annotated[
        bool, typer.Option("--table", help="Print the table of docs/SETTINGS.md instead: all that can be set.")
    ] = False,
    json: Json = False,
) -> None:
    """Say what is set and where: in the environment, in the file of settings, or nowhere."""
    from rag.settings import held_settings, settings_table

    if table:
        output.say(settings_table().rstrip("\n"), wrap=False)
        return
    held = held_settings()
    if json:
        output.write_json({"settings": [_as_dict(each) for each in held]})
    else:
        output.print_rows((each.name, _shown(each), _whence(each)) for each in held)


def _as_dict(held: HeldSetting) -> dict[str, object]:
    return {
        "name": held.name,
        "variable": held.variable,
        "value": held.value,
        "secret": held.secret,
        "source": held.source,
        "where": held.where,
        "description": held.description,
    }


def _shown(held: HeldSetting) -> str:
    """The value as it would be typed; of a secret, whether it is set; a dash for none."""
    if held.secret:
        return localized(messages.IS_SET) if held.value else "-"
    if isinstance(held.value, bool):
        return str(held.value).lower()
    value = " ".join(held.value) if isinstance(held.value, tuple) else held.value
    return "-" if value in (None, "") else str(value)


def _whence(held: HeldSetting) -> str:
    return held.where or localized(messages.WHENCE[held.source])
