"""What a text denies, holds possible, insists on, and what it only supposes."""

from __future__ import annotations

import pytest

from rag.linguistics import denied, denies, hedged, insists, split_stated_supposed
from store.text import fold
from tests.helpers.cases import each_case


def place(text: str, word: str) -> tuple[str, int, int]:
    start = text.index(word)
    return text, start, start + len(word)


@each_case(
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


@each_case(
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


@each_case(
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


def stated(text: str) -> str:
    return " ".join(" ".join(stated for stated, _ in split_stated_supposed(fold(text))).split())


def supposed(text: str) -> str:
    return " ".join(" ".join(supposed for _, supposed in split_stated_supposed(fold(text))).split())


@each_case(
    ("text", "said", "rest"),
    [
        ("They marched against a plan to sell it.", "they marched against", "a plan to sell it"),
        (
            "The bank is expected to close, and the mill burned.",
            "the bank is expected and the mill burned",
            "to close",
        ),
        ("The strike was feared. The mill burned.", "the mill burned", "the strike was feared"),
        ("He leaves, if she stays. The mill burned.", "the mill burned", "he leaves if she stays"),
        ("The mill burned. Who did it?", "the mill burned", "who did it"),
        ("The mill may close; in May it burned.", "the mill may in may it burned", "close"),
        ("It does not open before noon.", "it does not", "open before noon"),
        ("They refused the offer.", "they refused", "the offer"),
        ("تظاهروا رفضًا لبيع السوق، واحترقت الطاحونة.", "تظاهروا رفضا واحترقت الطاحونه", "لبيع السوق"),
        ("قد يُباع السوق.", "قد", "يباع السوق"),
        ("بيع السوق محتمل. احترقت الطاحونة.", "احترقت الطاحونه", "بيع السوق محتمل"),
        ("يرحلون إذا بيع السوق. احترقت الطاحونة.", "احترقت الطاحونه", "يرحلون اذا بيع السوق"),
        ("لم يفتح السوق قبل الظهر.", "لم", "يفتح السوق قبل الظهر"),
    ],
)
def test_what_is_supposed(text: str, said: str, rest: str) -> None:
    assert (stated(text), supposed(text)) == (said, rest)


@each_case(
    "text",
    [
        "They will sell the mill",
        "They refused to sell the mill",
        "They voted to sell the mill in May for $2.5 million",
        "The plant was not sold",
        "باعت البلدية الطاحونة",
        "وقد باعت البلدية الطاحونة",
        "لن تبيع البلدية الطاحونة",
        "احتجزت الشرطة سعيدا في مساعدات",
    ],
)
def test_what_is_stated(text: str) -> None:
    assert stated(text) == fold(text) and not supposed(text)
