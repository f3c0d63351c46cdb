""" "What about …?": what a question newly names belongs to the last question, or is a subject of its own."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from rag import answer
from rag.evaluation.data import SAMPLE_DIALOGUES
from rag.query.conversation.followups import MOST_DECIDED, Followup, resolve_followup
from rag.query.plan import QueryPlan
from rag.query.query import MOST_CHARACTERS, Term
from rag.retrieval.ranker import Ranking, named_terms
from store import Article, Corpus
from store.embedding.encoder import Encoder
from store.scope import Scope
from tests.helpers.cases import each_case

ROWS: list[dict[str, Any]] = [json.loads(line) for line in SAMPLE_DIALOGUES.read_text(encoding="utf-8").splitlines()]
NOTHING = [row for row in ROWS if row["kind"] == "new" and not row["answerable"]]

BEES = """The frost of April killed forty hives, the beekeepers of the valley said on Monday.
The beekeepers want help from the district council, because honey was their only income.
The farmers want seed from the district council, because the frost took their wheat as well.
A jar of honey costs nine crowns this year, twice the price of last year, the council said."""
MILL = """The old windmill on the hill was sold to a painter, Ada Quill, in March.
The windmill was built in 1790 so that the villagers need not row across the lake to grind their grain."""
BEES_ARABIC = """قال النحالون في الوادي يوم الاثنين إن صقيع أبريل قتل أربعين خلية.
ويريد النحالون عونًا من مجلس المنطقة لأن العسل مصدر رزقهم الوحيد.
ويريد المزارعون بذورًا من مجلس المنطقة لأن الصقيع أتلف قمحهم أيضًا."""
MILL_ARABIC = """بيعت طاحونة الهواء القديمة على التل في مارس إلى الرسامة سلمى الحلو.
وبُنيت الطاحونة عام 1790 كي لا يجدف القرويون عبر البحيرة ليطحنوا حبوبهم."""


@pytest.fixture(scope="module")
def valley(tmp_path_factory: pytest.TempPathFactory, encoder: Encoder) -> Iterator[Corpus]:
    with Corpus.open(tmp_path_factory.mktemp("valley") / "store", encoder) as opened:
        texts = {"Frost kills hives": BEES, "A mill is sold": MILL, "صقيع يقتل النحل": BEES_ARABIC}
        texts["طاحونة تباع"] = MILL_ARABIC
        opened.add([Article(title=title, text=text) for title, text in texts.items()])
        yield opened


WANT, WANT_ARABIC = "What do the beekeepers want from the council?", "ماذا يريد النحالون من المجلس؟"


# Nothing answers


@pytest.mark.parametrize(
    ("first", "question"),
    [
        (WANT, "What about football?"),
        (WANT, "And chess?"),
        (WANT, "And who won the cup?"),
        (WANT, "and what does football cost?"),
        (WANT_ARABIC, "وماذا عن كرة القدم؟"),
        (WANT_ARABIC, "وكرة السلة؟"),
        (WANT_ARABIC, "ومن فاز بالكأس؟"),
    ],
)
def test_what_nothing_is_said_of_is_refused(first: str, question: str, valley: Corpus) -> None:
    assert answer(first, corpus=valley).answered
    found = answer(question, corpus=valley, history=[first])
    assert not found.answered and not found.citations
    assert found.understood == ""


@each_case("row", NOTHING)
def test_what_the_samples_say_nothing_of_is_refused(row: dict[str, Any], sample: Corpus) -> None:
    assert not answer(row["question"], corpus=sample, history=[row["first"]]).answered


# Another subject


@each_case(
    ("first", "question", "said"),
    [
        (WANT, "What about the windmill?", "windmill"),
        (WANT, "And Ada Quill?", "Ada Quill"),
        (WANT_ARABIC, "وماذا عن الطاحونة؟", "الطاحونة"),
        ("متى بيعت الطاحونة؟", "وماذا عن العسل؟", "العسل"),
    ],
)
def test_a_new_subject_is_answered_by_itself(first: str, question: str, said: str, valley: Corpus) -> None:
    found = answer(question, corpus=valley, history=[first])
    assert found == answer(question, corpus=valley)
    assert found.answered and said in found.citations[0].quote


def test_a_new_subject_is_the_subject_of_the_next_question(valley: Corpus) -> None:
    found = answer("Why was it built?", corpus=valley, history=[WANT, "What about the windmill?"])
    assert found.understood == "What about the windmill, and why was it built?"
    assert "row across the lake" in found.citations[0].quote


# The same subject


@pytest.mark.parametrize(
    ("first", "question", "understood", "said"),
    [
        (WANT, "What about the farmers?", "What do the farmers want from the council?", "seed"),
        (WANT_ARABIC, "وماذا عن المزارعين؟", "ماذا يريد المزارعين من المجلس؟", "بذورًا"),
    ],
)
def test_a_party_of_the_same_subject_goes_on(
    first: str, question: str, understood: str, said: str, valley: Corpus
) -> None:
    found = answer(question, corpus=valley, history=[first])
    assert found.understood == understood
    assert said in found.citations[0].quote


def test_an_aspect_of_the_same_subject_goes_on(valley: Corpus) -> None:
    found = answer("And the price?", corpus=valley, history=["Is honey sold in the valley?"])
    assert "nine crowns" in found.citations[0].quote


# How it is told


def test_a_party_whose_answer_is_about_something_else_is_a_new_subject(valley: Corpus) -> None:
    ranking = Ranking(valley, threshold=0.0)
    assert not ranking.answer_mentions("the windmill", QueryPlan("What do the beekeepers want from the windmill?"))


@pytest.mark.parametrize("question", ["What about Denmark?", "And Denmark?", "And what does Denmark pay?"])
def test_what_does_not_belong_stands_alone(question: str, sample: Corpus) -> None:
    history = ["What does Norway want from Sweden?"]
    found = resolve_followup(question, history, sample)
    assert found.text != question
    assert [party.question for party in found.parties] == [found.text]
    assert found.parties[0].otherwise.text == question


def test_what_leans_on_the_last_question_always_belongs(sample: Corpus) -> None:
    history = ["Who sold the mill?"]
    for question in ("When?", "And did he say why?", "ومتى كان ذلك؟"):
        found = resolve_followup(question, history, sample)
        assert found.text.startswith("Who sold the mill") and not found.parties


def test_nothing_is_looked_up_for_what_does_not_count_any_more(sample: Corpus) -> None:
    history = ["What does Norway want?", "What about Denmark?", "Who sold the mill?", "And Ada?"]
    assert resolve_followup("When was the fair?", history, sample) == Followup("When was the fair?")
    assert [party.party for party in resolve_followup("Why?", history, sample).parties] == ["Ada"]


def test_each_of_the_last_turns_may_be_a_new_subject(sample: Corpus) -> None:
    history = ["Who sold the mill?", *(f"And Ada{number}?" for number in range(2 * MOST_DECIDED))]
    found = resolve_followup("Why?", history, sample)
    assert len(found.parties) == MOST_DECIDED - 1
    assert found.parties[-1].otherwise.text == f"And Ada{2 * MOST_DECIDED - 1}, and why?"
    nested = found.parties[0].otherwise
    assert len(nested.parties) == MOST_DECIDED - 2 and nested.text.startswith("And Ada")


def test_a_question_too_long_with_its_subject_stands_alone(sample: Corpus) -> None:
    longest = "mill " * (MOST_CHARACTERS // 5 - 1) + "who?"
    assert resolve_followup("And did he?", [longest, "When?"], sample).text == "And did he?"


def test_a_party_is_spoken_of_where_the_best_evidence_says_it(valley: Corpus) -> None:
    ranking = Ranking(valley, threshold=0.5)
    assert ranking.answer_mentions("the farmers", QueryPlan("What do the farmers want from the council?"))
    assert not ranking.answer_mentions("football", QueryPlan(f"{WANT} What about football?"))
    assert not Ranking(valley, threshold=1.0).answer_mentions(
        "the farmers", QueryPlan("What do the farmers want from the council?")
    )


def test_what_the_other_words_of_a_question_say_tells_nothing_of_a_party() -> None:
    hives = Term("hives", "hive", {"hive": 1.0, "bee": 0.6}, 2.0)
    bees = Term("bees", "bee", {"bee": 1.0, "hive": 0.6}, 2.0)
    (alone,) = named_terms({"hive"}, [hives, bees])
    assert alone.keys == {"hive": 1.0}
    assert named_terms({"hive"}, [hives]) == [hives]


def test_a_party_that_restricts_the_search_is_not_looked_for(valley: Corpus) -> None:
    assert Ranking(valley, threshold=0.5).answer_mentions(
        "The Lake Gazette", QueryPlan(WANT, inferred_scope=Scope(outlets=("None",)))
    )


def test_a_question_is_ranked_once(valley: Corpus) -> None:
    ranking = Ranking(valley, threshold=0.5)
    assert ranking.rank(QueryPlan(WANT)) is ranking.rank(QueryPlan(WANT, standalone=WANT))
    assert ranking.rank(QueryPlan(WANT)) is not ranking.rank(QueryPlan(WANT, caller_scope=Scope(outlets=("None",))))


def test_an_empty_corpus_says_so_of_a_follow_up_too(corpus: Corpus) -> None:
    found = answer("What about football?", corpus=corpus, history=[WANT])
    assert not found.answered
    assert found.text == answer(WANT, corpus=corpus).text
