"""The command that serves the page, and the one that makes a user's hash."""

from __future__ import annotations

import sys

import typer

from ui.cli import output
from ui.cli.arguments import Store, open_corpus_to_ask, reporting_errors
from ui.cli.models import Llm, chosen_model
from ui.cli.serving import (
    Auth,
    AuthFile,
    Format,
    Host,
    Level,
    LogFormat,
    LogLevel,
    MayWrite,
    Mcp,
    Port,
    Questions,
    RootPath,
    begin_log,
    checked_serving,
    wait_until_stopped,
)
from ui.messages import general as messages
from ui.messages import localized
from ui.messages import server as server_messages

_SHORTEST = 8  # characters of a password


@reporting_errors()
def serve_chat(
    store: Store = None,
    host: Host = "127.0.0.1",
    port: Port = 7860,
    llm: Llm = None,
    auth: Auth = None,
    auth_file: AuthFile = None,
    may_write: MayWrite = None,
    root_path: RootPath = "",
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
