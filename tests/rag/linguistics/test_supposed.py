"""Which words of a text are stated, and which only supposed."""

from __future__ import annotations

import pytest

from rag.linguistics.supposed import split_stated_supposed
from store.text.arabic import fold


def stated(text: str) -> str:
    return " ".join(" ".join(stated for stated, _ in split_stated_supposed(fold(text))).split())


def supposed(text: str) -> str:
    return " ".join(" ".join(supposed for _, supposed in split_stated_supposed(fold(text))).split())


@pytest.mark.parametrize(
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


@pytest.mark.parametrize(
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
