"""The command that serves the ways for programs, without the page."""

from __future__ import annotations

from functools import partial

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


@reporting_errors()
def serve_programs(
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
    """Serve programs, without the page: over HTTP at /api, and as a model to chat with at /v1 (docs/HTTP.md)."""
    serving = checked_serving(host, port, root_path, mcp, auth, auth_file, may_write)
    model = chosen_model(llm)
    with open_corpus_to_ask(store) as corpus:
        from ui.api import ApiFunctions, HttpServer, stream_for_readers

        functions = ApiFunctions(corpus, partial(stream_for_readers, corpus=corpus, llm=model))
        with HttpServer(functions, serving) as server:
            begin_log(log_format, log_level, log_questions)
            wait_until_stopped(serving, messages.SERVING_PROGRAMS, server.address)
