"""The marks by which a sentence names its passages, as models set them."""

from __future__ import annotations

from rag.results import marks
from tests.helpers.cases import each_case


@each_case(
    ("text", "named"),
    [
        ("The bridge is open [1].", (1,)),
        ("The bridge is open [2][1].", (2, 1)),
        ("The bridge [2] is open [1, 2; 3].", (2, 1, 3)),
        ("The bridge is open 【4】.", (4,)),
        ("الجسر مفتوح [٣، ١].", (3, 1)),
        ("The bridge is open [ 12 ].", (12,)),
        ("The bridge is open.", ()),
        ("The bridge [sic] opened [in 2019].", ()),
        ("The bridge is open [1234].", ()),
    ],
)
def test_the_numbers_of_marks(text: str, named: tuple[int, ...]) -> None:
    assert marks.mark_numbers(text) == named


def test_a_text_without_its_marks_reads_on() -> None:
    assert marks.strip_marks("The bridge [1] is open [2] .") == "The bridge is open."
    assert marks.strip_marks("الجسر [1]، كما قيل، مفتوح [٢].") == "الجسر، كما قيل، مفتوح."
    assert marks.strip_marks("No marks [sic].") == "No marks [sic]."


def test_the_words_that_marks_quote() -> None:
    text = 'It opened [1 "opened on Monday"], they say [2: «فُتح. اليوم»; 3 "so [he] said"][4].'
    assert marks.quoted_words(text) == {1: ["opened on Monday"], 2: ["فُتح. اليوم"], 3: ["so [he] said"]}
    assert marks.mark_numbers(text) == (1, 2, 3, 4)
    assert marks.strip_marks(text) == "It opened, they say."
    assert len(marks.hide_quoted(text)) == len(text)


def test_marks_that_lead_a_text() -> None:
    found = marks.LEADING.match(" [1] [2, 3] The bridge")
    assert found is not None and found[0] == " [1] [2, 3] "
    assert marks.LEADING.match("The bridge [1]") is None
