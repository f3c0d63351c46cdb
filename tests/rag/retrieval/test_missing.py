"""A refusal says which year, number or name of the question the articles do not have."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from rag import Answer, answer
from store import Article, Corpus
from tests.helpers.cases import each_case

TRAM = Article(
    title="Tarmen opens its second tram line",
    outlet="Tarmen Post",
    language="en",
    text="The mayor of Tarmen, Lida Korvin, opened the city's second tram line on Tuesday.\n"
    "The line runs for nine kilometres from the harbour to the hospital and cost 84 million crowns.\n"
    "Building began in 2018 and was held up twice, by a flood and by a strike of the welders.",
)
MUSEUM = Article(
    title="إغلاق متحف السفن في ميناء الجوهرة",
    outlet="جريدة الشراع",
    language="ar",
    text="أغلقت بلدية الجوهرة متحف السفن بعد تسرب المياه إلى قاعته الكبرى.\n"
    "وقالت مديرة المتحف رنا الصواف إن ترميم القاعة سيستغرق ستة أشهر ويكلف مليوني ليرة.\n"
    "وكان المتحف قد افتتح عام 1987 ويزوره سنويا أربعون ألف شخص.",
)


@pytest.fixture
def two(corpus: Corpus, reading: None) -> Corpus:
    corpus.add([TRAM, MUSEUM])
    return corpus


def said_of(got: Answer) -> tuple[str, ...]:
    """What is missing, where every form of the answer says it."""
    assert (got.answered, got.citations) == (False, ())
    assert got.to_dict()["missing"] == list(got.missing) == json.loads(json.dumps(got.missing))
    for word in got.missing:
        assert all(word in form for form in (got.lead, got.text, got.to_markdown(), got.to_html()))
    return got.missing


@each_case(
    ("question", "missing"),
    [
        ("How much did the tram line in Belgrade cost?", "Belgrade"),
        ("What held up the building of the tram line in 2009?", "2009"),
        ("What did Minister Adler say when the tram line opened?", "Minister Adler"),
        ("كم زائرا جاء إلى متحف السفن عام 2011؟", "2011"),
        ("ماذا قالت هالة منصور عن ترميم القاعة؟", "هالة منصور"),
    ],
)
def test_a_refusal_says_what_the_articles_do_not_have(two: Corpus, question: str, missing: str) -> None:
    said = said_of(answer(question, corpus=two))
    assert said and all(word in missing for word in said)


@each_case(
    "question",
    [
        "How much did the second tram line cost?",
        "متى افتتح متحف السفن؟",
        "How long will the repair of the hall take?",
    ],
)
def test_what_they_have_is_never_called_missing(two: Corpus, question: str) -> None:
    assert answer(question, corpus=two).missing == ()


def test_no_word_of_an_outlets_name_is_called_missing(corpus: Corpus, reading: None) -> None:
    corpus.add([replace(TRAM, outlet="Radio Quelmar"), MUSEUM])
    said = said_of(answer("What did Quelmar's queen say when the tram line opened?", corpus=corpus))
    assert said == ("queen",)


def test_without_a_reader_nothing_is_called_missing(two: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ISNAD_READER", "off")
    assert answer("How much did the tram line in Belgrade cost?", corpus=two).missing == ()
