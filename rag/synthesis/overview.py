"""Questions about nothing in particular: "latest news", "what did X report in May?", "what happened last week?".

They ask what there is, which no single sentence answers. They are told what happened on the days they name, as far as
sentences name these days too, or else how the newest articles begin.
"""

from __future__ import annotations

from collections.abc import Sequence

from rag.results import PHRASES, count_phrase
from rag.retrieval import Evidence, expand_quote, overlaps_any
from store import Article, Corpus, Scope, Span
from store.index import IndexedSentence

MOST_ARTICLES = 6
_FIRST_PASSAGES = (0, 1)
"""Where an article begins: a passage holds up to 1,200 characters."""


def lead_sentences(corpus: Corpus, scope: Scope, language: str) -> list[Evidence]:
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


def overview_title(shown: int, total: int, language: str) -> str:
    """The words before so many beginnings of in all so many articles."""
    phrases = PHRASES[language]
    if shown < total:
        return phrases.newest.format(shown=shown, articles=count_phrase(total, phrases.articles, language))
    return phrases.beginnings if total > 1 else phrases.beginning


def _tells(row: IndexedSentence, article: Article, scope: Scope, furniture: Sequence[Span]) -> bool:
    return row.sentence.statement and not overlaps_any(row.span, furniture) and scope.prints(article, row.span)


def _evidence(article: Article, row: IndexedSentence, furniture: Sequence[Span], language: str) -> Evidence:
    quote = expand_quote(article, row.span, {}, furniture)
    crosses = article.language != language and not article.translated(row.span, language)
    return Evidence(article, row.span, quote.start, quote.end, row.keys, crosses, score=1.0, confidence=1.0)
