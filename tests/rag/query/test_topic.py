"""What speaks to the program is told from questions about news that look like it. Wordings of the tests' own."""

from __future__ import annotations

from rag.query import Topic, topic_of, topics_of, without_small_talk
from tests.helpers.cases import each_case

SAID = [
    ("Hello there", Topic.GREETING),
    ("مرحبًا", Topic.GREETING),
    ("شلونك", Topic.GREETING),
    ("thank you so much", Topic.THANKS),
    ("شكرًا جزيلا", Topic.THANKS),
    ("bye", Topic.GOODBYE),
    ("إلى اللقاء", Topic.GOODBYE),
    ("Who are you?", Topic.IDENTITY),
    ("مين انت", Topic.IDENTITY),
    ("what can you do", Topic.ABILITY),
    ("شو بتعرف تعمل؟", Topic.ABILITY),
    ("How can I add articles?", Topic.ADDING),
    ("ازاي اضيف مقالات؟", Topic.ADDING),
    ("Which outlets do you have?", Topic.OUTLETS),
    ("ما هي المصادر لديك؟", Topic.OUTLETS),
    ("how many articles do you have", Topic.COUNT),
    ("كم مقالا عندك؟", Topic.COUNT),
    ("What dates do the articles cover?", Topic.SPAN),
    ("من متى إلى متى المقالات؟", Topic.SPAN),
    ("No, that is not right", Topic.WRONG),
    ("هذا خطأ", Topic.WRONG),
    ("الجواب غلط", Topic.WRONG),
    ("Which languages do you understand?", Topic.LANGUAGES),
    ("هل تتكلم العربية؟", Topic.LANGUAGES),
]
NEWS = [
    "Thanks to whom was the contract signed?",
    "How many articles does the charter of the league have?",
    "Which outlets reported the flood?",
    "Who is the new minister of fisheries?",
    "What can the city do against the heat?",
    "Hello, when does the new library open?",
    "Thanks, and what did the farmers want?",
    "How many languages does the singer speak?",
    "From when to when was the tunnel closed?",
    "كم عدد مواد الميثاق الجديد؟",
    "شكرا، ولماذا أغلق النفق؟",
    "أي صحف كتبت عن الفيضان؟",
    "من هو وزير الصيد الجديد؟",
    "من متى إلى متى أغلق النفق؟",
    "آخر أخبار الميناء",
    "Was the count of the ballots wrong?",
    "هل الخبر عن النفق صحيح؟",
    "Jim",
    "كيم",
    "زيد",
    "Zoe'; DROP TABLE outlets; --",
    "Summarise the articles",
]


@each_case(("message", "topic"), SAID)
def test_what_is_said_to_the_program(message: str, topic: Topic) -> None:
    assert topic_of(message) is topic


@each_case("question", NEWS)
def test_a_question_about_news_is_none(question: str) -> None:
    assert topic_of(question) is None


def test_what_is_long_asks_for_news() -> None:
    assert topic_of("hello " * 12) is Topic.GREETING
    assert topic_of("hello " * 13) is None


@each_case("question", ["Summarise the articles", "Give me a timeline", "رتب الأحداث ترتيبا زمنيا"])
def test_a_request_for_an_overview_is_none(question: str) -> None:
    assert topic_of(question) is None


@each_case(("question", "alone"), [("لماذا أُنشئت؟", Topic.IDENTITY), ("How does it work?", Topic.ABILITY)])
def test_what_leans_on_the_question_before_goes_on_with_it(question: str, alone: Topic) -> None:
    assert topic_of(question) is alone
    assert topic_of(question, ["What is the tunnel for?"]) is None


@each_case("message", ["Hello there", "شكرًا جزيلا", "bye", "Who are you?", "مين انت", "Which outlets do you have?"])
def test_small_talk_is_known_within_a_conversation(message: str) -> None:
    assert topic_of(message, ["What is the tunnel for?"]) is topic_of(message) is not None


def test_small_talk_begins_no_conversation() -> None:
    turns = ["hello", "How does it work?", "What is the tunnel for?", "thanks", "How does it work?"]
    assert without_small_talk(turns) == ["What is the tunnel for?", "How does it work?"]


@each_case(
    ("message", "topics"),
    [
        ("hello, which outlets do you have and how do I add articles?", [Topic.OUTLETS, Topic.ADDING]),
        ("Thanks! What languages do you speak?", [Topic.THANKS, Topic.LANGUAGES]),
        ("ما هي وسائل الإعلام لديك وكيف أضيف مقالات؟", [Topic.OUTLETS, Topic.ADDING]),
        ("hello, hello", [Topic.GREETING]),
        ("what can you do?", [Topic.ABILITY]),
    ],
)
def test_a_message_may_say_several_things_to_the_program(message: str, topics: list[Topic]) -> None:
    assert topics_of(message) == topics
