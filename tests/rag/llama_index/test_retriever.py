"""Isnad's retrieval as LlamaIndex calls it."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest
from llama_index.core import QueryBundle
from llama_index.core.postprocessor import SimilarityPostprocessor
from llama_index.core.schema import NodeWithScore, TextNode

from rag import QuestionError, retrieve
from rag.llama_index import IsnadCorpus, IsnadRetriever
from store import ArgumentError, Corpus
from tests.helpers.cases import each_case
from tests.helpers.rag.valley import ASKED, BRIDGE, TALE

QUESTION = "When did Putin visit Pyongyang?"
ARABIC = "متى زار بوتين بيونغ يانغ؟"
ELSEWHERE = ("Who painted the Mona Lisa?", "How do I bake bread?", "من كتب رواية الحرافيش؟")


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
        assert node.ref_doc_id == article.id
        assert scored.score is not None and 0.0 <= scored.score <= 1.0


def test_it_gives_the_hits_as_nodes(sample: Corpus) -> None:
    found = IsnadRetriever(sample, 4).retrieve(QUESTION)
    check(found, sample)
    hits = retrieve(QUESTION, corpus=sample, limit=4)
    assert [(n.node.metadata["article_id"], n.node.metadata["start"]) for n in found] == [
        (hit.article.id, hit.passage.start) for hit in hits
    ]
    scores = [node.score or 0.0 for node in found]
    assert scores == sorted(scores, reverse=True)


def test_its_metadata_are_json_and_say_what_is_missing(valley: IsnadCorpus) -> None:
    nodes = {node.node.metadata["title"]: node.node for node in valley.as_retriever().retrieve(ASKED)}
    bridge, tale = nodes[BRIDGE.title], nodes[TALE.title]
    assert bridge.metadata == {
        "article_id": BRIDGE.id,
        "title": "The footbridge opens",
        "outlet": "Hill Post",
        "date": "2024-03-04",
        "day": 20240304,
        "language": "en",
        "url": "https://news.example/bridge",
        "field": "text",
        "start": 0,
        "end": len(BRIDGE.text),
        "translation": "",
    }
    assert (tale.metadata["outlet"], tale.metadata["date"], tale.metadata["day"]) == ("", "", 0)
    assert json.loads(json.dumps(bridge.metadata)) == bridge.metadata


@each_case("question", [QUESTION, ARABIC])
def test_what_is_on_the_subject_scores_more_than_half(sample: Corpus, question: str) -> None:
    cut = SimilarityPostprocessor(similarity_cutoff=0.5)
    found = IsnadRetriever(sample, 3).retrieve(question)
    assert cut.postprocess_nodes(found) == found


@each_case("question", ELSEWHERE)
def test_what_is_of_another_subject_is_cut(sample: Corpus, question: str) -> None:
    cut = SimilarityPostprocessor(similarity_cutoff=0.5)
    assert cut.postprocess_nodes(IsnadRetriever(sample).retrieve(question)) == []


def test_it_can_be_awaited(sample: Corpus) -> None:
    retriever = IsnadRetriever(sample, 2)
    assert asyncio.run(retriever.aretrieve(ARABIC)) == retriever.retrieve(QueryBundle(ARABIC))


def test_it_does_not_hold_up_the_loop(sample: Corpus) -> None:
    async def both() -> list[str]:
        done: list[str] = []

        async def search() -> None:
            await IsnadRetriever(sample, 2).aretrieve(QUESTION)
            done.append("search")

        async def tick() -> None:
            await asyncio.sleep(0)
            done.append("tick")

        await asyncio.gather(search(), tick())
        return done

    assert asyncio.run(both()) == ["tick", "search"]


def test_it_is_made_by_position_and_by_keyword(valley: IsnadCorpus) -> None:
    made = [
        IsnadRetriever(valley, 1),
        IsnadRetriever(valley, similarity_top_k=1),
        IsnadRetriever(corpus=valley, similarity_top_k=1),
        valley.as_retriever(similarity_top_k=1),
    ]
    first, *others = (retriever.retrieve(ASKED) for retriever in made)
    assert len(first) == 1
    assert all(other == first for other in others)


@each_case("option", ["outlets", "limit", "top_k"])
def test_an_unknown_argument_is_refused(valley: IsnadCorpus, option: str) -> None:
    for make in (IsnadRetriever, IsnadCorpus.as_retriever):
        with pytest.raises(TypeError, match=f"unexpected keyword argument '{option}'"):
            make(valley, **{option: ["Hill Post"]})  # type: ignore[arg-type]


@each_case(
    ("options", "named"),
    [
        (("folder",), "corpus"),
        ((None, "ten"), "similarity_top_k"),
        ((None, 10, {"outlet": "Hill Post"}), "filters"),
    ],
)
def test_an_option_of_a_wrong_type_is_named(valley: IsnadCorpus, options: tuple[Any, ...], named: str) -> None:
    given = (options[0] or valley, *options[1:])
    with pytest.raises(ArgumentError, match=f"^{named} has to be"):
        IsnadRetriever(*given)


def test_errors_come_through(sample: Corpus) -> None:
    with pytest.raises(QuestionError):
        IsnadRetriever(sample).retrieve("?")
