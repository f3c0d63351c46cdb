"""Words that write one name in other letters, and those that only look like it."""

from __future__ import annotations

from rag.linguistics import spelled_alike
from store.text import fold, word_keys
from tests.helpers.cases import each_case

SAME = [
    ("السودان", "Sudan"),
    ("السودان", "Soudan"),
    ("وبالسودان", "Sudan"),
    ("شويغو", "Shoigu"),
    ("شويجو", "Shoigu"),
    ("شويقو", "Shoigu"),
    ("بيونغيانغ", "Pyongyang"),
    ("بيونجيانج", "Pyongyang"),
    ("غريفيث", "Griffith"),
    ("جريفيث", "Griffith"),
    ("قذافي", "Gaddafi"),
    ("القذافي", "Qaddafi"),
    ("اليوسفي", "Youssoufi"),
    ("بوتفليقة", "Bouteflika"),
    ("محمد", "Mohammed"),
    ("محمد", "Muhammad"),
    ("عثمان", "Osman"),
    ("عثمان", "Othman"),
    ("هيروشيما", "Hiroshima"),
    ("إيران", "Iran"),
    ("كوبا", "Cuba"),
    ("غزة", "Gaza"),
    ("أولافسون", "Olafsson"),
]
OTHERS = [
    ("السودان", "Sweden"),
    ("السودان", "Saddened"),
    ("سعود", "Sweden"),
    ("سوريا", "Sukhoi"),
    ("سوريا", "Serbia"),
    ("يانغ", "Beijing"),
    ("بيونغ", "Beijing"),
    ("ماكرون", "Cameron"),
    ("ماكرون", "Micron"),
    ("بوتين", "Botany"),
    ("مورين", "Marina"),
    ("ليبيا", "Liberia"),
    ("حسن", "Hussein"),
    ("سلمان", "Suleiman"),
    ("موسكو", "Musk"),
    ("باريس", "Brussels"),
]


@each_case(("arabic", "latin"), SAME)
def test_a_name_is_known_in_the_other_alphabet(arabic: str, latin: str) -> None:
    assert spelled_alike(fold(arabic), word_keys(fold(latin))[0])
    assert any(spelled_alike(fold(latin), form) for form in word_keys(fold(arabic)))


@each_case(("arabic", "latin"), OTHERS)
def test_a_name_with_like_letters_is_another(arabic: str, latin: str) -> None:
    assert not spelled_alike(fold(arabic), word_keys(fold(latin))[0])
    assert not any(spelled_alike(fold(latin), form) for form in word_keys(fold(arabic)))


@each_case("other", ["شويجو", "شويقو", "شويكو", "شويگو"])
def test_the_letters_for_g_write_one_name(other: str) -> None:
    assert spelled_alike(fold(other), "شويغو") and spelled_alike("شويغو", fold(other))


@each_case("other", ["شولغو", "شويغ", "شوغو", "كلب"])
def test_other_letters_write_another(other: str) -> None:
    assert not spelled_alike(other, "شويغو")
