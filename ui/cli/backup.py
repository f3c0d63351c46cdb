"""The commands that write all articles of a store into one file, and bring them back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ui.cli import output
from ui.cli.arguments import (
    Group,
    Json,
    Store,
    given_path,
    open_existing_corpus,
    open_or_make_corpus,
    reporting_errors,
)
from ui.messages import general as messages
from ui.messages import locale_language, localized, one_line

if TYPE_CHECKING:
    from store.ingestion import Progress

File = Annotated[Path, typer.Argument(metavar="FILE", parser=given_path, help="The archive, a zip.")]


@reporting_errors()
def export(
    file: File,
    force: Annotated[bool, typer.Option("--force", help="Replace a file of this name.")] = False,
    json: Json = False,
    store: Store = None,
) -> None:
    """Write all articles into one archive: a backup, or a way to another machine or embedding model."""
    with open_existing_corpus(store) as corpus, output.progress_bar(messages.EXPORTING) as on_progress:
        from store import write_archive

        count = write_archive(corpus, file, replace=force, on_progress=on_progress)
    if json:
        output.write_json({"file": str(file), "articles": count})
    else:
        from rag.results import count_articles

        articles = count_articles(count, locale_language())
        output.say(localized(messages.EXPORTED, path=one_line(str(file)), articles=articles))


@reporting_errors()
def import_(file: File, json: Json = False, group: Group = None, store: Store = None) -> None:
    """Bring the articles of an archive into the store. It is checked first: a damaged one changes nothing."""
    from store import Archive

    try:
        with Archive.open(file) as archive, open_or_make_corpus(store, group) as corpus:
            with output.progress_bar(messages.IMPORTING) as show:
                report = corpus.add(archive.articles(), _of(len(archive), show))
    except KeyboardInterrupt:
        output.complain(localized(messages.INTERRUPTED))
        raise
    counts = {"added": report.added, "updated": report.updated, "unchanged": report.duplicates}
    if json:
        output.write_json({what: list(ids) for what, ids in counts.items()})
    else:
        output.say(localized(messages.IMPORTED, **{what: len(ids) for what, ids in counts.items()}))


def _of(total: int, show: Callable[[Progress], None]) -> Callable[[Progress], None]:
    """The same progress, of so many articles."""
    return lambda far: show(replace(far, total=total))
