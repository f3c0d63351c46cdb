"""A language model that says what it is told to, and remembers what it was asked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from llama_index.core.base.llms.types import ChatMessage, ChatResponse, ChatResponseGen, LLMMetadata
from pydantic import PrivateAttr

from rag.llms.client import StreamingModel

Reply = str | BaseException | tuple[str, BaseException]


class QueuedModel(StreamingModel):
    """Stands in for any LlamaIndex LLM: each call takes the next of `replies`.

    A reply is a text, an exception to raise at once, or a text and the exception to raise after it. `asked` holds
    the messages of every call; `told` how many characters of the last reply were given before its reader stopped.
    """

    size: int = 7
    context_window: int = 8192
    _replies: list[Reply] = PrivateAttr(default_factory=list)
    asked: list[list[ChatMessage]] = []
    told: int = 0

    def __init__(self, replies: Iterable[Reply] = (), **options: Any) -> None:
        super().__init__(**options)
        self._replies = list(replies)

    @property
    def metadata(self) -> LLMMetadata:
        return LLMMetadata(context_window=self.context_window, model_name="queued", is_chat_model=True)

    def stream_chat(self, messages: Sequence[ChatMessage], **kwargs: Any) -> ChatResponseGen:
        self.asked.append(list(messages))
        assert self._replies, "the model was asked more often than it has replies"
        reply = self._replies.pop(0)
        text, error = reply if isinstance(reply, tuple) else (reply, None) if isinstance(reply, str) else ("", reply)
        return self._told(text, error)

    def _told(self, text: str, error: BaseException | None) -> ChatResponseGen:
        self.told = 0
        for start in range(0, len(text), self.size):
            delta = text[start : start + self.size]
            self.told += len(delta)
            message = ChatMessage(role="assistant", content=text[: self.told])
            yield ChatResponse(message=message, delta=delta)
        if error is not None:
            raise error
