"""Isnad's parts inside LlamaIndex's own: agents, routers, fusion, postprocessors and synthesizers."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

import pytest
from llama_index.core import Settings, VectorStoreIndex
from llama_index.core.agent.workflow import AgentOutput, FunctionAgent, ReActAgent, ToolCallResult
from llama_index.core.base.llms.types import ChatMessage, MessageRole, ToolCallBlock
from llama_index.core.llms import MockLLM
from llama_index.core.llms.mock import MockFunctionCallingLLM
from llama_index.core.postprocessor import LongContextReorder, SimilarityPostprocessor
from llama_index.core.query_engine import (
    CitationQueryEngine,
    RetrieverQueryEngine,
    RouterQueryEngine,
    SubQuestionQueryEngine,
    TransformQueryEngine,
)
from llama_index.core.question_gen.types import BaseQuestionGenerator, SubQuestion
from llama_index.core.retrievers import BaseRetriever, QueryFusionRetriever, RouterRetriever
from llama_index.core.retrievers.fusion_retriever import FUSION_MODES
from llama_index.core.selectors import LLMSingleSelector
from llama_index.core.tools import QueryEngineTool, RetrieverTool, ToolMetadata

from rag import answer
from rag.llama_index import IsnadCorpus
from tests.helpers.cases import each_case
from tests.helpers.fake_models import QueuedModel
from tests.helpers.rag.valley import ASKED, BRIDGE

COST = "How much did the footbridge cost?"
CROWNS = "It cost ninety thousand crowns"


# LlamaIndex's agents call what LlamaIndex and Pydantic would rather not have called any more.
in_an_agent = pytest.mark.filterwarnings("ignore::DeprecationWarning")


def tool(corpus: IsnadCorpus, **options: Any) -> QueryEngineTool:
    return QueryEngineTool.from_defaults(
        corpus.as_query_engine(**options), name="archive", description="Answers from the news of the valley."
    )


def run(agent: FunctionAgent | ReActAgent, question: str) -> tuple[AgentOutput, list[ToolCallResult]]:
    """What an agent says, and what its tools gave."""

    async def ask() -> tuple[AgentOutput, list[ToolCallResult]]:
        handler = agent.run(question)
        events = [event async for event in handler.stream_events()]
        return await handler, [event for event in events if isinstance(event, ToolCallResult)]

    return asyncio.run(ask())


@in_an_agent
@each_case("streaming", [False, True])
def test_a_react_agent_asks_the_archive(valley: IsnadCorpus, streaming: bool) -> None:
    thinks = f'Thought: I look it up.\nAction: archive\nAction Input: {{"input": "{COST}"}}'
    model = QueuedModel([thinks, "Thought: I can answer.\nAnswer: Ninety thousand crowns."])
    agent = ReActAgent(tools=[tool(valley, streaming=streaming)], llm=model)
    said, calls = run(agent, COST)
    assert str(said) == "Ninety thousand crowns."
    assert [CROWNS in call.tool_output.content for call in calls] == [True]
    assert calls[0].tool_output.raw_output.source_nodes[0].metadata["article_id"] == BRIDGE.id
    assert CROWNS in str(model.asked[-1])  # the model reads what the tool said


@in_an_agent
def test_a_function_agent_asks_the_archive(valley: IsnadCorpus) -> None:
    def replies(messages: Sequence[ChatMessage], **kwargs: Any) -> ChatMessage:
        if messages[-1].role is MessageRole.TOOL:
            return ChatMessage(role="assistant", content=f"The archive says: {messages[-1].content}")
        call = ToolCallBlock(tool_call_id="1", tool_name="archive", tool_kwargs={"input": COST})
        return ChatMessage(role="assistant", blocks=[call])

    agent = FunctionAgent(tools=[tool(valley)], llm=MockFunctionCallingLLM(response_generator=replies))
    said, calls = run(agent, COST)
    assert str(said) == f"The archive says: {answer(COST, corpus=valley).text}"
    assert len(calls) == 1 and not calls[0].tool_output.is_error


@in_an_agent
def test_what_cannot_be_asked_is_told_the_agent(valley: IsnadCorpus) -> None:
    thinks = 'Thought: I look it up.\nAction: archive\nAction Input: {"input": "?"}'
    agent = ReActAgent(tools=[tool(valley)], llm=QueuedModel([thinks, "Thought: I cannot.\nAnswer: Nothing."]))
    said, calls = run(agent, COST)
    assert str(said) == "Nothing."
    assert calls[0].tool_output.is_error and "words" in calls[0].tool_output.content


def chooses(number: int) -> LLMSingleSelector:
    picked = f'[{{"choice": {number}, "reason": "It is about that."}}]'
    return LLMSingleSelector.from_defaults(llm=QueuedModel([picked] * 4))


def test_a_router_chooses_the_archive(valley: IsnadCorpus) -> None:
    def made(**options: Any) -> RouterQueryEngine:
        return RouterQueryEngine.from_defaults(
            [QueryEngineTool.from_defaults(RetrieverQueryEngine.from_args(valley.as_retriever(), llm=MockLLM())),
             tool(valley, **options)],
            llm=MockLLM(),
            selector=chooses(2),
        )  # fmt: skip

    expected = answer(COST, corpus=valley)
    routed = made().query(COST)
    assert str(routed) == expected.text
    assert routed.metadata is not None and routed.metadata["confidence"] == expected.confidence
    streaming = made(streaming=True).query(COST)
    assert str(streaming) == expected.text
    assert streaming.metadata is not None and streaming.metadata["text"] == expected.text
    assert str(asyncio.run(made().aquery(COST))) == expected.text


def test_a_router_chooses_a_retriever(valley: IsnadCorpus) -> None:
    tools = [
        RetrieverTool.from_defaults(valley.as_retriever(similarity_top_k=1), description="one"),
        RetrieverTool.from_defaults(valley.as_retriever(similarity_top_k=3), description="three"),
    ]
    router = RouterRetriever(selector=chooses(2), retriever_tools=tools, llm=MockLLM())
    assert router.retrieve(ASKED) == valley.as_retriever(similarity_top_k=3).retrieve(ASKED)
    assert asyncio.run(router.aretrieve(ASKED)) == valley.as_retriever(similarity_top_k=3).retrieve(ASKED)
    assert CROWNS in tools[0].call("cost of the footbridge").content


@each_case(("mode", "use_async"), [(mode, way) for mode in FUSION_MODES for way in (True, False)])
def test_fusion_takes_a_passage_once(valley: IsnadCorpus, mode: FUSION_MODES, use_async: bool) -> None:
    """What the vectors find is the same node as what Isnad's retrieval finds."""
    index = VectorStoreIndex.from_vector_store(valley.vector_store(), embed_model=valley.encoder)
    retrievers: list[BaseRetriever] = [valley.as_retriever(), index.as_retriever(similarity_top_k=6)]
    fusion = QueryFusionRetriever(
        retrievers, llm=MockLLM(), mode=mode, num_queries=1, similarity_top_k=20, use_async=use_async
    )
    found = fusion.retrieve(ASKED)
    ids = [node.node_id for node in found]
    assert len(set(ids)) == len(ids) == 6
    assert found[0].metadata["title"] in ("The footbridge opens", "No toll on the footbridge")


def test_a_synthesizer_reads_words_and_where_they_are_from(valley: IsnadCorpus) -> None:
    engine = RetrieverQueryEngine.from_args(
        valley.as_retriever(similarity_top_k=6),
        llm=MockLLM(),
        node_postprocessors=[SimilarityPostprocessor(similarity_cutoff=0.5), LongContextReorder()],
    )
    response = engine.query(ASKED)
    read = str(response)  # the mock says what it was given to read
    assert "title: The footbridge opens\noutlet: Hill Post\ndate: 2024-03-04\n\nThe footbridge over" in read
    assert "title: The old ferry\n\nBefore the footbridge" in read
    assert "honey" not in read
    assert "article_id" not in read and BRIDGE.id not in read
    assert BRIDGE.id in {node.metadata["article_id"] for node in response.source_nodes}


def test_passages_are_cited_by_their_articles(valley: IsnadCorpus) -> None:
    retriever = valley.as_retriever(similarity_top_k=2)
    cited = CitationQueryEngine.from_args(
        VectorStoreIndex.from_vector_store(valley.vector_store(), embed_model=valley.encoder),
        llm=MockLLM(),
        retriever=retriever,
    ).query(ASKED)
    assert "Source 1:" in str(cited)
    found = [node.metadata for node in retriever.retrieve(ASKED)]
    assert [node.metadata for node in cited.source_nodes] == found


class OnePart(BaseQuestionGenerator):
    """Takes a question apart into one that the archive can answer."""

    def _get_prompts(self) -> dict[str, Any]:
        return {}

    def _update_prompts(self, prompts: dict[str, Any]) -> None:
        return None

    def generate(self, tools: Sequence[ToolMetadata], query: Any) -> list[SubQuestion]:
        return [SubQuestion(sub_question=COST, tool_name="archive")]

    async def agenerate(self, tools: Sequence[ToolMetadata], query: Any) -> list[SubQuestion]:
        return self.generate(tools, query)


@each_case("use_async", [True, False])
def test_a_question_is_taken_apart(valley: IsnadCorpus, use_async: bool) -> None:
    engine = SubQuestionQueryEngine.from_defaults(
        [tool(valley)], llm=MockLLM(), question_gen=OnePart(), use_async=use_async, verbose=False
    )
    assert CROWNS in str(engine.query("Was the bridge dear?"))


def test_a_question_is_changed_before_it_is_asked(valley: IsnadCorpus) -> None:
    from llama_index.core.indices.query.query_transform import HyDEQueryTransform

    engine = TransformQueryEngine(valley.as_query_engine(), HyDEQueryTransform(llm=MockLLM()))
    assert str(engine.query(COST)) == answer(COST, corpus=valley).text


def test_no_model_of_the_settings_is_asked(valley: IsnadCorpus, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Settings, "_llm", QueuedModel([]))  # it has no replies to give
    assert str(valley.as_query_engine().query(COST)) == answer(COST, corpus=valley).text
    assert str(valley.as_chat_engine().chat(COST)) == answer(COST, corpus=valley).text
