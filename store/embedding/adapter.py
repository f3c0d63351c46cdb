"""The interface between the store and an embedding model, and any LlamaIndex embedding behind it.

Isnad's own encoder also gives a state for each token. Another embedding gives one vector for a text, which is used as
the state of a single token: sentences are compared as a whole, and the word bridge has no words.
"""

from __future__ import annotations

import importlib
import json
import math
import re
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from functools import lru_cache
from textwrap import shorten
from typing import Any, Protocol, runtime_checkable

import numpy as np
from llama_index.core.base.embeddings.base import BaseEmbedding
from numpy.typing import NDArray

from store.embedding.encoder import Encoder, default_encoder
from store.embedding.engine import Encoding, OnTokens, single_state
from store.errors import EncoderError

_BATCH = 32
_MESSAGE_CHARACTERS = 300
_CHARACTERS_A_TOKEN = 4
_SPEC = re.compile(r"([\w.]+):(\w+)\s*(\{.*\})?", re.DOTALL)
_SYNTAX = 'Write it as module:Class, with its arguments after it: package.module:Class {"model_name": "name"}.'
# The mean and deviation of the shipped model's cosines between the unrelated texts below.
_REFERENCE = (0.798, 0.035)
_UNRELATED = (
    "The bakery opens at six.",
    "Her telescope found a comet in March.",
    "Wool prices fell for a third year.",
    "The bridge is closed to lorries.",
    "He plays the oboe in the town band.",
    "Frost has spoiled the almond blossom.",
    "وصل القطار متأخرا ساعتين.",
    "تعلم النحالون تربية الملكات.",
    "يحتاج المتحف إلى سقف جديد.",
    "خسر الفريق مباراته الأولى.",
    "انخفض منسوب النهر هذا الصيف.",
    "ترجمت الرواية إلى سبع لغات.",
)


@runtime_checkable
class TextEncoder(Protocol):
    """An embedding model as the store uses it. Vectors are float32 [dimensions], of unit length."""

    @property
    def fingerprint(self) -> str:
        """Vectors of equal fingerprints may be compared."""

    @property
    def dimensions(self) -> int:
        """How many numbers a vector and a state have."""

    def read_questions(self, texts: Sequence[str]) -> Iterator[Encoding]:
        """The encodings of questions."""

    def read_passages(self, texts: Sequence[str], on_tokens: OnTokens | None = None) -> Iterator[Encoding]:
        """The encodings of passages and sentences; `on_tokens` is called with the number of tokens read."""

    def comparable(self, cosines: NDArray[np.float32]) -> NDArray[np.float32]:
        """Cosines of this model's vectors, on the scale of the shipped model's."""

    def token_count(self, text: str) -> int:
        """How many tokens the model reads for a passage, at least approximately."""

    def spans(self, text: str) -> list[tuple[int, int]]:
        """For each token state of a text, the characters [start, end) that its token covers."""


class EmbeddingAdapter:
    """Any LlamaIndex embedding as a TextEncoder.

    Models spread their cosines differently, and confidence is learned on the shipped model's. `comparable` gives the
    cosines of unrelated texts the same mean and deviation. Raises EncoderError, with the model's message, when the
    model fails.
    """

    def __init__(self, embedding: BaseEmbedding) -> None:
        self._embedding = embedding
        self.dimensions = 0
        vectors = np.array([encoding.vector for encoding in self.read_passages(_UNRELATED)])
        cosines = (vectors @ vectors.T)[np.triu_indices(len(vectors), 1)]
        self._mean, self._deviation = float(cosines.mean()), max(float(cosines.std()), 1e-6)
        kind = type(embedding)
        self.fingerprint = f"{kind.__module__}.{kind.__qualname__}/{embedding.model_name}/{self.dimensions}"

    def read_questions(self, texts: Sequence[str]) -> Iterator[Encoding]:
        for text in texts:
            with self._guarded():
                numbers = self._embedding.get_query_embedding(text)
            yield self._encoding(numbers)

    def read_passages(self, texts: Sequence[str], on_tokens: OnTokens | None = None) -> Iterator[Encoding]:
        for at in range(0, len(texts), _BATCH):
            part = list(texts[at : at + _BATCH])
            with self._guarded():
                found = self._embedding.get_text_embedding_batch(part)
            for text, numbers in zip(part, found, strict=True):
                if on_tokens is not None:
                    on_tokens(self.token_count(text))
                yield self._encoding(numbers)

    def comparable(self, cosines: NDArray[np.float32]) -> NDArray[np.float32]:
        mean, deviation = _REFERENCE
        moved: NDArray[np.float32] = mean + (cosines - self._mean) * np.float32(deviation / self._deviation)
        return moved

    def token_count(self, text: str) -> int:
        return len(text) // _CHARACTERS_A_TOKEN

    def spans(self, text: str) -> list[tuple[int, int]]:
        return []

    def _encoding(self, numbers: Sequence[float]) -> Encoding:
        length = math.hypot(*numbers)
        self.dimensions = self.dimensions or len(numbers)
        if not 0 < length < float("inf") or len(numbers) != self.dimensions:
            what = f"{len(numbers)} numbers of length {length:g}, where {self.dimensions} were expected"
            raise EncoderError(
                f"{self._name} gave a vector that cannot be used: {what}. Use another embedding model."
            )
        return single_state((np.array(numbers) / length).astype(np.float32))

    @property
    def _name(self) -> str:
        return f"The embedding {self._embedding.class_name()} ({self._embedding.model_name})"

    def _guarded(self) -> AbstractContextManager[None]:
        return _as_encoder_error(f"{self._name} failed")


@contextmanager
def _as_encoder_error(failure: str) -> Iterator[None]:
    """Raise an EncoderError for any exception of another's embedding: which ones it raises cannot be known."""
    try:
        yield
    except Exception as error:
        message = shorten(f"{type(error).__name__}: {error}", _MESSAGE_CHARACTERS, placeholder=" …").rstrip(".: ")
        raise EncoderError(f"{failure} ({message}). See ISNAD_EMBEDDING in docs/SETTINGS.md.") from error


def text_encoder(embedding: TextEncoder | BaseEmbedding | None) -> TextEncoder:
    """The embedding as the store uses it; for None the one that ships with Isnad."""
    if embedding is None:
        return default_encoder()
    if isinstance(embedding, BaseEmbedding) and not isinstance(embedding, Encoder):
        return EmbeddingAdapter(embedding)
    return embedding


@lru_cache(maxsize=4)
def load_embedding(spec: str) -> TextEncoder:
    """The embedding that `module:Class {arguments}` names, created once; for "" the one that ships with Isnad.

    `Class` may also be a function that returns an embedding, or an embedding. Raises EncoderError.
    """
    if not spec:
        return default_encoder()
    match = _SPEC.fullmatch(spec.strip())
    if match is None:
        raise EncoderError(f"{spec!r} does not name an embedding. {_SYNTAX}")
    module, name, arguments = match.groups()
    with _as_encoder_error(f"The embedding {module}:{name} could not be created"):
        named = getattr(importlib.import_module(module), name)
        options: dict[str, Any] = json.loads(arguments or "{}")
        embedding = named if isinstance(named, BaseEmbedding) else named(**options)
    if not isinstance(embedding, BaseEmbedding):
        raise EncoderError(f"{module}:{name} is not a LlamaIndex embedding. {_SYNTAX}")
    return text_encoder(embedding)
