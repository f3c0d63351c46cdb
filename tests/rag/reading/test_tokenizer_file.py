"""Tokens of the ecosystem's tokenizers, as places in the texts."""

from __future__ import annotations

from pathlib import Path

import pytest

from rag.reading.tokenizer_file import PairTokenizer
from tests.helpers.rag.ecosystem import word_tokenizer

WORDS = ["who", "came", "?", "ali", "left"]


@pytest.fixture
def tokenizer(tmp_path: Path) -> PairTokenizer:
    word_tokenizer(WORDS).save(str(tmp_path / "tokenizer.json"))
    return PairTokenizer(tmp_path / "tokenizer.json")


def test_a_pair_has_marks_and_owners(tokenizer: PairTokenizer) -> None:
    pair = tokenizer.pair("Who came?", "Ali  left")
    assert pair.ids.tolist() == [1, 3, 4, 5, 2, 6, 7, 2]
    assert pair.types.tolist() == [0, 0, 0, 0, 0, 1, 1, 1]
    assert pair.owners.tolist() == [-1, 0, 0, 0, -1, 1, 1, -1]
    assert pair.spans.tolist() == [[0, 0], [0, 3], [4, 8], [8, 9], [0, 0], [0, 3], [5, 9], [0, 0]]
    assert tokenizer.marks == 3


def test_the_file_s_own_truncation_and_padding_are_not_used(tokenizer: PairTokenizer) -> None:
    text = "Ali left " * 50
    assert len(tokenizer.spans(text)) == 100
    assert len(tokenizer.pair("who", text).ids) == 104


def test_places_are_those_of_the_text_as_it_is(tokenizer: PairTokenizer) -> None:
    assert tokenizer.spans("\ud800 ALI").tolist() == [[0, 1], [2, 5]]
    assert tokenizer.spans("مُحَمَّد ali").tolist()[-1] == [9, 12]
    assert tokenizer.spans("").shape == (0, 2)


def test_a_file_that_is_no_tokenizer_is_named(tmp_path: Path) -> None:
    path = tmp_path / "tokenizer.json"
    path.write_text('{"version": "1.0"}')
    with pytest.raises(ValueError, match="tokenizer.json is no tokenizer"):
        PairTokenizer(path)
