"""A name in a question is that name: what only looks or sounds like it is no news of it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from rag import Answer, answer
from store import Article, Corpus
from tests.helpers.cases import each_case

PLANES = Article(
    title="ست مقاتلات من طراز سوخوي",
    text="عرض المصنع ست مقاتلات من طراز سوخوي على الوفد الزائر. وقال مدير المصنع إن كل سوخوي تصنع في تسعة أشهر.",
)
DELEGATION = Article(
    title="وفد عسكري في بيونغ يانغ",
    text="وصل الوفد مساء الأربعاء إلى بيونغ يانغ. وبحث سيرغي شويغو التعاون العسكري مع مضيفيه.",
)
FERRY = Article(
    title="A new ferry in Sweden",
    text="Sweden has a new ferry between its northern islands. The ferry of Sweden carries ninety cars.",
)
HEATING = Article(
    title="غلاء الغاز في الشتاء",
    text="ارتفع سعر الغاز في الشتاء إلى الضعف. وقال تاجر الغاز إن المخزون يكفي شهرين.",
)


DAIRY = Article(
    title="مصنع جديد للبن",
    text="افتتح المزارعون مصنعا للبن الرائب قرب النهر. ويصنع اللبن فيه من حليب ستين بقرة.",
)
CEDARS = Article(
    title="أرز جديد في الجبال اللبنانية",
    text="زرع متطوعون في لبنان ألف شجرة أرز. وقال أحدهم إن الشتاء كان ماطرا.",
)


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Corpus]:
    with Corpus.open(tmp_path_factory.mktemp("names") / "store") as opened:
        opened.add([PLANES, DELEGATION, FERRY, HEATING, DAIRY, CEDARS])
        yield opened


def quoted(given: Answer) -> set[str]:
    return {citation.article.title for citation in given.citations}


@each_case(
    "question",
    [
        "أخبار سوريا",
        "ما أخبار سوريا؟",
        "آخر أخبار سوريا",
        "لخص المقالات عن سوريا",
        "What is the news from Syria?",
        "أخبار السودان",
        "آخر أخبار السودان",
        "news of Sudan",
        "Who is Shabangu?",
        "من هو شوارتز؟",
        "latest news about Beijing",
        "أخبار غزة",
    ],
)
def test_a_name_that_no_article_has_is_not_answered_with_another(corpus: Corpus, question: str) -> None:
    given = answer(question, corpus=corpus)
    assert not given.answered, quoted(given)


@each_case(
    ("question", "article"),
    [
        ("أخبار شويجو", DELEGATION),
        ("ما أخبار شويغو؟", DELEGATION),
        ("من هو شويجو؟", DELEGATION),
        ("news of Shoigu", DELEGATION),
        ("أخبار بيونغيانغ", DELEGATION),
        ("أخبار بيونج يانج", DELEGATION),
        ("أنباء بيونجيانج", DELEGATION),
        ("latest news about Pyongyang", DELEGATION),
        ("Who went to Pyongyang?", DELEGATION),
        ("أخبار سوخوي", PLANES),
        ("latest news about Sukhoi", PLANES),
        ("What is the news from Sweden?", FERRY),
        ("أخبار لبنان", CEDARS),
    ],
)
@pytest.mark.usefixtures("reading")
def test_the_newest_of_a_name_is_found_in_the_spellings_people_use(
    corpus: Corpus, question: str, article: Article
) -> None:
    assert quoted(answer(question, corpus=corpus)) == {article.title}


@each_case("question", ["أخبار العالم", "ما أهم الأخبار؟", "What is the news?"])
def test_news_of_nothing_in_particular_are_those_of_all_articles(corpus: Corpus, question: str) -> None:
    given = answer(question, corpus=corpus)
    assert given.answered and len(quoted(given)) == 6
