"""Token states as they are stored: the encoder's last hidden states of a sentence's tokens, one byte a number.

Evidence is selected by late interaction (each token of the question with the most similar token of the sentence), and
there is no time to encode the sentences again for each question. Each number is rounded to one of 255 steps between
-2 and 2 (the largest number seen was 1.5). Sentences are ranked as with the full numbers (docs/MEASUREMENTS.md).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

STEP = np.float32(2 / 127)

States = NDArray[np.float32]

ONE_CORE = 200_000
"""Up to so many multiplications BLAS uses one core.

It divides larger products among cores, which wait for each other: ten times as long on a busy machine.
"""


def pack_states(states: States) -> bytes:
    """float32 [tokens, dimensions] → one byte a number."""
    packed: bytes = np.clip(np.rint(states / STEP), -127, 127).astype(np.int8).tobytes()
    return packed


def unpack_states(packed: bytes, dimensions: int) -> States:
    """The result of `pack_states` → float32 [tokens, dimensions]."""
    states = np.frombuffer(packed, np.int8).reshape(-1, dimensions).astype(np.float32)
    states *= STEP
    return states


def pack_sum(packed: Iterable[bytes], dimensions: int) -> tuple[int, bytes]:
    """The number of tokens of these packed states, and the exact sum of the states, in steps, as bytes."""
    count, total = 0, np.zeros(dimensions, np.int64)
    for states in packed:
        rows = np.frombuffer(states, np.int8).reshape(-1, dimensions)
        count += len(rows)
        total += rows.sum(axis=0, dtype=np.int64)
    return count, total.tobytes()


def add_sums(one: bytes, other: bytes, sign: int = 1) -> bytes:
    """One sum plus the other, or minus it with `sign` -1. Empty bytes stand for zeros."""
    first, second = np.frombuffer(one, np.int64), np.frombuffer(other, np.int64)
    total = first + sign * second if len(first) and len(second) else (first if len(first) else sign * second)
    packed: bytes = total.tobytes()
    return packed


def mean_state(count: int, packed_sum: bytes, dimensions: int) -> States:
    """The mean state, float32 [dimensions], of `count` tokens with this sum; zeros where there are none."""
    if not count:
        return np.zeros(dimensions, np.float32)
    return (np.frombuffer(packed_sum, np.int64) * (float(STEP) / count)).astype(np.float32)


def centred(states: States, centre: States) -> States:
    """The states minus the centre, scaled to unit length."""
    moved = np.asarray(states - centre, np.float32)
    lengths = np.sqrt(np.einsum("ij,ij->i", moved, moved))
    moved /= np.maximum(lengths, np.float32(1e-9))[:, np.newaxis]
    return moved


def token_likeness(packed: Sequence[bytes], centre: States, question: States) -> States:
    """For each text and each token of a question, the cosine of the text's most similar token.

    Out: float32 [texts, tokens of the question]. `packed` holds the texts' states, `question` the question's centred
    ones. The texts' states are centred after the product, so that their many numbers are read once.
    """
    rows = np.frombuffer(b"".join(packed), np.int8).reshape(-1, len(centre))
    against = np.column_stack([question.T, centre]) * STEP
    product = np.empty((len(rows), against.shape[1]), np.float32)
    squares = np.empty(len(rows), np.float32)
    # A few rows at a time: BLAS divides larger products among the cores, and waits for the busiest.
    step = max(1, ONE_CORE // against.size)
    for at in range(0, len(rows), step):
        block = rows[at : at + step].astype(np.float32)
        np.matmul(block, against, out=product[at : at + step])
        np.einsum("ij,ij->i", block, block, out=squares[at : at + step])
    lengths = np.sqrt(np.maximum(STEP * STEP * squares + centre @ centre - 2 * product[:, -1], np.float32(1e-9)))
    ends = np.cumsum([len(text) // len(centre) for text in packed])
    starts = np.concatenate([[0], ends[:-1]])
    cosines = (product[:, :-1] - question @ centre) / lengths[:, np.newaxis]
    return np.asarray(np.maximum.reduceat(cosines, starts, axis=0), np.float32)


def sentence_vector(packed: bytes, centre: States) -> States:
    """The mean of a text's centred states, float32 [dimensions] of unit length, for comparing texts."""
    total = centred(unpack_states(packed, len(centre)), centre).sum(axis=0)
    return np.asarray(total / np.float32(max(float(np.linalg.norm(total)), 1e-9)), np.float32)
