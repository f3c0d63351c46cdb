"""What two pieces of evidence are to each other: the same, the same reported differently, or neither."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from rag.errors import ReaderError
from rag.reading import Entailment
from rag.retrieval.evidence import Evidence
from rag.synthesis import build_statements
from rag.synthesis.contradiction import Comparisons, Relation
from rag.verification import Judge
from store import Article
from tests.helpers.cases import each_case
from tests.helpers.made import evidence
from tests.helpers.rag.judging import FakeJudge, both_ways

SOLD, BOUGHT = "The baker sold the old mill to the miller.", "Ownership of the baker's mill passed to the miller."
KEPT = "The baker did not sell the old mill."
YEARS = "The old mill was built in 1886 by monks.", "Monks who settled here put the mill up in 1887."
RIGHT, ACROSS = 0.0, 1.5


def said(text: str, outlet: str, angle: float | None = RIGHT) -> Evidence:
    """One sentence of an outlet's article; sentences of near `angle` mean much the same."""
    article = Article(title=outlet, text=f"{text}\n{outlet}", outlet=outlet, date="2024-03-05")
    return evidence(article, text, angle=angle)


def relation(shown: Evidence, found: Evidence, judge: Judge | None) -> Relation:
    (result,) = Comparisons([shown, found], judge).relations([shown], found)
    return result


def between(one: str, other: str, judge: Judge | None, angle: float | None = RIGHT) -> Relation:
    return relation(said(one, "The Quay"), said(other, "The Hill", angle), judge)


def test_what_follows_both_ways_is_the_same() -> None:
    assert between(SOLD, BOUGHT, FakeJudge(both_ways(SOLD, BOUGHT))) is Relation.SAME


def test_what_follows_from_what_is_shown_says_less_and_what_says_more_does_not() -> None:
    judge = FakeJudge([(SOLD, BOUGHT)])
    assert between(SOLD, BOUGHT, judge) is Relation.LESS
    assert between(BOUGHT, SOLD, judge) is Relation.OTHER


def test_what_contradicts_differs_whichever_is_shown_first() -> None:
    judge = FakeJudge(contradicts=[(SOLD, KEPT)])
    assert between(SOLD, KEPT, judge) is between(KEPT, SOLD, judge) is Relation.DIFFERS


def test_an_article_does_not_differ_from_itself() -> None:
    article = Article(title="Mill", text=f"{SOLD} {KEPT}", outlet="The Quay")
    one, other = (evidence(article, text, angle=RIGHT) for text in (SOLD, KEPT))
    assert relation(one, other, FakeJudge(contradicts=[(SOLD, KEPT)])) is Relation.CLOSE


def test_another_number_is_never_the_same_whatever_the_reader_says() -> None:
    assert between(*YEARS, FakeJudge(both_ways(*YEARS))) is Relation.CLOSE


@each_case(
    ("one", "other"),
    [
        ("The club won the cup on Sunday.", "The club lost the cup on Sunday."),
        ("Lorn accused Brask of theft.", "Brask accused Lorn of theft."),
        ("أدانت المحكمة صاحب السفن.", "وبرأت المحكمة صاحب السفن."),
    ],
)
def test_what_is_alike_but_for_a_word_or_their_order_is_never_the_same(one: str, other: str) -> None:
    assert between(one, other, FakeJudge(both_ways(one, other))) is Relation.CLOSE


@each_case(
    ("relation", "one", "other"),
    [
        (Relation.DIFFERS, "The fire killed 12 workers.", "Nine workers died in the blaze."),
        (Relation.DIFFERS, "The trial begins on Monday.", "The trial begins on Tuesday."),
        (Relation.CLOSE, "The trial begins today.", "The trial begins at once."),
        (Relation.CLOSE, "The yard Sundal earned 19 crowns.", "The yard Norvik earned 48 crowns."),
        (Relation.CLOSE, "Wheat cost 190 crowns in June.", "Wheat cost 210 crowns in July."),
    ],
)
def test_what_likely_contradicts_differs_where_one_number_or_day_is_another(
    relation: Relation, one: str, other: str
) -> None:
    def judge(pairs: Sequence[tuple[str, str]]) -> list[Entailment]:
        return [Entailment(0.35, 0.05, 0.6, None)] * len(pairs)

    assert between(one, other, judge) is relation


def test_a_claim_whose_end_was_not_read_does_not_follow() -> None:
    long = f"{SOLD[:-1]} and then " + "very " * 60 + "gladly left the town."
    assert between(SOLD, long, FakeJudge(both_ways(SOLD, long))) is Relation.CLOSE
    assert between(long, SOLD, FakeJudge(both_ways(SOLD, long))) is Relation.LESS


def test_what_is_far_in_meaning_and_words_is_not_given_to_the_reader() -> None:
    far = "Gulls nest on the roofs of an inn."
    judge = FakeJudge(both_ways(SOLD, far))
    assert between(SOLD, far, judge, ACROSS) is between(SOLD, far, judge, None) is Relation.OTHER
    assert judge.asked == []


def test_where_the_meaning_tells_nothing_shared_words_are_enough_to_be_compared() -> None:
    one, other = "The baker sold the mill.", "The baker did not sell the mill."
    assert between(one, other, FakeJudge(contradicts=[(one, other)]), None) is Relation.DIFFERS


@pytest.mark.parametrize("judge", [None, FakeJudge()])
def test_the_same_words_are_the_same_without_a_judgement(judge: FakeJudge | None) -> None:
    assert between("The Mill burned, in 1886.", "the mill burned in ١٨٨٦", judge, None) is Relation.SAME
    assert between("بُنيت الطاحونة عام 1886.", "بنيت الطاحونة عام ١٨٨٦", judge) is Relation.SAME
    assert judge is None or judge.asked == []


def test_without_a_reader_nothing_differs() -> None:
    assert between(SOLD, KEPT, None) is Relation.OTHER


def test_a_reader_that_fails_is_asked_once_and_its_message_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    asked = []

    def failing(pairs: object) -> list[Entailment]:
        asked.append(pairs)
        raise ReaderError("The reader failed. Set ISNAD_READER=off.")

    found = [said(text, text) for text in (SOLD, BOUGHT, KEPT)]
    compared = Comparisons(found, failing)
    assert [compared.differ(found[0], other) for other in found] == [False, False, False]
    assert len(asked) == 1 and "Set ISNAD_READER=off." in caplog.text


def test_two_pieces_of_evidence_are_compared_once_and_those_shown_together() -> None:
    texts = [f"{number} people died when the {place} bridge fell." for number in (3, 9) for place in ("old", "new")]
    found = [said(text, f"Outlet {place}") for place, text in enumerate(texts)]
    judge = FakeJudge(contradicts=[(texts[0], texts[2]), (texts[1], texts[3])])
    statements = build_statements(found, "How many people died when the bridge fell?", "en", judge=judge)
    assert [statement.differs_from for statement in statements].count(()) < len(statements)
    pairs = [pair for batch in judge.asked for pair in batch]
    assert len(judge.asked) <= 2 * (len(found) - 1)
    assert 0 < len(pairs) == len(set(pairs)) <= len(found) * (len(found) - 1)
