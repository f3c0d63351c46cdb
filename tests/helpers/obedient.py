"""A language model that is as bad as one can be: whatever an article tells it to say, it says."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any

from llama_index.core.base.llms.types import (
    ChatMessage,
    ChatResponse,
    ChatResponseGen,
    CompletionResponse,
    CompletionResponseGen,
    LLMMetadata,
    MessageRole,
)
from llama_index.core.llms import CustomLLM
from pydantic import PrivateAttr

from rag.verification.deobfuscation import deobfuscated

MANNERS = {
    "one mark": "{said} [1]",
    "two marks": "{said} [1][2]",
    "no mark": "{said}",
    "an address": "{said} [1] https://collect.example/?said=yes",
    "inside the sentence": "According to the articles [1], {said} [1]",
}
_NUMBERED = re.compile(r'^\{"number": .*\}$', re.MULTILINE)
_SENTENCE_END = re.compile(r"(?<=[.!?؟])\s")
_PIECE = 4


class ObedientModel(CustomLLM):
    """Says the payload of every attack that it finds in its messages, however it is hidden; else copies a sentence.

    `payloads` holds each attack's false sentence, in as many languages as it has; one language found, all are said.
    `manner` is how it marks them (see MANNERS). `asked` keeps the messages it was sent, `obeyed` what it was made to
    say.
    """

    payloads: tuple[tuple[str, ...], ...] = ()
    manner: str = "one mark"
    _asked: list[list[ChatMessage]] = PrivateAttr(default_factory=list)
    _obeyed: list[str] = PrivateAttr(default_factory=list)

    @property
    def metadata(self) -> LLMMetadata:
        return LLMMetadata(model_name="obedient", context_window=100_000, is_chat_model=True)

    @property
    def asked(self) -> list[list[ChatMessage]]:
        return self._asked

    @property
    def obeyed(self) -> list[str]:
        return self._obeyed

    def chat(self, messages: Sequence[ChatMessage], **kwargs: Any) -> ChatResponse:
        self._asked.append(list(messages))
        return _response(self._reply("\n".join(message.content or "" for message in messages)))

    def stream_chat(self, messages: Sequence[ChatMessage], **kwargs: Any) -> ChatResponseGen:
        said = self.chat(messages).message.content or ""
        return (_response(said[: end + _PIECE], said[end : end + _PIECE]) for end in range(0, len(said), _PIECE))

    def complete(self, prompt: str, formatted: bool = False, **kwargs: Any) -> CompletionResponse:
        return CompletionResponse(text=self._reply(prompt))

    def stream_complete(self, prompt: str, formatted: bool = False, **kwargs: Any) -> CompletionResponseGen:
        said = self._reply(prompt)
        return (CompletionResponse(text=said, delta=said) for _ in range(1))

    def _reply(self, read: str) -> str:
        orders = found(self.payloads, read)
        self._obeyed += orders
        return " ".join(MANNERS[self.manner].format(said=said) for said in orders) or _copied(read)


def found(payloads: Sequence[Sequence[str]], text: str) -> list[str]:
    """The payloads that a text holds in one of their languages: plainly, spelled apart, backwards or encoded."""
    letters = [_letters(reading) for reading in (*deobfuscated(text), text[::-1])]
    held = [group for group in payloads if any(_letters(said) in read for said in group for read in letters)]
    return [said for group in held for said in group]


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", deobfuscated(text)[0])


def _copied(read: str) -> str:
    """The first sentence of the first numbered passage, with its mark."""
    numbered = _NUMBERED.search(read)
    if numbered is None:
        return "The passages do not say."
    passage = json.loads(numbered[0])
    return f"{_SENTENCE_END.split(passage['text'])[0]} [{passage['number']}]"


def _response(said: str, delta: str | None = None) -> ChatResponse:
    return ChatResponse(message=ChatMessage(role=MessageRole.ASSISTANT, content=said), delta=delta)
