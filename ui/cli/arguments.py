"""What the commands share: their options, the store they open, and how errors are reported."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ui.cli import output
from ui.messages import general as messages
from ui.messages import localized

if TYPE_CHECKING:
    from store import Corpus


def given_path(given: str) -> Path:
    """A typed path. An empty one, from an unset variable of a script, is an error and not the current folder."""
    if not given:
        raise typer.BadParameter(localized(messages.EMPTY_PATH))
    return Path(given)


Store = Annotated[
    Path | None,
    typer.Option(
        "--store", metavar="DIR", parser=given_path, help="The store's folder; without it, your default store."
    ),
]
Group = Annotated[
    str | None,
    typer.Option(
        "--group", metavar="NAME", help="The group whose members may read and change the store; else its owner alone."
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON document, for programs.")]


@contextmanager
def reporting_errors() -> Iterator[None]:
    """An IsnadError or an OSError is reported in one sentence and ends the command with status 1.

    Output that nobody reads any more ends it quietly.
    """
    try:
        yield
    except typer.Exit:
        raise
    except BrokenPipeError:  # who reads the output has had enough, as `head` has: that is no failure
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # for what Python writes when it ends
        raise typer.Exit(0) from None
    except OSError as error:
        message = messages.PATH_FAILED if error.filename else messages.WRITING_FAILED
        output.complain(localized(message, path=error.filename, reason=error.strerror or error))
        raise typer.Exit(1) from None
    except _isnad_error() as error:
        output.complain(str(error))
        raise typer.Exit(1) from None


def _isnad_error() -> type[Exception]:
    """IsnadError, imported when something was raised, since importing the store takes seconds."""
    from store import IsnadError

    return IsnadError


def open_or_make_corpus(store: Path | None, group: str | None = None) -> Corpus:
    """Opens the store, or makes a new one; and gives it to this group."""
    from rag import open_corpus

    return open_corpus(store, samples=False, group=group)


def open_existing_corpus(store: Path | None) -> Corpus:
    """Opens the store. Raises StorePathError for a folder that is none: it may be mistyped."""
    from store import StorePathError
    from store.database import is_store

    folder = store.expanduser() if store is not None else None
    if folder is not None and not folder.is_file() and not is_store(folder):
        raise StorePathError(localized(messages.NO_STORE, path=store))
    return open_or_make_corpus(store)


def open_corpus_to_ask(store: Path | None) -> Corpus:
    """The same; but a new default store gets the sample articles, so that there is something to ask."""
    if store is not None:
        return open_existing_corpus(store)
    from rag import open_corpus

    with output.progress_bar(messages.ADDING_SAMPLES) as on_progress:
        return open_corpus(on_progress=on_progress, on_wait=_report_waiting)


def _report_waiting() -> None:
    output.complain(localized(messages.WAITING))


def complain_of(failed: Iterable[tuple[Path, str]]) -> None:
    """Name each file that could not be read, and say why."""
    for path, reason in failed:
        output.complain(_with_path(path, reason))


def _with_path(path: Path, reason: str) -> str:
    """The reason, with the whole path where it gives only the file's name or none."""
    if str(path) in reason:
        return reason
    named = reason.startswith(path.name)
    return f"{path}{reason.removeprefix(path.name)}" if named else f"{path}: {reason}"
