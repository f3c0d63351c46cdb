"""Questions for the sample articles, and what holds of every answer."""

from __future__ import annotations

import re

from rag import Answer

EXAMPLES = ("What does North Korea want in return?", "ماذا تريد كوريا الشمالية في المقابل؟")

QUESTIONS = (
    *EXAMPLES,
    "When did Putin visit Pyongyang?",
    "متى زار بوتين بيونغ يانغ؟",
    "What does the aircraft factory in Komsomolsk produce?",
    "ماذا ينتج مصنع الطائرات في كومسومولسك؟",
    "Who gave Kim photographs signed by cosmonauts?",
    "من أهدى كيم صورا عليها تواقيع رواد فضاء؟",
    "Where did Putin and Kim meet in September 2023?",
    "أين التقى بوتين وكيم في أيلول 2023؟",
    "train colour 2019",
    "لون القطار الأخضر",
    "WHAT DOES TIKHONOV SAY ABOUT CHINA?",
    "وما رأيُ تيخونوف في غضبِ الصّين؟",
    "Did Washington see large deliveries of weapons?",
    "هل وصلت كميات كبيرة من السلاح؟",
    "How many ballistic missiles did North Korea fire on the day of the summit?",
    "كم صاروخا باليستيا أطلقت كوريا الشمالية يوم القمة؟",
    "Tell me everything about the satellites, please.",
    "لماذا أغلقت كوريا الشمالية حدودها عام ٢٠٢٠؟",
    "Kim",
    "روسيا",
)

OFF_TOPIC = (
    "من فاز ببطولة الشطرنج في ريكيافيك؟",
    "Who won the chess championship in Reykjavik?",
    "Who painted the Mona Lisa?",
    "من رسم الموناليزا؟",
    "When did the dinosaurs die out?",
    "متى انقرضت الديناصورات؟",
)


def marks(got: Answer) -> list[int]:
    return [int(number) for number in re.findall(r"\[(\d+)\]", got.text)]


def check(got: Answer) -> None:
    """What holds for every answer."""
    assert got.answered == bool(got.statements)
    assert [c.number for c in got.citations] == list(range(1, 1 + len(got.citations)))
    assert list(dict.fromkeys(marks(got))) == [c.number for c in got.citations], "in reading order, the lead's first"
    assert len(got.lead) <= 240
    for c in got.citations:
        assert c.quote
        assert c.article.cut(c.span) == c.quote
    for statement in got.statements:
        best = statement.citations[0]
        assert best.quote in got.text
        assert (best.translation or "") in got.text
    for hit in got.closest:
        assert hit.article.text[hit.passage.start : hit.passage.end] == hit.passage.text
    assert 0 <= got.confidence <= 1
