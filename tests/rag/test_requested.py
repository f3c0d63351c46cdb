"""Overviews that are asked for: what each kind says, in which order, and how much it leaves out."""

from __future__ import annotations

import datetime as dt

import pytest

from rag import Answer, Settings, answer
from rag.results import AnswerKind
from store import Article, Corpus

TRAM = "The night tram to Vesna carried its first passengers on 3 March 2024."
STRIKE = "Drivers of the night tram stopped work over their pay."
PIER = "A storm broke the old pier of Moravka in two."
PAPERS = [
    Article(title="Tram runs", outlet="Hill Gazette", date="2024-03-04", text=f"{TRAM} The mayor waved a flag."),
    Article(
        title="Tram strike", outlet="Quay Courier", date="2024-06-10", text=f"{STRIKE} The town hall was silent."
    ),
    Article(title="Pier gone", outlet="Quay Courier", date="2024-05-02", text=f"{PIER} Nobody was hurt there."),
]


@pytest.fixture
def papers(corpus: Corpus) -> Corpus:
    corpus.add(PAPERS)
    return corpus


def asked(question: str, corpus: Corpus, history: tuple[str, ...] = ()) -> Answer:
    got = answer(question, corpus=corpus, history=history, settings=Settings(threshold=0.0))
    for cited in got.citations:
        assert cited.article.cut(cited.span) == cited.quote
    return got


def quoted(got: Answer) -> list[str]:
    return [statement.citations[0].quote.split(".")[0] + "." for statement in got.statements]


def test_a_summary_has_a_line_for_each_article(papers: Corpus) -> None:
    got = asked("Summarise the articles", papers)
    assert got.kind is AnswerKind.SUMMARY
    assert quoted(got) == [STRIKE, PIER, TRAM]


def test_a_summary_of_a_subject_keeps_to_its_articles(papers: Corpus) -> None:
    got = asked("Summarise the news about the night tram", papers)
    assert got.kind is AnswerKind.SUMMARY
    assert quoted(got) == [STRIKE, TRAM]


def test_a_summary_of_one_article_says_more_than_its_first_sentence(papers: Corpus) -> None:
    got = asked("Summarise the article about the pier of Moravka", papers)
    assert got.kind is AnswerKind.SUMMARY
    assert {cited.article.title for cited in got.citations} == {"Pier gone"}
    assert "Nobody was hurt there." in " ".join(cited.quote for cited in got.citations)


def test_a_timeline_stands_in_the_order_of_days(papers: Corpus) -> None:
    got = asked("Give me a timeline", papers)
    assert got.kind is AnswerKind.TIMELINE
    assert quoted(got) == [TRAM, PIER, STRIKE]


def test_a_timeline_keeps_to_its_days(papers: Corpus) -> None:
    assert quoted(asked("Give me a timeline of the events in May 2024", papers)) == [PIER]


def test_the_newest_about_something_is_the_newest_article_about_it(papers: Corpus) -> None:
    got = asked("What is the latest news about the night tram?", papers)
    assert got.kind is AnswerKind.ANSWER
    assert quoted(got) == [STRIKE, TRAM]


def test_articles_are_counted_and_their_titles_cited(papers: Corpus) -> None:
    got = asked("How many articles are about the night tram?", papers)
    assert "2 articles" in got.lead and "2 articles" in got.text
    assert [(cited.field, cited.quote) for cited in got.citations] == [
        ("title", "Tram strike"),
        ("title", "Tram runs"),
    ]


def test_that_there_is_no_such_article_is_said(papers: Corpus) -> None:
    got = asked("Are there any articles about beekeeping?", papers)
    assert (got.kind, got.answered, got.statements) == (AnswerKind.REFUSAL, False, ())
    assert "beekeeping" in got.intro


def test_two_outlets_stand_beside_each_other(papers: Corpus) -> None:
    got = asked("Compare the Hill Gazette and the Quay Courier on the night tram", papers)
    assert got.kind is AnswerKind.COMPARISON
    assert [statement.outlets for statement in got.statements[:2]] == [("Hill Gazette",), ("Quay Courier",)]


def test_a_side_that_says_nothing_is_named(papers: Corpus) -> None:
    got = asked("Compare the Quay Courier and the Moon Herald on the night tram", papers)
    assert got.kind is AnswerKind.COMPARISON
    assert "Moon Herald" in got.intro


def test_that_nothing_is_known_to_differ_is_said(papers: Corpus) -> None:
    got = asked("What do the outlets disagree on?", papers)
    assert got.kind is AnswerKind.COMPARISON
    assert not any(statement.differs_from for statement in got.statements)


REQUESTS = [
    "Summarise the articles",
    "Give me a timeline",
    "What do the outlets disagree on?",
    "Compare the Hill Gazette and the Quay Courier",
    "What is the latest news about the night tram?",
    "List the articles about the night tram",
]


@pytest.mark.parametrize("question", REQUESTS)
def test_an_empty_corpus_is_said_to_be_empty(corpus: Corpus, question: str) -> None:
    assert asked(question, corpus).kind is AnswerKind.REFUSAL


@pytest.mark.parametrize("question", REQUESTS)
def test_one_article_without_date_and_outlet_is_enough_to_ask(corpus: Corpus, question: str) -> None:
    corpus.add([Article(title="Tram", text="The night tram rang its bell at every corner of Vesna.")])
    got = asked(question, corpus)
    assert {cited.article.title for cited in got.citations} <= {"Tram"}
    assert got.intro


def test_what_is_left_out_is_counted(corpus: Corpus) -> None:
    first = dt.date(2024, 1, 1)
    corpus.add(
        Article(
            title=f"Boat {day}",
            date=first + dt.timedelta(days=day),
            text=f"Boat number {day} sailed to the lighthouse.",
        )
        for day in range(14)
    )
    for question in ("Summarise the articles", "Give me a timeline", "Give me a timeline of the lighthouse"):
        got = asked(question, corpus)
        assert len(got.statements) == 12
        assert "12 of 14 articles" in got.intro
    got = asked("List the articles about the lighthouse", corpus)
    assert (len(got.statements), "14 articles" in got.intro) == (12, True)
