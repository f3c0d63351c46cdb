"""Which articles are about something: those that say it in their title or in how they begin.

An article's first lines tell what it is about; what it mentions further down it may only touch upon. Words match as
they do in search: in all their spellings and in either alphabet, but not where vowel marks make one another word.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, replace

from rag.query import Query, Term, TermCoverage, expand_query, parse_query
from rag.retrieval.printings import printings_within
from rag.retrieval.quote_span import overlaps_any
from store import Article, Corpus, Scope, Span
from store.index import IndexedSentence
from store.text import index_text, marked_otherwise, marked_words, strip_clitics, words

ABOUT = 0.7
"""So much of what a subject says, rare words counting most, an article's title and lead must say together."""
LIKE = 0.6
"""So near in meaning must be the word that stands for one of the subject which the articles do not have."""
LEAD = 2
"""So many sentences of an article are its lead."""
_PASSAGES = 2000
_ARTICLES = 400
"""The passages looked up, and the articles of which the beginning is read, the best first: what bounds the time."""


@dataclass(frozen=True, slots=True)
class Beginning:
    """An article, in the printing that lies in the scope, and the statements of its first passage, in order."""

    article: Article
    statements: tuple[IndexedSentence, ...]
    furniture: tuple[Span, ...]


def articles_about(subject: str, corpus: Corpus, scope: Scope) -> list[Beginning]:
    """The articles of a scope that are about a subject, newest first, undated ones last."""
    encoding = parse_query(subject, corpus)
    languages = [scope.language] if scope.language else corpus.index.languages()
    found: list[Beginning] = []
    for language in languages:
        query = expand_query(subject, encoding, corpus, language)
        found += _about(query, corpus, replace(scope, language=language))
    marked = marked_words(subject)
    found = [begun for begun in found if not marked_otherwise(f"{begun.article.title}\n{begun.article.text}", marked)]
    return sorted(found, key=lambda begun: (-begun.article.day, begun.article.id))


def beginnings(ids: Sequence[str], corpus: Corpus, scope: Scope, passages: int = 1) -> list[Beginning]:
    """How the articles of these ids begin, in this order: the statements of their first passages."""
    articles = {article.id: article for article in corpus.articles(ids)}
    rows = corpus.index.sentences([(id_, number) for id_ in ids for number in range(passages)])
    there = [articles[id_] for id_ in ids if id_ in articles]
    return [
        Beginning(printing.article, tuple(_statements(printing.sentences, printing.furniture)), printing.furniture)
        for printing in printings_within(scope, there, rows, corpus).values()
    ]


def _about(query: Query, corpus: Corpus, scope: Scope) -> Iterator[Beginning]:
    """Those in the scope's one language."""
    terms = [_standing(term) for term in query.terms]
    keys = {key: 1.0 for term in terms for key in term.keys}
    if not keys:
        return
    places = corpus.index.matching(keys, _PASSAGES, scope)
    ids = list(dict.fromkeys(article for article, _ in places))[:_ARTICLES]
    share = TermCoverage(terms)
    for begun in beginnings(ids, corpus, scope):
        article = begun.article
        titles = [article.title, *(translation.title for translation in article.translations)]
        lead = [article.text[row.span.start : row.span.end] for row in begun.statements[:LEAD]]
        said = frozenset(index_text(titles).split()).union(*(row.keys for row in begun.statements[:LEAD]))
        if share(said - _halved(terms, words("\n".join([*titles, *lead])))) >= ABOUT:
            yield begun


def _standing(term: Term) -> Term:
    """The term with the forms that stand for its word: its own, or else those that mean the same."""
    own = [key for key, sure in term.keys.items() if sure == 1.0]
    return replace(term, keys=dict.fromkeys(own or [key for key, sure in term.keys.items() if sure >= LIKE], 1.0))


def _halved(terms: Sequence[Term], said: Sequence[str]) -> Set[str]:
    """The forms of words with the ending of a dual that none of these folded words has whole.

    لبن, which is milk, has the form that لبنان is indexed under, and لبناني has the country whole.
    """
    duals = {term.own: strip_clitics(term.word)[-1] for term in terms if term.word.endswith("ان")}
    return {own for own, whole in duals.items() if not any(whole in word for word in said)}


def _statements(rows: Sequence[IndexedSentence], furniture: Sequence[Span]) -> Iterator[IndexedSentence]:
    return (row for row in rows if row.sentence.statement and not overlaps_any(row.span, furniture))
