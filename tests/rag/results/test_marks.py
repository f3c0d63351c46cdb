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


def test_marks_are_set_anew_at_the_end_each_once() -> None:
    numbers = {2: 1, 5: 2}
    assert marks.renumber_marks("Open [5] since May [2][5].", numbers.__getitem__) == "Open since May. [2][1]"


def test_marks_that_lead_a_text() -> None:
    found = marks.LEADING.match(" [1] [2, 3] The bridge")
    assert found is not None and found[0] == " [1] [2, 3] "
    assert marks.LEADING.match("The bridge [1]") is None
