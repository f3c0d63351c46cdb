"""Opening a store as the settings say; the default one starts with the sample articles."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from rag.settings import load_settings
from store import Corpus, StoreBusyError
from store.embedding import load_embedding
from store.ingestion import OnProgress
from store.sample import SAMPLE

T = TypeVar("T")

_log = logging.getLogger("isnad")
# The samples take seconds; another process may be adding an archive of its own instead.
_PATIENCE_SECONDS = 60.0
_PAUSE_SECONDS = 0.1


def _tell() -> None:
    _log.warning("Another process is adding the first articles to the store; waiting for it to finish.")


def open_corpus(
    store: str | Path | None = None,
    on_progress: OnProgress | None = None,
    samples: bool = True,
    on_wait: Callable[[], None] = _tell,
    group: str | None = None,
) -> Corpus:
    """Open the store in this folder, with the embedding of the settings, for a group or that of the settings.

    Without a folder it is the default store, which starts with the sample articles unless `samples` is False. Where
    another process is adding them, `on_wait` is called once, after a second, and it is waited for: up to a minute,
    then StoreBusyError is raised.
    """
    settings = load_settings()
    encoder = load_embedding(settings.embedding)
    group = settings.group if group is None else group
    if store is not None or not samples:
        return Corpus.open(settings.store if store is None else store, encoder, settings.chroma, group)
    corpus = _patiently(lambda: Corpus.open(settings.store, encoder, settings.chroma, group), on_wait)
    try:
        # All at once: whoever finds articles finds them all.
        _patiently(lambda: len(corpus) or corpus.ingest([SAMPLE], on_progress), on_wait)
    except BaseException:
        corpus.close()
        raise
    return corpus


def _patiently(attempt: Callable[[], T], on_wait: Callable[[], None]) -> T:
    """What an attempt gives once no other process is in its way. Each attempt waits for up to a second itself."""
    until, warned = time.monotonic() + _PATIENCE_SECONDS, False
    while True:
        try:
            return attempt()
        except StoreBusyError:
            if time.monotonic() > until:
                raise
        if not warned:
            on_wait()
        warned = True
        time.sleep(_PAUSE_SECONDS)
