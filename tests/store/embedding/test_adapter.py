"""Any LlamaIndex embedding instead of the one that ships: found by its name, used, and told when it fails."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest
from llama_index.core.base.embeddings.base import BaseEmbedding

from rag import answer, retrieve
from store import Corpus, Span, StoreMismatchError
from store.embedding.adapter import EmbeddingAdapter, TextEncoder, text_encoder
from store.embedding.encoder import Encoder
from store.embedding.engine import Vectors
from store.scope import Scope
from tests.helpers.agreement import check
from tests.helpers.fakes import FakeEncoder
from tests.helpers.store.other_embeddings import ALL, ANSWERED, BAKERY, FLOOD, OFF_TOPIC, Letters
from tests.helpers.wordllama_embedding import WordLlamaEmbedding

EVERYWHERE = Scope()


@pytest.fixture(scope="module")
def wordllama() -> WordLlamaEmbedding:
    return WordLlamaEmbedding()


@pytest.fixture(scope="module")
def folder(wordllama: WordLlamaEmbedding, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store made with another embedding. Copy it before you write to it."""
    path = tmp_path_factory.mktemp("other") / "store"
    with Corpus.open(path, wordllama) as corpus:
        corpus.add(ALL)
    return path


@pytest.fixture
def small(folder: Path, wordllama: WordLlamaEmbedding) -> Iterator[Corpus]:
    """The articles, to read only."""
    with Corpus.open(folder, wordllama) as corpus:
        yield corpus


# A store with another embedding


@pytest.mark.parametrize(("question", "quote"), ANSWERED.items())
def test_a_question_is_answered_word_for_word(small: Corpus, question: str, quote: str) -> None:
    got = answer(question, corpus=small)
    assert got.answered
    best = got.citations[0]
    point = best.point or Span(best.start, best.end)
    assert best.article.text[point.start : point.end] == quote
    assert best.quote == best.article.text[best.start : best.end]
    assert best.quote in got.text


@pytest.mark.parametrize("question", OFF_TOPIC)
def test_what_the_articles_do_not_say_is_refused(small: Corpus, question: str) -> None:
    got = answer(question, corpus=small)
    assert not got.answered
    assert got.citations == ()
    assert {hit.passage for hit in got.closest} <= {hit.passage for hit in retrieve(question, corpus=small)}


def test_the_store_agrees(small: Corpus, wordllama: WordLlamaEmbedding) -> None:
    check(small)
    assert small.encoder.fingerprint == "tests.helpers.wordllama_embedding.WordLlamaEmbedding/l2_supercat/256"
    assert small.encoder.dimensions == small.index.centre().shape[0] == 256
    (vector,) = wordllama.get_text_embedding_batch([BAKERY.text])
    found = small.index.near_passages(np.array(vector, np.float32) / np.linalg.norm(vector), 9, EVERYWHERE)
    assert next(iter(found)) == (BAKERY.id, 0)
    assert found[BAKERY.id, 0] == pytest.approx(1, abs=1e-4)


def test_llama_index_searches_with_the_same_embedding(small: Corpus, wordllama: WordLlamaEmbedding) -> None:
    from llama_index.core import VectorStoreIndex

    index = VectorStoreIndex.from_vector_store(small.vector_store(), embed_model=wordllama)
    best, *_ = index.as_retriever(similarity_top_k=1).retrieve("When did the bakery close?")
    assert best.node.metadata["article_id"] == BAKERY.id


def test_a_store_of_another_embedding_is_refused_by_the_one_that_ships(folder: Path, encoder: Encoder) -> None:
    with pytest.raises(StoreMismatchError, match=r"made with .*WordLlama.*/256.*isnad rebuild --store"):
        Corpus.open(folder)
    with pytest.raises(StoreMismatchError):
        Corpus.open(folder, encoder)


def test_a_store_of_the_one_that_ships_is_refused_by_another(
    sample_folder: Path, wordllama: WordLlamaEmbedding
) -> None:
    with pytest.raises(StoreMismatchError, match="with .*e5-small.*uses .*WordLlama.*ISNAD_EMBEDDING.*isnad rebuild"):
        Corpus.open(sample_folder, wordllama)


def test_a_store_of_other_dimensions_is_refused(folder: Path) -> None:
    with pytest.raises(StoreMismatchError, match=r"WordLlamaEmbedding/l2_supercat/256.*l2_supercat/64"):
        Corpus.open(folder, WordLlamaEmbedding(dims=64))


class Marks(Letters):
    """Another model of as many dimensions, whose author gave it no name."""

    @classmethod
    def class_name(cls) -> str:
        return BaseEmbedding.class_name()

    def _get_text_embedding(self, text: str) -> list[float]:
        return [1.0 + text.count(mark) for mark in ".,;:!?'\"()[]{}<>|/+-*=%&@#"]


class Digits(Marks):
    """Yet another without a name."""

    def _get_text_embedding(self, text: str) -> list[float]:
        return [1.0 + text.count(digit) for digit in "0123456789٠١٢٣٤٥٦٧٨٩abcdef"]


def test_embeddings_without_names_are_told_apart(tmp_path: Path) -> None:
    with Corpus.open(tmp_path / "store", Marks()) as corpus:
        corpus.add(ALL)
    with pytest.raises(StoreMismatchError):
        Corpus.open(tmp_path / "store", Digits())


# As an encoder


def test_an_embedding_is_taken_as_it_is_or_made_one(encoder: Encoder, wordllama: WordLlamaEmbedding) -> None:
    fake = FakeEncoder()
    assert text_encoder(fake) is fake
    assert text_encoder(encoder) is encoder
    assert text_encoder(None) is encoder
    assert isinstance(text_encoder(wordllama), EmbeddingAdapter)


def test_a_text_has_one_state_that_lies_as_its_vector_does(wordllama: WordLlamaEmbedding) -> None:
    other = EmbeddingAdapter(wordllama)
    for read in (other.read_passages, other.read_questions):
        for encoding in read([BAKERY.text, FLOOD.text]):
            assert np.linalg.norm(encoding.vector) == pytest.approx(1, abs=1e-5)
            assert encoding.states.shape == (1, 256)
            (state,) = encoding.states
            assert state @ encoding.vector == pytest.approx(np.linalg.norm(state), rel=1e-5)
            assert np.abs(state).max() < 2  # or it could not be kept


def test_more_texts_than_a_batch_come_in_their_order(wordllama: WordLlamaEmbedding) -> None:
    other = EmbeddingAdapter(wordllama)
    texts = [f"Train number {number} was late." for number in range(75)]
    told: list[int] = []
    together = [encoding.vector for encoding in other.read_passages(texts, told.append)]
    alone = [next(other.read_passages([text])).vector for text in texts]
    np.testing.assert_allclose(together, alone, atol=1e-6)
    assert sum(told) == sum(map(other.token_count, texts))
    assert list(other.read_passages([])) == list(other.read_questions([])) == []


def test_cosines_of_unrelated_texts_are_laid_upon_those_of_the_model_that_ships(
    wordllama: WordLlamaEmbedding, encoder: Encoder
) -> None:
    unrelated = [article.text for article in ALL]
    other = EmbeddingAdapter(wordllama)
    ours, theirs = cosines(encoder, unrelated), cosines(other, unrelated)
    assert abs(theirs.mean() - ours.mean()) < 0.05
    assert theirs.max() < other.comparable(np.array([0.9], np.float32))[0]


def cosines(encoder: TextEncoder, texts: Sequence[str]) -> Vectors:
    """Between each two of the texts, as confidence sees them."""
    vectors = np.array([encoding.vector for encoding in encoder.read_passages(texts)])
    return encoder.comparable((vectors @ vectors.T)[np.triu_indices(len(vectors), 1)])
