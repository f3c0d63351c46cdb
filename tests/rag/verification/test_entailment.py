"""Sentences beside passages, as the encoder reads both: what they have, what they lack, how they are meant."""

from __future__ import annotations

import pytest

from rag.settings import Settings
from rag.verification.entailment import encode_texts, is_cross_lingual, support_features, support_probability
from store import Corpus
from tests.helpers.cases import each_case

PASSAGE = (
    "أعلنت بلدية مدينة تلال أن الجسر القديم سيغلق أمام السيارات ابتداء من شهر حزيران، وقال المهندس نادر العلي إن "
    "الترميم سيستغرق خمسة أشهر."
)
ENGLISH = (
    "The municipality of Tilal announced that the old bridge will be closed to cars from June, and engineer Nader "
    "al-Ali said the repair would take five months."
)
OTHERS = {
    "Researchers at Lisbon University found that the lake's fish had recovered after the factory closed.": "وجد "
    "باحثون في جامعة لشبونة أن أسماك البحيرة تعافت بعد إغلاق المصنع.",
    "The airline cancelled its flights to Nairobi because of the storm.": "ألغت شركة الطيران رحلاتها إلى نيروبي بسبب "
    "العاصفة.",
}
PAIRS = {ENGLISH: PASSAGE} | OTHERS


def measured(corpus: Corpus, sentence: str, *passages: str) -> dict[str, float]:
    said, *others = encode_texts([sentence, *passages], corpus)
    return support_features(said, others)


def likely(corpus: Corpus, sentence: str, *passages: str) -> float:
    said, *others = encode_texts([sentence, *passages], corpus)
    return support_probability(support_features(said, others), is_cross_lingual(said, others))


@each_case("text", [*PAIRS, *PAIRS.values()])
def test_a_copy_is_borne_out(sample: Corpus, text: str) -> None:
    assert likely(sample, text, text) >= Settings().support


@pytest.mark.parametrize(("english", "arabic"), PAIRS.items())
def test_a_given_translation_bears_its_copy_out(sample: Corpus, english: str, arabic: str) -> None:
    assert likely(sample, english, arabic, english) >= Settings().support


@pytest.mark.parametrize(("english", "arabic"), PAIRS.items())
def test_a_translation_is_borne_out_by_the_original_alone(sample: Corpus, english: str, arabic: str) -> None:
    assert likely(sample, english, arabic) >= Settings().support


@each_case("sentence", [*OTHERS, *OTHERS.values()])
def test_a_sentence_on_something_else_is_not(sample: Corpus, sentence: str) -> None:
    assert likely(sample, sentence, PASSAGE) < Settings().support
    assert likely(sample, sentence, PASSAGE, ENGLISH) < Settings().support


def test_an_invented_name_is_seen(sample: Corpus) -> None:
    own = measured(sample, ENGLISH, PASSAGE)["name"]
    invented = measured(sample, ENGLISH.replace("Nader al-Ali", "Robert Morgan"), PASSAGE)["name"]
    assert invented < own
    assert measured(sample, ENGLISH.replace("Nader", "Robert"), PASSAGE, ENGLISH)["name"] < 1.0
    assert measured(sample, ENGLISH, PASSAGE, ENGLISH)["name"] == 1.0


def test_a_denial_is_seen(sample: Corpus) -> None:
    said, denied = "The bridge will be closed to cars.", "The bridge will not be closed to cars."
    assert measured(sample, said, said)["denied"] == 0.0 == measured(sample, denied, denied)["denied"]
    assert measured(sample, denied, said)["denied"] > 0.0 < measured(sample, said, denied)["denied"]
    assert measured(sample, denied, said)["denies"] == 1.0 == measured(sample, said, denied)["loses denial"]
    assert measured(sample, said, said)["denies"] == 0.0 == measured(sample, denied, denied)["loses denial"]
    assert measured(sample, "لن يغلق الجسر أمام السيارات.", PASSAGE)["denied"] > 0.0


def test_a_hedge_that_is_lost_is_seen_and_one_that_is_won_is_not(sample: Corpus) -> None:
    may, does = "The ministry may close the old port.", "The ministry closes the old port."
    assert measured(sample, does, may)["unhedged"] > 0.0
    assert measured(sample, may, does)["unhedged"] == 0.0 == measured(sample, may, may)["unhedged"]
    assert measured(sample, "تغلق الوزارة الميناء.", "من المتوقع أن تغلق الوزارة الميناء.")["unhedged"] > 0


def test_certainty_is_seen(sample: Corpus) -> None:
    said, insisted = "The tests suggest a leak.", "The tests proved a leak."
    assert measured(sample, insisted, said)["insists"] == 1.0
    assert measured(sample, insisted, insisted)["insists"] == 0.0 == measured(sample, said, insisted)["insists"]


def test_a_changed_order_is_seen(sample: Corpus) -> None:
    said, turned = "The mayor accused the builder.", "The builder accused the mayor."
    assert measured(sample, turned, said)["disorder"] > measured(sample, said, said)["disorder"] == 0.0


@pytest.mark.parametrize(("sentence", "passages"), [("12.", [PASSAGE]), ("The bridge.", ["12."]), ("…", ["…"])])
def test_texts_without_words_are_measured_too(sample: Corpus, sentence: str, passages: list[str]) -> None:
    assert 0.0 <= likely(sample, sentence, *passages) <= 1.0


def test_whether_the_passages_have_the_sentences_language(sample: Corpus) -> None:
    english, arabic = encode_texts([ENGLISH, PASSAGE], sample)
    assert is_cross_lingual(english, [arabic]) and not is_cross_lingual(english, [arabic, english])
