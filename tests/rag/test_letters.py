"""One word in several spellings: with vowel marks or without, in one word or two, with other letters."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from rag import Answer, answer
from store import Article, Corpus
from tests.helpers.cases import each_case

HARBOUR = Article(
    title="مرفأ جديد في أبو ظبي",
    text="أعلنت سلطة الموانئ في أبو ظبي افتتاح مرفأ للصيادين يتسع لسبعين قاربا. "
    "وقال مدير المرفأ عبد الله المنصوري إن الرسوم ستبقى.",
)
MOUNTAIN = Article(
    title="رِحلَةٌ إِلى جَبَلِ النّورس",
    text="وَصَلَ هَيثَمُ الرَّاوي إِلى قِمَّةِ جَبَلِ النَّورَسِ بَعدَ سِتَّةِ أَيّامٍ مِنَ السَّيرِ. وَيَبلُغُ ارتِفاعُ الجَبَلِ أَربَعَةَ آلافِ مِترٍ.",
)
DELEGATION = Article(title="وفد عسكري", text="غادر الوفد مساء الأربعاء إلى بيونغ يانغ، وبحث التعاون مع سيرغي شويغو.")
MARKET = Article(title="سوق العُمال", text="تجمع المزارعون في السوق القديمة. وبيع القمح بستة دنانير في الصباح.")
OMAN = Article(title="مطار في عُمان", text="افتتحت عُمان مطارا جديدا في تشرين الأول. وكلف المطار في عُمان تسعين مليونا.")
AMMAN = Article(title="جسر في عَمّان", text="افتتحت عَمّان جسرا جديدا في نيسان. وكلف الجسر في عَمّان عشرين مليونا.")


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Corpus]:
    with Corpus.open(tmp_path_factory.mktemp("letters") / "store") as opened:
        opened.add([HARBOUR, MOUNTAIN, DELEGATION, MARKET, OMAN, AMMAN])
        yield opened


def quoted(given: Answer) -> list[str]:
    return [citation.quote for citation in given.citations]


@each_case(
    ("asked", "other"),
    [
        ("كم قارِبًا يَتَّسِعُ المَرْفَأُ؟", "كم قاربا يتسع المرفأ؟"),
        ("كَمْ يَبْلُغُ ارْتِفاعُ جَبَلِ النَّوْرَسِ؟", "كم يبلغ ارتفاع جبل النورس؟"),
        ("إلى أين غادر الوفـــد؟", "إلى أين غادر الوفد؟"),
    ],
)
def test_a_question_with_vowel_marks_is_answered_like_the_same_without(
    corpus: Corpus, asked: str, other: str
) -> None:
    first, second = answer(asked, corpus=corpus), answer(other, corpus=corpus)
    assert first.answered and second.answered
    assert quoted(first) == quoted(second)


@each_case(
    ("question", "words"),
    [
        ("كم قاربا يتسع مرفأ أبوظبي؟", "لسبعين قاربا"),
        ("ماذا قال عبدالله المنصوري؟", "الرسوم ستبقى"),
        ("من غادر إلى بيونغيانغ؟", "بيونغ يانغ"),
        ("من غادر إلى بيونجيانج؟", "بيونغ يانغ"),
        ("مع من بحث الوفد التعاون، مع شويجو؟", "شويغو"),
        ("What did Abdallah Mansoori say?", "الرسوم ستبقى"),
    ],
)
def test_a_name_is_found_in_another_spelling(corpus: Corpus, question: str, words: str) -> None:
    given = answer(question, corpus=corpus)
    assert given.answered and any(words in quote for quote in quoted(given)), (given.confidence, quoted(given))


@each_case(
    ("question", "others"),
    [
        ("كم كلف المطار في عَمّان؟", OMAN),
        ("كم كلف الجسر في عُمان؟", AMMAN),
        ("آخر أخبار عُمان", AMMAN),
        ("آخر أخبار عَمّان", OMAN),
        ("لخص المقالات عن عُمان", AMMAN),
    ],
)
def test_a_word_marked_otherwise_is_another_word(corpus: Corpus, question: str, others: Article) -> None:
    assert others.title not in [citation.article.title for citation in answer(question, corpus=corpus).citations]


@each_case("question", ["كم كلف المطار في عمان؟", "كم كلف المطار في عُمان؟"])
@pytest.mark.usefixtures("reading")
def test_unmarked_words_may_be_either(corpus: Corpus, question: str) -> None:
    assert any("تسعين" in quote for quote in quoted(answer(question, corpus=corpus)))


def test_the_newest_about_an_unmarked_name_may_be_about_either(corpus: Corpus) -> None:
    told = {citation.article.title for citation in answer("آخر أخبار عمان", corpus=corpus).citations}
    assert told == {OMAN.title, AMMAN.title}
