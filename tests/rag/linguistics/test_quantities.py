"""Which numbers a sentence states, and of what."""

from __future__ import annotations

from rag.linguistics.lexicon import comparison_forms
from rag.linguistics.quantities import extract_quantities
from store.text.arabic import fold
from store.text.dates import date_mentions, weekday_mentions
from tests.helpers.cases import each_case

STATED = [
    ("North Korea launched 3 missiles.", 3, "missiles"),
    ("five ballistic missiles fell into the sea", 5, "missile"),
    ("twenty-five people came", 25, "people"),
    ("one hundred and five houses burned", 105, "houses"),
    ("two thousand five hundred soldiers", 2500, "soldiers"),
    ("1,500 soldiers marched", 1500, "soldier"),
    ("it cost $5 million", 5_000_000, "dollars"),
    ("a loan of 2.5 billion dollars", 2_500_000_000, "dollar"),
    ("three more people were hurt", 3, "people"),
    ("2000 soldiers crossed", 2000, "soldiers"),
    ("one person was killed", 1, "person"),
    ("أطلقت ثلاثة صواريخ", 3, "صاروخ"),
    ("أطلقت ٣ صواريخ", 3, "missile"),
    ("أُطلق صاروخان من الساحل", 2, "صواريخ"),
    ("وأطلقت صاروخين باليستيين", 2, "missiles"),
    ("غرقت سفينتان", 2, "سفن"),
    ("بعد سنتين", 2, "years"),
    ("خمسة وعشرون جنديا", 25, "جنود"),
    ("بخمسة وعشرين ألف دولار", 25_000, "دولار"),
    ("مئة وخمسون شخصا", 150, "أشخاص"),
    ("ثلاثمئة وعشرون قتيلا", 320, "قتلى"),
    ("ثلاث مئة قتيل", 300, "dead"),
    ("أحد عشر كوكبا", 11, "كوكب"),
    ("إحدى عشرة سفينة", 11, "سفينة"),
    ("اثنتا عشرة دبابة", 12, "دبابات"),
    ("ثلاثة آلاف وخمسمئة جندي", 3500, "جندي"),
    ("مليون ومئتا ألف طن", 1_200_000, "طن"),
    ("٣٫٥ مليون دولار", 3_500_000, "دولارات"),
    ("١٬٥٠٠ جندي", 1500, "جندي"),
    ("و200 جندي", 200, "جنود"),
    ("5 آلاف جندي", 5000, "soldiers"),
]


@each_case(("text", "value", "noun"), STATED)
def test_a_number_is_read_with_what_it_counts(text: str, value: float, noun: str) -> None:
    (figure,) = extract_quantities(text)
    assert figure.value == value
    assert figure.noun & comparison_forms(fold(noun))


@each_case("text", ["12% of the voters", "١٢٪ من الناخبين", "12 per cent", "12 في المئة", "12 بالمئة"])
def test_a_share_is_of_a_hundred(text: str) -> None:
    assert [(figure.value, figure.noun) for figure in extract_quantities(text)] == [(12, {"%"})]


@each_case(
    "text",
    [
        "on 12 September 2024",
        "في ١٢ سبتمبر/أيلول ٢٠٢٤",
        "in 2019 soldiers came",
        "عام 2024 قتل كثيرون",
        "2024-05-03",
        "the third missile",
        "the 21st missile",
        "الصاروخ الثالث",
        "يوم الاثنين",
        "between 3 and 5 tons",
        "20-30 people",
        "من 3 إلى 5 أيام",
        "an F-16 jet and Su-57 jets",
        "the G20 leaders",
        "at 5:30",
        "dozens of soldiers",
        "thousands of people",
        "عشرات الآلاف من الجنود",
        "آلاف الجنود",
        "10.000 طن",
        "المدنيين والموظفين",
        "سقط الصاروخان",
        "no one came",
    ],
)
def test_what_is_no_certain_count_is_left_out(text: str) -> None:
    assert extract_quantities(text) == ()


def test_missiles_are_comparable_with_missiles_and_not_with_days() -> None:
    digits, dual, english, days = (
        extract_quantities(text)[0].noun for text in ("3 صواريخ", "أطلقت صاروخين", "five missiles", "5 أيام")
    )
    assert digits & dual and digits & english
    assert not digits & days and not english & days


def test_several_figures_are_read_in_order() -> None:
    read = extract_quantities("قُتل ثلاثة جنود وأصيب 14 مدنيا خلال يومين")
    assert [figure.value for figure in read] == [3, 14, 2]


# Days


@each_case(
    ("text", "day"),
    [
        ("on 12 September 2024", (2024, 9, 12)),
        ("on September 12, 2024", (2024, 9, 12)),
        ("on the 3rd of May", (None, 5, 3)),
        ("في ١٢ سبتمبر/أيلول", (None, 9, 12)),
        ("في 12 من أيلول 2024", (2024, 9, 12)),
        ("2024-05-03", (2024, 5, 3)),
        ("in 2019", (2019, None, None)),
        ("بيوليو", (None, 7, None)),
        ("in May 2024", (2024, 5, None)),
    ],
)
def test_days_months_and_years_are_found_in_passing(text: str, day: tuple[int | None, ...]) -> None:
    assert [(m.year, m.month, m.day) for m in date_mentions(text)] == [day]


@each_case("text", ["it may rain", "they march on", "أب الأسرة", "3000 boats", "12% in all", "$2000"])
def test_what_is_no_date_is_not_taken_for_one(text: str) -> None:
    assert date_mentions(text) == []


def test_weekdays_have_one_number_in_both_languages() -> None:
    assert weekday_mentions("on Thursday or Monday") == {3, 0} == weekday_mentions("الخميس أو يوم الإثنين")
    assert weekday_mentions("ثلاثة أحداث") == set()
