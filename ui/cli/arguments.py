"""What the commands have in common: their options, the store they open, and how they say what goes wrong."""

from __future__ import annotations

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
    """A path as it was typed. Nothing, as a script's variable that was never set gives, is not this folder."""
    if not given:
        raise typer.BadParameter(localized(messages.EMPTY_PATH))
    return Path(given)


Store = Annotated[
    Path | None,
    typer.Option(
        "--store", metavar="DIR", parser=given_path, help="The store's folder; without it, your default store."
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON document, for programs.")]


@contextmanager
def in_one_sentence() -> Iterator[None]:
    """What goes wrong on purpose, or with a file, is said plainly and ends the command."""
    try:
        yield
    except (typer.Exit, BrokenPipeError):
        raise
    except OSError as error:
        said = messages.PATH_FAILED if error.filename else messages.WRITING_FAILED
        output.complain(localized(said, path=error.filename, reason=error.strerror or error))
        raise typer.Exit(1) from None
    except _on_purpose() as error:
        output.complain(str(error))
        raise typer.Exit(1) from None


def _on_purpose() -> type[Exception]:
    """What Isnad raises on purpose; looked up when something was raised, since importing the store takes seconds."""
    from store import IsnadError

    return IsnadError


def corpus_made(store: Path | None) -> Corpus:
    """The store, made where there is none."""
    from rag import open_corpus

    return open_corpus(store, samples=False)


def corpus_there(store: Path | None) -> Corpus:
    """The store; a mistyped folder is refused, not made into an empty store."""
    from store import StorePathError
    from store.database import is_store

    folder = store.expanduser() if store is not None else None
    if folder is not None and not folder.is_file() and not is_store(folder):
        raise StorePathError(localized(messages.NO_STORE, path=store))
    return corpus_made(store)


def corpus_to_ask(store: Path | None) -> Corpus:
    """The same; but the default store starts with the sample articles, so that there is something to ask."""
    if store is not None:
        return corpus_there(store)
    from rag import open_corpus

    with output.progress_bar(messages.ADDING_SAMPLES) as on_progress:
        return open_corpus(on_progress=on_progress, on_wait=_say_that_it_waits)


def _say_that_it_waits() -> None:
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
