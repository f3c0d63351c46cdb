"""Any LlamaIndex LLM as the rest of Isnad uses it: with a time limit, and with one kind of error."""

from __future__ import annotations

import weakref
from collections.abc import Callable, Sequence
from contextlib import closing
from typing import Any

from llama_index.core.base.llms.types import (
    ChatMessage,
    ChatResponse,
    ChatResponseGen,
    CompletionResponse,
    CompletionResponseGen,
    LLMMetadata,
)
from llama_index.core.llms import LLM, CustomLLM
from pydantic import PrivateAttr

from rag.llms.failures import Endpoint, as_model_error
from rag.llms.streaming import stream_with_deadline, strip_thinking


class StreamingModel(CustomLLM):
    """An LLM whose other methods are all built on `stream_chat`."""

    def chat(self, messages: Sequence[ChatMessage], **kwargs: Any) -> ChatResponse:
        text = "".join(part.delta or "" for part in self.stream_chat(messages))
        return ChatResponse(message=ChatMessage(role="assistant", content=text))

    def stream_complete(self, prompt: str, formatted: bool = False, **kwargs: Any) -> CompletionResponseGen:
        for part in self.stream_chat([ChatMessage(role="user", content=prompt)]):
            yield CompletionResponse(text=part.message.content or "", delta=part.delta)

    def complete(self, prompt: str, formatted: bool = False, **kwargs: Any) -> CompletionResponse:
        return CompletionResponse(text=self.chat([ChatMessage(role="user", content=prompt)]).message.content or "")


class ManagedLLM(StreamingModel):
    """Any LLM under the name its user gave it. It raises only ModelError, and its replies have a time limit.

    Its pieces and its whole replies take `timeout` seconds at most. Its thinking before a reply is left out.
    """

    name: str
    timeout: float
    context_window: int
    _llm: LLM = PrivateAttr()
    _endpoint: Endpoint = PrivateAttr()

    def __init__(
        self, llm: LLM, endpoint: Endpoint, context_window: int, close: Callable[[], object] | None = None
    ) -> None:
        """`close` frees what the model holds; it is called when the model is garbage-collected."""
        fields: dict[str, Any] = {"name": endpoint.name, "timeout": endpoint.timeout}
        super().__init__(**fields | {"context_window": context_window})
        self._llm = llm
        self._endpoint = endpoint
        if close is not None:
            weakref.finalize(self, close)

    @property
    def metadata(self) -> LLMMetadata:
        return LLMMetadata(context_window=self.context_window, model_name=self.name, is_chat_model=True)

    def ping(self) -> None:
        """Greet the model and wait for its first words. Raises ModelError where it cannot be used now."""
        with closing(
            stream_with_deadline(self._llm, [ChatMessage(role="user", content="Hello.")], self._endpoint)
        ) as pieces:
            next(pieces, None)

    def stream_chat(self, messages: Sequence[ChatMessage], **kwargs: Any) -> ChatResponseGen:
        text = ""
        for delta in strip_thinking(stream_with_deadline(self._llm, messages, self._endpoint)):
            text += delta
            yield ChatResponse(message=ChatMessage(role="assistant", content=text), delta=delta)


def wrap_llm(llm: LLM, timeout: float) -> ManagedLLM:
    """Anyone's LlamaIndex LLM, to be used as one that `load_model` made. Raises ModelError."""
    if isinstance(llm, ManagedLLM):
        return llm
    endpoint = Endpoint(type(llm).__name__, timeout=timeout)
    with as_model_error(endpoint):
        known = llm.metadata
        named = Endpoint(known.model_name if known.model_name != "unknown" else endpoint.name, timeout=timeout)
        return ManagedLLM(llm, named, known.context_window)
