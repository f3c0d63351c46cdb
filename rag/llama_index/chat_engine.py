"""A conversation with Isnad as a LlamaIndex chat engine."""

from __future__ import annotations

from collections.abc import Sequence

from llama_index.core.base.llms.types import (
    ChatMessage,
    ChatResponse,
    ChatResponseAsyncGen,
    ChatResponseGen,
    MessageRole,
)
from llama_index.core.base.response.schema import AsyncStreamingResponse, Response, StreamingResponse
from llama_index.core.callbacks import CallbackManager, trace_method
from llama_index.core.chat_engine.types import AgentChatResponse, BaseChatEngine, StreamingAgentChatResponse
from llama_index.core.llms import LLM
from llama_index.core.settings import Settings
from llama_index.core.tools import ToolOutput
from llama_index.core.types import TokenAsyncGen, TokenGen
from llama_index.core.vector_stores.types import MetadataFilters

from rag.llama_index.asking import Asking
from rag.llama_index.responses import astreamed, response_of, streamed
from store import Corpus, checked


class IsnadChatEngine(BaseChatEngine):
    """Questions that may lean on the earlier ones of the conversation ("And when?").

    `corpus`, `llm` and `filters` are as for `IsnadQueryEngine`. `chat_history` are earlier messages, to go on with;
    given to a method they stand for those that were kept. A turn is kept once it is answered, a streamed one once
    its end was told. `response.sources[0].raw_output` is the query engine's response. Raises what that one raises.
    """

    @checked
    def __init__(
        self,
        corpus: Corpus,
        llm: LLM | str | None = None,
        filters: MetadataFilters | None = None,
        chat_history: Sequence[ChatMessage] = (),
        *,
        callback_manager: CallbackManager | None = None,
    ) -> None:
        self.callback_manager = callback_manager or Settings.callback_manager
        self._asking = Asking(corpus, llm, filters)
        self._messages = list(chat_history)

    @property
    def chat_history(self) -> list[ChatMessage]:
        """The messages of both sides, oldest first."""
        return list(self._messages)

    def reset(self) -> None:
        """Forget the conversation."""
        self._messages = []

    @trace_method("chat")
    def chat(self, message: str, chat_history: list[ChatMessage] | None = None) -> AgentChatResponse:
        """Answer the next message."""
        return self._whole(message, response_of(self._asking.answer(message, self._asked(chat_history))))

    @trace_method("chat")
    async def achat(self, message: str, chat_history: list[ChatMessage] | None = None) -> AgentChatResponse:
        """Answer the next message."""
        return self._whole(message, response_of(await self._asking.aanswer(message, self._asked(chat_history))))

    @trace_method("chat")
    def stream_chat(self, message: str, chat_history: list[ChatMessage] | None = None) -> StreamingAgentChatResponse:
        """Answer the next message as the answer grows."""
        growing = streamed(self._asking.stream(message, self._asked(chat_history)))
        return StreamingAgentChatResponse(
            chat_stream=self._told(message, growing.response_gen),
            sources=[_source(message, growing)],
            source_nodes=growing.source_nodes,
            is_writing_to_memory=False,
        )

    @trace_method("chat")
    async def astream_chat(
        self, message: str, chat_history: list[ChatMessage] | None = None
    ) -> StreamingAgentChatResponse:
        """Answer the next message as the answer grows."""
        growing = await astreamed(self._asking.astream(message, self._asked(chat_history)))
        return StreamingAgentChatResponse(
            achat_stream=self._atold(message, growing.response_gen),
            sources=[_source(message, growing)],
            source_nodes=growing.source_nodes,
            is_writing_to_memory=False,
        )

    def _asked(self, given: Sequence[ChatMessage] | None) -> list[str]:
        """The earlier questions."""
        if given is not None:
            self._messages = list(given)
        return [each.content for each in self._messages if each.role is MessageRole.USER and each.content]

    def _whole(self, message: str, response: Response) -> AgentChatResponse:
        self._keep(message, str(response))
        return AgentChatResponse(
            str(response),
            sources=[_source(message, response)],
            source_nodes=response.source_nodes,
            metadata=response.metadata,
        )

    def _told(self, message: str, pieces: TokenGen) -> ChatResponseGen:
        so_far = ""
        for piece in pieces:
            so_far += piece
            yield _spoken(so_far, piece)
        self._keep(message, so_far)

    async def _atold(self, message: str, pieces: TokenAsyncGen) -> ChatResponseAsyncGen:
        so_far = ""
        async for piece in pieces:
            so_far += piece
            yield _spoken(so_far, piece)
        self._keep(message, so_far)

    def _keep(self, message: str, reply: str) -> None:
        self._messages += [
            ChatMessage(role=MessageRole.USER, content=message),
            ChatMessage(role=MessageRole.ASSISTANT, content=reply),
        ]


def _spoken(so_far: str, piece: str) -> ChatResponse:
    return ChatResponse(message=ChatMessage(role=MessageRole.ASSISTANT, content=so_far), delta=piece)


def _source(message: str, response: Response | StreamingResponse | AsyncStreamingResponse) -> ToolOutput:
    told = str(response) if isinstance(response, Response) else ""
    return ToolOutput(content=told, tool_name="isnad", raw_input={"message": message}, raw_output=response)
