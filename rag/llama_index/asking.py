"""Isnad's answers as LlamaIndex's engines ask for them: at once or as they grow, waited for or awaited."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from llama_index.core.llms import LLM
from llama_index.core.vector_stores.types import MetadataFilters

from rag.chain import aanswer, answer, astream_answer, stream_answer
from rag.llama_index.filters import one_scope
from rag.results import Answer
from store import Corpus


@dataclass(frozen=True, slots=True)
class Asking:
    """A corpus, the model that writes the answers if one does, and the filters on the articles they are drawn from.

    All methods raise what `rag.answer` does; filters that cannot be answered raise ScopeError when it is made.
    """

    corpus: Corpus
    llm: LLM | str | None = None
    filters: MetadataFilters | None = None

    def __post_init__(self) -> None:
        one_scope(self.filters, self.corpus)

    def answer(self, question: str, history: Sequence[str] = ()) -> Answer:
        """The whole answer."""
        return answer(question, history=history, **self._options())

    async def aanswer(self, question: str, history: Sequence[str] = ()) -> Answer:
        """The whole answer."""
        return await aanswer(question, history=history, **self._options())

    def stream(self, question: str, history: Sequence[str] = ()) -> Iterator[Answer]:
        """The answer as it grows."""
        return stream_answer(question, history=history, preliminary=False, **self._options())

    def astream(self, question: str, history: Sequence[str] = ()) -> AsyncIterator[Answer]:
        """The answer as it grows."""
        return astream_answer(question, history=history, preliminary=False, **self._options())

    def _options(self) -> dict[str, Any]:
        # Anew for each question: the outlets and languages may have become others.
        return {"corpus": self.corpus, "llm": self.llm, "scope": one_scope(self.filters, self.corpus)}
