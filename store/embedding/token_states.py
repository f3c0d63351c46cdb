"""Token states at rest: what the encoder saw in each token of a sentence, kept at one byte a number.

Evidence is chosen by comparing a question's tokens with a sentence's, one by one, and a question has no time to
encode sentences again. Each number is rounded to one of 255 steps between -2 and 2, which hold every state seen
(the largest was 1.5); it ranks sentences as the full numbers do (docs/MEASUREMENTS.md).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

STEP = np.float32(2 / 127)

States = NDArray[np.float32]

_SMALL = 200_000
"""So many multiplications BLAS leaves to one core."""


def pack_states(states: States) -> bytes:
    """float32 [tokens, dimensions] → one byte a number."""
    packed: bytes = np.clip(np.rint(states / STEP), -127, 127).astype(np.int8).tobytes()
    return packed


def unpack_states(packed: bytes, dimensions: int) -> States:
    """What `pack` made → float32 [tokens, dimensions]."""
    states = np.frombuffer(packed, np.int8).reshape(-1, dimensions).astype(np.float32)
    states *= STEP
    return states


def pack_sum(packed: Iterable[bytes], dimensions: int) -> tuple[int, bytes]:
    """How many tokens these packed states are of, and their sum in steps, as bytes. It is exact."""
    count, total = 0, np.zeros(dimensions, np.int64)
    for states in packed:
        rows = np.frombuffer(states, np.int8).reshape(-1, dimensions)
        count += len(rows)
        total += rows.sum(axis=0, dtype=np.int64)
    return count, total.tobytes()


def add_sums(one: bytes, other: bytes, sign: int = 1) -> bytes:
    """Two sums added up, or with `sign` -1 the second taken from the first; no bytes stand for zeros."""
    first, second = np.frombuffer(one, np.int64), np.frombuffer(other, np.int64)
    total = first + sign * second if len(first) and len(second) else (first if len(first) else sign * second)
    packed: bytes = total.tobytes()
    return packed


def mean_state(count: int, packed_sum: bytes, dimensions: int) -> States:
    """The mean state, float32 [dimensions], of so many tokens with this sum; zeros without any."""
    if not count:
        return np.zeros(dimensions, np.float32)
    return (np.frombuffer(packed_sum, np.int64) * (float(STEP) / count)).astype(np.float32)


def centred(states: States, centre: States) -> States:
    """The states less what all have in common, each of unit length."""
    moved = np.asarray(states - centre, np.float32)
    lengths = np.sqrt(np.einsum("ij,ij->i", moved, moved))
    moved /= np.maximum(lengths, np.float32(1e-9))[:, np.newaxis]
    return moved


def token_likeness(packed: Sequence[bytes], centre: States, asked: States) -> States:
    """How like texts are to a question, float32 [texts, the question's tokens]: each token with its likest in a text.

    `packed` are the texts' states, `asked` the question's centred ones. Those of the texts are centred after the
    product, so that the many numbers are gone through once.
    """
    rows = np.frombuffer(b"".join(packed), np.int8).reshape(-1, len(centre))
    against = np.column_stack([asked.T, centre]) * STEP
    product = np.empty((len(rows), against.shape[1]), np.float32)
    squares = np.empty(len(rows), np.float32)
    # A few rows at a time: of larger products BLAS gives each core a part, and waits where one is busy.
    step = max(1, _SMALL // against.size)
    for at in range(0, len(rows), step):
        some = rows[at : at + step].astype(np.float32)
        np.matmul(some, against, out=product[at : at + step])
        np.einsum("ij,ij->i", some, some, out=squares[at : at + step])
    lengths = np.sqrt(np.maximum(STEP * STEP * squares + centre @ centre - 2 * product[:, -1], np.float32(1e-9)))
    ends = np.cumsum([len(text) // len(centre) for text in packed])
    starts = np.concatenate([[0], ends[:-1]])
    likely = (product[:, :-1] - asked @ centre) / lengths[:, np.newaxis]
    return np.asarray(np.maximum.reduceat(likely, starts, axis=0), np.float32)


def sentence_vector(packed: bytes, centre: States) -> States:
    """The mean of a text's centred states at unit length, float32 [dimensions], to compare texts with."""
    total = centred(unpack_states(packed, len(centre)), centre).sum(axis=0)
    return np.asarray(total / np.float32(max(float(np.linalg.norm(total)), 1e-9)), np.float32)
