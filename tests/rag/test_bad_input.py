"""Too few articles, too many, without day or outlet, and questions in other languages: each gets a sentence."""

from __future__ import annotations

import datetime as dt
import re
import time
from pathlib import Path

import pytest

from rag import Answer, AnswerKind, answer, follow_ups
from rag.results import PHRASES
from store import Article, Corpus
from store.text import language_of
from tests.helpers.fakes import FakeEncoder

TOWNS = ("Selwick", "Marrow", "Tarmen", "Oxley", "Brendal")
OUTLETS = ("Quay Post", "Gull Wire", "Fen Herald")
HARBOUR = (
    "The harbour of Selwick will be deepened, the port office said. Its cranes stand still until then. "
    "Fishermen fear for the herring. Nobody had asked their union."
)
LAMPS = "The lamps of Marrow burn whale oil again. A baker lights them at dusk."
ASKED = (
    "What is in the news?",
    "ما الجديد في الأخبار؟",
    "Summarise the articles",
    "لخص المقالات",
    "Timeline of the harbour",
    "ما التسلسل الزمني؟",
    "What do the sources disagree on?",
    "علام تختلف المصادر؟",
    "Compare Quay Post and Gull Wire",
    "How many articles are about Selwick?",
    "Who fears for the herring?",
    "hello",
)


def _sensible(got: Answer, corpus: Corpus) -> bool:
    """Whether something is said in the question's language, with quotes or a sentence of Isnad's own."""
    quotes = all(c.article.part(c.field)[c.start : c.end] == c.quote for c in got.citations)
    said = got.text.strip() and got.language == language_of(got.question) and "{" not in got.intro
    return bool(said) and quotes and len(follow_ups(got, corpus=corpus)) <= 3


@pytest.mark.parametrize("question", ASKED)
def test_an_empty_corpus_says_so(corpus: Corpus, question: str) -> None:
    got = answer(question, corpus=corpus)
    assert not got.answered and follow_ups(got, corpus=corpus) == ()
    assert re.search("no articles here yet|لا توجد مقالات", got.text)


@pytest.mark.parametrize("question", ASKED)
def test_one_article_and_articles_without_day_and_outlet_are_spoken_of(corpus: Corpus, question: str) -> None:
    corpus.add([Article(title="Harbour to be deepened", text=HARBOUR, outlet="Quay Post", date=dt.date(2024, 5, 1))])
    assert _sensible(answer(question, corpus=corpus), corpus)
    corpus.remove(corpus.catalogue.page().entries[0].id)
    corpus.add([Article(title="Harbour to be deepened", text=HARBOUR), Article(title="Lamps", text=LAMPS)])
    assert _sensible(answer(question, corpus=corpus), corpus)


@pytest.mark.parametrize("question", ["Summarise the articles", "لخص المقالات"])
def test_of_one_article_more_than_its_beginning_is_told(corpus: Corpus, question: str) -> None:
    corpus.add([Article(title="Harbour to be deepened", text=HARBOUR)])
    got = answer(question, corpus=corpus)
    assert got.kind is AnswerKind.SUMMARY and len(got.statements) > 1


@pytest.mark.parametrize("question", ["Timeline", "Timeline of the harbour", "ما التسلسل الزمني للأحداث؟"])
def test_what_has_no_day_is_put_in_no_order(corpus: Corpus, question: str) -> None:
    corpus.add([Article(title="Harbour to be deepened", text=HARBOUR), Article(title="Lamps", text=LAMPS)])
    got = answer(question, corpus=corpus)
    assert (got.kind, got.answered, got.lead) == (AnswerKind.REFUSAL, False, PHRASES[got.language].no_days)


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("Qui craint pour le hareng ?", "en"),
        ("Сколько стоит порт?", "en"),
        ("چرا ماهیگیران نگران هستند؟", "ar"),
    ],
)
def test_a_question_in_another_language_is_told_what_can_be_asked(
    corpus: Corpus, question: str, language: str
) -> None:
    corpus.add([Article(title="Harbour to be deepened", text=HARBOUR)])
    got = answer(question, corpus=corpus)
    assert (got.kind, got.language) == (AnswerKind.REFUSAL, language)
    assert got.lead and got.text.startswith(PHRASES[language].other_language)
    (example,) = re.findall("[“«](.+)[”»]", got.intro)
    assert answer(example, corpus=corpus).answered and example in follow_ups(got, corpus=corpus)


def test_mixed_letters_are_answered_in_the_nearer_language(corpus: Corpus) -> None:
    corpus.add([Article(title="Lamps", text=LAMPS)])
    assert answer("Who lights the lamps of Marrow عند الغروب؟", corpus=corpus).language == "en"
    assert answer("من يشعل المصابيح في Marrow عند الغروب؟", corpus=corpus).language == "ar"


@pytest.fixture(scope="module")
def thousand(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of a thousand articles, one a day, of three outlets."""
    place = tmp_path_factory.mktemp("thousand") / "store"
    with Corpus.open(place, FakeEncoder()) as corpus:
        corpus.add(
            Article(
                title=f"{TOWNS[n % 5]} counts {n} ships",
                outlet=OUTLETS[n % 3],
                date=dt.date(2022, 1, 1) + dt.timedelta(days=n),
                text=f"The port of {TOWNS[n % 5]} counted {n} ships. The harbour office of the town said so.",
            )
            for n in range(1000)
        )
    return place


@pytest.mark.slow
@pytest.mark.parametrize(
    ("question", "left_out"),
    [
        ("Timeline", "12 of 1,000"),
        ("Timeline of Selwick", "12 of 200"),
        ("Summarise the articles", "12 of 1,000"),
        ("Summarise the articles about Selwick", "12 of 200"),
        ("لخص المقالات", "12 من أصل 1,000"),
        ("What do the sources disagree on?", ""),
        ("What do the sources disagree on about Selwick?", ""),
    ],
)
def test_of_a_thousand_articles_it_says_how_many_it_left_out_and_ends_soon(
    thousand: Path, question: str, left_out: str
) -> None:
    with Corpus.open(thousand, FakeEncoder()) as corpus:
        answer("Who counted?", corpus=corpus)
        start = time.process_time()
        got = answer(question, corpus=corpus)
        assert time.process_time() - start < 5
    assert got.answered and left_out in got.intro


@pytest.mark.slow
def test_a_timeline_of_a_subject_does_not_say_that_it_is_of_the_newest(thousand: Path) -> None:
    with Corpus.open(thousand, FakeEncoder()) as corpus:
        assert "newest" in answer("Timeline", corpus=corpus).intro
        assert "newest" not in answer("Timeline of Selwick", corpus=corpus).intro
