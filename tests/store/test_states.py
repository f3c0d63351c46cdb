"""Token states at rest: nearly what the encoder said, at a byte a number."""

from __future__ import annotations

import numpy as np
import pytest

from store.states import States, centred, mean, pack, pack_sum, unpack
from store.weights import DIMENSIONS

STEP = 2 / 127


def some_states(tokens: int, seed: int = 1) -> States:
    return np.random.default_rng(seed).uniform(-1.9, 1.9, (tokens, DIMENSIONS)).astype(np.float32)


@pytest.mark.parametrize("tokens", [0, 1, 2, 77])
def test_states_come_back_to_half_a_step(tokens: int) -> None:
    states = some_states(tokens)
    packed = pack(states)
    assert len(packed) == tokens * DIMENSIONS
    assert unpack(packed).shape == states.shape
    assert unpack(packed).dtype == np.float32
    np.testing.assert_allclose(unpack(packed), states, atol=STEP / 2 + 1e-6)


def test_what_is_packed_twice_stays() -> None:
    once = pack(some_states(9))
    assert pack(unpack(once)) == once


@pytest.mark.parametrize(("value", "kept"), [(2.0, 2.0), (-2.0, -2.0), (9.0, 2.0), (-9.0, -2.0), (0.0, 0.0)])
def test_a_state_out_of_bounds_is_kept_at_the_bound(value: float, kept: float) -> None:
    states = np.full((1, DIMENSIONS), value, np.float32)
    np.testing.assert_allclose(unpack(pack(states)), kept, atol=1e-6)


def test_the_mean_counts_every_token_once() -> None:
    parts = [some_states(3, 1), some_states(0, 2), some_states(8, 3)]
    sums = [pack_sum(parts[:2]), pack_sum(parts[2:]), pack_sum([])]
    assert [count for count, _ in sums] == [3, 8, 0]
    np.testing.assert_allclose(mean(sums), np.concatenate(parts).mean(axis=0), atol=1e-5)


def test_no_tokens_have_the_mean_of_nothing() -> None:
    assert not mean([]).any()
    assert not mean([pack_sum([])]).any()
    assert mean([]).shape == (DIMENSIONS,)


def test_centred_states_have_unit_length() -> None:
    states = some_states(5) + 1
    moved = centred(states, states.mean(axis=0))
    np.testing.assert_allclose(np.linalg.norm(moved, axis=1), 1, atol=1e-5)
    assert moved.dtype == np.float32


def test_a_state_that_is_the_centre_stays_finite() -> None:
    states = some_states(1)
    assert not centred(states, states[0]).any()
    assert centred(some_states(0), states[0]).shape == (0, DIMENSIONS)
