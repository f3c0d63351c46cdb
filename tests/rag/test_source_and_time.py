"""Questions about source and time, asked of articles: what restricts, what it is restricted to, and what is told."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest

from rag import answer, retrieve
from rag.linguistics.periods import Period
from rag.query.plan import QueryPlan, plan_query
from store import Article, Corpus
from store.scope import Scope
from tests.helpers.cases import each_case

TODAY = dt.date(2024, 9, 18)

FERRY = Article(
    title="العبّارة تعود",
    outlet="صحيفة الرصيف",
    date="2025-02-11",
    text="أعلنت البلدية أن العبّارة ستعود إلى الجزيرة في الصيف. وقال القبطان إن المحرك الجديد من السويد.",
)
FERRY_LATER = Article(
    title="The ferry returns",
    outlet="Lantern Radio",
    date="2025-06-20",
    text="The ferry returned to the island with a new engine from Norway. Forty islanders came to see it.",
)
FERRY_UNDATED = Article(
    title="Old ferry", outlet="Lantern Radio", text="The ferry to the island was built in 1931. It carries cows."
)


@pytest.fixture
def ferries(corpus: Corpus) -> Iterator[Corpus]:
    corpus.add([FERRY, FERRY_LATER, FERRY_UNDATED])
    yield corpus


def understood(question: str, corpus: Corpus) -> QueryPlan:
    return plan_query(question, corpus, today=TODAY)


# What was reported on some days, and what happened on them

REPORTED = [
    ("What was reported in September 2024 about Shoigu?", "2024-09-01", "2024-09-30", "Shoigu"),
    ("In September 2024, what was reported about Shoigu?", "2024-09-01", "2024-09-30", "Shoigu"),
    ("What was reported about Shoigu in September?", "2024-09-01", "2024-09-30", "Shoigu"),
    ("articles since 2024 about satellites", "2024-01-01", None, "satellites"),
    ("news about satellites from 14 September 2023", "2023-09-14", "2023-09-14", "satellites"),
    ("What did the newspapers report last week about Kim?", "2024-09-09", "2024-09-15", "Kim"),
    ("What did Isnad samples say before 2024 about Kim?", None, "2023-12-31", "Kim"),
    ("ماذا نُشر في سبتمبر 2024 عن شويغو؟", "2024-09-01", "2024-09-30", "شويغو"),
    ("ما الذي كُتب منذ أيلول 2023 عن كيم؟", "2023-09-01", None, "كيم"),
    ("ماذا ذكرت الصحف الشهر الماضي عن كيم؟", None, None, "ماذا ذكرت الصحف عن كيم؟"),
    ("ماذا نشرت الصحف الشهر الماضي عن كيم؟", "2024-08-01", "2024-08-31", "كيم"),
]


@each_case(("question", "since", "until", "text"), REPORTED)
def test_days_of_reports_restrict(
    sample: Corpus, question: str, since: str | None, until: str | None, text: str
) -> None:
    asked = understood(question, sample)
    days = [dt.date.fromisoformat(day) if day else None for day in (since, until)]
    assert (asked.scope.since, asked.scope.until) == tuple(days)
    assert asked.text == text


HAPPENED = [
    ("Who met Kim in Pyongyang in September 2024?", "2024-09-01", "2024-09-30"),
    ("من التقى كيم في سبتمبر 2024؟", "2024-09-01", "2024-09-30"),
    ("What did the reports say about the visit in June 2024?", "2024-06-01", "2024-06-30"),
    ("What did Kim do before the visit in June 2024?", None, "2024-05-31"),
    ("ماذا حدث بعد زيارة شويغو في يوليو 2023؟", "2023-07-01", None),
]


@each_case(("question", "since", "until"), HAPPENED)
def test_days_of_events_do_not(sample: Corpus, question: str, since: str | None, until: str | None) -> None:
    asked = understood(question, sample)
    assert asked.scope == Scope()
    assert asked.text == question
    assert asked.period == Period(*(dt.date.fromisoformat(day) if day else None for day in (since, until)))


def test_a_bound_is_not_searched_for(sample: Corpus) -> None:
    asked = understood("Who visited Pyongyang before 12 September 2023?", sample)
    assert (asked.text, asked.period) == ("Who visited Pyongyang?", Period(until=dt.date(2023, 9, 11)))
    both = understood("Who visited Pyongyang since 2022 and before June 2024?", sample)
    assert both.period == Period(dt.date(2022, 1, 1), dt.date(2024, 5, 31))


@pytest.mark.parametrize("question", ["What was reported about weapons?", "What did the papers write about weapons?"])
def test_a_question_for_reports_is_about_its_topic(sample: Corpus, question: str) -> None:
    assert understood(question, sample) == QueryPlan("weapons", standalone=question)


def test_a_month_without_its_year_is_of_any_year(sample: Corpus) -> None:
    asked = understood("لماذا زار وزير الدفاع الروسي بيونغ يانغ في يوليو؟", sample)
    assert asked.period == Period(dt.date(2000, 7, 1), dt.date(2000, 7, 31), yearly=True)


@each_case(
    "question",
    [
        "What changed between the summit of 2019 and in 2023 and in 2024?",
        "What happened before the summit?",
        "ماذا حدث قبل القمة؟",
        "What happened after all that?",
        "ماذا حدث بعد ذلك؟",
        "هل قُتل أحد من قبل الجيش؟",
        "Who was the last leader of the Soviet Union?",
        "من هو آخر زعيم للاتحاد السوفيتي؟",
        "Did he visit another country before long?",
        "Did Kim call by noon at the latest?",
        "ما الذي أحدث ضجة؟",
    ],
)
def test_what_only_sounds_like_time_restricts_nothing(sample: Corpus, question: str) -> None:
    assert understood(question, sample) == QueryPlan(question, standalone=question)


# Answers


def test_an_answer_says_which_articles_the_question_asked_for(ferries: Corpus) -> None:
    got = answer("What did Lantern Radio report about who built the ferry's engine?", corpus=ferries)
    assert got.text.startswith("Only articles of Lantern Radio.\n“")
    assert {c.article.outlet for c in got.citations} == {"Lantern Radio"}
    got = answer("ماذا كتبت صحيفة الرصيف في فبراير 2025 عن محرك العبّارة؟", corpus=ferries)
    told = "المقالات المنشورة في صحيفة الرصيف، من 1 فبراير 2025 إلى 28 فبراير 2025 فقط."
    assert got.text.startswith(told) == got.answered
    assert told.removesuffix(" فقط.") in got.text


def test_what_the_caller_asks_for_is_not_told(ferries: Corpus) -> None:
    got = answer("Where is the ferry's new engine from?", corpus=ferries, outlets=["Lantern Radio"], since="2025")
    assert got.answered
    assert not got.text.startswith("Only")
    assert {c.article.id for c in got.citations} == {FERRY_LATER.id}


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("What was reported in 2020 about the ferry?", "from 1 January 2020 to 31 December 2020"),
        ("What did Lantern Radio report in May 2025 about the ferry?", "of Lantern Radio, from 1 May 2025 to 31 May"),
        ("What was reported on 3 May 2024 about the ferry?", "of 3 May 2024"),
        ("ماذا نُشر قبل عام 2020 عن العبّارة؟", "حتى 31 ديسمبر 2019"),
        ("ماذا نُشر منذ عام 2026 عن العبّارة؟", "منذ 1 يناير 2026"),
    ],
)
def test_where_no_article_is_of_that_source_and_time_the_closest_are_elsewhere(
    ferries: Corpus, question: str, told: str
) -> None:
    got = answer(question, corpus=ferries)
    assert (got.answered, got.confidence) == (False, 0.0)
    assert told in got.text.split("\n")[0]
    assert got.closest
    assert retrieve(question, corpus=ferries) == []


def test_what_those_articles_do_not_say_is_refused_with_nothing_of_others(ferries: Corpus) -> None:
    got = answer("According to Lantern Radio, who is the captain of the ferry?", corpus=ferries)
    first = "The articles of Lantern Radio do not say. I found nothing in them that answers this question."
    assert got.text.split("\n")[0] == first
    assert {hit.article.outlet for hit in got.closest} <= {"Lantern Radio"}


def test_later_and_undated_articles_still_tell_of_a_day(ferries: Corpus) -> None:
    question = "What was built for the island in 1931?"
    assert understood(question, ferries).period == Period(dt.date(1931, 1, 1), dt.date(1931, 12, 31))
    assert answer(question, corpus=ferries).citations[0].article.id == FERRY_UNDATED.id


def test_retrieval_is_restricted_too(ferries: Corpus) -> None:
    hits = retrieve("What did Lantern Radio report about who built the ferry's engine?", corpus=ferries)
    assert {hit.article.outlet for hit in hits} == {"Lantern Radio"}


def test_the_last_day_is_the_newest_articles(corpus: Corpus) -> None:
    assert corpus.last_day() is None
    corpus.add([FERRY_UNDATED])
    assert corpus.last_day() is None
    corpus.add([FERRY_LATER, FERRY])
    assert corpus.last_day() == FERRY_LATER.date


NOT_UNDERSTOOD = [
    ("How many islanders came to see the ferry in the nineties?", "“in the nineties”", "Forty islanders"),
    ("من أين محرك العبّارة الجديد في القرن الماضي؟", "«في القرن الماضي»", "السويد"),
    ("What happened in the nineties?", "“in the nineties”", "The ferry returned"),
]


@each_case(("question", "words", "quote"), NOT_UNDERSTOOD)
def test_a_time_that_is_not_understood_is_said_and_the_rest_answered(
    ferries: Corpus, question: str, words: str, quote: str
) -> None:
    got = answer(question, corpus=ferries)
    assert got.answered
    assert words in got.scope_note
    assert any(quote in citation.quote for citation in got.citations)


def test_a_time_that_is_not_understood_is_said_of_a_refusal_too(ferries: Corpus) -> None:
    got = answer("Which elephants lived in Wolfsburg in the nineties?", corpus=ferries)
    assert not got.answered
    assert got.text.startswith("I did not understand “in the nineties” as a time, and searched without it.")
