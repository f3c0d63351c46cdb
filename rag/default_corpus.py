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
C = TypeVar("C", bound=Corpus)

_log = logging.getLogger("isnad")
# The samples take seconds; another process may be adding an archive of its own instead.
_PATIENCE_SECONDS = 60.0
_PAUSE_SECONDS = 0.1


def tell_waiting() -> None:
    """Tell the log that another process is waited for."""
    _log.warning("Another process is adding the first articles to the store; waiting for it to finish.")


def open_as(
    kind: type[C],
    store: str | Path | None = None,
    on_progress: OnProgress | None = None,
    samples: bool = True,
    on_wait: Callable[[], None] = tell_waiting,
    group: str | None = None,
) -> C:
    """Open the store in this folder as a kind of corpus, with the embedding of the settings.

    `group` may share it, or that of the settings.

    Without a folder it is the default store, which starts with the sample articles unless `samples` is False. Where
    another process is adding them, `on_wait` is called once, after a second, and it is waited for: up to a minute,
    then StoreBusyError is raised.
    """
    settings = load_settings()
    encoder = load_embedding(settings.embedding)
    group = settings.group if group is None else group
    if store is not None or not samples:
        return kind.open(settings.store if store is None else store, encoder, settings.chroma, group)
    corpus = _patiently(lambda: kind.open(settings.store, encoder, settings.chroma, group), on_wait)
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
