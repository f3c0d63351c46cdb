"""Questions about nothing in particular: which they are, and how the newest articles begin."""

from __future__ import annotations

import datetime as dt

import pytest

from rag import answer
from rag.query.plan import plan_query
from rag.results.phrases import PHRASES
from rag.suggestions.suggestions import follow_ups
from store import Article, Corpus
from store.scope import Scope
from store.text.arabic import language_of
from tests.helpers.cases import each_case
from tests.helpers.fake_models import QueuedModel

TODAY = dt.date(2024, 9, 18)

LIGHT = "The lighthouse on Gull Rock was lit again."
STORM = "A storm took the roof of the fish market."
CHOIR = "غنّت جوقة الميناء في الساحة."
HARBOUR = [
    Article(title="Light", outlet="The Quay", date="2025-03-02", text=f"Coast and sea\n\n{LIGHT} Nobody cheered."),
    Article(title="Storm", outlet="The Hill", date="2025-05-09", text=f"{STORM} It was mended within a week."),
    Article(title="الجوقة", outlet="صحيفة الرصيف", date="2025-05-01", text=f"{CHOIR} واستمع إليها أهل الجزيرة."),
    Article(title="Undated", outlet="The Quay", text="Ten boats are for sale. Nobody buys them."),
]

GENERAL = [
    "latest news",
    "What is the latest news?",
    "What's new?",
    "What is in the news?",
    "what are the articles about?",
    "What do the articles say?",
    "Show me the latest articles",
    "Please summarize the news",
    "top stories",
    "What's going on in the world?",
    "Is there any news?",
    "آخر الأخبار",
    "ما الجديد؟",
    "ماذا في الأخبار؟",
    "عن ماذا تتحدث المقالات؟",
    "أعطني أهم الأخبار",
    "ملخص الأخبار",
    "ماذا يحدث في العالم؟",
    "شو الأخبار؟",
]


@pytest.fixture
def harbour(corpus: Corpus) -> Corpus:
    corpus.add(HARBOUR)
    return corpus


def overview(question: str, corpus: Corpus) -> Scope | None:
    return plan_query(question, corpus, today=TODAY).overview


# Which they are


@each_case("question", GENERAL)
def test_it_asks_about_nothing_in_particular(sample: Corpus, question: str) -> None:
    assert overview(question, sample) == Scope()


YEAR = Scope(None, dt.date(2024, 1, 1), dt.date(2024, 12, 31))


@each_case(
    ("question", "scope"),
    [
        ("What did Isnad samples report?", Scope(("Isnad samples",))),
        ("What did Isnad samples report in 2024?", Scope(("Isnad samples",), YEAR.since, YEAR.until)),
        ("What is new in Isnad samples?", Scope(("Isnad samples",))),
        ("أبرز ما نشرته صحيفة Isnad samples", Scope(("Isnad samples",))),
        ("ماذا نشرت Isnad samples في 2024؟", Scope(("Isnad samples",), YEAR.since, YEAR.until)),
        ("What happened in 2024?", YEAR),
        ("ماذا حدث في 2024؟", YEAR),
        ("news of 2024", YEAR),
        ("What happened yesterday?", Scope(None, dt.date(2024, 9, 17), dt.date(2024, 9, 17))),
        ("What happened before 2024?", Scope(None, None, dt.date(2023, 12, 31))),
        ("ماذا حدث في سبتمبر؟", Scope(None, dt.date(2024, 9, 1), dt.date(2024, 9, 30))),
    ],
)
def test_it_names_only_source_and_time(sample: Corpus, question: str, scope: Scope) -> None:
    assert overview(question, sample) == scope


@each_case(
    "question",
    [
        "What news is there about satellites?",
        "What did Isnad samples report about Kim?",
        "What happened to the train in 2023?",
        "What happened before the summit?",
        "What happened after all that?",
        "What is new about it?",
        "What did they report in 2024?",
        "Who was in the news in 2024?",
        "When were the articles published?",
        "How many articles are there?",
        "What is in the report?",
        "What is the world?",
        "hello",
        "ماذا حدث قبل القمة؟",
        "ماذا حدث بعد ذلك؟",
        "ما أخبار الأقمار الاصطناعية؟",
        "من تصدر الأخبار في 2024؟",
        "كم مقالًا يوجد؟",
        "مرحبا",
    ],
)
def test_it_asks_about_something(sample: Corpus, question: str) -> None:
    assert overview(question, sample) is None


# What it is told


def quotes(question: str, corpus: Corpus, **scope: str) -> list[str]:
    got = answer(question, corpus=corpus, **scope)  # type: ignore[arg-type]
    assert [c.number for c in got.citations] == list(range(1, len(got.citations) + 1))
    assert all(c.article.cut(c.span) == c.quote for c in got.citations)
    return [statement.citations[0].quote for statement in got.statements]


@pytest.mark.parametrize("question", ["latest news", "ما الأخبار؟"])
def test_the_newest_articles_begin_it_and_undated_ones_end_it(harbour: Corpus, question: str) -> None:
    assert quotes(question, harbour) == [STORM, CHOIR, LIGHT, "Ten boats are for sale."]
    got = answer(question, corpus=harbour)
    told = {
        "en": "How the articles begin, the newest first:",
        "ar": "هكذا تبدأ المقالات، أحدثها أولًا:",
    }
    assert got.text.startswith(told[language_of(question)])
    assert (got.answered, got.confidence) == (True, 1.0)


def test_it_keeps_to_the_outlets_and_days_it_names(harbour: Corpus) -> None:
    assert quotes("What did The Quay report?", harbour) == [LIGHT, "Ten boats are for sale."]
    assert quotes("What did The Quay report in 2025?", harbour) == [LIGHT]
    assert "\nHow the article begins:\n" in answer("What did The Quay report in 2025?", corpus=harbour).text
    got = answer("news of May 2025", corpus=harbour)
    assert got.text.startswith(
        "Only articles from 1 May 2025 to 31 May 2025.\nHow the articles begin, the newest first:\n"
    )
    assert [c.quote for c in got.citations] == [STORM, CHOIR]


def test_it_keeps_to_what_the_caller_asks_for(harbour: Corpus) -> None:
    assert quotes("latest news", harbour, since="2025-05-02") == [STORM]
    assert quotes("What happened in March 2025?", harbour, since="2025-05-02") == [STORM]


@pytest.mark.parametrize(
    ("question", "said"),
    [
        (
            "What happened in 2019?",
            "There are no articles from 1 January 2019 to 31 December 2019, and I found nothing",
        ),
        ("ماذا حدث في 2019؟", "لا توجد هنا مقالات منشورة من 1 يناير 2019 إلى 31 ديسمبر 2019، ولم أجد"),
        ("news of 2019", "There are no articles from 1 January 2019 to 31 December 2019."),
        ("أخبار عام 2019", "لا توجد هنا مقالات منشورة من 1 يناير 2019"),
    ],
)
def test_of_days_without_articles_nothing_is_said(harbour: Corpus, question: str, said: str) -> None:
    got = answer(question, corpus=harbour)
    assert not got.answered and not got.citations
    assert got.text.startswith(said)


def test_what_later_articles_tell_of_the_days_comes_first(corpus: Corpus) -> None:
    fire = "On 4 April 2025 a fire broke out in the sail loft and burned until morning."
    corpus.add([*HARBOUR, Article(title="After the fire", outlet="The Hill", date="2025-04-20", text=fire)])
    assert quotes("What happened on 4 April 2025?", corpus) == [fire]


def test_at_most_six_articles_are_told_of_and_how_many_there_are(corpus: Corpus) -> None:
    corpus.add(
        Article(title=f"Day {day}", date=f"2025-01-{day:02}", text=f"On day {day} the ferry sailed with {day} cows.")
        for day in range(1, 10)
    )
    got = answer("What is in the news?", corpus=corpus)
    assert [c.article.title for c in got.citations] == [f"Day {day}" for day in range(9, 3, -1)]
    assert "(6 of 9 articles)" in got.text


def test_headings_and_what_an_outlet_repeats_begin_nothing(corpus: Corpus) -> None:
    line = "Sign up for our letter and never miss a tide again."
    texts = [
        f"{line}\n\nThe keeper of lock {n} found a {what}." for n, what in enumerate("boot bell coin wig".split())
    ]
    texts += [f"{line}\n\nThe {what} of the harbour was painted green." for what in "crane mill gate clock".split()]
    corpus.add(
        Article(title=text[-20:], outlet="The Bay", date=f"2025-02-{day:02}", text=text)
        for day, text in enumerate(texts, 1)
    )
    assert line not in quotes("latest news", corpus)


# In a conversation


@each_case("question", ["latest news", "What happened in 2024?", "What did Isnad samples report?", "ما الجديد؟"])
def test_a_whole_one_stands_by_itself(sample: Corpus, question: str) -> None:
    alone = answer(question, corpus=sample)
    after = answer(question, corpus=sample, history=["What does North Korea want from Russia?"])
    assert (after.text, after.understood) == (alone.text, "")


def test_what_follows_it_does_not_lean_on_it(sample: Corpus) -> None:
    about = "What does North Korea want from Russia?"
    after = answer(about, corpus=sample, history=["latest news"])
    assert (after.text, after.understood) == (answer(about, corpus=sample).text, "")
    assert not answer("And what does Russia get?", corpus=sample, history=["latest news"]).understood
    said = answer("And in 2024?", corpus=sample, history=[about])
    assert said.understood == "What does North Korea want from Russia, and in 2024?"


REPORTED = ["What did The Quay report in March 2025?", "And in May?", "And the Hill?"]


def test_other_days_and_outlets_go_on_with_it(harbour: Corpus) -> None:
    harbour.add(
        [Article(title="Slip", outlet="The Quay", date="2025-05-20", text="The slip was closed. Work goes on.")]
    )
    for at, told in enumerate([[LIGHT], ["The slip was closed."], [STORM]]):
        got = answer(REPORTED[at], corpus=harbour, history=REPORTED[:at])
        assert [c.quote for c in got.citations] == told
    assert "What did The Quay report in March 2025, and the Hill?" == got.understood
    happened = answer("And in May?", corpus=harbour, history=["What happened in March 2025?"])
    assert [c.quote for c in happened.citations] == ["The slip was closed.", STORM, CHOIR]


def test_a_day_in_an_outlets_name_is_none(corpus: Corpus) -> None:
    corpus.add([Article(title=name, outlet=name, date="2025-05-01", text=f"{CHOIR} وعاد الناس.") for name in TODAYS])
    assert overview("What did Gulf Today report?", corpus) == Scope(("Gulf Today",))
    assert overview("أبرز عناوين الميناء اليوم", corpus) == Scope(("الميناء اليوم",))


TODAYS = ["Gulf Today", "الميناء اليوم"]


# With a model, and what to ask next


@pytest.mark.parametrize("question", ["latest news", "ما الجديد؟", "What happened in September 2023?"])
def test_what_the_articles_raise_is_offered_next(sample: Corpus, question: str) -> None:
    offered = follow_ups(answer(question, corpus=sample), corpus=sample)
    assert offered
    assert all(answer(each, corpus=sample, history=[question]).answered for each in offered)


def test_a_model_writes_it_too(harbour: Corpus) -> None:
    got = answer("news of May 2025", corpus=harbour, llm=QueuedModel([f"{STORM[:-1]} [1]."]))
    assert got.text == f"Only articles from 1 May 2025 to 31 May 2025.\n{STORM} [1]"
    assert [c.quote for c in got.citations] == [STORM]


@pytest.mark.parametrize("question", ["latest news", "What happened in 2023?"])
def test_without_articles_it_says_so(corpus: Corpus, question: str) -> None:
    assert answer(question, corpus=corpus).text == PHRASES["en"].no_articles
