"""Follow-ups: which questions lean on the one before, and what they are understood as."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from rag import answer
from rag.linguistics.anaphora import needs_context
from rag.query.conversation.followups import resolve_followup
from rag.query.query import MOST_CHARACTERS
from store import Corpus
from store.sample import SAMPLE
from store.text import language_of, words
from tests.helpers.cases import each_case

DIALOGUES = Path(__file__).parents[4] / "rag" / "evaluation" / "data" / "dialogues.jsonl"
ROWS: list[dict[str, Any]] = [json.loads(line) for line in DIALOGUES.read_text(encoding="utf-8").splitlines()]

LEANING = [
    "When?",
    "Why not?",
    "What happened?",
    "Which countries?",
    "In which year?",
    "How many of them?",
    "Who was there?",
    "Was that the first visit?",
    "When did she leave?",
    "What does he say about Norway?",
    "Why did it close in the end?",
    "Did Ada pay for it?",
    "Did Ada meet him?",
    "Where did these herons come from?",
    "What did the miller do after that?",
    "متى؟",
    "ولماذا؟",
    "ومتى كان ذلك؟",
    "على كم سفينة؟",
    "إلى أي موانئ؟",
    "لماذا أُغلقت؟",
    "ماذا قال عن الطاحونة؟",
    "من كان معه؟",
    "وماذا باع هناك؟",
    "ماذا ينتج هذا المصنع؟",
    "ما نتائج زيارته إلى النرويج؟",
    "من رسمها؟",
    "كم عاملًا فيه؟",
    "ماذا قالت النرويج عنه؟",
]

STANDING = [
    "When did the heron leave?",
    "Is it true that the mill was sold?",
    "Are there herons in Norway?",
    "Did the miller say that Ada paid?",
    "Has Ada visited Norway since it joined?",
    "Which kilns did Norway say it would build this year?",
    "How long does it take to reach the mill?",
    "Did Ada take her sons with her to Norway?",
    "Why does Ada praise her mill?",
    "How do the mills of Norway compare to those of Sweden?",
    "Who is Ada Quill?",
    "When was the fair?",
    "kilns",
    "متى غادر مالك الحزين؟",
    "من هو سامي الحلو؟",
    "هل هناك طواحين في النرويج؟",
    "ماذا حدث في النرويج؟",
    "ما الذي أدى إلى إغلاق الطاحونة؟",
    "لماذا أغلقت النرويج حدودها؟",
    "ما نتائج زيارة الوزير إلى النرويج؟",
    "ما نتائج زياره الوزير إلى النرويج؟",
    "من كان لديه أقدم طاحونة؟",
    "ما الاتفاق الذي وقع عليه الوزير؟",
    "كم سفينة تملك النرويج؟",
    "هل زار الوزير النرويج هذا العام؟",
    "هل أخذ الوزير أبناءه معه؟",
    "ما أهم مياه النرويج الإقليمية؟",
    "كم قرية في النرويج وصلتها المياه؟",
    "أي لوحة سرقها اللصوص من المتحف؟",
    "كم طفلًا تعتمد عليهم الطاحونة؟",
]

UNDERSTOOD = [
    ("What does Norway want from Sweden?", "What about Denmark?", "What does Denmark want from Sweden?"),
    ("Who spoke for the Norwegian side?", "And the Swedish side?", "Who spoke for the Swedish side?"),
    ("What does Norway want from Sweden?", "And Sweden?", "What does Sweden want from Norway?"),
    ("How did the visit look to CNN?", "And to the BBC?", "How did the visit look to the BBC?"),
    (
        "What does CNN say about the submarines?",
        "how about the satellites?",
        "What does CNN say about the satellites?",
    ),
    ("What did Lyamin say about China?", "and what did Ada say?", "What did Ada say about China?"),
    ("How much rice does Vietnam export?", "And coffee?", "How much coffee does Vietnam export?"),
    ("Who signed the deal in June?", "And in July?", "Who signed the deal in July?"),
    ("Who signed the deal?", "But why did Norway agree?", "Who signed the deal, and why did Norway agree?"),
    ("Is the old bridge open?", "And the new one?", "Is the old bridge open, and the new one?"),
    ("Who sold the mill?", "And who is Ada Quill?", "And who is Ada Quill?"),
    ("Who sold the mill?", "And when did Ada Quill buy a kiln?", "And when did Ada Quill buy a kiln?"),
    ("كيف نظرت سيول إلى القمة؟", "وبكين؟", "كيف نظرت بكين إلى القمة؟"),
    ("كيف نظرت سيول إلى القمة؟", "«وَبكين؟»", "كيف نظرت بكين إلى القمة؟"),
    ("ماذا تريد كوريا الشمالية من روسيا؟", "وماذا عن روسيا؟", "ماذا تريد روسيا من كوريا الشمالية؟"),
    ("ماذا قال الوزير عن الصين؟", "وماذا عن الهند؟", "ماذا قال الوزير عن الهند؟"),
    ("ماذا قال الوزير عن الصين؟", "وعن الهند؟", "ماذا قال الوزير عن الهند؟"),
    ("من زار بكين في يونيو؟", "وفي يوليو؟", "من زار بكين في يوليو؟"),
    ("ماذا قالت بي بي سي عن الغواصات؟", "والأقمار؟", "ماذا قالت بي بي سي عن الأقمار؟"),
    ("ماذا قالت بي بي سي عن الغواصات؟", "وماذا قالت فرانس برس؟", "ماذا قالت فرانس برس عن الغواصات؟"),
    ("من حضر القمة من الجانب الكوري؟", "ومن الجانب الروسي؟", "من حضر القمة من الجانب الروسي؟"),
    ("متى زار بوتين بكين؟", "ومتى زار كيم موسكو؟", "ومتى زار كيم موسكو؟"),
    ("متى زار بوتين بكين؟", "وزير الدفاع الروسي؟", "وزير الدفاع الروسي؟"),
    ("Was the ferry late in May?", "Why?", "Why was the ferry late in May?"),
    ("When did the envoys meet Ada?", "And where exactly?", "Where exactly did the envoys meet Ada?"),
    ("Has the mill been sold?", "In which year?", "In which year has the mill been sold?"),
    ("Did the mill close?", "Why not?", "Did the mill close, and why not?"),
    ("How many hives froze?", "Where?", "How many hives froze, and where?"),
    ("Who is Ada Quill?", "How old is she?", "Who is Ada Quill, and how old is she?"),
    ("هل أُغلقت الطاحونة؟", "ومتى؟", "متى أُغلقت الطاحونة؟"),
    ("هل باع الرسام لوحات؟", "على كم متحف؟", "على كم متحف باع الرسام لوحات؟"),
    ("من باع الطاحونة؟", "لماذا؟", "من باع الطاحونة، ولماذا؟"),
    ("ما الطاحونة الحمراء؟", "ومتى بُنيت؟", "ما الطاحونة الحمراء، ومتى بُنيت؟"),
    ("متى زار بوتين بكين؟", "وعن الغواصات؟", "متى زار بوتين بكين، وعن الغواصات؟"),
]


@pytest.mark.parametrize("question", LEANING)
def test_a_question_that_lacks_something_goes_on_with_the_one_before(question: str, sample: Corpus) -> None:
    assert needs_context(question)
    first = "Who sold the mill?" if language_of(question) == "en" else "من باع الطاحونة؟"
    understood = resolve_followup(question, [first], sample).text
    assert set(words(first)) < set(words(understood)) and understood.count(understood[-1]) == 1
    assert understood.endswith(question.lstrip("و")[1:])


@each_case("question", STANDING)
def test_a_question_that_lacks_nothing_stays_as_it_is(question: str, sample: Corpus) -> None:
    assert not needs_context(question)
    assert resolve_followup(question, ["Who sold the mill?", "When?"], sample).text == question


@each_case(("first", "question", "understood"), UNDERSTOOD)
def test_a_party_takes_the_place_of_what_it_is_like(
    first: str, question: str, understood: str, sample: Corpus
) -> None:
    assert resolve_followup(question, [first], sample).text == understood


# Over several turns


@each_case("history", [(), ("When?",), ("متى؟", "And why?")])
@each_case("question", ["Why?", "What about Norway?", "وماذا عن النرويج؟"])
def test_without_a_subject_a_question_stays_as_it_is(question: str, history: tuple[str, ...], sample: Corpus) -> None:
    assert resolve_followup(question, history, sample).text == question


def test_questions_that_name_nothing_change_no_subject(sample: Corpus) -> None:
    history = ["Who fired the kiln?", "من باع الطاحونة؟", "متى؟", "Where?"]
    assert resolve_followup("Why?", history, sample).text == "من باع الطاحونة؟ Why?"


def test_a_follow_up_is_understood_before_the_next_one(sample: Corpus) -> None:
    history = ["What does Norway want from Sweden?", "What about Denmark?"]
    assert resolve_followup("Why?", history, sample).text == "What does Denmark want from Sweden, and why?"


def test_a_new_subject_is_the_subject_from_then_on(sample: Corpus) -> None:
    history = ["What does Norway want from Sweden?", "What about Denmark?", "Who sold the mill?"]
    assert resolve_followup("When was that?", history, sample).text == "Who sold the mill, and when was that?"


def test_a_long_conversation_makes_no_long_question(sample: Corpus) -> None:
    history = ["Who sold the mill?", *[f"And did he sell barn {number}?" for number in range(20)]]
    assert resolve_followup("Why?", history, sample).text == "Who sold the mill, and why did he sell barn 19?"


def test_a_question_is_never_made_too_long_to_ask(sample: Corpus) -> None:
    longest = "mill " * (MOST_CHARACTERS // 5 - 1) + "who?"
    assert resolve_followup("When?", [longest], sample).text == "When?"


@each_case("question", ["و", "and", "And?", "what about?", "وماذا عن؟", "؟و", "و و و", "it", "؟", "that"])
def test_next_to_nothing_is_understood_without_an_error(question: str, sample: Corpus) -> None:
    understood = resolve_followup(question, ["Who sold the mill?"], sample).text
    assert understood.strip(" ?؟").endswith(question.lower().strip(" ?؟"))


# To the answer


@each_case(
    ("first", "question", "said"),
    [
        ("Did Kim take a train to Vladivostok before?", "In which year?", "2019"),
        ("Did Putin travel abroad after his inauguration?", "Which countries?", "أوزبكستان"),
        ("هل فرضت وزارة الخزانة الأمريكية عقوبات؟", "على كم كيان؟", "ثلاثة كيانات"),
        ("ما قاعدة فوستوتشني؟", "لماذا أُنشئت؟", "بايكونور"),
    ],
)
def test_a_follow_up_is_answered_from_the_conversation(first: str, question: str, said: str, sample: Corpus) -> None:
    found = answer(question, corpus=sample, history=[first])
    assert found.answered and said in found.citations[0].quote
    assert found.question == question
    assert found.understood not in ("", question)


@each_case("row", [row for row in ROWS if row["kind"] == "switch"])
def test_a_new_subject_is_not_mixed_with_the_old(row: dict[str, Any], sample: Corpus) -> None:
    found = answer(row["question"], corpus=sample, history=[row["first"]])
    assert found == answer(row["question"], corpus=sample)
    assert found.understood == ""


def test_a_follow_up_without_an_answer_says_what_it_was_taken_for(sample: Corpus) -> None:
    found = answer("أين ولدت؟", corpus=sample, history=["من هي أدريان واتسون؟"])
    assert not found.answered
    assert found.understood == "من هي أدريان واتسون، وأين ولدت؟"


# The dialogues that follow-ups are measured on


def test_the_dialogues_are_as_many_as_they_should_be() -> None:
    assert len({row["id"] for row in ROWS}) == len(ROWS) >= 92
    assert Counter(row["lang"] for row in ROWS) == {"en": len(ROWS) // 2, "ar": len(ROWS) // 2}
    assert Counter(row["id"].split("-")[1] for row in ROWS) == {"dev": len(ROWS) // 2, "held": len(ROWS) // 2}
    kinds = Counter(row["kind"] for row in ROWS)
    assert set(kinds) == {"bare", "pronoun", "substitution", "ellipsis", "switch", "aspect", "new"}
    assert kinds["switch"] >= 12 and kinds["aspect"] >= 12 and kinds["new"] >= 24
    refused = Counter(row["kind"] == "new" for row in ROWS if not row["answerable"] and row["kind"] != "switch")
    assert refused[False] >= 6 and refused[True] >= 12


@each_case("row", ROWS)
def test_a_dialogue_is_supported_by_sentences_of_the_samples(row: dict[str, Any]) -> None:
    assert row["answerable"] == bool(row["facets"])
    assert (row["meant"] == row["question"]) == (row["kind"] == "switch")
    for said in (said for facet in row["facets"] for said in facet):
        article = (Path(SAMPLE) / f"{said['article']}.md").read_text(encoding="utf-8")
        assert said["sentence"] in article.split("---\n", 2)[2].split("\n")
