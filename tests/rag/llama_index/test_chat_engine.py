"""A conversation: what follows leans on what came before, whichever way it is asked."""

from __future__ import annotations

import asyncio

import pytest
from llama_index.core.base.llms.types import ChatMessage, MessageRole
from llama_index.core.chat_engine.types import BaseChatEngine

from rag import QuestionError, answer
from rag.llama_index import IsnadChatEngine, IsnadCorpus
from store import Corpus
from tests.helpers.fake_models import QueuedModel

FIRST = "How much did the footbridge cost?"
NEXT = "And when did it open?"


def leaning(corpus: Corpus) -> str:
    """What the second question is answered with after the first."""
    return answer(NEXT, corpus=corpus, history=[FIRST]).text


def roles(engine: BaseChatEngine) -> list[str]:
    return [message.role.value for message in engine.chat_history]


def test_a_follow_up_is_understood(valley: IsnadCorpus) -> None:
    engine = IsnadChatEngine(valley)
    first, then = engine.chat(FIRST), engine.chat(NEXT)
    assert str(first) == answer(FIRST, corpus=valley).text
    assert str(then) == leaning(valley)
    assert str(then) != answer(NEXT, corpus=valley).text
    assert then.source_nodes and then.metadata is not None and then.metadata["understood"]
    assert then.sources[0].raw_output.metadata == then.metadata
    assert [message.content for message in engine.chat_history] == [FIRST, str(first), NEXT, str(then)]
    assert roles(engine) == ["user", "assistant"] * 2


def test_a_conversation_is_forgotten(valley: IsnadCorpus) -> None:
    engine = valley.as_chat_engine()
    engine.chat(FIRST)
    engine.reset()
    assert engine.chat_history == []
    assert str(engine.chat(NEXT)) == answer(NEXT, corpus=valley).text


def test_messages_that_are_given_stand_for_those_kept(valley: IsnadCorpus) -> None:
    given = [
        ChatMessage(role=MessageRole.SYSTEM, content="Be brief."),
        ChatMessage(role=MessageRole.USER, content=FIRST),
        ChatMessage(role=MessageRole.ASSISTANT, content="Ninety thousand crowns."),
    ]
    assert str(IsnadChatEngine(valley, chat_history=given).chat(NEXT)) == leaning(valley)
    engine = IsnadChatEngine(valley)
    engine.chat("Who gathered honey?")
    assert str(engine.chat(NEXT, chat_history=given)) == leaning(valley)
    assert roles(engine) == ["system", "user", "assistant", "user", "assistant"]
    assert len(given) == 3


def test_it_streams(valley: IsnadCorpus) -> None:
    engine = IsnadChatEngine(valley)
    told = ["".join(engine.stream_chat(question).response_gen) for question in (FIRST, NEXT)]
    assert told[1] == leaning(valley)
    assert [message.content for message in engine.chat_history] == [FIRST, told[0], NEXT, told[1]]


def test_a_stream_has_its_sources(sample: Corpus) -> None:
    quote = answer("When did Putin visit Pyongyang?", corpus=sample).citations[0]
    engine = IsnadChatEngine(sample, QueuedModel([f"{quote.translation} [1]"]))
    streaming = engine.stream_chat("When did Putin visit Pyongyang?")
    assert f"{quote.translation} [1]" == "".join(streaming.response_gen) == str(streaming)
    assert [node.text for node in streaming.source_nodes] == [quote.quote]
    assert streaming.sources[0].raw_output.metadata["model"] == "queued"


def test_it_can_be_awaited(valley: IsnadCorpus) -> None:
    async def talk() -> tuple[str, str]:
        engine = IsnadChatEngine(valley)
        await engine.achat(FIRST)
        waited = str(await engine.achat(NEXT))
        engine.reset()
        streaming = await engine.astream_chat(FIRST)
        async for _ in streaming.async_response_gen():
            pass
        streaming = await engine.astream_chat(NEXT)
        told = "".join([piece async for piece in streaming.async_response_gen()])
        assert len(engine.chat_history) == 4
        return waited, told

    assert asyncio.run(talk()) == (leaning(valley), leaning(valley))


def test_a_message_that_is_no_question_is_not_kept(valley: IsnadCorpus) -> None:
    engine = IsnadChatEngine(valley)
    for ask in (engine.chat, engine.stream_chat):
        with pytest.raises(QuestionError):
            ask("?")
    assert engine.chat_history == []


def test_an_unknown_argument_is_refused(valley: IsnadCorpus) -> None:
    with pytest.raises(TypeError, match="unexpected keyword argument 'outlets'"):
        valley.as_chat_engine(outlets=["Hill Post"])
