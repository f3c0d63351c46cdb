"""Text as vectors; and what other transformers of the encoder's family are built and run with."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from store.embedding.adapter import TextEncoder, load_embedding, text_encoder
from store.embedding.engine import Encoding
from store.embedding.graph_cache import kept_graph
from store.embedding.runtime import Session, open_session, parallel_map
from store.embedding.token_states import (
    ONE_CORE,
    States,
    add_sums,
    centred,
    mean_state,
    pack_states,
    pack_sum,
    sentence_vector,
    token_likeness,
    unpack_states,
)
from store.embedding.weights import DIMENSIONS, INNER, LAYERS, Floats
from store.embedding.word_vectors import WordVectors, load_word_vectors

if TYPE_CHECKING:
    from store.embedding.onnx_graph import GraphBuilder

__all__ = [
    "DIMENSIONS",
    "Encoding",
    "Floats",
    "GraphBuilder",
    "INNER",
    "LAYERS",
    "ONE_CORE",
    "Session",
    "States",
    "TextEncoder",
    "WordVectors",
    "add_sums",
    "centred",
    "kept_graph",
    "load_embedding",
    "load_word_vectors",
    "mean_state",
    "open_session",
    "pack_states",
    "pack_sum",
    "parallel_map",
    "sentence_vector",
    "text_encoder",
    "token_likeness",
    "unpack_states",
]


def __getattr__(name: str) -> Any:
    """The builder when it is asked for: it imports onnx, which only the first start has a use for."""
    if name != "GraphBuilder":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return import_module("store.embedding.onnx_graph").GraphBuilder
