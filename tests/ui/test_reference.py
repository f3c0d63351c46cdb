"""The address of a quote: what reads back, and what is none of Isnad's."""

from __future__ import annotations

import pytest

from store import Span
from ui.reference import Reference, read_reference


@pytest.mark.parametrize(
    "address",
    ["", "#isnad-en-x-1.2", "#isnad-en-ab-1", "#isnad-fr-ab-1.2", "#isnad-en-ab-1.2_", "#isnad-en-ab-١.٢"],
)
def test_other_addresses_refer_to_nothing(address: str) -> None:
    assert read_reference(address) is None


def test_a_reference_reads_back_as_it_was_written() -> None:
    reference = Reference("0123456789abcdef", Span(120, 180), (Span(3, 4), Span(300, 340)), "ar")
    assert str(reference) == "#isnad-ar-0123456789abcdef-120.180_3.4_300.340"
    assert read_reference(str(reference)) == reference
