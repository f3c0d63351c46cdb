"""Isnad's answers as LlamaIndex asks for them: whole, as they grow, awaited."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest
from llama_index.core.base.response.schema import AsyncStreamingResponse, Response, StreamingResponse
from llama_index.core.callbacks import CallbackManager, CBEventType, LlamaDebugHandler
from llama_index.core.callbacks.schema import EventPayload
from llama_index.core.vector_stores import MetadataFilter, MetadataFilters

from rag import QuestionError, ScopeError, answer, open_corpus
from rag.llama_index import IsnadCorpus, IsnadQueryEngine
from store import Corpus
from tests.helpers.cases import each_case
from tests.helpers.fake_models import QueuedModel
from tests.rag.llama_index.test_retriever import ARABIC, QUESTION, check

REFUSED = "Who painted the Mona Lisa?"
WANTS = "What does North Korea want in return?"
COST = "How much did the footbridge cost?"


@each_case("question", [QUESTION, ARABIC])
def test_it_answers_with_quotes(sample: Corpus, question: str) -> None:
    response = IsnadQueryEngine(sample).query(question)
    expected = answer(question, corpus=sample)
    assert isinstance(response, Response)
    assert str(response) == expected.text
    assert response.metadata == expected.to_dict()
    assert json.loads(json.dumps(response.metadata)) == response.metadata
    check(response.source_nodes, sample)
    assert [node.text for node in response.source_nodes] == [c.quote for c in expected.citations]
    assert max(node.score or 0.0 for node in response.source_nodes) == expected.confidence


def test_a_model_writes(sample: Corpus) -> None:
    quote = answer(QUESTION, corpus=sample).citations[0]
    response = IsnadQueryEngine(sample, QueuedModel([f"{quote.translation} [1]"])).query(QUESTION)
    assert response.metadata is not None and response.metadata["model"] == "queued"
    assert [node.text for node in response.source_nodes] == [quote.quote]


def test_it_can_be_awaited(sample: Corpus) -> None:
    response = asyncio.run(IsnadQueryEngine(sample).aquery(ARABIC))
    assert response.metadata == answer(ARABIC, corpus=sample).to_dict()


def test_a_refusal_has_no_source_nodes(sample: Corpus) -> None:
    response = IsnadQueryEngine(sample).query(REFUSED)
    assert response.source_nodes == []
    assert response.metadata is not None and response.metadata["answered"] is False
    assert str(response).startswith("The articles do not say.")


def test_it_answers_from_the_articles_that_are_let_through(valley: IsnadCorpus) -> None:
    arabic = MetadataFilters(filters=[MetadataFilter(key="language", value="ar")])
    assert {n.metadata["outlet"] for n in valley.as_query_engine().query(COST).source_nodes} == {"Hill Post"}
    found = valley.as_query_engine(filters=arabic).query("ما كلفة إصلاح جسر المشاة؟").source_nodes
    assert {node.metadata["language"] for node in found} == {"ar"}
    newest = valley.as_query_engine(filters=arabic).query("What is new?").source_nodes
    assert {node.metadata["language"] for node in newest} == {"ar"}


def test_of_no_articles_nothing_is_said(valley: IsnadCorpus) -> None:
    none = MetadataFilters(filters=[MetadataFilter(key="language", value="fr")])
    for question in (COST, "What is new?", "Summarise the articles"):
        response = valley.as_query_engine(filters=none).query(question)
        assert response.source_nodes == []


def test_an_unknown_argument_is_refused(valley: IsnadCorpus) -> None:
    for make in (IsnadQueryEngine, IsnadCorpus.as_query_engine):
        with pytest.raises(TypeError, match="unexpected keyword argument 'outlets'"):
            make(valley, outlets=["Hill Post"])  # type: ignore[call-arg]
    assert str(IsnadQueryEngine(corpus=valley).query(COST)) == str(IsnadQueryEngine(valley).query(COST))


def written(sample: Corpus) -> QueuedModel:
    """A model that writes two sentences."""
    quotes = [c.translation for c in answer(WANTS, corpus=sample).citations[:2]]
    return QueuedModel([f"{quotes[0]} [1] {quotes[1]} [2]"])


def test_a_stream_grows_by_sentences(sample: Corpus) -> None:
    response = IsnadQueryEngine(sample, written(sample), streaming=True).query(WANTS)
    assert isinstance(response, StreamingResponse) and response.metadata is not None
    pieces: list[str] = []
    sources: list[int] = []
    for piece in response.response_gen:
        pieces.append(piece)
        sources.append(len(response.source_nodes))
    assert sources == [1, 2]
    assert "".join(pieces) == response.metadata["text"]
    assert [node.text for node in response.source_nodes] == [c["quote"] for c in response.metadata["citations"]]


def test_a_stream_without_a_model_is_the_whole_answer(sample: Corpus) -> None:
    response = IsnadQueryEngine(sample, streaming=True).query(QUESTION)
    assert isinstance(response, StreamingResponse)
    assert response.source_nodes
    assert str(response) == answer(QUESTION, corpus=sample).text
    assert response.get_response().metadata == answer(QUESTION, corpus=sample).to_dict()


def test_what_takes_the_place_of_a_written_text_is_told_after_it(sample: Corpus) -> None:
    """One sentence passes, then the model fails: what was told cannot be taken back."""
    quoted = answer(WANTS, corpus=sample)
    said = f"{quoted.citations[0].translation} [1] It also"
    model = QueuedModel([(said, ConnectionError("the line is cut"))])
    response = IsnadQueryEngine(sample, model, streaming=True).query(WANTS)
    told = str(response)
    assert response.metadata is not None and response.metadata["fallback"] == "failed"
    assert told.endswith(f"\n\n{response.metadata['text']}")


def test_a_stream_can_be_awaited(sample: Corpus) -> None:
    model = written(sample)

    async def ask() -> tuple[list[str], AsyncStreamingResponse]:
        engine = IsnadQueryEngine(sample, model, streaming=True)
        response = await engine.aquery(WANTS)
        assert isinstance(response, AsyncStreamingResponse)
        return [piece async for piece in response.async_response_gen()], response

    pieces, response = asyncio.run(ask())
    assert len(pieces) >= 2
    assert response.metadata is not None and "".join(pieces) == response.metadata["text"]
    assert len(response.source_nodes) == len(response.metadata["citations"])


@each_case("streaming", [False, True])
def test_errors_come_through_at_once(sample: Corpus, streaming: bool) -> None:
    engine = IsnadQueryEngine(sample, streaming=streaming)
    with pytest.raises(QuestionError):
        engine.query("?")
    with pytest.raises(QuestionError):
        asyncio.run(engine.aquery("?"))


def test_it_is_traced(sample: Corpus) -> None:
    handler = LlamaDebugHandler(print_trace_on_end=False)
    IsnadQueryEngine(sample, callback_manager=CallbackManager([handler])).query(QUESTION)
    ((start, end),) = handler.get_event_pairs(CBEventType.QUERY)
    assert start.payload == {EventPayload.QUERY_STR: QUESTION}
    assert end.payload is not None and str(end.payload[EventPayload.RESPONSE]) == answer(QUESTION, corpus=sample).text


def test_the_default_store_can_be_asked_as_an_index(sample_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ISNAD_STORE", str(sample_folder))
    with open_corpus() as corpus:
        assert str(corpus.as_query_engine().query(QUESTION)) == answer(QUESTION, corpus=corpus).text
        with pytest.raises(ScopeError):
            corpus.as_chat_engine(filters=MetadataFilters(filters=[MetadataFilter(key="title", value="x")]))
