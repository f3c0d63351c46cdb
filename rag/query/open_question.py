"""Questions about nothing in particular: "latest news", "what did X report in May?", "what happened last week?"."""

from __future__ import annotations

from rag.linguistics import has_dangling_pronoun
from rag.query.answer_type import AnswerType, classify_question
from rag.query.query import content_words
from store.text import words

_WHATEVER = frozenset(
    """news new articles reports stories coverage headlines reporting updates developments events happened happening
    happens going summary overview digest latest
    اخبار الاخبار مقالات المقالات تقارير التقارير تغطيه عناوين العناوين جديد الجديد جديدا احداث الاحداث تطورات
    التطورات مستجدات المستجدات انباء الانباء حدث يحدث حصل يحصل جري يجري يدور ملخص موجز""".split()
)
"""Words for whatever there may be to tell,"""
_BESIDE = frozenset(
    """give show list find read summarize summarise sum main top important big key newest recent recently lately today
    todays currently world available contain report reported published written cover please papers newspapers press
    media
    اعطني اعطيني هات اعرض اظهر لخص لخصي اقرا اهم اكبر اخر احدث اليوم الان حاليا العالم يوجد توجد المتوفره تتحدث
    يتحدث تقول تذكر تتناول نشر كتب ورد نشرت نشرته تنشر تنشره كتبت كتبته ذكرت ذكرته اوردت اوردته قالت قالته جاء ابرز
    الصحف الصحافه الجرايد شو ايش وش""".split()
)
"""and words that go with them without saying of what."""


_ASKING = _WHATEVER | frozenset("what which whats ما ماذا هل شو".split())


def is_open_question(question: str, rest: str, restricts: bool) -> bool:
    """Whether a question is about nothing in particular.

    `rest` is what it says beside source and time; `restricts` tells that it names one of these.
    """
    if classify_question(question) not in (AnswerType.WHAT, AnswerType.YES_NO) or has_dangling_pronoun(rest):
        return False
    return is_unspecific(rest) and (restricts or not _WHATEVER.isdisjoint(content_words(rest)))


def is_unspecific(text: str) -> bool:
    """Whether a text has no word that says of what there is to be told."""
    return _WHATEVER | _BESIDE >= set(content_words(text))


def is_complete_question(question: str) -> bool:
    """Whether such a question is one by itself, and not only "In 2024?" or "According to X?" put after another."""
    return not _ASKING.isdisjoint(words(question))
