"""Answers the questions of the page, and suggests further ones."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from llama_index.core.llms import LLM

from rag import Answer, answer, follow_ups, load_settings
from store import Corpus
from ui.api import stream_for_readers
from ui.messages import EXAMPLE_QUESTIONS


class Respondent(Protocol):
    """Answers questions and suggests further ones; the options are the keyword arguments of `rag.stream_answer`."""

    def answers(self, question: str, /, **options: Any) -> Iterator[Answer]:
        """The answer as it grows, the last one whole."""
        ...

    def follow_ups(self, answered: Answer, /, **options: Any) -> Sequence[str]:
        """Follow-up questions that the articles answer, after an answer with these options."""
        ...

    def examples(self) -> Sequence[str]:
        """Example questions that the articles answer; none for articles about other subjects."""
        ...


@dataclass(frozen=True, slots=True)
class CorpusRespondent:
    """Answers from a corpus, with a language model where one is given. Suggestions never use one."""

    corpus: Corpus
    llm: LLM | str | None = None
    _examples: dict[str, tuple[str, ...]] = field(default_factory=dict, compare=False, repr=False)

    def answers(self, question: str, /, **options: Any) -> Iterator[Answer]:
        return stream_for_readers(question, self.corpus, self.llm, **options)

    def follow_ups(self, answered: Answer, /, **options: Any) -> Sequence[str]:
        return follow_ups(answered, corpus=self.corpus, **options)

    def examples(self) -> Sequence[str]:
        version = self.corpus.catalogue.version()
        if version not in self._examples:
            quoting = load_settings().model_copy(update={"llm": ""})
            known = tuple(q for q in EXAMPLE_QUESTIONS if answer(q, corpus=self.corpus, settings=quoting).answered)
            self._examples.clear()
            self._examples[version] = known
        return self._examples.get(version, ())
