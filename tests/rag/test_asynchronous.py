"""Questions asked from an event loop: it goes on meanwhile, in few threads, and what nobody waits for is stopped."""

from __future__ import annotations

import asyncio
import inspect
import threading
import time
from collections.abc import Callable, Coroutine, Sequence
from typing import Any, TypeVar

import pytest
from llama_index.core.base.llms.types import ChatMessage, ChatResponse, ChatResponseGen
from pydantic import PrivateAttr

from rag import QuestionError, ScopeError, aanswer, answer, aretrieve, astream_answer, retrieve, stream_answer
from rag.chain import AT_ONCE
from store import Corpus
from tests.helpers.cases import each_case
from tests.helpers.fake_models import QueuedModel

QUESTION = "What did Jake Sullivan say about the effect of sanctions on Russia?"
SECONDS = 60.0
T = TypeVar("T")


class Waiting(QueuedModel):
    """A model that says nothing until it is let go."""

    _go: threading.Event = PrivateAttr(default_factory=threading.Event)
    _asked_now: threading.Semaphore = PrivateAttr(default_factory=lambda: threading.Semaphore(0))

    def stream_chat(self, messages: Sequence[ChatMessage], **kwargs: Any) -> ChatResponseGen:
        self._asked_now.release()
        self._go.wait(SECONDS)
        yield ChatResponse(message=ChatMessage(role="assistant", content="No answer"), delta="NO ANSWER")

    def let_go(self) -> None:
        self._go.set()

    async def was_asked(self, times: int = 1) -> None:
        for _ in range(times):
            assert await asyncio.to_thread(self._asked_now.acquire, timeout=SECONDS)


def run(work: Callable[[], Coroutine[Any, Any, T]]) -> T:
    async def within() -> T:
        return await asyncio.wait_for(work(), 3 * SECONDS)

    return asyncio.run(within())


def own_threads() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name.startswith("isnad-asked")]


def test_what_is_awaited_is_what_is_called(sample: Corpus) -> None:
    async def asked() -> tuple[Any, ...]:
        whole = await aanswer(QUESTION, corpus=sample)
        growing = [got async for got in astream_answer(QUESTION, corpus=sample)]
        return whole, growing, await aretrieve(QUESTION, corpus=sample, limit=3)

    assert run(asked) == (
        answer(QUESTION, corpus=sample),
        list(stream_answer(QUESTION, corpus=sample)),
        retrieve(QUESTION, corpus=sample, limit=3),
    )


@each_case(
    ("given", "error"),
    [({"question": "?"}, QuestionError), ({"question": "Who?", "outlets": ["Nobody Times"]}, ScopeError)],
)
def test_errors_are_those_of_the_call(sample: Corpus, given: dict[str, Any], error: type[Exception]) -> None:
    async def first() -> None:
        await anext(astream_answer(corpus=sample, **given))

    for ask in (lambda: aanswer(corpus=sample, **given), lambda: aretrieve(corpus=sample, **given), first):
        with pytest.raises(error):
            run(ask)


def test_the_loop_goes_on_while_a_model_is_waited_for(sample: Corpus) -> None:
    """It is the loop itself that lets the model go: were the loop blocked, both would wait for ever."""

    async def asked() -> bool:
        model = Waiting()
        task = asyncio.create_task(aanswer(QUESTION, corpus=sample, llm=model))
        await model.was_asked()
        assert not task.done()
        model.let_go()
        return bool((await task).notice)

    assert run(asked)


def test_many_questions_wait_in_few_threads(sample: Corpus) -> None:
    async def asked() -> tuple[int, list[Any]]:
        model = Waiting()
        tasks = [asyncio.create_task(aanswer(QUESTION, corpus=sample, llm=model)) for _ in range(AT_ONCE + 20)]
        await model.was_asked(AT_ONCE)
        busy = len(own_threads())
        model.let_go()
        return busy, await asyncio.gather(*tasks)

    busy, answers = run(asked)
    assert busy == AT_ONCE == len(own_threads())
    assert len(answers) == AT_ONCE + 20 and len(set(got.text for got in answers)) == 1


def test_cancelled_questions_give_their_threads_back_though_the_model_hangs(sample: Corpus) -> None:
    async def asked() -> float:
        model = Waiting()
        tasks = [asyncio.create_task(aanswer(QUESTION, corpus=sample, llm=model)) for _ in range(2 * AT_ONCE)]
        await model.was_asked(AT_ONCE)
        for task in tasks:
            task.cancel()
        results = await asyncio.gather(*tasks, return_exceptions=True)
        assert all(isinstance(result, asyncio.CancelledError) for result in results)
        began = time.monotonic()
        assert (await aanswer(QUESTION, corpus=sample)).answered
        took = time.monotonic() - began
        model.let_go()
        return took

    assert run(asked) < SECONDS / 2  # the model was hanging still


def test_a_stream_that_is_left_stops_its_model(sample: Corpus) -> None:
    quote = answer(QUESTION, corpus=sample).citations[0].quote
    model = QueuedModel([f"{quote} [1] " * 2000], size=1)

    async def asked() -> None:
        answers = astream_answer(QUESTION, corpus=sample, llm=model)
        assert (await anext(answers)).model
        await answers.aclose()

    run(asked)
    for thread in [thread for thread in threading.enumerate() if thread.name == "isnad-model"]:
        thread.join(SECONDS)
    assert 0 < model.told < 2000 * len(quote)


def test_a_stream_keeps_no_thread_while_its_reader_pauses(sample: Corpus) -> None:
    async def asked() -> None:
        paused = [astream_answer(QUESTION, corpus=sample, llm="") for _ in range(AT_ONCE + 1)]
        for answers in paused:
            await anext(answers)
        assert (await aanswer(QUESTION, corpus=sample)).answered
        for answers in paused:
            await answers.aclose()

    run(asked)


def test_they_look_like_what_they_stand_for() -> None:
    pairs: list[tuple[Callable[..., Any], Callable[..., Any]]] = [
        (aanswer, answer),
        (astream_answer, stream_answer),
        (aretrieve, retrieve),
    ]
    for waiting, calling in pairs:
        assert waiting.__name__ == f"a{calling.__name__}" and waiting.__doc__ == calling.__doc__
        assert inspect.signature(waiting) == inspect.signature(calling)
    assert inspect.iscoroutinefunction(aanswer) and inspect.isasyncgenfunction(astream_answer)
