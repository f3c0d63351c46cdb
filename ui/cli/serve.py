"""The command that serves the ways for programs, without the page."""

from __future__ import annotations

from functools import partial
from typing import Annotated

import typer

from ui.cli.arguments import Store, open_corpus_to_ask, reporting_errors
from ui.cli.chat import Auth, AuthFile, Host, MayWrite, Mcp, Port, checked_serving, wait_until_stopped
from ui.cli.models import Llm, chosen_model
from ui.messages import general as messages


@reporting_errors()
def serve_programs(
    store: Store = None,
    host: Host = "127.0.0.1",
    port: Port = 7860,
    llm: Llm = None,
    auth: Auth = None,
    auth_file: AuthFile = None,
    may_write: MayWrite = None,
    root_path: Annotated[
        str, typer.Option(metavar="PATH", help="Where a proxy shows it: /isnad, or / at its top.")
    ] = "",
    mcp: Mcp = False,
) -> None:
    """Serve programs, without the page: over HTTP at /api, and as a model to chat with at /v1 (docs/HTTP.md)."""
    serving = checked_serving(host, port, root_path, mcp, auth, auth_file, may_write)
    model = chosen_model(llm)
    with open_corpus_to_ask(store) as corpus:
        from rag import stream_answer
        from ui.api import ApiFunctions
        from ui.api.http import HttpServer

        functions = ApiFunctions(corpus, partial(stream_answer, corpus=corpus, llm=model))
        with HttpServer(functions, serving) as server:
            wait_until_stopped(serving, messages.SERVING_PROGRAMS, server.address)
