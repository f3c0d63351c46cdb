"""Token states at rest: what the encoder saw in each token of a sentence, kept at 384 bytes a token.

Evidence is chosen by comparing a question's tokens with a sentence's, one by one, and a question has no time to
encode sentences again. Each number is rounded to one of 255 steps between -2 and 2, which hold every state seen
(the largest was 1.5); it ranks sentences as the full numbers do (docs/MEASUREMENTS.md).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from store.weights import DIMENSIONS

_STEP = np.float32(2 / 127)

States = NDArray[np.float32]


def pack(states: States) -> bytes:
    """float32 [tokens, 384] → one byte a number."""
    packed: bytes = np.clip(np.rint(states / _STEP), -127, 127).astype(np.int8).tobytes()
    return packed


def unpack(packed: bytes) -> States:
    """What `pack` made → float32 [tokens, 384]."""
    return np.frombuffer(packed, np.int8).reshape(-1, DIMENSIONS) * _STEP


def pack_sum(states: list[States]) -> tuple[int, bytes]:
    """How many tokens there are, and the sum of their states, float32 [384], as bytes."""
    every = np.concatenate([np.zeros((0, DIMENSIONS), np.float32), *states])
    return len(every), every.sum(axis=0, dtype=np.float32).tobytes()


def mean(sums: list[tuple[int, bytes]]) -> States:
    """The mean state, float32 [384], of all the tokens that these counts and sums are of; zeros without any."""
    total = np.zeros(DIMENSIONS, np.float64)
    for _, packed in sums:
        total += np.frombuffer(packed, np.float32)
    return (total / max(1, sum(count for count, _ in sums))).astype(np.float32)


def centred(states: States, centre: States) -> States:
    """The states less what all have in common, each of unit length."""
    moved = np.asarray(states - centre, np.float32)
    lengths = np.sqrt(np.einsum("ij,ij->i", moved, moved))
    moved /= np.maximum(lengths, 1e-9)[:, np.newaxis]
    return moved
