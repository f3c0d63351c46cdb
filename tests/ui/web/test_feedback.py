"""Ratings: kept as lines that `isnad eval` reads, with the corpus's own words and nothing the browser made up."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from rag import answer, load_settings
from rag.evaluation.dataset import read_question_file, read_questions
from store import Article, Corpus
from tests.helpers.fakes import FakeEncoder
from ui.messages import page as page_messages
from ui.web.answer_record import record_answer
from ui.web.feedback import MOST_BYTES, Feedback
from ui.web.request import QuestionRequest
from ui.web.views.answer import render_answer

BEES = Article(
    title="The valley's bees",
    text="Beekeepers in the valley lost forty hives to the April frost. The cooperative will lend them new queens in "
    "spring.\nالنحل في الوادي قليل هذا العام.",
    language="en",
)
GOATS = Article(title="Goats", text="Goats from the upper farm walked into the town hall on Tuesday.", language="en")
FIRST = BEES.text.index(" The cooperative")
ASKED = "How many hives did the beekeepers lose?"
QUOTE = {"article": BEES.id, "start": 0, "end": FIRST}
GOOD = {"question": ASKED, "answered": True, "up": True, "corpus": "v1", "quotes": [QUOTE]}
REFUSED = {"question": "من فاز ببطولة الشطرنج؟", "answered": False, "corpus": "v1", "quotes": []}


@pytest.fixture
def encoder() -> FakeEncoder:
    return FakeEncoder()


@pytest.fixture
def feedback(corpus: Corpus) -> Feedback:
    corpus.add([BEES, GOATS])
    return Feedback(corpus)


def lines(feedback: Feedback) -> list[dict[str, Any]]:
    return [json.loads(line) for line in feedback.path.read_text("utf-8").splitlines()]


def kept(feedback: Feedback, given: dict[str, Any], language: str = "en") -> dict[str, Any]:
    assert feedback.rate(given, language) == page_messages.RATED.to(language)
    return lines(feedback)[-1]


def test_a_quoted_headline_is_kept_while_it_is_the_articles(feedback: Feedback) -> None:
    quote = {"article": BEES.id, "start": 4, "end": len(BEES.title), "title": BEES.title}
    line = kept(feedback, GOOD | {"quotes": [quote]})
    assert line["quotes"] == [quote]
    assert line["facets"] == [[{"sentence": BEES.title[4:], "article": BEES.id}]]
    for other in ("The hill's bees", 7, ["The valley's bees"]):
        told = feedback.rate(GOOD | {"quotes": [quote | {"title": other}]}, "en")
        assert page_messages.RATE_GONE.en in told


def test_a_good_answer_is_a_question_with_its_quotes(feedback: Feedback) -> None:
    line = kept(feedback, GOOD)
    assert line["answerable"] is True and line["rated"] == "up" and line["quotes"] == [QUOTE]
    [question] = read_questions(feedback.path)
    assert (question.question, question.lang) == (ASKED, "en")
    assert question.sentences == [BEES.text[:FIRST]]


def test_a_facet_is_a_statement_and_its_sentence_the_point(feedback: Feedback) -> None:
    whole = {"article": BEES.id, "start": 0, "end": BEES.text.index("\n")}
    quotes = [
        whole | {"point": [FIRST + 1, whole["end"]], "statement": 0},
        QUOTE | {"statement": 0},
        {"article": GOATS.id, "start": 0, "end": len(GOATS.text), "point": None, "statement": 1},
    ]
    kept(feedback, GOOD | {"quotes": quotes})
    [question] = read_questions(feedback.path)
    said = [[each.sentence for each in facet] for facet in question.facets]
    assert said == [["The cooperative will lend them new queens in spring.", BEES.text[:FIRST]], [GOATS.text]]


RATINGS = [
    (REFUSED | {"up": True}, False),
    (REFUSED | {"up": False, "reason": "has-answer"}, None),
    (REFUSED | {"up": False, "reason": "other"}, None),
    (GOOD | {"up": False, "reason": "no-answer"}, False),
    (GOOD | {"up": False, "reason": "wrong-quote"}, None),
    (GOOD | {"up": False, "reason": "missing"}, None),
    (GOOD | {"up": False, "reason": "made up"}, None),
    (GOOD | {"up": "yes"}, None),
    (REFUSED | {"up": True, "scope": {"outlets": ["Valley Post"]}}, None),
    (GOOD | {"scope": {"since": "2024-01-01"}}, True),
]


@pytest.mark.parametrize(("given", "truth"), RATINGS, ids=range(len(RATINGS)))
def test_a_rating_says_no_more_than_it_knows(feedback: Feedback, given: dict[str, Any], truth: bool | None) -> None:
    line = kept(feedback, given | {"comment": "لأنه <b>ناقص</b>\n"}, "ar")
    assert line["answerable"] is truth and bool(line["facets"]) is (truth is True)
    assert line["comment"] == ("" if line["rated"] == "up" else "لأنه <b>ناقص</b>\n")
    kept(feedback, {"question": "Is it known?", "answered": False, "up": True})
    read = read_question_file(feedback.path)
    assert (len(read.questions), read.passed_over) == ((1, 1) if truth is None else (2, 0))


def test_rating_again_replaces_and_another_corpus_does_not(feedback: Feedback) -> None:
    kept(feedback, GOOD)
    kept(feedback, GOOD | {"up": False, "reason": "no-answer"})
    assert [line["answerable"] for line in lines(feedback)] == [False]
    kept(feedback, GOOD | {"corpus": "v2"})
    assert len(lines(feedback)) == 2 == len(read_questions(feedback.path))


def test_lines_of_one_s_own_stay(feedback: Feedback) -> None:
    own = '{"id": "1", "lang": "en", "question": "Who came?", "answerable": false, "facets": []}'
    feedback.path.write_text(f"{own}\n\nno json\n[1]\n", "utf-8")
    kept_before = feedback.path.read_text("utf-8").split()
    assert feedback.rate(GOOD, "en") == page_messages.RATED.en
    assert feedback.path.read_text("utf-8").split()[: len(kept_before)] == kept_before


WRONG = [
    ({}, page_messages.RATE_UNREADABLE),
    ({"question": 5}, page_messages.RATE_UNREADABLE),
    (GOOD | {"quotes": []}, page_messages.RATE_UNREADABLE),
    (GOOD | {"quotes": ["x"]}, page_messages.RATE_UNREADABLE),
    (GOOD | {"quotes": [QUOTE | {"start": "0"}]}, page_messages.RATE_UNREADABLE),
    (GOOD | {"quotes": [QUOTE | {"start": True}]}, page_messages.RATE_UNREADABLE),
    (GOOD | {"quotes": [QUOTE | {"point": 7}]}, page_messages.RATE_UNREADABLE),
    (GOOD | {"quotes": [QUOTE | {"start": -5}]}, page_messages.RATE_GONE),
    (GOOD | {"quotes": [QUOTE | {"end": 10**9}]}, page_messages.RATE_GONE),
    (GOOD | {"quotes": [QUOTE | {"point": [0, FIRST + 5]}]}, page_messages.RATE_GONE),
    (GOOD | {"quotes": [QUOTE | {"start": FIRST - 1}]}, page_messages.RATE_GONE),
    (GOOD | {"quotes": [QUOTE | {"article": "0" * 16}]}, page_messages.RATE_GONE),
    (GOOD | {"quotes": [QUOTE | {"article": None}]}, page_messages.RATE_GONE),
]


@pytest.mark.parametrize(("given", "why"), WRONG, ids=range(len(WRONG)))
@pytest.mark.parametrize("language", ["en", "ar"])
def test_what_the_corpus_does_not_bear_out_is_refused(
    feedback: Feedback, given: Any, why: Any, language: str
) -> None:
    said = page_messages.RATE_WRONG.to(language, reason=why.to(language))
    assert feedback.rate(given, language) == said
    assert not feedback.path.exists()


@pytest.mark.parametrize("question", ["", "؟!", "word " * 1000])
def test_a_question_nobody_could_ask_is_refused(feedback: Feedback, question: str) -> None:
    assert "question" in feedback.rate(GOOD | {"question": question}, "en") or "؟" in question
    assert not feedback.path.exists()


def test_half_characters_and_long_comments_are_kept_whole_and_short(feedback: Feedback) -> None:
    bad = {"question": "Who \ud800?", "up": False, "answered": False, "comment": "x\ud800" * 5000, "reason": "other"}
    line = kept(feedback, bad | {"corpus": "c\ud800" * 1000})
    assert line["question"] == "Who ??" and len(line["comment"]) == 2000 and len(line["corpus"]) == 200


def test_where_it_cannot_be_written_it_says_so(feedback: Feedback) -> None:
    feedback.path.mkdir()
    assert str(feedback.rate(GOOD, "ar")).startswith("تعذّرت كتابة التقييم")
    assert [path.name for path in feedback.path.parent.glob("feedback.jsonl*")] == ["feedback.jsonl"]


def test_no_more_is_kept_than_can_be_written_anew_each_time(feedback: Feedback) -> None:
    kept(feedback, GOOD)
    first = feedback.path.read_text("utf-8")
    feedback.path.write_text(first + "x" * MOST_BYTES + "\n", "utf-8")
    assert feedback.rate(REFUSED, "ar") == page_messages.RATE_FULL.ar
    feedback.path.write_text(first, "utf-8")
    assert kept(feedback, REFUSED)["question"] == REFUSED["question"]


def test_many_rate_at_once(feedback: Feedback) -> None:
    given = [GOOD | {"question": f"{ASKED} {number}"} for number in range(16)]
    with ThreadPoolExecutor(8) as people:
        said = set(people.map(lambda one: feedback.rate(one, "en"), given))
    assert said == {page_messages.RATED.en} and len(read_questions(feedback.path)) == 16


def test_what_the_page_carries_is_rated(feedback: Feedback) -> None:
    got = answer(ASKED, corpus=feedback.corpus, settings=load_settings().model_copy(update={"threshold": 0.0}))
    html = render_answer(got, record=record_answer(got, QuestionRequest()).as_json())
    start = html.index(">", html.index('class="isnad-record"')) + 1
    given = json.loads(unescape(html[start : html.index("</pre>", start)]))
    line = kept(feedback, given | {"up": True})
    assert line["answerable"] and line["corpus"] == got.corpus
    assert read_questions(feedback.path)[0].sentences[0] in BEES.text


def test_eval_reads_the_file_as_it_is(run: Any, own_store: Path, tmp_path: Path) -> None:
    with Corpus.open(own_store) as corpus:
        feedback = Feedback(corpus)
        article = corpus.articles()[0]
        end = article.text.index(".") + 1
        quote = {"article": article.id, "start": 0, "end": end}
        kept(feedback, {"question": article.title, "answered": True, "up": True, "quotes": [quote]})
        kept(feedback, {"question": "Who won at chess?", "answered": False, "up": True})
        kept(feedback, {"question": "Who lost at chess?", "answered": False, "up": False, "reason": "has-answer"})
        path = feedback.path
    got = run("eval", path, "--store", own_store, "--out", tmp_path, "--json")
    assert got.exit_code == 0, got.output
    measured = json.loads((tmp_path / "isnad-eval.json").read_text("utf-8"))
    assert [len(measured["answers"]), measured["missing"]] == [2, []]
    assert "1 questions with “answerable”: null" in got.stderr


def test_a_file_of_nothing_known_is_refused(run: Any, own_store: Path, tmp_path: Path) -> None:
    with Corpus.open(own_store) as corpus:
        kept(Feedback(corpus), REFUSED | {"up": False, "reason": "other"})
    got = run("eval", own_store / "feedback.jsonl", "--store", own_store, "--out", tmp_path)
    assert got.exit_code != 0 and "no questions with a known answer" in got.stderr
