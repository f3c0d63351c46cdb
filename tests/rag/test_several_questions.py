"""Questions that ask several things, from the articles: what is found of each is told, and what is not is said."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest

from rag import Answer, AnswerKind, answer
from store import Article, Corpus
from store.embedding.encoder import Encoder

ARTICLES = [
    Article(
        title="Orvin agrees on its spending",
        outlet="Orvin Herald",
        date=dt.date(2024, 3, 5),
        text=(
            "The council of Orvin agreed on Monday how to spend 70 million crowns. "
            "For libraries the town sets aside 4 million crowns, and for parks 2 million. "
            "Mayor Petra Lind said the rubbish fee would stay at 85 crowns."
        ),
    ),
    Article(
        title="Pellan raises the rubbish fee",
        outlet="Pellan Post",
        date=dt.date(2024, 6, 11),
        text=(
            "The neighbouring town of Pellan will spend 52 million crowns this year. "
            "Libraries get 3 million crowns of it. "
            "The rubbish fee rises from 90 to 110 crowns."
        ),
    ),
    Article(
        title="Orvin Rowers beat Pellan",
        outlet="Orvin Herald",
        date=dt.date(2024, 5, 2),
        text=(
            "The Orvin Rowers won the regatta against Pellan by two lengths. "
            "Their coach, Milo Brandt, praised the young crew. "
            "About 6,000 people watched from the banks."
        ),
    ),
    Article(
        title="حريق في مصنع الزجاج",
        outlet="بريد بيلان",
        date=dt.date(2024, 4, 9),
        text=(
            "شب حريق في مصنع الزجاج في بيلان ليلة السبت بسبب عطل في الفرن. "
            "وقال قائد الإطفاء إن خمسة عمال نقلوا إلى المستشفى. "
            "وتقدر الخسائر بثلاثة ملايين كراون."
        ),
    ),
]


@pytest.fixture(scope="module")
def towns(tmp_path_factory: pytest.TempPathFactory, encoder: Encoder) -> Iterator[Corpus]:
    with Corpus.open(tmp_path_factory.mktemp("towns") / "store", encoder) as corpus:
        corpus.add(ARTICLES)
        yield corpus


def quotes(got: Answer) -> str:
    assert [citation.number for citation in got.citations] == list(range(1, len(got.citations) + 1))
    assert all(citation.article.cut(citation.span) == citation.quote for citation in got.citations)
    return " ".join(citation.quote for citation in got.citations)


@pytest.mark.usefixtures("reading")
@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("Who coaches the Orvin Rowers and how many people watched the regatta?", ("Milo Brandt", "6,000")),
        ("ما سبب الحريق في مصنع الزجاج وكم تبلغ الخسائر؟", ("الفرن", "بثلاثة ملايين")),
        ("Is the rubbish fee higher in Orvin or in Pellan?", ("85 crowns", "110 crowns")),
        ("Which town spends more on libraries, Orvin or Pellan?", ("4 million", "3 million")),
        ("What is the difference between Orvin's and Pellan's rubbish fee?", ("85 crowns", "110 crowns")),
    ],
)
def test_both_things_are_told(towns: Corpus, question: str, told: tuple[str, str]) -> None:
    got = answer(question, corpus=towns)
    assert all(one in quotes(got) for one in told)
    assert not got.scope_note


@pytest.mark.usefixtures("reading")
def test_what_is_compared_stands_first_of_each(towns: Corpus) -> None:
    got = answer("Which town spends more on libraries, Orvin or Pellan?", corpus=towns)
    first, second = (statement.citations[0].quote for statement in got.statements[:2])
    assert "4 million" in first and "3 million" in second
    assert "regatta" not in quotes(got)


@pytest.mark.usefixtures("reading")
def test_a_request_to_compare_gets_the_same_thing_of_both(towns: Corpus) -> None:
    got = answer("Compare the rubbish fee in Orvin and in Pellan.", corpus=towns)
    assert got.kind is AnswerKind.COMPARISON
    first, second = (statement.citations[0].quote for statement in got.statements[:2])
    assert "85 crowns" in first and "110 crowns" in second
    assert "regatta" not in quotes(got)


@pytest.mark.usefixtures("reading")
def test_what_is_not_told_of_the_two_is_said(towns: Corpus) -> None:
    got = answer("Who coaches the Orvin Rowers and who composed the anthem of Quillan?", corpus=towns)
    assert got.answered and "Milo Brandt" in quotes(got)
    assert got.scope_note == "I found nothing in the articles that answers: “who composed the anthem of Quillan?”"
    assert got.text.startswith(got.scope_note)


@pytest.mark.usefixtures("reading")
def test_where_nothing_is_told_of_either_it_is_refused(towns: Corpus) -> None:
    got = answer("Who composed the anthem of Quillan and when was it first sung?", corpus=towns)
    assert not got.answered and not got.citations and not got.scope_note


def test_without_a_reader_both_are_told_too(towns: Corpus) -> None:
    got = answer("Who coaches the Orvin Rowers and how many people watched the regatta?", corpus=towns)
    assert "Milo Brandt" in quotes(got) and "6,000" in quotes(got)


def test_an_empty_corpus_says_so(corpus: Corpus) -> None:
    assert answer("Who won and how many people watched?", corpus=corpus).intro.startswith("There are no articles")
