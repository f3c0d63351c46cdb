"""An old market whose roof fell, as three outlets tell it: evidence to group and to quote."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from rag import Statement
from rag.retrieval.evidence import Evidence
from store import Article, Translation
from tests.helpers.made import evidence
from tests.helpers.rag.judging import FakeJudge, both_ways

ASKED = "ماذا حدث للسوق القديم؟"
ROOF = Article(
    title="سقف السوق",
    outlet="صحيفة الرصيف",
    date="2024-03-05",
    language="ar",
    text="انهار سقف السوق القديم ليلة الخميس.\nولم يصب أحد من الباعة بأذى.\nوسيعاد بناء السقف من خشب الأرز.",
    translations=(
        Translation(
            "en",
            "The market's roof",
            "The old market's roof fell in on Thursday night.\nNone of the sellers was hurt.\n"
            "The roof will be rebuilt in cedar.",
        ),
    ),
)
RADIO = Article(
    title="السوق بلا سقف",
    outlet="إذاعة التل",
    date="2024-03-06",
    language="ar",
    text="وانهار سقف السوق القديم ليلة الخميس. وبكى تاجر الزعفران.",
)
GULL = Article(title="No roof", language="en", text="The roof of the old market fell. Gulls nest in the beams.")


def said(article: Article, number: int, score: float, words: str = "", angle: float | None = None) -> Evidence:
    """Sentence `number` of an article, with these index forms; sentences of near `angle` are alike."""
    sentence = re.findall(r"[^\s.][^.]*\.", article.text)[number]
    return replace(evidence(article, sentence, score, angle=angle), keys=frozenset(words.split()))


FALL = said(ROOF, 0, 0.90, "fell roof market old thursday night", 0.0)
ALSO = said(RADIO, 0, 0.88, "fell roof market old thursday evening", 0.1)
UNHURT = said(ROOF, 1, 0.87, "sellers hurt", 1.5)
REBUILT = said(ROOF, 2, 0.86, "roof rebuilt cedar", 3.0)
GULLS = said(GULL, 1, 0.85, "gulls nest beams", 4.5)
ALIKE = FakeJudge(both_ways(FALL.sentence, ALSO.sentence))
"""A reader that knows that two of these say the same."""


def quotes(found: Sequence[Statement]) -> list[list[str]]:
    return [[citation.quote for citation in statement.citations] for statement in found]


def numbers(found: Sequence[Statement]) -> list[int]:
    return [citation.number for statement in found for citation in statement.citations]
