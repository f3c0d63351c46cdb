"""What a question asks for, told by its words, and whether one answer or many are wanted."""

from __future__ import annotations

import pytest

from rag.query.answer_type import AnswerType, classify_question, expects_list, expects_several, type_detector
from tests.helpers.cases import each_case

QUESTIONS = [
    ("Who painted the clock tower?", AnswerType.WHO, False),
    ("Who are the members of the harbour council?", AnswerType.WHO, True),
    ("With whom did the mayor meet?", AnswerType.WHO, False),
    ("Whose boat sank?", AnswerType.WHO, False),
    ("When did the bridge open?", AnswerType.WHEN, False),
    ("When?", AnswerType.WHEN, False),
    ("In which year was the school built?", AnswerType.WHEN, False),
    ("What is the date of the fair?", AnswerType.WHEN, False),
    ("On what day does the market open?", AnswerType.WHEN, False),
    ("What time does the ferry leave?", AnswerType.WHEN, False),
    ("Where is the lighthouse?", AnswerType.WHERE, False),
    ("What city hosts the fair?", AnswerType.WHERE, False),
    ("How many boats sank in the storm?", AnswerType.HOW_MANY, False),
    ("How much did the new roof cost?", AnswerType.HOW_MANY, False),
    ("How long did the strike last?", AnswerType.HOW_MANY, False),
    ("What was the total number of visitors?", AnswerType.HOW_MANY, False),
    ("What is the population of the island?", AnswerType.HOW_MANY, False),
    ("Why did the baker close his shop?", AnswerType.WHY, True),
    ("What caused the fire?", AnswerType.WHY, True),
    ("What are the reasons for the strike?", AnswerType.WHY, True),
    ("What made the miller leave?", AnswerType.WHY, True),
    ("How did the thieves get in?", AnswerType.HOW, False),
    ("What do the fishermen want?", AnswerType.WHAT, True),
    ("What did the mayor say when she was asked about the harbour?", AnswerType.WHAT, True),
    ("Which demands did the teachers make?", AnswerType.WHAT, True),
    ("Which ship was sold?", AnswerType.WHAT, False),
    ("What is the name of the ferry?", AnswerType.WHAT, False),
    ("What happened at the mill?", AnswerType.WHAT, True),
    ("Did the baker sell his shop?", AnswerType.YES_NO, False),
    ("Is the bridge open?", AnswerType.YES_NO, False),
    ("The baker sold his shop, didn't he?", AnswerType.YES_NO, False),
    ("Tell me who sold the ferry", AnswerType.WHO, False),
    ("Please tell me when the bridge opened", AnswerType.WHEN, False),
    ("the storm", AnswerType.WHAT, False),
    ("من رسم برج الساعة؟", AnswerType.WHO, False),
    ("من هم أعضاء مجلس الميناء؟", AnswerType.WHO, True),
    ("ومن هو قائد السفينة؟", AnswerType.WHO, False),
    ("مع من التقى رئيس البلدية؟", AnswerType.WHO, False),
    ("لمن يعود القارب الغارق؟", AnswerType.WHO, False),
    ("متى افتُتح الجسر؟", AnswerType.WHEN, False),
    ("في أي عام بُنيت المدرسة؟", AnswerType.WHEN, False),
    ("منذ متى يعمل المخبز؟", AnswerType.WHEN, False),
    ("ما هو موعد المعرض؟", AnswerType.WHEN, False),
    ("أين تقع المنارة؟", AnswerType.WHERE, False),
    ("من أين جاء الصيادون؟", AnswerType.WHERE, False),
    ("في أي مدينة يقام المعرض؟", AnswerType.WHERE, False),
    ("كم قاربا غرق في العاصفة؟", AnswerType.HOW_MANY, False),
    ("بكم بيعت السفينة؟", AnswerType.HOW_MANY, False),
    ("ما عدد الزوار؟", AnswerType.HOW_MANY, False),
    ("لماذا أغلق الخباز دكانه؟", AnswerType.WHY, True),
    ("ما سبب الحريق؟", AnswerType.WHY, True),
    ("ما أسباب الإضراب؟", AnswerType.WHY, True),
    ("لِمَ غادر الطحان القرية؟", AnswerType.WHY, True),
    ("كيف دخل اللصوص؟", AnswerType.HOW, False),
    ("ماذا يريد الصيادون؟", AnswerType.WHAT, True),
    ("ما مطالب المعلمين؟", AnswerType.WHAT, True),
    ("علام اتفق التجار؟", AnswerType.WHAT, True),
    ("ما اسم العبّارة؟", AnswerType.WHAT, False),
    ("أي سفينة بيعت؟", AnswerType.WHAT, False),
    ("هل باع الخباز دكانه؟", AnswerType.YES_NO, False),
    ("ألم يُفتتح الجسر؟", AnswerType.YES_NO, False),
    ("باع الخباز دكانه، أليس كذلك؟", AnswerType.YES_NO, False),
]


@each_case(("question", "wanted", "several"), QUESTIONS)
def test_the_words_of_a_question_tell_what_it_asks_for(question: str, wanted: AnswerType, several: bool) -> None:
    assert (classify_question(question), expects_several(question, wanted)) == (wanted, several)


@each_case(
    "question",
    [
        "What do the fishermen want?",
        "What might the island get out of it?",
        "Which demands did the teachers make?",
        "Who are the members of the council?",
        "List the ships that sank",
        "ماذا يريد الصيادون؟",
        "ماذا قد تجني الجزيرة؟",
        "ما مطالب المعلمين؟",
        "من هم أعضاء المجلس؟",
    ],
)
def test_a_question_for_a_list_is_one_for_many(question: str) -> None:
    answer_type = classify_question(question)
    assert expects_list(question, answer_type) and expects_several(question, answer_type)


@each_case(
    "question",
    ["Why did he leave?", "What did the mayor say?", "Which ship was sold?", "ماذا قال؟", "متى افتُتح الجسر؟"],
)
def test_other_questions_ask_for_no_list(question: str) -> None:
    assert not expects_list(question, classify_question(question))


@each_case(
    ("wanted", "has", "has_not"),
    [
        (AnswerType.WHEN, "The bridge opened on 3 May 2019.", "The bridge opened to great applause."),
        (AnswerType.WHEN, "افتُتح الجسر يوم الخميس.", "افتُتح الجسر أمام الزوار."),
        (AnswerType.WHEN, "بُنيت المدرسة عام ١٩٨٤.", "بُنيت المدرسة من الحجر."),
        (AnswerType.WHEN, "The fair begins in September.", "The fair may begin soon."),
        (AnswerType.HOW_MANY, "Seven boats sank.", "Boats sank."),
        (AnswerType.HOW_MANY, "غرق قاربان وأصيب ثلاثة بحارة.", "غرقت قوارب عدة."),
        (AnswerType.WHY, "He closed the shop because flour was dear.", "He closed the shop."),
        (AnswerType.WHY, "أغلق دكانه بسبب غلاء الطحين.", "أغلق دكانه مساء."),
        (AnswerType.WHY, "غادر لأنه سئم المطر.", "غادر القرية."),
        (AnswerType.WHO, "The minister of fisheries opened it.", "Gulls nest in it."),
        (AnswerType.WHO, "وقال رئيس البلدية ذلك.", "تعشش النوارس فيه."),
        (AnswerType.WHERE, "The ferry lies near the old airport.", "The ferry is blue."),
        (AnswerType.WHERE, "ترسو العبّارة قرب المطار.", "العبّارة زرقاء."),
        (AnswerType.WHEN, "The ferry left at 5:20 with nine cows.", "The ferry won 4:3 and cost 5.20 crowns."),
        (AnswerType.WHEN, "It struck the bank at about 6 a.m. in the fog.", "It struck 6 amphoras in the fog."),
        (AnswerType.WHEN, "The market was built in 1887.", "The market has 1887 stalls."),
        (AnswerType.WHEN, "غادرت العبّارة في الساعة السادسة.", "غادرت العبّارة والساعة معطلة."),
        (AnswerType.WHEN, "بُني السوق عام 1887.", "في السوق 1887 دكانًا."),
    ],
)
def test_a_sentence_that_has_what_was_asked_for_counts_for_more(wanted: AnswerType, has: str, has_not: str) -> None:
    assert type_detector(wanted)(has) > type_detector(wanted)(has_not) == 0.0


@pytest.mark.parametrize("wanted", [AnswerType.HOW, AnswerType.WHAT, AnswerType.YES_NO])
def test_where_no_sign_is_known_all_sentences_are_alike(wanted: AnswerType) -> None:
    assert (
        type_detector(wanted)("Seven boats sank on 3 May because of the storm.")
        == type_detector(wanted)("Gulls.")
        == 0.0
    )
