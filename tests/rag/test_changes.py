"""Answers while a conversation goes on and while articles come and go."""

from __future__ import annotations

from pathlib import Path

import pytest

from rag import Answer, answer, retrieve
from store import Article, Corpus
from store.text.arabic import is_arabic
from tests.helpers.rag.asking import EXAMPLES, check

pytestmark = pytest.mark.usefixtures("defaults")

LIGHTHOUSE = Article(
    title="منارة رأس الملح",
    outlet="صحيفة الرصيف",
    date="2025-02-11",
    text="أعادت البلدية تشغيل منارة رأس الملح بعد أربعين عاما من الظلام. ويحرس المنارة الآن شقيقان من عائلة النورس.",
)
COPY = Article(
    title="المنارة تضيء",
    outlet="إذاعة التل",
    date="2025-02-12",
    text="أعادت البلدية تشغيل منارة رأس الملح بعد أربعين عاما من الظلام. وحضر الصيادون الافتتاح.",
)
WHO_CAME = "من حضر الافتتاح؟"
REOPENED = "متى أعادت البلدية تشغيل منارة رأس الملح؟"


# Follow-ups


@pytest.mark.parametrize(
    ("history", "question", "said"),
    [
        (["Who is Shoigu?", "Did Putin and Kim sign a strategic partnership agreement?"], "When?", "19 يونيو"),
        (["هل وقّع بوتين وكيم اتفاقية شراكة استراتيجية؟"], "ومتى؟", "19 يونيو"),
        (["Did Putin and Kim sign a strategic partnership agreement?", "Why?"], "متى؟", "19 يونيو"),
    ],
)
def test_a_follow_up_is_about_what_was_asked_before(
    sample: Corpus, history: list[str], question: str, said: str
) -> None:
    got = answer(question, corpus=sample, history=history)
    assert said in got.citations[0].quote
    assert got.understood not in ("", question)
    assert got.question == question
    assert got.language == ("ar" if is_arabic(question) else "en")
    check(got)


def test_a_question_that_stands_alone_is_asked_alone(sample: Corpus) -> None:
    history = ["How do I bake sourdough bread?"]
    got = answer(EXAMPLES[0], corpus=sample, history=history)
    assert got == answer(EXAMPLES[0], corpus=sample)
    assert got.understood == ""


# What comes and goes


def cited(got: Answer) -> set[str]:
    return {citation.article.id for citation in got.citations}


@pytest.mark.usefixtures("reading")
def test_what_is_added_is_answered_from_at_once_and_what_is_removed_never_again(corpus: Corpus) -> None:
    corpus.add([LIGHTHOUSE])
    assert "الصيادون" not in answer(WHO_CAME, corpus=corpus).text
    corpus.add([COPY])
    got = answer(WHO_CAME, corpus=corpus)
    assert got.citations[0].article.outlet == "إذاعة التل"
    assert got.citations[0].quote == COPY.text, "the sentence before tells what was opened"
    assert spoken(got) == "وحضر الصيادون الافتتاح."
    both = answer(REOPENED, corpus=corpus)
    assert cited(both) == {LIGHTHOUSE.id, COPY.id}
    check(both)
    corpus.remove(COPY.id)
    assert cited(answer(WHO_CAME, corpus=corpus)) <= {LIGHTHOUSE.id}
    assert cited(answer(REOPENED, corpus=corpus)) == {LIGHTHOUSE.id}
    assert {hit.article.id for hit in retrieve(WHO_CAME, corpus=corpus)} == {LIGHTHOUSE.id}


def spoken(got: Answer) -> str:
    """The sentence of the first quote that answers."""
    first = got.citations[0]
    return first.article.text[first.point.start : first.point.end] if first.point else first.quote


def test_files_are_answered_from_as_soon_as_they_are_ingested(corpus: Corpus, tmp_path: Path) -> None:
    folder = tmp_path / "news"
    folder.mkdir()
    (folder / "lighthouse.md").write_text(
        f"---\ntitle: {COPY.title}\noutlet: {COPY.outlet}\ndate: 2025-02-12\n---\n{COPY.text}\n", encoding="utf-8"
    )
    corpus.ingest([folder])
    got = answer("Who attended the opening?", corpus=corpus)
    assert got.text.split("\n") == [
        "“وحضر الصيادون الافتتاح.” [1]",
        "",
        "This is what the articles say:",
        "",
        f"— {COPY.title} (إذاعة التل, 12 February 2025)",
        f"“{COPY.text}” [1]",
    ]
    assert got.citations[0].article.id == COPY.id


@pytest.mark.usefixtures("reading")
def test_a_large_corpus_does_not_drown_a_small_article(writable: Corpus) -> None:
    writable.add([LIGHTHOUSE])
    assert answer(REOPENED, corpus=writable).citations[0].article.id == LIGHTHOUSE.id
    writable.remove(LIGHTHOUSE.id)
    got = answer(REOPENED, corpus=writable)
    assert LIGHTHOUSE.id not in cited(got) | {hit.article.id for hit in got.closest}
