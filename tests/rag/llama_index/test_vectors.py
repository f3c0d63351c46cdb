"""Isnad inside LlamaIndex, with its own engines and no model but its mock."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from llama_index.core import VectorStoreIndex
from llama_index.core.llms import MockLLM
from llama_index.core.query_engine import RetrieverQueryEngine
from llama_index.core.schema import NodeWithScore, TextNode
from llama_index.core.vector_stores import MetadataFilter, MetadataFilters

from rag import QuestionError, answer, retrieve
from rag.llama_index import IsnadQueryEngine, IsnadRetriever
from store import Article, Corpus
from tests.helpers.fake_models import QueuedModel
from tests.helpers.fakes import FakeEncoder

QUESTION = "When did Putin visit Pyongyang?"
ARABIC = "متى زار بوتين بيونغ يانغ؟"
UNDATED = Article(title="Wells", language="en", text="The village dug two wells.", url="https://news.example/wells")


@pytest.fixture
def undated(tmp_path: Path) -> Iterator[Corpus]:
    with Corpus.open(tmp_path / "store", FakeEncoder()) as opened:
        opened.add([UNDATED])
        yield opened


def check(found: list[NodeWithScore], corpus: Corpus) -> None:
    """A node's text is its article's own, at the offsets that its metadata tell."""
    assert found
    for scored in found:
        node = scored.node
        assert isinstance(node, TextNode)
        article = corpus.article(node.metadata["article_id"])
        start, end = node.metadata["start"], node.metadata["end"]
        assert (node.start_char_idx, node.end_char_idx) == (start, end)
        assert node.text == article.part(node.metadata["field"])[start:end]
        assert node.metadata["title"] == article.title
        assert node.metadata["outlet"] == article.outlet
        assert node.metadata["date"] == str(article.date)
        assert node.metadata["url"] == article.url
        assert node.node_id == f"{article.id}:{start}-{end}"


def test_the_retriever_gives_the_hits_as_nodes(sample: Corpus) -> None:
    found = IsnadRetriever(sample, limit=4).retrieve(QUESTION)
    check(found, sample)
    hits = retrieve(QUESTION, corpus=sample, limit=4)
    assert [(n.node.metadata["article_id"], n.node.metadata["start"], n.score) for n in found] == [
        (hit.article.id, hit.passage.start, hit.score) for hit in hits
    ]


def test_the_retriever_can_be_awaited(sample: Corpus) -> None:
    retriever = IsnadRetriever(sample, limit=2)
    assert asyncio.run(retriever.aretrieve(ARABIC)) == retriever.retrieve(ARABIC)


def test_an_engine_of_ones_own_reads_the_articles_words(sample: Corpus) -> None:
    engine = RetrieverQueryEngine.from_args(IsnadRetriever(sample, limit=3), llm=MockLLM())
    response = engine.query(QUESTION)
    check(response.source_nodes, sample)
    assert len(response.source_nodes) == 3
    read = str(response)  # the mock says what it was given to read
    assert QUESTION in read
    assert "زار الرئيس الروسي فلاديمير بوتين بيونغ يانغ في يونيو 2024" in read
    assert "article_id" not in read


def test_metadata_say_what_is_missing(undated: Corpus) -> None:
    (found,) = IsnadRetriever(undated).retrieve("wells of the village")
    assert found.node.metadata == {
        "article_id": UNDATED.id,
        "title": "Wells",
        "outlet": "",
        "date": "",
        "url": "https://news.example/wells",
        "field": "text",
        "start": 0,
        "end": 26,
    }


@pytest.mark.parametrize("question", [QUESTION, ARABIC])
def test_the_query_engine_answers_with_quotes(sample: Corpus, question: str) -> None:
    response = IsnadQueryEngine(corpus=sample).query(question)
    expected = answer(question, corpus=sample)
    assert str(response) == expected.text
    assert response.metadata == {"answer": expected}
    check(response.source_nodes, sample)
    assert [node.text for node in response.source_nodes] == [c.quote for c in expected.citations]
    assert [node.score for node in response.source_nodes] == [c.score for c in expected.citations]


def test_the_query_engine_lets_a_model_write(sample: Corpus) -> None:
    quote = answer(QUESTION, corpus=sample).citations[0].quote
    response = IsnadQueryEngine(corpus=sample, llm=QueuedModel([f"{quote} [1]"])).query(QUESTION)
    assert response.metadata["answer"].model == "queued"
    assert [node.text for node in response.source_nodes] == [quote]


def test_the_query_engine_can_be_awaited(sample: Corpus) -> None:
    response = asyncio.run(IsnadQueryEngine(corpus=sample).aquery(ARABIC))
    assert response.metadata["answer"] == answer(ARABIC, corpus=sample)


def test_a_refusal_has_no_source_nodes(sample: Corpus) -> None:
    response = IsnadQueryEngine(corpus=sample).query("Who painted the Mona Lisa?")
    assert response.source_nodes == []
    assert not response.metadata["answer"].answered
    assert str(response).startswith("The articles do not say.")


def test_errors_come_through(sample: Corpus) -> None:
    for ask in (IsnadRetriever(sample).retrieve, IsnadQueryEngine(corpus=sample).query):
        with pytest.raises(QuestionError):
            ask("?")


def test_the_vectors_serve_as_a_vector_store(sample: Corpus) -> None:
    index = VectorStoreIndex.from_vector_store(sample.vector_store(), embed_model=sample.encoder)
    found = index.as_retriever(similarity_top_k=2).retrieve(ARABIC)
    assert len(found) == 2
    assert [node.score for node in found] == sorted((node.score for node in found), reverse=True)
    article = sample.article(found[0].node.metadata["article"])
    assert article.title.startswith("اتفاق 19 يونيو")
    for node in found:
        of = sample.article(node.node.metadata["article"])
        assert node.text in of.text or node.text in of.translations[0].text
        assert node.node.metadata["day"] == int(f"{of.date:%Y%m%d}")
    response = index.as_query_engine(llm=MockLLM(), similarity_top_k=1).query(ARABIC)
    assert ARABIC in str(response)


def test_the_vector_store_can_be_filtered(sample: Corpus) -> None:
    index = VectorStoreIndex.from_vector_store(sample.vector_store(), embed_model=sample.encoder)
    late = MetadataFilters(filters=[MetadataFilter(key="day", value=20240914, operator=">=")])
    found = index.as_retriever(similarity_top_k=50, filters=late).retrieve(QUESTION)
    assert found
    assert {node.node.metadata["day"] for node in found} == {20240914}
