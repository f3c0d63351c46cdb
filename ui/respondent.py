"""Who answers the questions that are asked on the page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from llama_index.core.llms import LLM

from rag import Answer, answer, follow_ups, load_settings, stream_answer
from store import Corpus


class Respondent(Protocol):
    """Answers questions and knows what could be asked next; the options are the keywords of `rag.answer`."""

    def answers(self, question: str, /, **options: Any) -> Iterator[Answer]:
        """The answer as it grows, the last one whole."""
        ...

    def follow_ups(self, question: str, /, **options: Any) -> Sequence[str]:
        """Questions to go on with after this one, all of which are answered."""
        ...


@dataclass(frozen=True, slots=True)
class CorpusRespondent:
    """Answers from a corpus, with a language model where one is given. Follow-ups never need one."""

    corpus: Corpus
    llm: LLM | str | None = None

    def answers(self, question: str, /, **options: Any) -> Iterator[Answer]:
        return stream_answer(question, corpus=self.corpus, llm=self.llm, **options)

    def follow_ups(self, question: str, /, **options: Any) -> Sequence[str]:
        quoting = load_settings().model_copy(update={"llm": ""})
        quoted = answer(question, corpus=self.corpus, settings=quoting, **options)
        return follow_ups(quoted, corpus=self.corpus, settings=quoting, **options)
