"""What a text denies."""

from __future__ import annotations

from rag.linguistics import denies


def test_what_denies_anything() -> None:
    assert denies("The bridge opened, but not the port.") and denies("افتتح الجسر ولم يفتتح الميناء.")
    assert denies("It opened without lights.") and denies("افتتح الجسر دون إضاءة.")
    assert not denies("The bridge opened.") and not denies("افتتح الجسر.")
    assert not denies("No doubt the bridge opened.") and not denies("لا شك أن الجسر افتتح.")
