"""A second embedding that needs no network: WordLlama, whose weights come in its wheel, for LlamaIndex.

From the repository's folder, with PYTHONPATH=. : ISNAD_EMBEDDING='tests.wordllama_embedding:WordLlamaEmbedding'.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import wordllama  # type: ignore[import-untyped]
from llama_index.core.base.embeddings.base import BaseEmbedding
from pydantic import PrivateAttr

HERE = Path(wordllama.__file__).parent


class WordLlamaEmbedding(BaseEmbedding):
    """The mean of the vectors of a text's words; of their numbers the first `dims`: 256, 128 or 64."""

    dims: int = 256
    _model: Any = PrivateAttr()

    def __init__(self, dims: int = 256) -> None:
        super().__init__(model_name="l2_supercat")
        self.dims = dims
        # It looks for its tokenizer where it would have downloaded it to.
        self._model = wordllama.WordLlama.load(cache_dir=HERE, trunc_dim=dims, disable_download=True)

    @classmethod
    def class_name(cls) -> str:
        return "WordLlamaEmbedding"

    def _get_query_embedding(self, query: str) -> list[float]:
        return self._get_text_embeddings([query])[0]

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return self._get_query_embedding(query)

    def _get_text_embedding(self, text: str) -> list[float]:
        return self._get_text_embeddings([text])[0]

    def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
        found: list[list[float]] = self._model.embed(texts).tolist()
        return found
