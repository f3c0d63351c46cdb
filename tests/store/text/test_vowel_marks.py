"""Which words vowel marks tell apart."""

from store.text import marked_otherwise, marked_words
from tests.helpers.cases import each_case


@each_case(
    ("question", "text"),
    [
        ("ما الذي حدث في عَمّان؟", "زار السلطان عُمان"),
        ("ما الذي حدث في عمّان؟", "في سلطنة عُمان"),
        ("ما الذي حدث في عُمان؟", "وصل إلى عمّان"),
        ("خطاب المَلِك", "المَلَك الحارس"),
    ],
)
def test_marks_that_contradict_make_another_word(question: str, text: str) -> None:
    assert marked_otherwise(text, marked_words(question))


@each_case(
    ("question", "text"),
    [
        ("ما الذي حدث في عَمّان؟", "وصل إلى عمان أمسِ"),
        ("ما الذي حدث في عَمّان؟", "من عُمان إلى عمّان"),
        ("ما الذي حدث في عُمان؟", "وصل لِعُمانَ"),
        ("ما الذي حدث في عُمان؟", "الوفد العُمانيّ"),
        ("ما الذي حدث في عمان؟", "في سلطنة عُمان"),
        ("كَمْ سِعْرُ الخُبْزِ؟", "ارتَفَعَ سِعرَ الخُبزُ"),
        ("السيد الرَّاوي", "السيد الرَاوي"),
        ("مَن كتب؟", "مِن هنا"),
    ],
)
def test_cases_and_missing_marks_do_not(question: str, text: str) -> None:
    assert not marked_otherwise(text, marked_words(question))
