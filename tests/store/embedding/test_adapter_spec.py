"""An embedding by its name: found, made with its arguments, or told what is wrong with it."""

from __future__ import annotations

import pytest

from store import EncoderError
from store.embedding.adapter import load_embedding
from store.embedding.encoder import Encoder
from tests.helpers.cases import each_case
from tests.helpers.store.other_embeddings import HOW, WORDLLAMA, WRONG, is_one_sentence

HERE = "tests.helpers.store.other_embeddings"


def test_a_class_is_named() -> None:
    assert (
        load_embedding(WORDLLAMA).fingerprint
        == "tests.helpers.wordllama_embedding.WordLlamaEmbedding/l2_supercat/256"
    )
    assert (
        load_embedding(f"  {WORDLLAMA}\n").fingerprint
        == "tests.helpers.wordllama_embedding.WordLlamaEmbedding/l2_supercat/256"
    )


@pytest.mark.parametrize("spec", [WORDLLAMA + ' {"dims": 64}', WORDLLAMA + '{"dims":\n64 }\n'])
def test_a_class_is_named_with_its_arguments(spec: str) -> None:
    assert load_embedding(spec).fingerprint == "tests.helpers.wordllama_embedding.WordLlamaEmbedding/l2_supercat/64"


def test_a_function_or_what_is_made_already_is_named() -> None:
    assert load_embedding(f"{HERE}:make_letters").fingerprint == f"{HERE}.Letters/made by a function/26"
    given = load_embedding(HERE + ':make_letters {"model_name": "given"}')
    assert given.fingerprint == f"{HERE}.Letters/given/26"
    assert load_embedding(f"{HERE}:MADE").fingerprint == f"{HERE}.Letters/made already/26"


def test_it_is_made_once() -> None:
    assert load_embedding(f"{HERE}:Letters") is load_embedding(f"{HERE}:Letters")


def test_no_name_is_the_model_that_ships(encoder: Encoder) -> None:
    assert load_embedding("") is encoder


@each_case(("spec", "reason"), WRONG.values())
def test_a_wrong_name_is_told_in_one_sentence_with_the_remedy(spec: str, reason: str) -> None:
    with pytest.raises(EncoderError) as raised:
        load_embedding(spec)
    said = str(raised.value)
    assert reason in said
    assert spec.split(":")[0] in said
    assert HOW in said or "See ISNAD_EMBEDDING in docs/SETTINGS.md." in said
    assert is_one_sentence(said)
