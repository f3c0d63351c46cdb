"""Which printing of an article is quoted: one that lies in the scope of the search, with its own text.

The index holds an article's sentences as the stored article has them. Where only a copy of it lies in the scope, the
copy is the article that is quoted and cited, and its sentences are looked up in its text.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from store import Article, Corpus, Scope, Span
from store.index import IndexedSentence


@dataclass(frozen=True, slots=True)
class Printing:
    """A printing of an article, the sentences looked for that it has, and the lines that its outlet repeats."""

    article: Article
    sentences: tuple[IndexedSentence, ...]
    furniture: tuple[Span, ...]


def printings_within(
    scope: Scope, articles: Iterable[Article], sentences: Sequence[IndexedSentence], corpus: Corpus
) -> dict[str, Printing]:
    """For each of these articles, by its stored id and in their order, the printing of it that lies in the scope.

    `sentences` are stored sentences of the articles; each printing has those of its own that it prints, in their
    order.
    """
    articles = list(articles)
    furniture = corpus.repeated_lines.of([article.id for article in articles])
    own: dict[str, list[IndexedSentence]] = {}
    for row in sentences:
        own.setdefault(row.article_id, []).append(row)
    found = {}
    for article in articles:
        rows, lines = own.get(article.id, []), [line.span for line in furniture.get(article.id, ())]
        printed, where = scope.printing(article, [*(row.span for row in rows), *lines])
        placed = [_placed(row, where[row.span]) for row in rows if row.span in where]
        repeated = tuple(where[line] for line in lines if line in where)
        found[article.id] = Printing(printed, tuple(placed), repeated)
    return found


def _placed(row: IndexedSentence, span: Span) -> IndexedSentence:
    """The sentence at its place in the printing."""
    return row if row.span == span else replace(row, sentence=replace(row.sentence, start=span.start, end=span.end))
