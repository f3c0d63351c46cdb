"""Spellings of one word meet; different words stay apart."""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from store.text.arabic import fold, has_article, index_text, is_arabic, strip_clitics, word_keys, words
from tests.helpers.cases import each_case

FOLDED = {
    "marks": ("مُحَمَّدٌ", "محمد"),
    "superscript alef": ("هٰذا", "هذا"),
    "Quranic marks": ("قالۖ", "قال"),
    "tatweel": ("كـــتاب", "كتاب"),
    "alefs": ("أحمد إلى آسيا ٱلبيت", "احمد الي اسيا البيت"),
    "a hamza written apart": ("ا\u0654حمد", "احمد"),
    "final yaa": ("مستشفى", "مستشفي"),
    "hamza on yaa and waw": ("قائد مسؤول", "قايد مسوول"),
    "taa marbuta": ("مدينة", "مدينه"),
    "Persian yaa and kaf": ("یک", "يك"),
    "Arabic digits": ("٢٠٢٤", "2024"),
    "Persian digits": ("۲۰۲۴", "2024"),
    "Arabic separators": ("٣٬٥٠٠٫٢٥", "3500.25"),
    "presentation forms": ("ﻛﺘﺎﺏ", "كتاب"),
    "ligatures": ("ﻻ ﷲ", "لا الله"),
    "full-width letters and digits": ("ＫＩＭ　７", "kim 7"),
    "bidi controls": ("\u200fقال\u200e \u202bثم\u202c \u2067عاد\u2069\u061c", "قال ثم عاد"),
    "joiners": ("می\u200cخواهد نا\u200dم", "ميخواهد نام"),
    "soft hyphen, word joiner, byte order mark": ("co\u00adoper\u2060ate\ufeff", "cooperate"),
    "case": ("Al-Marsad", "al-marsad"),
    "curly apostrophe": ("Kim’s", "kim's"),
    "nothing": ("", ""),
}

WORDS = {
    "Arabic": ("وصل الوفدُ، ثم غادر!", ["وصل", "الوفد", "ثم", "غادر"]),
    "English": ("The envoy left; nobody knew.", ["the", "envoy", "left", "nobody", "knew"]),
    "numbers with separators": (
        "12,500 رجل و3.5 و٤٬٠٠٠ و١٢٫٥",
        ["12500", "رجل", "و", "3.5", "و", "4000", "و", "12.5"],
    ),
    "a number ends before its full stop": ("Of 1,200. Then 7.", ["of", "1200", "then", "7"]),
    "a date": ("12.09.2023", ["12.09.2023"]),
    "apostrophes": ("Kim's don’t they'll o'clock O'Hara", ["kim", "don't", "they'll", "o", "clock", "o", "hara"]),
    "quotes are no apostrophes": ("'train' ‘ship’ «قطار»", ["train", "ship", "قطار"]),
    "letters beside digits": ("كوفيد19 F-16 5G", ["كوفيد", "19", "f", "16", "5", "g"]),
    "scripts mixed": ("صاروخ Hwasong الجديد и поезд 列車", ["صاروخ", "hwasong", "الجديد", "и", "поезд", "列車"]),
    "a tag": ("#القطار_الأخضر", ["القطار", "الاخضر"]),
    "no words": ("😀 … — !؟ \0", []),
    "nothing": ("", []),
}

MEET = [
    ["الغواصات", "وغواصات", "بالغواصات", "للغواصات", "غواصة", "والغواصات", "فبالغواصات", "وللغواصات", "كالغواصة"],
    ["بوتين", "لبوتين", "وبوتين", "ببوتين", "فبوتين", "ولبوتين", "وببوتين", "كبوتين"],
    ["كيم", "وكيم", "لكيم", "ولكيم"],
    ["لافروف", "للافروف", "ولافروف", "بلافروف"],
    ["ألمانيا", "لألمانيا", "وألمانيا", "بألمانيا"],
    ["الصين", "بالصين", "للصين", "والصين"],
    ["مدينة", "المدينة"],
    ["قطار", "القطار", "قطاره", "قطارها", "قطارهم", "بقطار", "وقطارات", "القطارات"],
    ["مهندس", "المهندسون", "المهندسين", "مهندسات"],
    ["سفينة", "السفينة", "وسفينة", "بسفينة"],
    ["reactor", "reactors", "Reactor's", "REACTORS"],
    ["negotiate", "negotiated", "negotiating", "negotiates"],
]

APART = [
    ("قطار", "مطار"),
    ("صاروخ", "صندوق"),
    ("بوتين", "لندن"),
    ("ولد", "لدن"),
    ("بحر", "حرب"),
    ("وزير", "زيارة"),
    ("general", "generous"),
    ("1950", "1951"),
    ("كيم", "قيم"),
]

SHORT = ["من", "له", "بك", "ولد", "بحر", "لغة", "كلب", "فتح", "وفد", "ال", "لي", "و", "ب", "يوم", "ماء"]


def keys(word: str) -> set[str]:
    return {key for folded in words(word) for key in word_keys(folded)}


@each_case(("text", "folded"), FOLDED.values())
def test_spellings_are_made_equal(text: str, folded: str) -> None:
    assert fold(text) == folded
    assert fold(folded) == folded


@each_case(("text", "found"), WORDS.values())
def test_words_and_numbers_are_found_in_order(text: str, found: list[str]) -> None:
    assert words(text) == found


@each_case("family", MEET)
def test_a_word_meets_its_bare_form(family: list[str]) -> None:
    bare = keys(family[0])
    assert [word for word in family if not keys(word) & bare] == []


@pytest.mark.parametrize(("family", "shared"), [(MEET[0], "غواص"), (MEET[1], "بوت")])
def test_all_forms_of_a_word_share_an_index_form(family: list[str], shared: str) -> None:
    assert shared in set.intersection(*map(keys, family))


@each_case(("one", "other"), APART)
def test_different_words_share_nothing(one: str, other: str) -> None:
    assert not keys(one) & keys(other)


@each_case("word", SHORT)
def test_a_short_word_is_not_eaten(word: str) -> None:
    assert word_keys(fold(word)) == (fold(word),)


def test_no_form_is_shorter_than_three_letters_unless_the_word_is() -> None:
    for word in {fold(word) for family in MEET for word in family}:
        assert min(map(len, word_keys(word))) >= min(3, len(word))


def test_the_word_with_its_first_letter_comes_first_and_no_form_twice() -> None:
    assert word_keys("بوتين") == ("بوت", "وتين")
    assert word_keys("ولبوتين") == ("ولبوت", "لبوت", "بوت")
    assert word_keys("وبالمفاعل")[0] == "وبالمفاعل"


def test_numbers_are_their_own_form() -> None:
    assert word_keys("12.5") == ("12.5",)
    assert keys("٢٠٢٤") == keys("2024") == keys("۲۰۲۴")


def test_index_text_has_every_form_of_every_text() -> None:
    assert index_text(["قطار وقطار", "", "Trains, 1,000"]) == "قطار وقطار قطار train 1000"
    assert index_text([]) == ""
    assert set(index_text(["لبوتين"]).split()) == set(word_keys("لبوتين"))


ARABIC = {
    "Arabic": ("وصل القطار", True),
    "English": ("The train arrived", False),
    "half and half": ("abc ابت", True),
    "an English name in Arabic": ("قال Kim إن القطار وصل", True),
    "an Arabic word in English": ("The word قطار means train", False),
    "Arabic digits are not letters": ("GPT ٢٠٢٤", False),
    "marks are not letters": ("abcd بُّبُّ", False),
    "presentation forms": ("ﻛﺘﺎﺏ", True),
    "no letters": ("123 ؟", False),
    "nothing": ("", False),
}


@each_case(("text", "arabic"), ARABIC.values())
def test_a_text_is_arabic_when_half_its_letters_are(text: str, arabic: bool) -> None:
    assert is_arabic(text) is arabic


def test_stems_do_not_depend_on_other_threads() -> None:
    stems = {
        f"{root}{end}": root for root in ("train", "report", "launch", "attack") for end in ("", "s", "ed", "ing")
    }
    pace = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        word_keys.cache_clear()
        with ThreadPoolExecutor(8) as threads:
            every = [word for _ in range(200) for word in stems]
            found = list(threads.map(word_keys.__wrapped__, every))
    finally:
        sys.setswitchinterval(pace)
    assert [forms[0] for forms in found] == [stems[word] for word in every]


def test_a_megabyte_without_a_space_is_its_own_form() -> None:
    """The stemmer would work on these for minutes, and let nobody else stem meanwhile."""
    assert word_keys("y" * 1_000_000) == ("y" * 1_000_000,)
    assert word_keys("running" * 2) == ("runningrun",)


def test_what_is_glued_to_a_word() -> None:
    assert strip_clitics("وبالبيت") == ["وبالبيت", "بالبيت", "البيت", "بيت"]
    assert strip_clitics("للبيت") == ["للبيت", "لبيت", "البيت", "بيت"]
    assert strip_clitics("بالبيت", article=False) == ["بالبيت", "البيت"]
    assert strip_clitics("بلد", shortest=3) == ["بلد"]
    assert has_article("والبيت") and has_article("للبيت") and not has_article("بيت")
