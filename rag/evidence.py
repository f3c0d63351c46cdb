"""Evidence: which sentences of the retrieved passages answer the question.

A sentence is judged three ways: token by token (each token of the question looks for its likest in the sentence,
after what all tokens have in common is taken away), by the question's words that it has, and by how well its
passage was found. Headings and questions state nothing and are never evidence.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from rag.question import Query, Term, share
from rag.retrieve import Candidates
from store import Article, Corpus
from store.arabic import index_text
from store.dates import names_of
from store.index import IndexedSentence
from store.states import centred

PASSAGES = 10
"""So many passages' sentences are looked at,"""
SENTENCES = 16
"""so many of those, the nearest by vector and words, are compared token by token,"""
SAYING = 3
"""and so many of the best must between them know the question's words."""
# What a measure's whole range is worth beside the others'. Between half and the whole of the words' and the passage's
# it made little difference (news-dev and XQuAD, both languages); docs/MEASUREMENTS.md has what each measure gives.
TOKENS_WEIGHT = 15.0
WORDS_WEIGHT = 3.0
PASSAGE_WEIGHT = 0.15
# Takes the tokens' place before they are compared. Cosines of sentences crowd together: .04 apart is far.
COSINE_WEIGHT = 25.0


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence that may answer, `article.text[start:end]`, and what speaks for it.

    `cosine` compares its vector with the question's; `words` is the share (0 to 1) of the question's words, by
    rarity, that it has; `tokens` (-1 to 1) is the mean likeness of the question's tokens to their likest here;
    `passage` is its passage's fused score. `crosses` says that it is there only in another language than the
    question's. `meaning`, float32 [384] of unit length, is the mean of its tokens, to compare sentences with.
    """

    article: Article
    number: int
    start: int
    end: int
    keys: frozenset[str]
    crosses: bool
    cosine: float
    words: float
    passage: float
    tokens: float = 0.0
    meaning: NDArray[np.float32] | None = field(default=None, compare=False, repr=False)

    @property
    def quote(self) -> str:
        """The sentence as the article has it."""
        return self.article.text[self.start : self.end]

    @property
    def score(self) -> float:
        """What orders the evidence of one question."""
        return TOKENS_WEIGHT * self.tokens + WORDS_WEIGHT * self.words + PASSAGE_WEIGHT * self.passage


def gather(query: Query, candidates: Candidates, corpus: Corpus) -> list[Evidence]:
    """The most promising sentences of the best passages, best first."""
    found = _sentences(query, candidates, corpus)
    found.sort(key=lambda pair: -_promise(pair[0]))
    judged = _compared(query, found[:SENTENCES], corpus)
    return sorted(judged, key=lambda e: (-e.score, e.article.id, e.start))


def _promise(evidence: Evidence) -> float:
    return COSINE_WEIGHT * evidence.cosine + WORDS_WEIGHT * evidence.words + PASSAGE_WEIGHT * evidence.passage


_Found = tuple[Evidence, IndexedSentence]


def _sentences(query: Query, candidates: Candidates, corpus: Corpus) -> list[_Found]:
    places = list(candidates.scores)[:PASSAGES]
    articles = {article.id: article for article in corpus.articles(sorted({place[0] for place in places}))}
    context = {id_: _context(article) for id_, article in articles.items()}
    languages = {id_: {a.language, *(t.language for t in a.translations)} for id_, a in articles.items()}
    cosines = {place: iter(corpus.encoder.comparable(candidates.sentences[place])) for place in places}
    found = []
    for row in corpus.index.sentences(places):
        sentence, place = row.sentence, (row.article_id, row.sentence.passage)
        cosine = float(next(cosines[place], -1.0))  # none where the article is being written anew
        if sentence.statement and row.article_id in articles:
            words = share(query.terms, row.keys | context[row.article_id])
            passage = candidates.scores[place]
            article = articles[row.article_id]
            place_in_text = (sentence.number, sentence.start, sentence.end)
            crosses = query.language not in languages[row.article_id]
            found.append((Evidence(article, *place_in_text, row.keys, crosses, cosine, words, passage), row))
    return found


def _context(article: Article) -> frozenset[str]:
    """The index forms that go for every sentence of an article: those of its date."""
    return _forms(article.date) if article.date else frozenset()


@lru_cache(maxsize=1000)
def _forms(date: dt.date) -> frozenset[str]:
    return frozenset(index_text([names_of(date)]).split())


def _compared(query: Query, best: list[_Found], corpus: Corpus) -> list[Evidence]:
    """The evidence with its tokens compared: each of the question's with its likest in the sentence, then the mean.

    Of a sentence in several languages the likest counts. One that was removed meanwhile is evidence no more.
    """
    asked = centred(query.states, corpus.index.centre()).T
    judged: dict[int, Evidence] = {}
    # One sentence at a time: of larger products BLAS gives each core a part, and waits where one is busy.
    for place, said in corpus.index.states([row for _, row in best]):
        tokens = float((said @ asked).max(axis=0).mean())
        if place not in judged:  # the first reading is the sentence's own
            judged[place] = replace(best[place][0], tokens=tokens, meaning=_mean(said))
        elif tokens > judged[place].tokens:
            judged[place] = replace(judged[place], tokens=tokens)
    return list(judged.values())


def _mean(states: NDArray[np.float32]) -> NDArray[np.float32]:
    """The states' mean, at unit length."""
    total = np.asarray(states.sum(axis=0), np.float32)
    return total / np.float32(max(float(np.linalg.norm(total)), 1e-9))


def unsaid(query: Query, evidence: Sequence[Evidence]) -> Term | None:
    """A word of the question that no article has and nothing in the best evidence means: the answer lacks its point.

    Across languages only whole names are looked for like this: other words are too often rendered freely. What
    means the word beside it says that one: the encoder reads neighbouring names into each other.
    """
    best = evidence[:SAYING]
    keys = frozenset().union(*(e.keys | _context(e.article) for e in best))
    groups = query.names if best[0].crosses else [[term] for term in query.terms]
    for group in groups:
        if all(t.own not in t.keys and keys.isdisjoint(t.keys.keys() - _beside(t, query)) for t in group):
            return group[0]
    return None


def _beside(term: Term, query: Query) -> set[str]:
    """The forms of the words next to this one in the question."""
    at = query.terms.index(term)
    return {neighbour.own for neighbour in query.terms[max(0, at - 1) : at + 2] if neighbour is not term}


def confidence(evidence: Evidence) -> float:
    """How likely, from 0 to 1, a sentence answers the question.

    A logistic function of its three measures, with weights learned on XQuAD from questions whose paragraph is in
    the corpus or was taken out; what they add up to, on one's own language and across, is set so that .5 is the
    middle on news questions (benchmarks/learn_confidence.py, docs/MEASUREMENTS.md).
    """
    measured = 6.64 * evidence.tokens + 3.02 * evidence.words + 19.82 * evidence.cosine
    weighed = measured - (18.66 if evidence.crosses else 21.80)
    return 1.0 / (1.0 + math.exp(-weighed))
