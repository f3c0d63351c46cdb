"""Questions about nothing in particular: "latest news", "what did X report in May?", "what happened last week?".

They ask what there is, which no single sentence answers. They are told what happened on the days they name, as far as
sentences name these days too, or else how the newest articles begin.
"""

from __future__ import annotations

from collections.abc import Sequence

from rag.evidence import Evidence
from rag.excerpt import excerpt, lies_in
from rag.kind import Kind, kind
from rag.leaning import refers
from rag.phrases import PHRASES, counted
from rag.question import content_words
from rag.when import Period, fit
from store import Article, Corpus, Span
from store.arabic import words
from store.index import IndexedSentence
from store.scope import Scope

MOST_ARTICLES = 6
_FIRST_PASSAGES = (0, 1)
"""Where an article begins: a passage holds up to 1,200 characters."""

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


def asks_whatever(question: str, rest: str, restricts: bool) -> bool:
    """Whether a question is about nothing in particular.

    `rest` is what it says beside source and time; `restricts` tells that it names one of these.
    """
    if kind(question) not in (Kind.WHAT, Kind.YES_NO) or refers(rest):
        return False
    said = set(content_words(rest))
    return said <= _WHATEVER | _BESIDE and (restricts or not said.isdisjoint(_WHATEVER))


def is_whole(question: str) -> bool:
    """Whether such a question is one by itself, and not only "In 2024?" or "According to X?" put after another."""
    return not _ASKING.isdisjoint(words(question))


def told_of(period: Period | None, evidence: Sequence[Evidence]) -> list[Evidence]:
    """The evidence that names a day of this period."""
    return [e for e in evidence if period and fit(e.said, e.article.date, period) == 1.0]


def beginnings(corpus: Corpus, scope: Scope, language: str) -> list[Evidence]:
    """How a scope's newest articles begin, newest first: each one's first statement, if its first lines have one.

    `language` is the question's.
    """
    ids = [entry.id for entry in corpus.catalogue.page(scope=scope, limit=MOST_ARTICLES).entries]
    articles = {article.id: article for article in corpus.articles(ids)}
    furniture = corpus.furniture.repeated(ids)
    rows = corpus.index.sentences([(id_, number) for id_ in ids for number in _FIRST_PASSAGES])
    begun = []
    for id_ in [id_ for id_ in ids if id_ in articles]:
        lines = [line.span for line in furniture.get(id_, ())]
        said = [row for row in rows if row.article_id == id_ and _tells(row, articles[id_], scope, lines)]
        begun += [_evidence(articles[id_], row, lines, language) for row in said[:1]]
    return begun


def opening(shown: int, total: int, language: str) -> str:
    """The words before so many beginnings of in all so many articles."""
    phrases = PHRASES[language]
    if shown < total:
        return phrases.newest.format(shown=shown, articles=counted(total, phrases.articles))
    return phrases.beginnings if total > 1 else phrases.beginning


def _tells(row: IndexedSentence, article: Article, scope: Scope, furniture: Sequence[Span]) -> bool:
    return row.sentence.statement and not lies_in(row.span, furniture) and scope.prints(article, row.span)


def _evidence(article: Article, row: IndexedSentence, furniture: Sequence[Span], language: str) -> Evidence:
    quote = excerpt(article, row.span, {}, furniture)
    crosses = article.language != language and not article.translated(row.span, language)
    return Evidence(article, row.span, quote.start, quote.end, row.keys, crosses, score=1.0, confidence=1.0)
