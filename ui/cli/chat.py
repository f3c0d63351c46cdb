"""The command that serves the page, and the one that makes a user's hash."""

from __future__ import annotations

import signal
import sys
import time
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import typer

from ui.cli import output
from ui.cli.arguments import Store, given_path, open_corpus_to_ask, reporting_errors
from ui.cli.log_options import Format, Level, LogFormat, LogLevel, Questions
from ui.cli.models import Llm, chosen_model
from ui.messages import general as messages
from ui.messages import localized, one_line
from ui.messages import server as server_messages

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


@reporting_errors()
def serve_chat(
    store: Store = None,
    host: Annotated[
        str, typer.Option(metavar="HOST", parser=_given_host, help="The address to listen at.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(metavar="PORT", parser=_given_port, help="The port to listen at.")] = 7860,
    llm: Llm = None,
    auth: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME:HASH", help="A user, with the hash of `isnad password`; may be given again."),
    ] = None,
    auth_file: Annotated[
        Path | None, typer.Option(metavar="FILE", parser=given_path, help="A file of such users, one a line.")
    ] = None,
    may_write: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME", help="A user who may add and remove articles, or `everyone`; may be given again."
        ),
    ] = None,
    root_path: Annotated[
        str, typer.Option(metavar="PATH", help="Where a proxy shows the page: /isnad, or / at its top.")
    ] = "",
    mcp: Annotated[bool, typer.Option("--mcp", help="Serve tools for language models too, at /mcp.")] = False,
    log_format: Format = LogFormat.TEXT,
    log_level: Level = LogLevel.WARNING,
    log_questions: Questions = False,
) -> None:
    """Start the page: ask in the browser, with the articles beside the answers."""
    if mcp and find_spec("mcp") is None:
        output.complain(localized(server_messages.NO_MCP))
        raise typer.Exit(1)
    if root_path and not root_path.startswith(("/", "http://", "https://")):
        raise typer.BadParameter(localized(server_messages.NO_ROOT_PATH, path=root_path))
    from ui.server import Serving, follow_file, parse_users, start_log
    from ui.web import upload_folder

    serving = Serving(host, port, root_path, mcp)
    users = parse_users(_user_lines(auth, auth_file), may_write or (), serving.is_local)
    if auth_file:
        users = follow_file(users, auth_file, lambda: _user_lines(auth, auth_file))
    serving.check()
    model = chosen_model(llm)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))  # so stopped, a service tidies up as after Ctrl-C
    with open_corpus_to_ask(store) as corpus, upload_folder():
        from ui.web import CorpusRespondent, serve

        page = serve(corpus, CorpusRespondent(corpus, model), replace(serving, users=users), wait=False)
        start_log(log_format is LogFormat.JSON, log_level.upper(), log_questions)
        try:
            if serving.is_exposed and not users.named:
                output.complain(localized(server_messages.OPEN_TO_ALL, host=host))
            output.say(localized(messages.SERVING, address=page.local_url))
            while True:
                time.sleep(3600)
        finally:
            page.close(verbose=False)


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
