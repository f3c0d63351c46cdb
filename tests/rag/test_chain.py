"""The whole way: what is asked of the sample articles, and what is said."""

from __future__ import annotations

import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from rag import QuestionError, ScopeError, Settings, answer, open_corpus, retrieve, stream_answer
from store import Article, Corpus
from store.text.arabic import is_arabic
from tests.helpers.cases import each_case
from tests.helpers.rag.asking import EXAMPLES, OFF_TOPIC, QUESTIONS, check

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.usefixtures("defaults")

# Answered


@pytest.mark.parametrize("question", EXAMPLES)
def test_the_example_question_is_answered_in_its_language(sample: Corpus, question: str) -> None:
    got = answer(question, corpus=sample, settings=Settings(threshold=0.1))
    assert got.answered
    assert got.question == question
    assert got.language == ("ar" if is_arabic(question) else "en")
    assert got.closest == ()
    first = got.statements[0].citations[0]
    assert "الثمن الذي تريده كوريا الشمالية" in first.quote
    assert (first.translation is None) == (got.language == "ar")
    check(got)


@pytest.mark.parametrize("question", ["When did Putin visit Pyongyang?", "متى زار بوتين بيونغ يانغ؟"])
def test_what_the_articles_say_is_answered_as_the_settings_are(sample: Corpus, question: str) -> None:
    got = answer(question, corpus=sample)
    assert got.answered
    assert "يونيو 2024" in got.citations[0].quote
    check(got)


def test_every_quote_is_verbatim(sample: Corpus) -> None:
    answers = [answer(question, corpus=sample) for question in QUESTIONS]
    for got in answers:
        check(got)
    assert sum(got.answered for got in answers) > len(answers) / 2


def test_what_the_outlets_disagree_on_is_told_from_each(sample: Corpus) -> None:
    got = answer("Why did Shoigu travel to Pyongyang in July?", corpus=sample)
    assert "CNN" in got.text
    assert "BBC" in got.text


def test_the_same_question_has_the_same_answer(sample: Corpus) -> None:
    for question in (QUESTIONS[0], QUESTIONS[3], OFF_TOPIC[0]):
        assert answer(question, corpus=sample) == answer(question, corpus=sample)


def test_threads_get_the_answers_that_one_alone_gets(sample: Corpus) -> None:
    questions = [*QUESTIONS[:12], *OFF_TOPIC[:4]]
    alone = [answer(question, corpus=sample) for question in questions]
    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(lambda question: answer(question, corpus=sample), questions)) == alone


def test_a_question_is_asked_without_the_space_around_it(sample: Corpus) -> None:
    assert answer(f"\n {EXAMPLES[0]}\t", corpus=sample) == answer(EXAMPLES[0], corpus=sample)


# Refused


@each_case("question", OFF_TOPIC)
def test_of_what_the_articles_are_not_about_it_is_only_said_that_they_do_not_say(
    sample: Corpus, question: str
) -> None:
    got = answer(question, corpus=sample)
    assert not got.answered
    assert got.citations == got.statements == got.closest == ()
    assert got.confidence < 0.5
    assert is_arabic(got.text) == is_arabic(question) and "\n" not in got.text
    check(got)


@each_case("question", ("How many tanks did Kim buy from Putin?", "كم دبابة اشترى كيم من بوتين؟"))
def test_what_comes_close_begins_with_the_sentence_that_matched(sample: Corpus, question: str) -> None:
    got = answer(question, corpus=sample)
    assert not got.answered and 0 < len(got.closest) <= 3
    assert len({hit.article.id for hit in got.closest}) == len(got.closest)
    found = {hit.passage for hit in retrieve(question, corpus=sample, limit=40)}
    for hit in got.closest:
        assert hit.passage in found and f"— {hit.article.title} (" in got.text
        assert hit.point is not None and hit.passage.start <= hit.point.start < hit.point.end <= hit.passage.end
        assert hit.article.cut(hit.from_point).startswith(hit.sentence)


def test_a_threshold_of_one_refuses_everything(sample: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    for question in EXAMPLES:
        asked = answer(question, corpus=sample)
        got = answer(question, corpus=sample, settings=Settings(threshold=1.0))
        assert not got.answered
        assert got.confidence == asked.confidence
        monkeypatch.setenv("ISNAD_THRESHOLD", "1")
        assert answer(question, corpus=sample) == got
        monkeypatch.delenv("ISNAD_THRESHOLD")


def test_a_threshold_of_zero_refuses_only_for_want_of_evidence(corpus: Corpus) -> None:
    lax = Settings(threshold=0.0)
    corpus.add([Article(title="Riddle", language="en", text="Who guards the lighthouse?")])
    got = answer("Who guards the lighthouse?", corpus=corpus, settings=lax)
    assert (got.answered, got.confidence, len(got.closest)) == (False, 0.0, 0)
    corpus.add([Article(title="Keepers", language="en", text="Two sisters guard the lighthouse.")])
    assert answer("Who guards the lighthouse?", corpus=corpus, settings=lax).answered


@pytest.mark.parametrize(
    ("question", "told"), [("Who?", "There are no articles here yet."), ("من؟", "لا توجد مقالات بعد.")]
)
def test_an_empty_corpus_says_so(corpus: Corpus, question: str, told: str) -> None:
    got = answer(question, corpus=corpus)
    assert got.text.startswith(told)
    assert "isnad ingest" in got.text
    assert not got.answered
    assert got.citations == got.closest == ()


def test_a_corpus_given_is_the_one_asked_though_it_is_empty(corpus: Corpus, tmp_path: Path) -> None:
    assert not answer(EXAMPLES[0], corpus=corpus).answered
    assert retrieve(EXAMPLES[0], corpus=corpus) == []
    assert not (tmp_path / "never opened").exists()


def test_outside_the_outlets_and_days_nothing_is_said(sample: Corpus) -> None:
    question = "When did Putin visit Pyongyang?"
    inside = answer(question, corpus=sample, outlets=["isnad samples"], since="2024-09-14")
    assert inside.answered
    assert {str(c.article.date) for c in inside.citations} == {"2024-09-14"}
    outside = answer(question, corpus=sample, since="2025-01-01")
    assert (outside.answered, outside.closest, outside.confidence) == (False, (), 0.0)
    assert outside.text == "The articles do not say. I found nothing in them that answers this question."
    assert answer(question, corpus=sample, outlets=[]) == answer(question, corpus=sample)


def test_a_store_of_ones_own_starts_empty(tmp_path: Path) -> None:
    with open_corpus(tmp_path / "own") as corpus:
        assert len(corpus) == 0


def test_the_default_store_is_where_the_environment_says(
    monkeypatch: pytest.MonkeyPatch, sample_folder: Path, tmp_path: Path
) -> None:
    folder = shutil.copytree(sample_folder, tmp_path / "default")
    monkeypatch.setenv("ISNAD_STORE", str(folder))
    with open_corpus() as corpus:
        assert corpus.path == folder
        assert len(corpus) == 12


@pytest.mark.parametrize(
    ("question", "scope", "error"),
    [
        ("?", {}, QuestionError),
        ("Who?", {"outlets": ["Nobody Times"]}, ScopeError),
        ("Who?", {"since": "x"}, ScopeError),
    ],
)
def test_a_stream_raises_when_it_is_asked_for(sample: Corpus, question: str, scope: Any, error: type) -> None:
    with pytest.raises(error):
        stream_answer(question, corpus=sample, **scope)  # never iterated


@pytest.mark.slow
def test_a_forked_process_that_opens_its_own_store_answers(sample_folder: Path) -> None:
    """It has none of its parent's threads. In a process of its own, for pytest's has threads."""
    program = """
import os, signal, sys
from rag import answer
from store import Corpus
question = "What does North Korea want in return?"
with Corpus.open(sys.argv[1]) as corpus:
    here = answer(question, corpus=corpus).text
if (child := os.fork()) == 0:
    signal.alarm(60)
    with Corpus.open(sys.argv[1]) as corpus:
        corpus.encoder.encode_passages(["The ferry is late. " * 400])  # takes several windows, and threads
        os._exit(0 if answer(question, corpus=corpus).text == here else 1)
sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""
    done = subprocess.run([sys.executable, "-W", "ignore", "-c", program, str(sample_folder)], timeout=120, cwd=ROOT)
    assert done.returncode == 0
