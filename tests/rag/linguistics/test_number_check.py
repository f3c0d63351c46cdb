"""Numbers and days across languages: the same however they are written, and others when they are others."""

from __future__ import annotations

import datetime as dt

from rag.linguistics import extract_facts, same_days, same_numbers
from tests.helpers.cases import each_case

SAME = [
    ("قتل ثلاثة أشخاص وأصيب 25 آخرون", "Three people were killed and twenty-five others injured"),
    ("بلغت الكلفة ٢٫٥ مليون دولار", "It cost 2.5 million dollars"),
    ("بلغت الكلفة ٣٬٠٠٠ دينار", "It cost 3,000 dinars"),
    ("كلفت مليوني دينار", "It cost two million dinars"),
    ("أطلقت صاروخين من طراز إف-16", "It launched two F-16 rockets"),
    ("قال أحد الرجلين إن كليهما غادر", "One of the two men said both had left"),
    ("في الدورة الثالثة والعشرين", "in the 23rd round"),
    ("في القرن الثامن عشر", "in the eighteenth century"),
    ("مجموعة العشرين", "the G20"),
    ("ارتفع السعر 12 في المئة", "The price rose by 12 percent"),
    ("ارتفع السعر بنسبة ١٢٪", "The price rose 12%"),
    ("عند الساعة 10:30", "at 10:30"),
    ("قبل عقد من الزمن", "ten years ago"),
    ("بيع 10.000 كتاب", "10,000 books were sold"),
    ("وصل آلاف الزوار وعشرات الخبراء", "Thousands of visitors and dozens of experts came"),
    ("في 12/9/2023", "on 12 September 2023"),
    ("اشترى ثلث المحصول", "It bought a third of the crop"),
    ("في ثلاثينيات القرن العشرين", "in the 1930s"),
    ("بقيمة 2.8 مليار جنيه", "worth £2.8bn"),
    ("كلفت نصف مليون دينار", "It cost 500,000 dinars"),
    ("على مدار الأيام الأربعة الأخيرة", "over the last four days"),
    ("في العامين الماضيين", "in the past two years"),
    ("الساعة 10 صباحا", "at 10:00 a.m."),
]
OTHER = [
    ("قتل ثلاثة أشخاص", "Four people were killed"),
    ("قتل ثلاثة أشخاص", "People were killed"),
    ("قتل أشخاص", "Seven people were killed"),
    ("كلفت 4 ملايين دينار", "It cost 4 billion dinars"),
    ("كلفت 4 ملايين دينار", "It cost 40 million dinars"),
    ("في الدورة الثالثة", "in the fifth round"),
    ("ارتفع السعر 12 في المئة", "The price rose by 12 dinars"),
    ("بيع 2 من الكتب", "1 book was sold"),
    ("طائرة إف-16", "an F-35 plane"),
    ("فاز الفريق 1-0", "The team won 1-1"),
    ("فاز الفريق 3-1", "The team won 3-2"),
    ("ظل مفتوحا يومين", "It was open for two hours"),
]


@each_case(("arabic", "english"), SAME)
def test_the_same_numbers_in_other_writing(arabic: str, english: str) -> None:
    assert same_numbers(arabic, english) and same_numbers(english, arabic)


@each_case(("arabic", "english"), OTHER)
def test_other_numbers(arabic: str, english: str) -> None:
    assert not same_numbers(arabic, english) and not same_numbers(english, arabic)


@each_case(
    ("arabic", "english"),
    [
        ("يوم الأربعاء 3 أيلول", "on Wednesday 3 September"),
        ("في شباط/فبراير 2024", "in February 2024"),
        ("منذ مارس", "since March"),
        ("أيام الجمعة", "on Fridays"),
        ("في 12/9/2023", "on 12 September 2023"),
        ("قد يأتي", "he may come"),
        ("بين تشرين الأول وتشرين الثاني 2014", "between October and November 2014"),
    ],
)
def test_the_same_days(arabic: str, english: str) -> None:
    assert same_days(arabic, english) and same_days(english, arabic)
    assert same_numbers(arabic, english) and same_numbers(english, arabic)


@each_case(
    ("arabic", "english"),
    [
        ("يوم الأربعاء", "on Thursday"),
        ("يوم الأربعاء", "yesterday"),
        ("في 3 أيلول", "on 3 October"),
        ("في 3 أيلول", "on the 3rd"),
        ("قبل أيام", "in January 2024"),
    ],
)
def test_other_days(arabic: str, english: str) -> None:
    assert not same_days(arabic, english) and not same_days(english, arabic)


WITHIN = [
    ("Twenty-five people were hurt.", "أصيب ٢٥ شخصا."),
    ("It cost 1,100 dinars.", "كلف ألفا ومئة دينار."),
    ("It cost half a million.", "كلف 500 ألف."),
    ("The two leaders met.", "التقى الزعيمان."),
    ("Two ships sank.", "غرقت سفينتان."),
    ("It was open for two days.", "ظل مفتوحا 48 ساعة."),
    ("It lasted thirty years.", "دام ثلاثة عقود."),
    ("A third of the pupils were ill.", "مرض 33 في المئة من التلاميذ."),
    ("Half of the lake is dry.", "جف نصف البحيرة."),
    ("a second delegation", "وفد ثان"),
    ("the twenty-third round", "الدورة الثالثة والعشرون"),
    ("It opened on 3 June 2024.", "افتتح في 3 حزيران."),
    ("It opened in 2024.", "افتتح في 3 حزيران."),
    ("It opened in June.", "افتتح في 3 حزيران."),
    ("It opened on 13 February.", "افتتح يومي 12 و13 فبراير."),
    ("It opened on 13/9/2024.", "It opened on Sept. 13, 2024."),
    ("It opened on 9/13/2024.", "افتتح في 13 أيلول 2024."),
    ("It opened on the thirty-first of March.", "افتتح في الحادي والثلاثين من شهر آذار."),
    ("It opened in late 2022.", "افتتح في أواخر عام 2022."),
    ("It opened in early 2022.", "افتتح في شباط 2022."),
    ("It opened in mid-September.", "افتتح في منتصف أيلول."),
    ("It opens in the last quarter of 2026.", "يفتتح في الربع الرابع من 2026."),
    ("It is closed on Sundays.", "يغلق كل يوم أحد."),
]
BEYOND = [
    ("Four people were hurt.", "أصيب ثلاثة أشخاص."),
    ("A third delegation came.", "وصل وفد ثان."),
    ("Two ships sank.", "غرقت سفينة في بوتسوانا."),
    ("It was open for two days.", "ظل مفتوحا ساعتين."),
    ("It was open for two months.", "ظل مفتوحا ثلاثة أشهر بين المدينتين."),
    ("More than half were ill.", "مرض 36 في المئة."),
    ("It rose by 12 percent.", "ارتفع 12 دينارا."),
    ("It opened on 4 June.", "افتتح في 3 حزيران."),
    ("It opened on 3 July.", "افتتح في 3 حزيران."),
    ("It opened on 3 June 2023.", "افتتح في 3 حزيران."),
    ("It opened on 11 September.", "بدأ في 4 أيلول وانتهى في 11 تشرين الأول."),
    ("It opened on 13/9/2024.", "افتتح في 12 أيلول 2024."),
    ("It opened in early 2022.", "افتتح في أواخر عام 2022."),
    ("It opened in early 2022.", "افتتح في عام 2022."),
    ("It opened in late September.", "افتتح في 3 أيلول."),
    ("It opens in the third quarter of 2026.", "يفتتح في الربع الأول من 2026."),
    ("It opened on Monday.", "افتتح يوم الثلاثاء."),
]
MAY = dt.date(2024, 5, 20)


@each_case(("sentence", "passage"), WITHIN)
def test_a_sentence_within_its_passage(sentence: str, passage: str) -> None:
    assert extract_facts(sentence).is_subset_of([extract_facts(passage, MAY)])


@each_case(("sentence", "passage"), BEYOND)
def test_a_sentence_beyond_its_passage(sentence: str, passage: str) -> None:
    assert not extract_facts(sentence).is_subset_of([extract_facts(passage, MAY)])


def test_several_passages_together() -> None:
    passages = [extract_facts("قتل ثلاثة أشخاص."), extract_facts("في 3 حزيران 2024.")]
    assert extract_facts("Three people were killed on 3 June 2024.").is_subset_of(passages)
    assert not extract_facts("Three people were killed on 3 June 2024.").is_subset_of(passages[:1])
    assert extract_facts("Nobody was hurt.").is_subset_of([])
