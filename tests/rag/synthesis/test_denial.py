"""A claim that its article denies is quoted with the denial, and what is not denied is quoted as ever."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

import pytest

from rag import Answer
from rag.errors import ReaderError
from rag.reading import Entailment
from rag.retrieval.evidence import Evidence
from rag.synthesis import build_statements
from rag.synthesis.generative import sources_for_llm
from store import Article
from tests.helpers.cases import each_case
from tests.helpers.made import evidence, headline
from tests.helpers.rag.judging import FakeJudge, both_ways

RUMOUR = "Gossip pages claim that the baker Odd Lerum has sold his mill."
DENIAL = "Lerum has not sold the mill, his brother said."
HARVEST = "The rye harvest begins in July."
MILL = Article(
    title="News from Vik", outlet="Vik Post", date=dt.date(2024, 5, 2), text=f"{RUMOUR}\n{DENIAL}\n{HARVEST}"
)
HEADED = Article(
    title="Baker Lerum has not sold his mill",
    outlet="Vik Post",
    date=dt.date(2024, 5, 2),
    text=f"{RUMOUR}\nThe mill stands on the river Ekre.\n{HARVEST}",
)
SOLD = Article(title="A mill changes hands", outlet="Ekre News", text="The baker Odd Lerum has sold his mill.")
ASKED = "Has the baker Odd Lerum sold his mill?"


def quotes(*found: Evidence) -> list[tuple[list[str], bool]]:
    return [([c.quote for c in one.citations], one.denied) for one in build_statements(found, ASKED, "en")]


def test_a_claim_and_the_next_sentence_that_denies_it_are_one_quote_whose_point_is_the_denial() -> None:
    (said,) = build_statements([evidence(MILL, RUMOUR)], ASKED, "en")
    (cited,) = said.citations
    assert said.denied and cited.quote == f"{RUMOUR}\n{DENIAL}"
    assert cited.point is not None and cited.article.cut(cited.point) == DENIAL and cited.answer is None


def test_a_title_that_denies_a_claim_is_cited_before_it() -> None:
    title, claim = build_statements([evidence(HEADED, RUMOUR)], ASKED, "en")
    assert [c.quote for c in title.citations] == [HEADED.title] and title.citations[0].field == "title"
    assert claim.denied and not title.denied
    assert (title.differs_from, claim.differs_from) == ((1,), (0,))
    assert [c.number for s in (title, claim) for c in s.citations] == [1, 2]


def test_a_title_that_is_cited_anyway_is_moved_before_the_claim_and_cited_once() -> None:
    found = quotes(evidence(HEADED, RUMOUR, 1.0), headline(HEADED, 0.9))
    assert found[0] == ([HEADED.title], False)
    assert [denied for _, denied in found] == [False, True]


def test_a_denial_that_is_cited_already_is_not_cited_twice() -> None:
    assert quotes(evidence(MILL, RUMOUR, 1.0), evidence(MILL, DENIAL, 0.9)) == [([f"{RUMOUR}\n{DENIAL}"], True)]


LONG = f"Gossip pages claim that the baker Odd Lerum has sold his mill, {'his boat, ' * 22}and his dog."
BESIDE = f"The pages{' and pages' * 20} are read in Vik."


def test_what_is_quoted_around_a_claim_gives_way_to_its_denial() -> None:
    article = Article(title="Vik", text=f"{BESIDE} {RUMOUR} {DENIAL}")
    widened = replace(evidence(article, RUMOUR), start=0)
    assert quotes(widened) == [([f"{RUMOUR} {DENIAL}"], True)]


@each_case(("title", "together"), [("News from Vik", True), (HEADED.title, False)])
def test_a_long_claim_and_its_denial_are_one_quote_where_no_title_denies_it(title: str, together: bool) -> None:
    article = Article(title=title, text=f"{LONG} {DENIAL}")
    assert 300 < len(article.text) < 400
    *before, (last, denied) = quotes(evidence(article, LONG))
    assert denied and last == [article.text if together else LONG]
    assert before == ([] if together else [([title], False)])


def test_a_claim_and_a_denial_that_are_too_long_together_are_two_quotes_the_denial_first() -> None:
    article = Article(title="Vik", text=f"{LONG} {DENIAL.replace('brother', 'brother ' * 15 + 'brother')}")
    assert len(article.text) > 400
    (denial, _), (claim, denied) = quotes(evidence(article, LONG))
    assert denied and claim == [LONG] and denial[0] == article.text[len(LONG) + 1 :]


def test_what_stands_behind_hearsay_is_quoted_with_it_also_where_it_may_be_no_denial() -> None:
    after = "The mayor of Vik laughed when he heard of it."
    article = Article(title="Vik", text=f"{RUMOUR}\n{after}\n{HARVEST}")
    (said,) = build_statements([evidence(article, RUMOUR)], ASKED, "en")
    assert [c.quote for c in said.citations] == [f"{RUMOUR}\n{after}"] and not said.denied


def test_a_rumour_is_no_second_source_of_a_report() -> None:
    alike = FakeJudge(both_ways(SOLD.text, RUMOUR))
    found = build_statements([evidence(SOLD, SOLD.text, 1.0), evidence(MILL, RUMOUR, 0.9)], ASKED, "en", judge=alike)
    assert [s.outlets for s in found] == [("Ekre News",), ("Vik Post",)]
    assert [s.denied for s in found] == [False, True]


@each_case(
    ("claim", "after"),
    [
        ("The baker Odd Lerum has sold his mill.", "He did not name the price."),
        ("The baker Odd Lerum denied that he had sold his mill.", "A newspaper had claimed that he had."),
        ("The harbour of Vik freezes in January.", "No ship can enter then."),
        ("باع الخباز عود ليروم مطحنته يوم السبت.", "ولم يذكر الثمن."),
        ("يتجمد مرفأ فيك في كانون الثاني.", "ولا تدخله سفينة."),
    ],
)
def test_what_is_not_denied_is_quoted_as_ever(claim: str, after: str) -> None:
    article = Article(title="Vik", text=f"{claim}\n{after}")
    assert quotes(evidence(article, claim)) == [([claim], False)]


@each_case(
    ("title", "claim", "after"),
    [
        ("لا صحة لبيع المطحنة", "تداول ناشطون خبرا عن بيع المطحنة.", "وقال صاحبها إن خبر بيع المطحنة كاذب."),
        ("Mill", "A clip shared by thousands shows the mill of Vik on fire.", "The clip is false: it shows another."),
    ],
)
def test_fact_checks_in_both_languages(title: str, claim: str, after: str) -> None:
    found = quotes(evidence(Article(title=title, text=f"{claim}\n{after}"), claim))
    assert found[-1] == ([f"{claim}\n{after}"], True)


def test_a_reader_that_fails_leaves_the_words(caplog: pytest.LogCaptureFixture) -> None:
    def failing(pairs: Sequence[tuple[str, str]]) -> list[Entailment]:
        raise ReaderError("broken")

    (said,) = build_statements([evidence(MILL, RUMOUR)], ASKED, "en", judge=failing)
    assert said.denied and "without the reader" in caplog.text


def test_a_model_is_given_no_claim_without_its_denial() -> None:
    apart = build_statements([evidence(HEADED, RUMOUR)], ASKED, "en")
    assert [source.text for source in sources_for_llm(apart, [], "en")] == [HEADED.title]
    together = build_statements([evidence(MILL, RUMOUR)], ASKED, "en")
    assert [source.text for source in sources_for_llm(together, [], "en")] == [f"{RUMOUR}\n{DENIAL}"]


@pytest.mark.parametrize(("language", "line"), [("en", "Denied in the same article:"), ("ar", "منفيّ")])
def test_text_and_programs_are_told(language: str, line: str) -> None:
    answer = Answer(ASKED, language, "", True, build_statements([evidence(MILL, RUMOUR)], ASKED, language))
    before, _, after = answer.text.partition(line)
    assert after and "Gossip" not in before
    assert [said["denied"] for said in answer.to_dict()["statements"]] == [True]
