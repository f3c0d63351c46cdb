"""Which evidence is said: what says the same together, nothing twice, the best and most supported first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from rag.retrieval.evidence import Evidence
from rag.synthesis.contradiction import Comparisons
from rag.synthesis.selection import (
    CLOSE_MANY,
    CLOSE_ONE,
    LIKELY,
    MOST_SOURCES,
    MOST_STATEMENTS,
    PLAUSIBLE,
    SUPPORT,
    cluster_evidence,
)
from store import Article
from tests.helpers.made import evidence
from tests.helpers.market import ALSO, ASKED, FALL, GULLS, RADIO, REBUILT, ROOF, UNHURT, said
from tests.helpers.rag.judging import FakeJudge, both_ways

ONE_ANSWER = "متى انهار السقف؟"
HOW_MANY = "How many people died when the bridge fell?"


def grouped(found: Sequence[Evidence], question: str = ASKED, in_order: bool = False) -> list[list[Evidence]]:
    """The groups, by a reader that knows of the roof and of the bridge."""
    follows = both_ways(FALL.sentence, ALSO.sentence) + both_ways(NINE.sentence, NINE_TOO.sentence)
    contradicts = [(THREE.sentence, NINE.sentence), (THREE.sentence, NINE_TOO.sentence)]
    return cluster_evidence(found, question, in_order, Comparisons(found, FakeJudge(follows, contradicts)))


def chosen(found: Sequence[Evidence], question: str = ASKED) -> list[list[str]]:
    return [[evidence.quote for evidence in group] for group in grouped(found, question)]


def told(text: str, outlet: str, below: float = 0.0, confidence: float = 0.9, angle: float | None = None) -> Evidence:
    """A sentence in an article of its own, this far below the best score."""
    article = Article(title=outlet, text=f"{text}\n{outlet}", outlet=outlet, date="2024-03-05")
    return evidence(article, text, 20.0 - below, confidence, angle)


# Grouping


def test_what_two_articles_say_alike_is_one_statement_with_both_sources() -> None:
    assert grouped([FALL, ALSO, UNHURT]) == [[FALL, ALSO], [UNHURT]]


def test_sentences_of_other_meanings_are_apart() -> None:
    other = replace(said(RADIO, 1, 0.86, "saffron wept dealer"), embedding=REBUILT.embedding)
    assert grouped([UNHURT, other]) == [[UNHURT], [other]]


def test_without_a_meaning_or_a_reader_only_the_same_words_are_alike() -> None:
    again = replace(FALL, article=replace(RADIO, text=f"{ROOF.text} ", outlet="إذاعة التل"), score=0.87)
    assert cluster_evidence([FALL, again], ASKED) == [[FALL, again]]
    bare = [replace(found, embedding=None) for found in (FALL, again)]
    assert grouped(bare) == [bare]
    assert [NINE, NINE_TOO] in grouped([NINE, NINE_TOO]) and [NINE, NINE_TOO] not in cluster_evidence(
        [NINE, NINE_TOO], ASKED
    )


def test_an_article_is_no_source_of_its_own_sentence() -> None:
    again = replace(UNHURT, embedding=FALL.embedding)
    compared = Comparisons([FALL, again], FakeJudge(both_ways(FALL.sentence, again.sentence)))
    assert cluster_evidence([FALL, again], ASKED, compared=compared) == [[FALL]]


def test_each_outlet_has_one_voice() -> None:
    later = replace(ALSO, article=replace(RADIO, text=RADIO.text + " وعاد.", outlet="إذاعة التلّ"))
    assert grouped([FALL, ALSO, later]) == [[FALL, ALSO]]


def test_articles_that_name_no_outlet_each_have_their_own() -> None:
    nameless = [
        replace(FALL, article=replace(FALL.article, outlet="", text=FALL.article.text + " " * n)) for n in range(3)
    ]
    assert grouped(nameless) == [nameless]


def test_a_statement_has_few_sources_and_the_best_of_them() -> None:
    articles = [replace(RADIO, text=RADIO.text + " " * n, outlet=f"إذاعة {n}") for n in range(9)]
    (found,) = grouped([said(article, 0, 0.9 - n / 100, "", 0.0) for n, article in enumerate(articles)], ASKED)
    assert [evidence.article for evidence in found] == articles[:MOST_SOURCES]


def test_a_quote_that_holds_another_is_not_said_beside_it() -> None:
    whole = replace(UNHURT, start=FALL.start, keys=frozenset(["other"]), embedding=REBUILT.embedding)
    assert grouped([FALL, whole, GULLS]) == [[FALL], [GULLS]]


# How much is said


def test_there_are_not_too_many_statements() -> None:
    words = "amber birch cedar dogwood ebony fir ginkgo hazel ivy".split()
    many = [told(f"{word.title()} {word}wood {word}leaf {word}root grows.", word) for word in words]
    assert len(chosen(many)) == MOST_STATEMENTS < len(many)


@pytest.mark.parametrize(("question", "close"), [(ONE_ANSWER, CLOSE_ONE), (ASKED, CLOSE_MANY)])
def test_how_far_below_the_best_is_said_depends_on_the_question(question: str, close: float) -> None:
    best = told("Gulls nested there in 2019.", "The Quay", confidence=0.0)
    near = told("Saffron dealers wept in 2020.", "The Hill", 0.9 * close, confidence=0.0)
    far = told("Cedar beams arrive in 2021.", "The Bay", 1.1 * close, confidence=0.0)
    assert chosen([best, near, far], question) == [[best.quote], [near.quote]]


def test_asked_for_a_list_what_is_plausible_is_said_however_good_the_best_is() -> None:
    best = told("They demand a lighthouse keeper.", "The Quay")
    diesel, gulls = "Cheaper diesel matters most to crews with old boats.", "Gulls nest near the harbour wall."
    far = told(diesel, "The Hill", CLOSE_MANY + 1, PLAUSIBLE)
    unlikely = told(gulls, "The Bay", CLOSE_MANY + 1, 0.9 * PLAUSIBLE)
    assert chosen([best, far, unlikely], "What do the fishermen want?") == [[best.quote], [far.quote]]
    assert chosen([best, far, unlikely], "What did the fishermen say?") == [[best.quote]]


def test_what_says_no_more_than_the_question_is_no_further_statement() -> None:
    question = "What did the fishermen of the old harbour demand?"
    answer = told("They demand cheaper diesel and a lighthouse keeper.", "The Quay")
    caption = told("Fishermen at the old harbour.", "The Hill", 0.1)
    assert chosen([answer, caption], question) == [[answer.quote]]
    assert chosen([caption], question) == [[caption.quote]], "the best is said whatever it is"


def test_what_says_no_more_than_what_is_said_is_no_further_statement() -> None:
    first = told("The council closed the ferry and the market because of the storm.", "The Quay")
    second = told("Storm.", "The Hill", 0.1)
    assert chosen([first, second], "Why did the council close them?") == [[first.quote]]


def test_a_fragment_in_another_language_says_no_more_than_the_question() -> None:
    answer = told("يطالب الصيادون بوقود أرخص وحارس للمنارة.", "الرصيف")
    fragment = replace(told("مطالب صيادي الميناء القديم.", "التل", 0.1), is_cross_lingual=True)
    question = "What did the fishermen of the old harbour demand?"
    assert chosen([replace(answer, is_cross_lingual=True), fragment], question) == [[answer.quote]]


def test_asked_for_a_number_only_sentences_with_one_follow_one_with_one() -> None:
    counted = told("Nine people died when the bridge fell.", "The Quay")
    other = told("Relatives of the people gathered near the river bank with candles.", "The Hill", 0.1)
    assert chosen([counted, other], HOW_MANY) == [[counted.quote]]
    later = replace(counted, score=other.score - 0.01)
    assert chosen([other, later], HOW_MANY) == [[other.quote], [later.quote]]


def test_nothing_is_said_without_evidence() -> None:
    assert cluster_evidence([], ASKED) == []


# The order


THREE = told("Three people died when the bridge fell.", "The Quay", angle=0.0)
NINE = told("Nine people died when the bridge fell.", "The Hill", 0.5 * SUPPORT, angle=0.0)
NINE_TOO = told("The collapse of the bridge cost the lives of nine.", "The Bay", 0.9 * SUPPORT, angle=0.0)
PAINT = told("Engineers had warned the council of rusty bolts.", "The Mill", 0.1)


def test_of_statements_about_as_good_the_more_supported_is_first() -> None:
    assert chosen([THREE, NINE, NINE_TOO], HOW_MANY)[0] == [NINE.quote, NINE_TOO.quote]


def test_a_better_statement_stays_first_whoever_supports_another() -> None:
    worse = [replace(found, score=THREE.score - 1.1 * SUPPORT) for found in (NINE, NINE_TOO)]
    assert chosen([THREE, *worse], HOW_MANY)[0] == [THREE.quote]


def test_statements_that_differ_stand_side_by_side() -> None:
    assert chosen([THREE, PAINT, NINE], "What happened at the bridge?") == [
        [THREE.quote],
        [NINE.quote],
        [PAINT.quote],
    ]


def test_what_differs_is_said_though_it_scores_less_if_it_is_likely() -> None:
    far = replace(NINE, score=THREE.score - CLOSE_MANY - CLOSE_ONE, confidence=LIKELY)
    assert chosen([THREE, far], HOW_MANY) == [[THREE.quote], [far.quote]]
    assert chosen([THREE, replace(far, confidence=0.9 * LIKELY)], HOW_MANY) == [[THREE.quote]]


def test_in_order_they_stand_as_the_evidence_does_whatever_the_scores() -> None:
    newer = told("Swimmers found the bridge keeper's brass lantern downstream.", "The Bay", 0.5 * CLOSE_MANY)
    happened = "What happened at the bridge?"
    assert [group[0] for group in grouped([newer, THREE, PAINT, NINE], happened, in_order=True)] == [
        newer,
        THREE,
        NINE,
        PAINT,
    ]
    assert grouped([newer, THREE, PAINT], happened)[0] == [THREE]


def test_a_source_that_differs_from_one_of_a_statements_sources_does_not_join_it() -> None:
    vague = told("People died when the bridge fell in the storm.", "The Bay", 0.1)
    found = grouped([vague, THREE, NINE], "What happened at the bridge?")
    assert not any(THREE in group and NINE in group for group in found)
