"""A question for yes or no is told "no" where an article denies what it asks, else what the articles say."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from rag import Answer, answer
from rag.results import PHRASES, Verdict, articles_intro, lay_out
from rag.synthesis import build_statements
from rag.synthesis.verdict import find_verdict
from store import Article, Corpus
from tests.helpers.cases import each_case
from tests.helpers.made import evidence

RUMOUR = "Gossip pages claim that the baker Odd Lerum has sold his mill."
MILL = Article(
    title="Baker Lerum has not sold his mill, which was built in 1880",
    outlet="Vik Post",
    date=dt.date(2024, 5, 2),
    text=f"{RUMOUR}\nIt stands on the river Ekre.",
)
DENIED = build_statements([evidence(MILL, RUMOUR)], "Has the baker Odd Lerum sold his mill?", "en")


@each_case(
    ("question", "verdict"),
    [
        ("Has the baker Odd Lerum sold his mill?", Verdict.NO),
        ("Has Lerum sold the mill?", Verdict.NO),
        ("Lerum has sold the mill, right?", Verdict.NO),
        ("Was the mill of baker Lerum built in 1880?", Verdict.UNSURE),
        ("Has Lerum not sold the mill?", Verdict.UNSURE),
        ("Do gossip pages claim that Odd Lerum sold his mill?", Verdict.UNSURE),
        ("Is it false that Odd Lerum has sold his mill?", Verdict.UNSURE),
        ("Does the baker have a daughter?", Verdict.UNSURE),
        ("Who sold the mill?", Verdict.NONE),
    ],
)
def test_no_is_said_only_to_the_claim_that_is_denied(question: str, verdict: Verdict) -> None:
    assert find_verdict(question, DENIED) is verdict


def test_what_no_article_denies_is_neither_yes_nor_no() -> None:
    plain = tuple(replace(each, denied=False) for each in DENIED)
    assert find_verdict("Has the baker Odd Lerum sold his mill?", plain) is Verdict.UNSURE
    assert find_verdict("Has the baker Odd Lerum sold his mill?", ()) is Verdict.UNSURE


@each_case("language", ["en", "ar"])
def test_who_denies_it_is_named_above_the_lead(language: str) -> None:
    intro = articles_intro(DENIED, language, verdict=Verdict.NO)
    assert intro == PHRASES[language].denied_by.format(outlets="Vik Post")
    got = Answer("?", language, intro, True, DENIED, verdict=Verdict.NO)
    assert got.lead == MILL.title and lay_out(got).above == intro
    assert got.text.startswith(f"{intro}\n") and got.to_html().index(intro) < got.to_html().index(MILL.title)
    unnamed = [replace(DENIED[0], citations=(replace(DENIED[0].citations[0], article=replace(MILL, outlet="")),))]
    assert articles_intro(unnamed, language, verdict=Verdict.NO) == PHRASES[language].denied_by_one


def test_a_question_for_yes_or_no_is_told_what_the_articles_say_before_they_say_it(sample: Corpus) -> None:
    got = answer("Does North Korea have a nuclear-powered submarine?", corpus=sample)
    assert got.verdict is Verdict.UNSURE and got.text.startswith(f"{got.intro}\n")
    other = answer("When did Kim and Putin meet?", corpus=sample)
    assert other.verdict is Verdict.NONE and not other.text.startswith(other.intro)
