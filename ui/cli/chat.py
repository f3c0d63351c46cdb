"""The command that serves the page, and the one that makes a user's hash."""

from __future__ import annotations

import signal
import sys
import time
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ui.cli import output
from ui.cli.arguments import Store, given_path, open_corpus_to_ask, reporting_errors
from ui.cli.log_options import Format, Level, LogFormat, LogLevel, Questions, begin_log
from ui.cli.models import Llm, chosen_model
from ui.messages import general as messages
from ui.messages import localized, one_line
from ui.messages import server as server_messages

if TYPE_CHECKING:
    from ui.messages import Message
    from ui.server import Serving

_LAST_PORT = 65535
_SHORTEST = 8  # characters of a password


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


@reporting_errors()
def serve_chat(
    store: Store = None,
    host: Host = "127.0.0.1",
    port: Port = 7860,
    llm: Llm = None,
    auth: Auth = None,
    auth_file: AuthFile = None,
    may_write: MayWrite = None,
    root_path: Annotated[
        str, typer.Option(metavar="PATH", help="Where a proxy shows the page: /isnad, or / at its top.")
    ] = "",
    mcp: Mcp = False,
    log_format: Format = LogFormat.TEXT,
    log_level: Level = LogLevel.WARNING,
    log_questions: Questions = False,
) -> None:
    """Start the page: ask in the browser, with the articles beside the answers."""
    serving = checked_serving(host, port, root_path, mcp, auth, auth_file, may_write)
    model = chosen_model(llm)
    from ui.web import upload_folder

    with open_corpus_to_ask(store) as corpus, upload_folder():
        from ui.web import CorpusRespondent, serve

        page = serve(corpus, CorpusRespondent(corpus, model), serving, wait=False)
        begin_log(log_format, log_level, log_questions)
        try:
            wait_until_stopped(serving, messages.SERVING, str(page.local_url))
        finally:
            page.close(verbose=False)


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


@reporting_errors()
def password() -> None:
    """Ask for a password, and print the hash to give to --auth."""
    from ui.server import password_hash

    given = _typed() if sys.stdin.isatty() else _piped()
    if len(given) < _SHORTEST:
        output.complain(localized(server_messages.NO_PASSWORD, least=_SHORTEST))
        raise typer.Exit(1)
    typer.echo(password_hash(given))


def _typed() -> str:
    prompt, again = localized(server_messages.NEW_PASSWORD), localized(server_messages.AGAIN)
    return str(typer.prompt(prompt, hide_input=True, confirmation_prompt=again, err=True))


def _piped() -> str:
    """The password that a program writes, once or, as a person does, twice."""
    given: set[str] = set(sys.stdin.read().splitlines())
    if len(given) != 1:
        output.complain(localized(server_messages.NO_PASSWORD_GIVEN))
        raise typer.Exit(1)
    return given.pop()
