"""Times as reporters and everyday people ask for them, in both languages; what they mean was written down first."""

from __future__ import annotations

import datetime as dt

from rag.query.plan import plan_query
from store import Corpus
from tests.helpers.cases import each_case

TODAY = dt.date(2024, 9, 18)
"""A Wednesday, the 15th of Rabi al-Awwal 1446."""

TIMES = [
    ("ماذا قررت الحكومة في شهر ٩ من عام ٢٠٢٤؟", "2024-09-01..2024-09-30"),
    ("شو صار مع العبّارة بشهر 7 سنة 2023؟", "2023-07-01..2023-07-31"),
    ("من استقال في الشهر الثالث من 2022؟", "2022-03-01..2022-03-31"),
    ("كم هكتارًا احترق في صيف 2023؟", "2023-06-01..2023-08-31"),
    ("كم بلغت الأمطار في شتاء 2022-2023؟", "2022-12-01..2023-02-28"),
    ("ماذا أعلن المتحف في الربع الثالث من عام 2022؟", "2022-07-01..2022-09-30"),
    ("كم ربحت الشركة في الربع الأخير من 2023؟", "2023-10-01..2023-12-31"),
    ("كم ربح البنك في الربع الماضي؟", "2024-04-01..2024-06-30"),
    ("كم صدّر الميناء في النصف الأول من العام 2024؟", "2024-01-01..2024-06-30"),
    ("من فاز بالجائزة في رمضان 1445؟", "2024-03-11..2024-04-09"),
    ("كم بلغ سعر اللحم في شهر رمضان الماضي؟", "2024-03-11..2024-04-09"),
    ("أين عُقد الاجتماع في 10 محرم 1446 هـ؟", "2024-07-16..2024-07-16"),
    ("ما الجسور التي افتُتحت عام 1445 هجري؟", "2023-07-19..2024-07-06"),
    ("ماذا قال وزير المياه الصيف الماضي؟", "2024-06-01..2024-08-31"),
    ("كم زائرًا جاء بين ربيع 2022 وخريف 2023؟", "2022-03-01..2023-11-30"),
    ("How many hectares burned in the summer of 2023?", "2023-06-01..2023-08-31"),
    ("What did the bank earn last quarter?", "2024-04-01..2024-06-30"),
    ("What did the port export in the third quarter of 2022?", "2022-07-01..2022-09-30"),
    ("How much did the airline lose in Q3 2022?", "2022-07-01..2022-09-30"),
    ("Who resigned in the first half of 2023?", "2023-01-01..2023-06-30"),
    ("What was agreed in Muharram 1446?", "2024-07-07..2024-08-04"),
    ("What did the king donate during Ramadan 2024?", "2024-03-11..2024-04-09"),
    ("How much rain fell last winter?", "2023-12-01..2024-02-29"),
    ("Which bridges were closed this spring?", "2024-03-01..2024-05-31"),
    ("How many tourists came in autumn 2023?", "2023-09-01..2023-11-30"),
    ("Who bought the mill in the fall of 2022?", "2022-09-01..2022-11-30"),
    ("What has the union demanded since the summer of 2023?", "2023-06-01.."),
    ("How many were hurt in the winter of 2022-23?", "2022-12-01..2023-02-28"),
    ("Which roads were closed in 9/2024?", "2024-09-01..2024-09-30"),
    ("How many houses did the earthquake destroy last September?", "2023-09-01..2023-09-30"),
]
# Written when the ones above were understood
MORE_TIMES = [
    ("كم كان عدد الحجاج في ذي الحجة 1445؟", "2024-06-07..2024-07-06"),
    ("ما الذي تقرر في شهر أيلول الماضي؟", "2023-09-01..2023-09-30"),
    ("من زار المعرض منذ الصيف الماضي؟", "2024-06-01.."),
    ("كم كان الإنتاج بين الربع الأول والربع الثالث من 2023؟", "2023-01-01..2023-09-30"),
    ("من تولى الوزارة في شهر تسعة 2022؟", "2022-09-01..2022-09-30"),
    ("كم بلغ سعر التمر برمضان 2023؟", "2023-03-23..2023-04-20"),
    ("كم ثمن باب الكعبة؟", ""),
    ("بماذا فاز محمد رمضان عام 2023؟", "2023-01-01..2023-12-31"),
    ("Who led the council between spring and autumn 2022?", "2022-03-01..2022-11-30"),
    ("What did the mill earn in the third-quarter of 2021?", "2021-07-01..2021-09-30"),
    ("Why did prices fall in 2023?", "2023-01-01..2023-12-31"),
    ("What was stolen before Ramadan 1445?", "..2024-03-10"),
    ("Which roads have been closed since last week?", "2024-09-09.."),
    ("Who was rescued on 10 Dhul-Hijjah 1444?", "2023-06-28..2023-06-28"),
    ("What harm could this may do?", ""),
]
UNCLEAR = [
    ("Who ran the mill in the nineties?", "in the nineties", "Who ran the mill?"),
    ("What will the port build next year?", "next year", "What will the port build?"),
    ("Who signed on 31 February 2023?", "on 31 February 2023", "Who signed?"),
    ("What did the mayor open in the summer?", "in the summer", "What did the mayor open?"),
    ("من بنى الجسر في القرن الخامس عشر؟", "في القرن الخامس عشر", "من بنى الجسر؟"),
    ("ماذا سيبني الميناء الشهر المقبل؟", "الشهر المقبل", "ماذا سيبني الميناء؟"),
    ("من زار الميناء في رمضان؟", "في رمضان", "من زار الميناء؟"),
    ("Who ran the mill in 1995?", "", ""),
    ("In what year did the mill close?", "", ""),
    ("How many days of the week is the mill open?", "", ""),
    ("كم يومًا في الأسبوع تعمل المطحنة؟", "", ""),
]


def period_of(question: str, corpus: Corpus) -> str:
    period = plan_query(question, corpus, today=TODAY).period
    return f"{'*' if period.yearly else ''}{period.since or ''}..{period.until or ''}" if period else ""


@each_case(("question", "period"), TIMES + MORE_TIMES)
def test_a_time_is_understood_as_people_write_it(corpus: Corpus, question: str, period: str) -> None:
    assert period_of(question, corpus) == period


@each_case(("question", "words", "without"), UNCLEAR)
def test_words_for_a_time_that_is_not_understood_are_known(
    corpus: Corpus, question: str, words: str, without: str
) -> None:
    plan = plan_query(question, corpus, today=TODAY)
    assert (plan.unclear, plan.without_unclear) == (words, without)
