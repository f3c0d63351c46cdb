"""Text → vectors of unit length. A question lies near the passages that answer it, in any language."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import platformdirs
from llama_index.core.base.embeddings.base import BaseEmbedding
from pydantic import PrivateAttr

from store.embedding.engine import PASSAGE, QUESTION, Encoding, Engine, OnTokens, Vectors, open_engine
from store.embedding.graph_cache import VECTOR_FORMAT, cached_graph
from store.embedding.tokenizer import Tokenizer
from store.embedding.weights import DIMENSIONS, Weights
from store.embedding.word_vectors import load_word_vectors
from store.forking import ProcessLock

_MODEL = "multilingual-e5-small"
_MARKS = 2
_loading = ProcessLock()


class Encoder(BaseEmbedding):
    """multilingual-e5-small as a LlamaIndex embedding. Safe to use from several threads.

    `cache_folder` keeps the prepared graph (by default the user's cache folder); `engine` computes the vectors (by
    default the graph). A text's vector is the same alone, in a batch, and on every call.
    Raises EncoderError, with what to do, when the model cannot be loaded.
    """

    _weights: Weights = PrivateAttr()
    _tokenizer: Tokenizer = PrivateAttr()
    _engine: Engine = PrivateAttr()

    def __init__(self, cache_folder: Path | None = None, engine: Engine | None = None, **options: Any) -> None:
        super().__init__(**{"model_name": _MODEL, **options})
        folder = cache_folder or Path(platformdirs.user_cache_dir("isnad"))
        words = load_word_vectors()
        self._weights = weights = words.weights
        self._tokenizer = words.tokenizer
        self._engine = engine or open_engine(lambda: cached_graph(weights, folder), weights, self._tokenizer)

    @property
    def fingerprint(self) -> str:
        """Names the model, its weights and their quantisation. Vectors of equal fingerprints may be compared.

        Both engines have the same fingerprint: their vectors differ by less than .005 of cosine.
        """
        return f"{_MODEL}/{self._weights.digest}/{VECTOR_FORMAT}"

    @property
    def dimensions(self) -> int:
        """384: the length of a vector and of a token's state."""
        return DIMENSIONS

    def comparable(self, cosines: Vectors) -> Vectors:
        """The cosines as they are: confidence is learned on this model's."""
        return cosines

    def encode_questions(self, texts: Sequence[str]) -> Vectors:
        """float32 [texts, 384], each row of unit length."""
        return _rows(self.read_questions(texts))

    def read_questions(self, texts: Sequence[str]) -> Iterator[Encoding]:
        """The texts' vectors as questions, each with the states of its tokens."""
        return self._engine.encode(texts, QUESTION)

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """float32 [texts, 384], each row of unit length."""
        return _rows(self.read_passages(texts))

    def read_passages(self, texts: Sequence[str], on_tokens: OnTokens | None = None) -> Iterator[Encoding]:
        """The texts' vectors as passages, each with the states of its tokens, each as soon as it is computed.

        `on_tokens` is called, in this thread, with the number of tokens read since its last call.
        """
        return self._engine.encode(texts, PASSAGE, on_tokens)

    def token_ids(self, text: str) -> list[int]:
        """The ids of a text's own tokens, one for each of its states."""
        return self._tokenizer.ids(text)

    def token_count(self, text: str) -> int:
        """How many tokens the model reads for a passage: its prefix, its text, a beginning and an end."""
        return len(self._tokenizer.ids(PASSAGE + text)) + _MARKS

    def spans(self, text: str) -> list[tuple[int, int]]:
        """For each token state of a text, the characters [start, end) that its token covers."""
        return self._tokenizer.spans(text)

    @classmethod
    def class_name(cls) -> str:
        """The name of this embedding in LlamaIndex's records."""
        return "IsnadEncoder"

    def _get_query_embedding(self, query: str) -> list[float]:
        return _numbers(self.encode_questions([query]))[0]

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return await asyncio.to_thread(self._get_query_embedding, query)

    def _get_text_embedding(self, text: str) -> list[float]:
        return _numbers(self.encode_passages([text]))[0]

    def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
        return _numbers(self.encode_passages(texts))


def default_encoder() -> Encoder:
    """The encoder that all stores of this process share, loaded on first use."""
    with _loading:
        return _shared_encoder()


@lru_cache(maxsize=1)
def _shared_encoder() -> Encoder:
    return Encoder()


def _rows(encodings: Iterator[Encoding]) -> Vectors:
    return np.array([encoding.vector for encoding in encodings], np.float32).reshape(-1, DIMENSIONS)


def _numbers(vectors: Vectors) -> list[list[float]]:
    numbers: list[list[float]] = vectors.tolist()
    return numbers
