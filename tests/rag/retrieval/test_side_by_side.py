"""Of numbers side by side in a sentence, the part with that of what is asked."""

from __future__ import annotations

from rag.query import Term, content_words
from rag.retrieval.side_by_side import has_number, part_asked
from store import Span
from store.text import word_keys
from tests.helpers.cases import each_case


def terms(question: str) -> list[Term]:
    """The content words of a question with their own forms."""
    return [
        Term(word, word_keys(word)[0], dict.fromkeys(word_keys(word), 1.0), 1.0) for word in content_words(question)
    ]


def asked(sentence: str, question: str, answer: str) -> str:
    """The part that is asked for, "" where the answer stands."""
    start = sentence.index(answer)
    part = part_asked(sentence, Span(0, len(sentence)), Span(start, start + len(answer)), terms(question))
    return sentence[part.start : part.end].strip(" ,،") if part else ""


FARES = "A bus to Holm costs 4 marks and to Vik 6."
SHUT = "The Harrow bridge will be shut for 12 weeks, the Lindel bridge for 20 and the ferry pier for six."
RATES = "Unemployment fell to 4.1 per cent in Gavria and to 6.8 per cent in Tolmen."
PLUMS = "Ostvale brought in 310 and Merrin 145 tonnes of plums."
ENTRY = "يدفع الزائر 9 ليرات لدخول متحف الزجاج، و14 ليرة لدخول متحف الساعات."
BRIDGES = "ستغلق البلدية جسر الزيتون 12 أسبوعا وجسر الرمان 20 أسبوعا."
OTHER = [
    (FARES, "What does a bus to Vik cost?", "4 marks", "and to Vik 6."),
    (FARES, "What does a bus to Holm cost?", "6", "A bus to Holm costs 4 marks"),
    (SHUT, "How many weeks is the Lindel bridge shut?", "12 weeks", "the Lindel bridge for 20"),
    (SHUT, "How long is the ferry pier shut?", "20", "and the ferry pier for six."),
    (RATES, "What is unemployment in Tolmen?", "4.1 per cent", "and to 6.8 per cent in Tolmen."),
    (PLUMS, "How many tonnes of plums did Ostvale bring in?", "145 tonnes", "Ostvale brought in 310"),
    (ENTRY, "كم ثمن دخول متحف الساعات؟", "9 ليرات", "و14 ليرة لدخول متحف الساعات."),
    (BRIDGES, "كم أسبوعا يغلق جسر الرمان؟", "12 أسبوعا", "وجسر الرمان 20 أسبوعا."),
    (BRIDGES, "كم أسبوعا يغلق جسر الرمان؟", "12 أسبوعا وجسر الرمان 20 أسبوعا", "وجسر الرمان 20 أسبوعا."),
]


@each_case(("sentence", "question", "answer", "part"), OTHER)
def test_the_part_with_a_word_of_its_own_of_the_question_is_asked_for(
    sentence: str, question: str, answer: str, part: str
) -> None:
    assert asked(sentence, question, answer) == part


STANDING = [
    (FARES, "What does a bus to Vik cost?", "6"),
    (FARES, "What does a bus to Holm cost?", "4 marks"),
    (RATES, "Where did rates fall?", "in Gavria"),
    (RATES, "What is growth in Zerrin?", "4.1 per cent"),
    ("Of 40 members 12 voted for Holm.", "How many voted for Holm?", "40 members"),
    ("It has twenty five rooms.", "How many rooms has it?", "twenty five"),
    ("فيه خمسة وعشرون غرفة.", "كم غرفة فيه؟", "خمسة"),
]


@each_case(("sentence", "question", "answer"), STANDING)
def test_the_answer_stands_where_it_is_of_what_is_asked_or_beside_no_other_number(
    sentence: str, question: str, answer: str
) -> None:
    assert asked(sentence, question, answer) == ""


@each_case(("words", "has"), [("4 marks", True), ("ثلاثة", True), ("one of them", False), ("in Gavria", False)])
def test_numbers_are_digits_or_words(words: str, has: bool) -> None:
    assert has_number(words, Span(0, len(words))) == has
