"""The commands that look after a store: check, rebuild, vacuum."""

from __future__ import annotations

from pathlib import Path

import typer

from ui.cli import output
from ui.cli.arguments import Json, Store, open_existing_corpus, reporting_errors
from ui.messages import localized
from ui.messages import maintenance as maintenance_messages


@reporting_errors()
def check(json: Json = False, store: Store = None) -> None:
    """Read the whole store and say what in it is damaged, if anything."""
    from rag import load_settings
    from store.maintenance import find_faults

    folder = _folder(store)
    found = find_faults(folder, load_settings().chroma)
    if json:
        output.write_json({"store": str(folder), "faults": found})
    elif not found:
        output.say(localized(maintenance_messages.SOUND))
    for fault in found if not json else ():
        output.complain(localized(maintenance_messages.FAULT, fault=fault))
    if found:
        output.complain(localized(maintenance_messages.REMEDY, store=folder))
        raise typer.Exit(1)


@reporting_errors()
def rebuild(json: Json = False, store: Store = None) -> None:
    """Make a store over: a damaged one, or one of an older Isnad or another embedding model."""
    from rag import load_settings
    from store.embedding import load_embedding
    from store.maintenance import rebuild_store

    settings = load_settings()
    with output.progress_bar(maintenance_messages.REBUILDING) as on_progress:
        done = rebuild_store(_folder(store), load_embedding(settings.embedding), on_progress, settings.chroma)
    if json:
        kept = str(done.kept) if done.kept else None
        result = {"articles": done.articles, "faults": done.faults, "lost": done.lost}
        output.write_json({**result, "more_may_be_lost": done.more_may_be_lost, "kept": kept})
    else:
        for fault in done.faults:
            output.complain(localized(maintenance_messages.FAULT, fault=fault))
        output.say(localized(maintenance_messages.REBUILT, articles=done.articles))
    if done.lost:
        ids = ", ".join(done.lost[:9]) + (" …" if len(done.lost) > 9 else "")
        output.complain(localized(maintenance_messages.LOST, count=len(done.lost), ids=ids, kept=done.kept))
    if done.more_may_be_lost:
        output.complain(localized(maintenance_messages.MORE_MAY_BE_LOST, kept=done.kept))
    if done.lost or done.more_may_be_lost:
        raise typer.Exit(1)
    if done.kept:
        output.complain(localized(maintenance_messages.KEPT, kept=done.kept))


@reporting_errors()
def vacuum(store: Store = None) -> None:
    """Give back the room that removed articles had."""
    folder = _folder(store)
    with open_existing_corpus(store) as corpus:
        before = _megabytes(folder)
        corpus.vacuum()
    output.say(localized(maintenance_messages.VACUUMED, before=f"{before:,.1f}", after=f"{_megabytes(folder):,.1f}"))


def _folder(store: Path | None) -> Path:
    from rag import load_settings

    return (store or load_settings().store).expanduser()


def _megabytes(folder: Path) -> float:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6
