"""The corpus's vectors as LlamaIndex's vector store: in an index, filtered, kept, and read from only."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from llama_index.core import Document, Settings, StorageContext, VectorStoreIndex, load_index_from_storage
from llama_index.core.llms import MockLLM
from llama_index.core.vector_stores import FilterCondition, MetadataFilters

from rag.llama_index import IsnadCorpus
from store import Corpus, StoreError
from tests.helpers.cases import each_case
from tests.helpers.rag.valley import ASKED, BRIDGE, FLOOD, HONEY, PRESS, REPAIR, TOLL
from tests.rag.llama_index.test_filters import Filters, both, by, either

ARABIC = "متى زار بوتين بيونغ يانغ؟"


def index_of(corpus: Corpus) -> VectorStoreIndex:
    return VectorStoreIndex.from_vector_store(corpus.vector_store(), embed_model=corpus.encoder)


def test_they_serve_as_a_vector_store(sample: Corpus) -> None:
    index = index_of(sample)
    found = index.as_retriever(similarity_top_k=5).retrieve(ARABIC)
    assert len(found) == 5
    scores = [node.score or 0.0 for node in found]
    assert scores == sorted(scores, reverse=True) and 0.0 < scores[-1] <= scores[0] <= 1.0
    assert sample.article(found[0].metadata["article_id"]).title.startswith("اتفاق 19 يونيو")
    for node in found:
        article, at = sample.article(node.metadata["article_id"]), node.metadata
        own = article.text[at["start"] : at["end"]]
        assert node.text in (article.translations[0].text if at["translation"] else own)
        assert at["translation"] in ("", "en")
        assert node.node.ref_doc_id == article.id
    assert found == asyncio.run(index.as_retriever(similarity_top_k=5).aretrieve(ARABIC))


def test_a_query_engine_of_the_index_reads_them(sample: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Settings, "_llm", MockLLM())  # what LlamaIndex takes after Settings.llm = None
    response = index_of(sample).as_query_engine(similarity_top_k=1).query(ARABIC)
    assert ARABIC in str(response) and "date: 2024-09-14" in str(response)


def test_metadata_are_the_same_everywhere(valley: IsnadCorpus) -> None:
    """In the retriever, the answer's quotes and the vector store. A passage is the same node in first and last."""
    retrieved = {n.node_id: n.node for n in valley.as_retriever(similarity_top_k=20).retrieve(ASKED)}
    near = {n.node_id: n.node for n in index_of(valley).as_retriever(similarity_top_k=20).retrieve(ASKED)}
    assert near == retrieved
    (quote, *_) = valley.as_query_engine().query("How much did the footbridge cost?").source_nodes
    keys = {tuple(node.metadata) for node in [*near.values(), quote.node]}
    assert len(keys) == 1
    every = [node.metadata for node in near.values()]
    assert json.loads(json.dumps(every)) == every


@each_case(
    ("filters", "titles"),
    [
        (both(by("day", 20240930, ">=")), {HONEY.title}),
        (both(by("date", "2024-03-05", "<=")), {BRIDGE.title, TOLL.title}),
        (both(by("date", ["2024-03-05"], "in")), {TOLL.title}),
        (both(by("language", "ar")), {FLOOD.title, REPAIR.title}),
        (both(by("article_id", BRIDGE.id)), {BRIDGE.title}),
        (either(by("outlet", "Valley Radio"), both(by("language", "ar"), by("day", 20240420, ">"))),
         {TOLL.title, REPAIR.title}),
        (both(), {article.title for article in PRESS}),
    ],
)  # fmt: skip
def test_they_can_be_filtered(valley: IsnadCorpus, filters: Filters, titles: set[str]) -> None:
    found = index_of(valley).as_retriever(similarity_top_k=20, filters=filters).retrieve(ASKED)
    assert {node.metadata["title"] for node in found} == titles
    assert {node.metadata["title"] for node in valley.vector_store().get_nodes(filters=filters)} == titles


@each_case(
    ("filters", "why"),
    [
        (both(by("title", "x")), "not by 'title'"),
        (both(by("day", "soon")), "'soon' is no day"),
        (MetadataFilters(filters=[by("outlet", "x")], condition=FilterCondition.NOT), 'not by "not"'),
    ],
)
def test_other_filters_are_refused(valley: IsnadCorpus, filters: MetadataFilters, why: str) -> None:
    with pytest.raises(StoreError, match=why):
        index_of(valley).as_retriever(filters=filters).retrieve(ASKED)


def test_maximal_marginal_relevance_is_found(valley: IsnadCorpus) -> None:
    retriever = index_of(valley).as_retriever(vector_store_query_mode="mmr", similarity_top_k=2)
    assert len({node.metadata["title"] for node in retriever.retrieve(ASKED)}) == 2


def test_an_index_is_kept_and_opened_again(valley: IsnadCorpus, tmp_path: Path) -> None:
    index_of(valley).storage_context.persist(persist_dir=str(tmp_path / "kept"))
    storage = StorageContext.from_defaults(vector_store=valley.vector_store(), persist_dir=str(tmp_path / "kept"))
    opened = load_index_from_storage(storage, embed_model=valley.encoder)
    found = opened.as_retriever(similarity_top_k=3).retrieve(ASKED)
    assert found == index_of(valley).as_retriever(similarity_top_k=3).retrieve(ASKED)


def test_nothing_is_written_through_them(valley: IsnadCorpus) -> None:
    store, index = valley.vector_store(), index_of(valley)
    kept = store.client.count()
    writes: list[Callable[[], object]] = [
        lambda: index.insert(Document(text="The ferry sank.")),
        lambda: index.insert_nodes(store.get_nodes()),
        lambda: index.delete_nodes([store.get_nodes()[0].node_id]),
        lambda: store.delete(BRIDGE.id),
        lambda: store.delete_nodes([BRIDGE.id]),
        lambda: store.clear(),
    ]
    for write in writes:
        with pytest.raises(StoreError, match=r"corpus\.add"):
            write()
    assert store.client.count() == kept


def test_what_was_removed_is_left_out(writable: Corpus) -> None:
    index = index_of(writable)
    first = index.as_retriever(similarity_top_k=1).retrieve(ARABIC)[0].metadata["article_id"]
    writable.remove(first)
    found = index.as_retriever(similarity_top_k=40).retrieve(ARABIC)
    assert found and first not in {node.metadata["article_id"] for node in found}
