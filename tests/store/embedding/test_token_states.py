"""Token states at rest: nearly what the encoder said, at a byte a number."""

from __future__ import annotations

import numpy as np
import pytest

from store.embedding.token_states import (
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
from store.embedding.weights import DIMENSIONS
from tests.helpers.cases import each_case

STEP = 2 / 127


def some_states(tokens: int, seed: int = 1) -> States:
    return np.random.default_rng(seed).uniform(-1.9, 1.9, (tokens, DIMENSIONS)).astype(np.float32)


@each_case("tokens", [0, 1, 2, 77])
def test_states_come_back_to_half_a_step(tokens: int) -> None:
    states = some_states(tokens)
    packed = pack_states(states)
    assert len(packed) == tokens * DIMENSIONS
    assert unpack_states(packed, DIMENSIONS).shape == states.shape
    assert unpack_states(packed, DIMENSIONS).dtype == np.float32
    np.testing.assert_allclose(unpack_states(packed, DIMENSIONS), states, atol=STEP / 2 + 1e-6)


@pytest.mark.parametrize("dimensions", [1, 3, 768])
def test_states_may_have_other_dimensions(dimensions: int) -> None:
    states = some_states(2)[:, :1].repeat(dimensions, axis=1)
    assert unpack_states(pack_states(states), dimensions).shape == (2, dimensions)
    assert mean_state(*pack_sum([pack_states(states)], dimensions), dimensions).shape == (dimensions,)


def test_what_is_packed_twice_stays() -> None:
    once = pack_states(some_states(9))
    assert pack_states(unpack_states(once, DIMENSIONS)) == once


@each_case(("value", "kept"), [(2.0, 2.0), (-2.0, -2.0), (9.0, 2.0), (-9.0, -2.0), (0.0, 0.0)])
def test_a_state_out_of_bounds_is_kept_at_the_bound(value: float, kept: float) -> None:
    states = np.full((1, DIMENSIONS), value, np.float32)
    np.testing.assert_allclose(unpack_states(pack_states(states), DIMENSIONS), kept, atol=1e-6)


# Sums


PARTS = [pack_states(some_states(3, 1)), pack_states(some_states(0, 2)), pack_states(some_states(8, 3))]


def test_the_mean_counts_every_token_once() -> None:
    count, total = pack_sum(PARTS, DIMENSIONS)
    kept = np.concatenate([unpack_states(part, DIMENSIONS) for part in PARTS])
    assert count == 11 == len(kept)
    np.testing.assert_allclose(mean_state(count, total, DIMENSIONS), kept.mean(axis=0), atol=1e-6)


def test_sums_add_up_and_come_apart_exactly() -> None:
    (first, one), (second, other) = pack_sum(PARTS[:2], DIMENSIONS), pack_sum(PARTS[2:], DIMENSIONS)
    assert (first + second, add_sums(one, other)) == pack_sum(PARTS, DIMENSIONS)
    assert add_sums(one, other) == add_sums(other, one)
    assert add_sums(add_sums(one, other), one, sign=-1) == other
    assert add_sums(other, other, sign=-1) == bytes(len(other))


def test_no_bytes_are_a_sum_of_nothing() -> None:
    _, total = pack_sum(PARTS, DIMENSIONS)
    assert add_sums(b"", total) == add_sums(total, b"") == add_sums(total, b"", sign=-1) == total
    assert add_sums(b"", b"") == b""
    assert add_sums(add_sums(b"", total, sign=-1), total) == bytes(len(total))


def test_no_tokens_have_the_mean_of_nothing() -> None:
    count, total = pack_sum([], DIMENSIONS)
    assert count == 0
    for nothing in (mean_state(0, b"", DIMENSIONS), mean_state(count, total, DIMENSIONS)):
        assert nothing.shape == (DIMENSIONS,)
        assert not nothing.any()


def test_centred_states_have_unit_length() -> None:
    states = some_states(5) + 1
    moved = centred(states, states.mean(axis=0))
    np.testing.assert_allclose(np.linalg.norm(moved, axis=1), 1, atol=1e-5)
    assert moved.dtype == np.float32


def test_a_state_that_is_the_centre_stays_finite() -> None:
    states = some_states(1)
    assert not centred(states, states[0]).any()
    assert centred(some_states(0), states[0]).shape == (0, DIMENSIONS)


# Likeness and meaning


TEXTS = [some_states(tokens, seed) for tokens, seed in ((3, 4), (1, 5), (12, 6))]
CENTRE = np.concatenate(TEXTS).mean(axis=0) + 0.5


def kept(states: States) -> States:
    """Centred states as they come back from rest."""
    return centred(unpack_states(pack_states(states), DIMENSIONS), CENTRE)


def test_likeness_is_the_largest_cosine_of_each_token_in_each_text() -> None:
    asked = centred(some_states(5, 7), CENTRE)
    found = token_likeness([pack_states(states) for states in TEXTS], CENTRE, asked)
    expected = [(kept(states) @ asked.T).max(axis=0) for states in TEXTS]
    np.testing.assert_allclose(found, expected, atol=1e-5)
    assert found.shape == (3, 5)
    assert found.dtype == np.float32


def test_a_token_is_wholly_like_itself_and_a_text_is_alike_alone_and_among_others() -> None:
    asked = kept(TEXTS[2])[4:6]
    among = token_likeness([pack_states(states) for states in TEXTS], CENTRE, asked)
    np.testing.assert_allclose(among[2], 1, atol=1e-4)
    assert (among[:2] < 0.9).all()
    np.testing.assert_allclose(token_likeness([pack_states(TEXTS[2])], CENTRE, asked)[0], among[2], atol=1e-5)


def test_the_meaning_is_the_mean_of_the_centred_states_at_unit_length() -> None:
    for states in TEXTS:
        found, mean_state = sentence_vector(pack_states(states), CENTRE), kept(states).mean(axis=0)
        np.testing.assert_allclose(found, mean_state / np.linalg.norm(mean_state), atol=1e-5)
        assert found.dtype == np.float32


def test_what_lies_at_the_centre_is_like_nothing_and_means_nothing() -> None:
    middle = unpack_states(pack_states(some_states(1)), DIMENSIONS)[0]
    asked = centred(some_states(2, 8), middle)
    assert np.abs(token_likeness([pack_states(middle[np.newaxis])], middle, asked)).max() < 0.1
    assert not sentence_vector(pack_states(middle[np.newaxis]), middle).any()
