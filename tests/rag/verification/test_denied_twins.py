"""A sentence that denies what its passage states, or states what it denies, is less likely than its affirmed twin."""

from __future__ import annotations

from pathlib import Path

from rag.verification.entailment import encode_texts, is_cross_lingual, support_features, support_probability
from store import Corpus

# A line a twin: English, its denial; the same in Arabic.
TWINS = (Path(__file__).parents[2] / "data" / "denied_twins.txt").read_text("utf-8").splitlines()
WAYS = {"English": (0, 1, 0), "Arabic": (2, 3, 2), "English over Arabic": (0, 1, 2), "Arabic over English": (2, 3, 0)}


def likely(corpus: Corpus, sentence: str, passage: str) -> float:
    said, other = encode_texts([sentence, passage], corpus)
    return support_probability(support_features(said, [other]), is_cross_lingual(said, [other]))


def test_a_denial_is_less_likely_than_its_affirmed_twin(sample: Corpus) -> None:
    assert len(TWINS) >= 20
    wrong = []
    for line in TWINS:
        texts = line.split("|")
        for way, (states, denies, passage) in WAYS.items():
            if likely(sample, texts[denies], texts[passage]) >= likely(sample, texts[states], texts[passage]):
                wrong.append((way, texts[denies]))
    assert wrong == []


def test_a_lost_denial_is_less_likely_than_the_denial(sample: Corpus) -> None:
    wrong = []
    for line in TWINS:
        texts = line.split("|")
        for way, (states, denies, passage) in WAYS.items():
            if likely(sample, texts[states], texts[passage + 1]) >= likely(sample, texts[denies], texts[passage + 1]):
                wrong.append((way, texts[states]))
    assert wrong == []
