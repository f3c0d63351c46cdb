"""Text as vectors."""

from store.embedding.adapter import TextEncoder, load_embedding, text_encoder
from store.embedding.engine import Encoding
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

__all__ = [
    "Encoding",
    "ONE_CORE",
    "States",
    "TextEncoder",
    "add_sums",
    "centred",
    "load_embedding",
    "mean_state",
    "pack_states",
    "pack_sum",
    "sentence_vector",
    "text_encoder",
    "token_likeness",
    "unpack_states",
]
