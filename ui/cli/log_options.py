"""The options of commands that serve: what is worth a line in the log, and how the lines are written."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer


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
