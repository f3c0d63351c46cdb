"""Where a text denies, where it only holds something possible, and where it insists."""

from __future__ import annotations

import pytest

from rag.linguistics.modality import denied, denies, hedged, insists


def place(text: str, word: str) -> tuple[str, int, int]:
    start = text.index(word)
    return text, start, start + len(word)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("The mayor did not close the bridge.", "close"),
        ("The bridge was opened without lights.", "lights"),
        ("It is unlikely to close.", "close"),
        ("لم يغلق العمدة الجسر.", "يغلق"),
        ("لن تفتح المدرسة.", "تفتح"),
        ("افتتح الجسر دون إضاءة.", "إضاءة"),
    ],
)
def test_what_is_denied(text: str, word: str) -> None:
    assert denied(*place(text, word))


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("The mayor closed the bridge.", "closed"),
        ("It did not rain, and the bridge opened.", "opened"),
        ("The mayor did not rule out closing it.", "closing"),
        ("أغلق العمدة الجسر.", "أغلق"),
        ("لم تمطر، وافتتح الجسر.", "وافتتح"),
    ],
)
def test_what_is_not_denied(text: str, word: str) -> None:
    assert not denied(*place(text, word))


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("The bridge may close in winter.", "close"),
        ("Two men are accused of theft.", "theft"),
        ("The port is expected to grow.", "grow"),
        ("قد يغلق الجسر شتاء.", "يغلق"),
        ("من المتوقع أن يتوسع الميناء.", "يتوسع"),
    ],
)
def test_what_is_only_held_possible(text: str, word: str) -> None:
    assert hedged(*place(text, word))


@pytest.mark.parametrize(
    ("text", "word"),
    [("The bridge closed in winter.", "closed"), ("It may rain; it closed.", "closed"), ("أغلق الجسر.", "أغلق")],
)
def test_what_is_said_outright(text: str, word: str) -> None:
    assert not hedged(*place(text, word))


def test_what_insists() -> None:
    assert insists("The tests proved it.") and insists("أثبتت الاختبارات ذلك بالكامل.")
    assert not insists("The tests suggest it.") and not insists("تشير الاختبارات إلى ذلك.")


def test_what_denies_anything() -> None:
    assert denies("The bridge opened, but not the port.") and denies("افتتح الجسر ولم يفتتح الميناء.")
    assert not denies("The bridge opened.") and not denies("افتتح الجسر.")
