"""Isnad's answers as a LlamaIndex query engine."""

from __future__ import annotations

from llama_index.core.base.base_query_engine import BaseQueryEngine
from llama_index.core.base.response.schema import RESPONSE_TYPE
from llama_index.core.callbacks import CallbackManager, CBEventType
from llama_index.core.callbacks.schema import EventPayload
from llama_index.core.llms import LLM
from llama_index.core.prompts.mixin import PromptMixinType
from llama_index.core.schema import QueryBundle
from llama_index.core.settings import Settings
from llama_index.core.vector_stores.types import MetadataFilters

from rag.llama_index.asking import Asking
from rag.llama_index.responses import astreamed, response_of, streamed
from store import Corpus, checked


class IsnadQueryEngine(BaseQueryEngine):
    """Isnad's whole answer, from the articles that the `filters` let through.

    The response's text carries the [n] marks; `source_nodes` are the quotes, in the order of their numbers; its
    metadata are `Answer.to_dict()`. `llm` is the language model that writes the answer, as for `rag.answer`; without
    one the articles are quoted. With `streaming` the response tells the answer as it grows, sentence by checked
    sentence, and its source nodes and metadata are whole when it has ended.

    Raises ScopeError at filters that it cannot answer and ArgumentError at options of a wrong type, when it is made;
    and what `rag.answer` raises.
    """

    @checked
    def __init__(
        self,
        corpus: Corpus,
        llm: LLM | str | None = None,
        filters: MetadataFilters | None = None,
        streaming: bool = False,
        *,
        callback_manager: CallbackManager | None = None,
    ) -> None:
        super().__init__(callback_manager or Settings.callback_manager)
        self._asking = Asking(corpus, llm, filters)
        self._streaming = streaming

    def _query(self, query_bundle: QueryBundle) -> RESPONSE_TYPE:
        asked = query_bundle.query_str
        with self.callback_manager.event(CBEventType.QUERY, {EventPayload.QUERY_STR: asked}) as event:
            growing, answer = self._asking.stream, self._asking.answer
            response = streamed(growing(asked)) if self._streaming else response_of(answer(asked))
            event.on_end({EventPayload.RESPONSE: response})
        return response

    async def _aquery(self, query_bundle: QueryBundle) -> RESPONSE_TYPE:
        asked = query_bundle.query_str
        with self.callback_manager.event(CBEventType.QUERY, {EventPayload.QUERY_STR: asked}) as event:
            growing, answer = self._asking.astream, self._asking.aanswer
            response = await astreamed(growing(asked)) if self._streaming else response_of(await answer(asked))
            event.on_end({EventPayload.RESPONSE: response})
        return response

    def _get_prompt_modules(self) -> PromptMixinType:
        return {}
