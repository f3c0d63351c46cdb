"""Questions about nothing in particular: "latest news", "what did X report in May?", "what happened last week?".

No single sentence answers them. The answer quotes what happened on the days they name, as far as sentences name these
days too, or else how the newest articles begin.
"""

from __future__ import annotations

from collections.abc import Sequence

from rag.retrieval import Evidence, expand_quote, overlaps_any, printings_within
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
    rows = corpus.index.sentences([(id_, number) for id_ in ids for number in _FIRST_PASSAGES])
    newest_first = [articles[id_] for id_ in ids if id_ in articles]
    begun = []
    for printing in printings_within(scope, newest_first, rows, corpus).values():
        statements = [row for row in printing.sentences if _is_news(row, printing.furniture)]
        begun += [_evidence(printing.article, row, printing.furniture, language) for row in statements[:1]]
    return begun


def _is_news(row: IndexedSentence, furniture: Sequence[Span]) -> bool:
    return row.sentence.statement and not overlaps_any(row.span, furniture)


def _evidence(article: Article, row: IndexedSentence, furniture: Sequence[Span], language: str) -> Evidence:
    quote = expand_quote(article, row.span, {}, furniture)
    is_cross_lingual = article.language != language and not article.translated(row.span, language)
    return Evidence(article, row.span, quote.start, quote.end, row.keys, is_cross_lingual, score=1.0, confidence=1.0)
