"""What a question asks for, told by its words, and whether one answer or many are wanted."""

from __future__ import annotations

import pytest

from rag.kind import Kind, expected, kind, listing, many

QUESTIONS = [
    ("Who painted the clock tower?", Kind.WHO, False),
    ("Who are the members of the harbour council?", Kind.WHO, True),
    ("With whom did the mayor meet?", Kind.WHO, False),
    ("Whose boat sank?", Kind.WHO, False),
    ("When did the bridge open?", Kind.WHEN, False),
    ("When?", Kind.WHEN, False),
    ("In which year was the school built?", Kind.WHEN, False),
    ("What is the date of the fair?", Kind.WHEN, False),
    ("On what day does the market open?", Kind.WHEN, False),
    ("What time does the ferry leave?", Kind.WHEN, False),
    ("Where is the lighthouse?", Kind.WHERE, False),
    ("What city hosts the fair?", Kind.WHERE, False),
    ("How many boats sank in the storm?", Kind.HOW_MANY, False),
    ("How much did the new roof cost?", Kind.HOW_MANY, False),
    ("How long did the strike last?", Kind.HOW_MANY, False),
    ("What was the total number of visitors?", Kind.HOW_MANY, False),
    ("What is the population of the island?", Kind.HOW_MANY, False),
    ("Why did the baker close his shop?", Kind.WHY, True),
    ("What caused the fire?", Kind.WHY, True),
    ("What are the reasons for the strike?", Kind.WHY, True),
    ("What made the miller leave?", Kind.WHY, True),
    ("How did the thieves get in?", Kind.HOW, False),
    ("What do the fishermen want?", Kind.WHAT, True),
    ("What did the mayor say when she was asked about the harbour?", Kind.WHAT, True),
    ("Which demands did the teachers make?", Kind.WHAT, True),
    ("Which ship was sold?", Kind.WHAT, False),
    ("What is the name of the ferry?", Kind.WHAT, False),
    ("What happened at the mill?", Kind.WHAT, True),
    ("Did the baker sell his shop?", Kind.YES_NO, False),
    ("Is the bridge open?", Kind.YES_NO, False),
    ("Tell me who sold the ferry", Kind.WHO, False),
    ("Please tell me when the bridge opened", Kind.WHEN, False),
    ("the storm", Kind.WHAT, False),
    ("من رسم برج الساعة؟", Kind.WHO, False),
    ("من هم أعضاء مجلس الميناء؟", Kind.WHO, True),
    ("ومن هو قائد السفينة؟", Kind.WHO, False),
    ("مع من التقى رئيس البلدية؟", Kind.WHO, False),
    ("لمن يعود القارب الغارق؟", Kind.WHO, False),
    ("متى افتُتح الجسر؟", Kind.WHEN, False),
    ("في أي عام بُنيت المدرسة؟", Kind.WHEN, False),
    ("منذ متى يعمل المخبز؟", Kind.WHEN, False),
    ("ما هو موعد المعرض؟", Kind.WHEN, False),
    ("أين تقع المنارة؟", Kind.WHERE, False),
    ("من أين جاء الصيادون؟", Kind.WHERE, False),
    ("في أي مدينة يقام المعرض؟", Kind.WHERE, False),
    ("كم قاربا غرق في العاصفة؟", Kind.HOW_MANY, False),
    ("بكم بيعت السفينة؟", Kind.HOW_MANY, False),
    ("ما عدد الزوار؟", Kind.HOW_MANY, False),
    ("لماذا أغلق الخباز دكانه؟", Kind.WHY, True),
    ("ما سبب الحريق؟", Kind.WHY, True),
    ("ما أسباب الإضراب؟", Kind.WHY, True),
    ("لِمَ غادر الطحان القرية؟", Kind.WHY, True),
    ("كيف دخل اللصوص؟", Kind.HOW, False),
    ("ماذا يريد الصيادون؟", Kind.WHAT, True),
    ("ما مطالب المعلمين؟", Kind.WHAT, True),
    ("علام اتفق التجار؟", Kind.WHAT, True),
    ("ما اسم العبّارة؟", Kind.WHAT, False),
    ("أي سفينة بيعت؟", Kind.WHAT, False),
    ("هل باع الخباز دكانه؟", Kind.YES_NO, False),
    ("ألم يُفتتح الجسر؟", Kind.YES_NO, False),
]


@pytest.mark.parametrize(("question", "wanted", "several"), QUESTIONS, ids=[question for question, *_ in QUESTIONS])
def test_the_words_of_a_question_tell_what_it_asks_for(question: str, wanted: Kind, several: bool) -> None:
    assert (kind(question), many(question)) == (wanted, several)


@pytest.mark.parametrize(
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
    assert listing(question) and many(question)


@pytest.mark.parametrize(
    "question",
    ["Why did he leave?", "What did the mayor say?", "Which ship was sold?", "ماذا قال؟", "متى افتُتح الجسر؟"],
)
def test_other_questions_ask_for_no_list(question: str) -> None:
    assert not listing(question)


@pytest.mark.parametrize(
    ("wanted", "has", "has_not"),
    [
        (Kind.WHEN, "The bridge opened on 3 May 2019.", "The bridge opened to great applause."),
        (Kind.WHEN, "افتُتح الجسر يوم الخميس.", "افتُتح الجسر أمام الزوار."),
        (Kind.WHEN, "بُنيت المدرسة عام ١٩٨٤.", "بُنيت المدرسة من الحجر."),
        (Kind.WHEN, "The fair begins in September.", "The fair may begin soon."),
        (Kind.HOW_MANY, "Seven boats sank.", "Boats sank."),
        (Kind.HOW_MANY, "غرق قاربان وأصيب ثلاثة بحارة.", "غرقت قوارب عدة."),
        (Kind.WHY, "He closed the shop because flour was dear.", "He closed the shop."),
        (Kind.WHY, "أغلق دكانه بسبب غلاء الطحين.", "أغلق دكانه مساء."),
        (Kind.WHY, "غادر لأنه سئم المطر.", "غادر القرية."),
        (Kind.WHO, "The minister of fisheries opened it.", "Gulls nest in it."),
        (Kind.WHO, "وقال رئيس البلدية ذلك.", "تعشش النوارس فيه."),
        (Kind.WHERE, "The ferry lies near the old airport.", "The ferry is blue."),
        (Kind.WHERE, "ترسو العبّارة قرب المطار.", "العبّارة زرقاء."),
        (Kind.WHEN, "The ferry left at 5:20 with nine cows.", "The ferry won 4:3 and cost 5.20 crowns."),
        (Kind.WHEN, "It struck the bank at about 6 a.m. in the fog.", "It struck 6 amphoras in the fog."),
        (Kind.WHEN, "The market was built in 1887.", "The market has 1887 stalls."),
        (Kind.WHEN, "غادرت العبّارة في الساعة السادسة.", "غادرت العبّارة والساعة معطلة."),
        (Kind.WHEN, "بُني السوق عام 1887.", "في السوق 1887 دكانًا."),
    ],
)
def test_a_sentence_that_has_what_was_asked_for_counts_for_more(wanted: Kind, has: str, has_not: str) -> None:
    assert expected(wanted)(has) > expected(wanted)(has_not) == 0.0


@pytest.mark.parametrize("wanted", [Kind.HOW, Kind.WHAT, Kind.YES_NO])
def test_where_no_sign_is_known_all_sentences_are_alike(wanted: Kind) -> None:
    assert expected(wanted)("Seven boats sank on 3 May because of the storm.") == expected(wanted)("Gulls.") == 0.0
