"""What the commands that serve share: their options, the checks of these, and the wait until they are stopped."""

from __future__ import annotations

import signal
import sys
import time
from dataclasses import replace
from enum import StrEnum
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ui.cli import output
from ui.cli.arguments import given_path
from ui.messages import localized, one_line
from ui.messages import server as server_messages

if TYPE_CHECKING:
    from ui.messages import Message
    from ui.server import Serving

_LAST_PORT = 65535


def _given_host(given: str) -> str:
    if not given.strip():
        raise typer.BadParameter(localized(server_messages.NO_HOST))
    return given


def _given_port(given: str | int) -> int:
    port = int(given) if str(given).isascii() and str(given).isdecimal() else 0
    if not 1 <= port <= _LAST_PORT:
        raise typer.BadParameter(localized(server_messages.NO_PORT, given=f"'{one_line(str(given))}'"))
    return port


Host = Annotated[str, typer.Option(metavar="HOST", parser=_given_host, help="The address to listen at.")]
Port = Annotated[int, typer.Option(metavar="PORT", parser=_given_port, help="The port to listen at.")]
Auth = Annotated[
    list[str] | None,
    typer.Option(metavar="NAME:HASH", help="A user, with the hash of `isnad password`; may be given again."),
]
AuthFile = Annotated[
    Path | None, typer.Option(metavar="FILE", parser=given_path, help="A file of such users, one a line.")
]
MayWrite = Annotated[
    list[str] | None,
    typer.Option(metavar="NAME", help="A user who may add and remove articles, or `everyone`; may be given again."),
]
Mcp = Annotated[bool, typer.Option("--mcp", help="Serve tools for language models too, at /mcp.")]
RootPath = Annotated[str, typer.Option(metavar="PATH", help="Where a proxy shows it: /isnad, or / at its top.")]


class LogFormat(StrEnum):
    """How the lines are written."""

    TEXT = "text"
    JSON = "json"


class LogLevel(StrEnum):
    """What is worth a line, with all that matters more."""

    DEBUG = "debug"
    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


Format = Annotated[LogFormat, typer.Option("--log-format", help="Lines of the log as text, or as JSON.")]
Level = Annotated[
    LogLevel,
    typer.Option(
        "--log-level",
        help="What goes into the log, on standard error: from info on who asked, logged in, added and removed.",
    ),
]
Questions = Annotated[bool, typer.Option("--log-questions", help="Put the words of questions into the log too.")]


def begin_log(form: LogFormat, level: LogLevel, questions: bool) -> None:
    """Starts the log as these options say, once the server runs."""
    from ui.server import start_log

    start_log(form is LogFormat.JSON, level.upper(), questions)


def checked_serving(
    host: str,
    port: int,
    root_path: str,
    mcp: bool,
    auth: list[str] | None,
    auth_file: Path | None,
    may_write: list[str] | None,
) -> Serving:
    """How to serve, as the options say. Reports what does not fit, and an address that is taken."""
    if mcp and find_spec("mcp") is None:
        output.complain(localized(server_messages.NO_MCP))
        raise typer.Exit(1)
    if root_path and not root_path.startswith(("/", "http://", "https://")):
        raise typer.BadParameter(localized(server_messages.NO_ROOT_PATH, path=root_path))
    from ui.server import Serving, follow_file, parse_users

    serving = Serving(host, port, root_path, mcp)
    users = parse_users(_user_lines(auth, auth_file), may_write or (), serving.is_local)
    if auth_file:
        users = follow_file(users, auth_file, lambda: _user_lines(auth, auth_file))
    serving.check()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))  # so stopped, a service tidies up as after Ctrl-C
    return replace(serving, users=users)


def wait_until_stopped(serving: Serving, started: Message, address: str) -> None:
    """Says where it is served and, if so, that all can read there; then sleeps until a signal comes."""
    if serving.is_exposed and not serving.users.named:
        output.complain(localized(server_messages.OPEN_TO_ALL, host=serving.host))
    output.say(localized(started, address=address))
    while True:
        time.sleep(3600)


def _user_lines(options: list[str] | None, file: Path | None) -> list[str]:
    """The users of the environment, of the file and of the options; of two with one name the later counts."""
    from ui.server import environment_users, read_users_file

    return [*environment_users(), *(read_users_file(file) if file else ()), *(options or ())]
