"""The address of a quote: what reads back, and what is none of Isnad's."""

from __future__ import annotations

from store import Span
from tests.helpers.cases import each_case
from ui.api.anchors import Reference, read_reference


@each_case(
    "address",
    ["", "#isnad-en-x-1.2", "#isnad-en-ab-1", "#isnad-fr-ab-1.2", "#isnad-en-ab-1.2_", "#isnad-en-ab-١.٢"],
)
def test_other_addresses_refer_to_nothing(address: str) -> None:
    assert read_reference(address) is None


def test_a_reference_reads_back_as_it_was_written() -> None:
    reference = Reference("0123456789abcdef", Span(120, 180), (Span(3, 4), Span(300, 340)), "ar")
    assert str(reference) == "#isnad-ar-0123456789abcdef-120.180_3.4_300.340"
    assert read_reference(str(reference)) == reference


def test_the_points_of_the_other_quotes_are_kept() -> None:
    others, points = (Span(3, 9), Span(300, 340)), (None, Span(310, 320))
    reference = Reference("0123456789abcdef", Span(120, 180), others, "ar", Span(150, 170), points)
    assert str(reference) == "#isnad-ar-0123456789abcdef-120.180-150.170_3.9_300.340-310.320"
    assert read_reference(str(reference)) == reference
    chosen = reference.choosing((Span(300, 340), Span(310, 320)))
    assert str(chosen) == "#isnad-ar-0123456789abcdef-300.340-310.320_3.9_120.180-150.170"
    assert chosen.quotes() == reference.quotes()
    assert read_reference(str(chosen.choosing((Span(120, 180), Span(150, 170))))) == reference
