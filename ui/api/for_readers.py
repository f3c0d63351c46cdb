"""What readers of the page and programs are told where a message is meant for whoever runs Isnad.

Such messages name paths, addresses and variables: these go to the log, and readers get a sentence without them.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import replace
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from store import IsnadError, StoreBusyError
from ui.messages import page as messages
from ui.server import record_question

if TYPE_CHECKING:
    from llama_index.core.llms import LLM

    from rag import Answer
    from store import Corpus

_log = logging.getLogger("isnad")


def told_to_readers(error: IsnadError, language: str = "en") -> str:
    """The error's sentence; where it tells of the inside, one that does not, in this language."""
    if isinstance(error, StoreBusyError):
        return messages.BUSY.to(language)
    if error.inside:
        _log.error("%s", error)
        return messages.INSIDE.to(language)
    return str(error)


def stream_for_readers(
    question: str, /, corpus: Corpus, llm: LLM | str | None = None, **options: Any
) -> Iterator[Answer]:
    """The answer as it grows, as readers may see it; what became of it goes into the log.

    Options and errors as for `rag.stream_answer`, the errors with the first step.
    """
    from rag import stream_answer

    growing = stream_answer(question, corpus=corpus, llm=llm, **options)
    return record_question(question, map(answer_for_readers, growing))


def answer_for_readers(answer: Answer) -> Answer:
    """The answer without the address of a language model, and with a general notice where one failed."""
    from rag import Fallback

    if answer.fallback is Fallback.FAILED:
        _log.error("%s", answer.notice)
        answer = replace(answer, notice=messages.MODEL_FAILED.to(answer.language))
    return replace(answer, model=_without_place(answer.model)) if answer.model else answer


def _without_place(model: str) -> str:
    """A model's name without the server's address, or the folder of its file."""
    kind, _, rest = model.partition(":")
    if rest.startswith("//"):
        return rest.partition("#")[2] or kind
    return f"{kind}:{PurePath(rest).name}" if kind.lower() == "gguf" else model
