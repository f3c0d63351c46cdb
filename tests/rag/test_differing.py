"""From a question to an answer, where several outlets report one event: who agrees, who differs, what came later."""

from __future__ import annotations

import json

import pytest

from rag import Answer, Statement, answer
from store import Article, Corpus
from ui.web.views.answer import render_answer

pytestmark = pytest.mark.usefixtures("reading")

BRIDGE = [
    Article(
        title="Bridge falls",
        outlet="The Quay",
        date="2024-09-12",
        text="The river bridge fell on Thursday morning.\n\n"
        "Nine people were killed when the old river bridge fell, the fire brigade said.\n\n"
        "The bakery beside it stays closed until spring.",
    ),
    Article(
        title="A town mourns",
        outlet="The Hill",
        date="2024-09-12",
        text="A town is in mourning.\n\n"
        "Nine people were killed when the old river bridge fell, the fire brigade said.\n\n"
        "School begins a week late.",
    ),
    Article(
        title="Rescuers go on",
        outlet="The Bay",
        date="2024-09-12",
        text="Boats went on with the search all night.\n\n"
        "Six people were killed when the old river bridge fell, the mayor said.\n\n"
        "The ferry is free of charge this week.",
    ),
    Article(
        title="Search ends",
        outlet="The Mill",
        date="2024-09-14",
        text="The search has ended.\n\n"
        "Fourteen people were killed when the old river bridge fell, the ministry said.\n\n"
        "A new bridge would cost three million dollars.",
    ),
]
MARKET = [
    Article(
        title="حريق في السوق",
        outlet="صحيفة الرصيف",
        date="2024-03-05",
        text="اندلع حريق في سوق التوابل.\n\nأصيب ثلاثة أشخاص في حريق سوق التوابل، بحسب الدفاع المدني.\n\n"
        "وسيغلق السوق أسبوعا.",
    ),
    Article(
        title="سوق التوابل يحترق",
        outlet="إذاعة التل",
        date="2024-03-05",
        text="هرع الأهالي إلى المكان.\n\nوأصيب ثلاثة أشخاص في حريق سوق التوابل، بحسب الدفاع المدني.\n\n"
        "ولم يعرف سبب الحريق بعد.",
    ),
    Article(
        title="بعد الحريق",
        outlet="مجلة القوافل",
        date="2024-03-07",
        text="عاد التجار إلى دكاكينهم.\n\nأصيب أحد عشر شخصا في حريق سوق التوابل، بحسب وزارة الصحة.\n\n"
        "وتقدر الخسائر بمليون دولار.",
    ),
]


@pytest.fixture
def bridge(corpus: Corpus) -> Answer:
    corpus.add(BRIDGE)
    return answer("How many people were killed when the river bridge fell?", corpus=corpus)


def saying(answer: Answer, words: str) -> Statement:
    (statement,) = (s for s in answer.statements if words in s.citations[0].quote)
    return statement


def test_the_newest_count_comes_first(bridge: Answer) -> None:
    assert [statement.citations[0].quote.split()[0] for statement in bridge.statements[:3]] == [
        "Fourteen",
        "Nine",
        "Six",
    ]


def test_two_outlets_that_agree_are_one_statement(bridge: Answer) -> None:
    assert set(saying(bridge, "Nine people").outlets) == {"The Quay", "The Hill"}
    assert "reported by 2 outlets" in bridge.text


def test_those_that_differ_stand_beside_it_with_their_dates(bridge: Answer) -> None:
    fourteen, nine, six = bridge.statements[:3]
    assert set(fourteen.differs_from) == {1, 2} and 0 in nine.differs_from and 0 in six.differs_from
    assert "earlier, on 12 September 2024, " in bridge.text
    assert "reported differently by The Bay:" in bridge.text or "The Bay reported otherwise:" in bridge.text
    for citation in bridge.citations:
        assert f"{citation.article.outlet}, {citation.article.date.day} September 2024" in bridge.text


def test_each_figure_is_quoted_as_it_stands(bridge: Answer) -> None:
    assert {"Nine", "Six", "Fourteen"} <= {citation.quote.split()[0] for citation in bridge.citations}
    assert all(c.article.cut(c.span) == c.quote for c in bridge.citations)


def test_the_page_and_programs_are_told_who_differs(bridge: Answer) -> None:
    page = render_answer(bridge)
    assert page.count('class="isnad-differs"') == 2 and page.count('class="isnad-support"') == 1
    record = json.loads(json.dumps(bridge.to_dict()))
    fourteen = saying(bridge, "Fourteen")
    place, six = bridge.statements.index(fourteen), bridge.statements.index(saying(bridge, "Six"))
    nine = bridge.statements.index(saying(bridge, "Nine"))
    told = {"citations": [1], "outlets": ["The Mill"], "differs_from": [nine, six]}
    assert record["statements"][place] == told | {"denied": False}
    assert [n for said in record["statements"] for n in said["citations"]] == [
        c["number"] for c in record["citations"]
    ]


def test_names_in_such_a_line_are_text_and_never_markup(corpus: Corpus) -> None:
    corpus.add([*BRIDGE[:2], Article(title="x", outlet="<b onclick='x'>Bay", date=None, text=BRIDGE[2].text)])
    page = render_answer(answer("How many people were killed when the river bridge fell?", corpus=corpus))
    assert "eported differently by" in page and "&lt;b onclick=" in page and "<b onclick" not in page


def test_a_newer_arabic_report_stands_beside_the_older_with_both_dates(corpus: Corpus) -> None:
    corpus.add(MARKET)
    got = answer("كم شخصا أصيب في حريق سوق التوابل؟", corpus=corpus)
    eleven, three = saying(got, "أحد عشر"), next(s for s in got.statements if len(s.citations) == 2)
    assert eleven.outlets == ("مجلة القوافل",) and set(three.outlets) == {"صحيفة الرصيف", "إذاعة التل"}
    assert three.differs_from == (got.statements.index(eleven),)
    former = three.outlets[0]
    assert {
        "لاحقًا، في 7 مارس 2024، جاء في مجلة القوافل غير ذلك:",
        f"قبل ذلك، في 5 مارس 2024، جاء في {former} غير ذلك:",
    } & {*got.text.split("\n")}
    assert f"({former}، 5 مارس 2024)" in got.text and "(مجلة القوافل، 7 مارس 2024)" in got.text
    assert got.text.count("ورد في وسيلتي إعلام") == 1


def test_an_article_that_says_less_is_no_source_of_a_number(corpus: Corpus) -> None:
    vague = Article(
        title="نار", outlet="موقع الوادي", date="2024-03-05", text="اندلع حريق في سوق التوابل.\n\nوهرب الباعة."
    )
    corpus.add([*MARKET, vague])
    got = answer("كم شخصا أصيب في حريق سوق التوابل؟", corpus=corpus)
    assert all("موقع الوادي" not in statement.outlets for statement in got.statements[:2])


def test_asked_in_the_other_language_the_reports_differ_too(corpus: Corpus) -> None:
    corpus.add(MARKET)
    got = answer("How many people were injured in the spice market fire?", corpus=corpus)
    lines = ("later, on 7 March 2024, مجلة القوافل reports otherwise:", "earlier, on 5 March 2024, ")
    assert any(line in got.text for line in lines)
    assert [statement.differs_from for statement in got.statements[:2]] == [(1,), (0,)]


MARCH = "Some 300 bakers and residents marched through town against a plan to sell the old mill to a builder."
SALE_AR = "قد تُباع الطاحونة القديمة في البلدة إلى شركة بناء، بحسب 300 خباز."


@pytest.mark.parametrize(
    ("question", "sale", "no"),
    [
        ("Will the old mill be sold?", MARCH, "A: No. I will not sell the old mill, not while I am mayor."),
        ("هل ستباع الطاحونة القديمة؟", SALE_AR, "ج: لا. لن تباع الطاحونة القديمة في البلدة إلى شركة."),
    ],
)
def test_who_says_that_nothing_will_be_sold_is_not_contradicted_by_a_plan_to(
    question: str, sale: str, no: str, corpus: Corpus
) -> None:
    corpus.add(
        [
            Article(title="300", outlet="The Quay", date="2024-03-05", text=sale),
            Article(title="?", outlet="The Hill", date="2024-04-02", text=f"{question}\n\n{no}"),
        ]
    )
    got = answer(question, corpus=corpus)
    assert got.answered and not any(said.differs_from for said in got.statements)
