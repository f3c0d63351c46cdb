"""Which encoding a file is in: Arabic, English and French, a few words and more, in every encoding Isnad knows."""

import pytest

from store.errors import ReadingError
from store.readers.formats.encodings import decode_text
from tests.helpers.cases import each_case

ARABIC = (
    "افتتح رئيس البلدية صباح اليوم سوقا جديدة قرب النهر، وقال إن العمل فيها بدأ قبل عامين.\n"
    "وأضاف: «لن ننسى من ساعدنا»؛ ثم شكر الصيادين والتجار على صبرهم. هل تفتح السوق كل يوم؟\n"
    "لا، بل ثلاثة أيام في الأسبوع إلى أن ينتهي الشتاء 2024."
)
ENGLISH = 'The mayor opened a new market by the river. "It took two years," she said.\nWill it open every day? No.'
FRENCH = (
    "Le maire a inauguré hier le marché couvert, où l'été dernier il n'y avait qu'un pré.\n"
    "L'État a payé la moitié ; à qui ira le reste ? Ça, l'hôtel de ville préfère le taire."
)
GERMAN = "Überraschung: Die Bürger wählten am Sonntag, größer als je zuvor war die Zahl der jungen Wähler."
UNICODE = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32")


def beginnings(text: str) -> list[str]:
    """The text's first 5 words, its first 12, and all of it."""
    words = text.split(" ")
    return [" ".join(words[:5]), " ".join(words[:12]), text]


def simple(text: str) -> str:
    """The text in characters that ISO-8859-6 has."""
    return text.replace("«", '"').replace("»", '"')


CASES = [
    *((text, encoding) for text in (ARABIC, ENGLISH, FRENCH) for encoding in UNICODE),
    (ARABIC, "windows-1256"),
    (simple(ARABIC), "iso-8859-6"),
    *((text, "windows-1252") for text in (ENGLISH, FRENCH, GERMAN)),
]


@each_case(("text", "encoding"), CASES)
def test_every_encoding_is_found_out(text: str, encoding: str) -> None:
    for part in beginnings(text):
        assert decode_text(part.encode(encoding), "a.txt") == part


@pytest.mark.parametrize("line", range(3))
def test_the_two_arabic_encodings_are_told_apart_in_every_line(line: int) -> None:
    text = simple(ARABIC).split("\n")[line]
    for encoding in ("windows-1256", "iso-8859-6"):
        assert decode_text(text.encode(encoding), "a.txt") == text


def test_french_letters_that_both_windows_encodings_have_are_no_arabic() -> None:
    text = f"{ENGLISH} Café “Élysée” — déjà vu."
    assert decode_text(text.encode("windows-1252"), "a.txt") == text


def test_arabic_with_latin_names_in_it_is_arabic() -> None:
    text = f"{ARABIC} وقالت شركة Harbour Works إن café النهر مغلق."
    assert decode_text(text.encode("windows-1256"), "a.txt") == text


@each_case("encoding", ["utf-8", "utf-16", "utf-16-be", "windows-1256"])
def test_all_line_ends_become_one(encoding: str) -> None:
    mixed = ARABIC.replace("\n", "\r\n", 1).replace("\nلا", "\rلا")
    assert decode_text(mixed.encode(encoding), "a.txt") == ARABIC


def test_what_a_file_says_of_its_encoding_counts_where_it_makes_sense() -> None:
    russian = "Мэр открыл новый рынок у реки."
    assert decode_text(russian.encode("windows-1251"), "a.html", "windows-1251") == russian
    undecided = "باسم سالم"  # which could be either
    for encoding in ("windows-1256", "iso-8859-6"):
        assert decode_text(undecided.encode(encoding), "a.html", encoding) == undecided
    for wrong in ("iso-8859-1", "us-ascii", "no such", "hex", "idna", "utf-16"):
        assert decode_text(ARABIC.encode("windows-1256"), "a.html", wrong) == ARABIC
        assert decode_text(ARABIC.encode(), "a.html", wrong) == ARABIC
    assert decode_text(FRENCH.encode("windows-1252"), "a.html", "iso-8859-1") == FRENCH


@each_case(
    ("data", "message"),
    [
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x01\x86\x00\x00\x02\xf8\x08", "is not text in UTF-8, UTF-16"),
        (bytes(range(256)), "is not text in UTF-8, UTF-16"),
        ("今日は新しい市場が開きました。".encode("shift_jis"), "is not text in UTF-8, UTF-16"),
        (ARABIC.encode().replace(b" ", b"\xff "), "is UTF-8 with broken characters"),
        (ARABIC.encode("utf-16")[:-1], "says that it is UTF-16"),
        (b"\xff\xfe\x00\xd8", "says that it is UTF-16"),
        (b"one\x00two", "is not text; save"),
    ],
)
def test_what_is_no_text_is_refused_in_a_sentence(data: bytes, message: str) -> None:
    with pytest.raises(ReadingError) as refusal:
        decode_text(data, "a.txt")
    assert str(refusal.value).startswith(f"a.txt {message}")
    assert str(refusal.value).endswith("ingest it again.")


def test_single_broken_characters_are_marked_and_the_rest_is_read() -> None:
    whole = ARABIC * 20
    broken = whole.encode().replace("ا".encode(), b"\xd8", 1)
    assert decode_text(broken, "a.txt") == whole.replace("ا", "\ufffd", 1)
