"""A corpus that can be asked in LlamaIndex's ways; the store's own knows nothing of questions."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from rag.default_corpus import open_as, tell_waiting
from rag.llama_index.chat_engine import IsnadChatEngine
from rag.llama_index.query_engine import IsnadQueryEngine
from rag.llama_index.retriever import IsnadRetriever
from store import Corpus
from store.ingestion import OnProgress


class IsnadCorpus(Corpus):
    """A `store.Corpus` with the three methods by which LlamaIndex's indexes are asked.

    They take the options of `IsnadRetriever`, `IsnadQueryEngine` and `IsnadChatEngine`.
    """

    def as_retriever(self, **options: Any) -> IsnadRetriever:
        """Its retrieval."""
        return IsnadRetriever(self, **options)

    def as_query_engine(self, **options: Any) -> IsnadQueryEngine:
        """Its answers."""
        return IsnadQueryEngine(self, **options)

    def as_chat_engine(self, **options: Any) -> IsnadChatEngine:
        """A conversation about it."""
        return IsnadChatEngine(self, **options)


def open_corpus(
    store: str | Path | None = None,
    on_progress: OnProgress | None = None,
    samples: bool = True,
    on_wait: Callable[[], None] = tell_waiting,
    group: str | None = None,
) -> IsnadCorpus:
    """Open the store in this folder, with the embedding of the settings, for a group or that of the settings.

    Without a folder it is the default store, which starts with the sample articles unless `samples` is False. Where
    another process is adding them, `on_wait` is called once, after a second, and it is waited for: up to a minute,
    then StoreBusyError is raised.
    """
    return open_as(IsnadCorpus, store, on_progress, samples, on_wait, group)
