"""How far a passage bears out the words of a question, by the reader and by the words that the passage has.

Asked what the ferry costs, the reader may take the number that a passage tells of the bus. It doubts one word then,
"ferry"; where the passage has no form of this word either, the number is not that of what was asked.

A question for yes or no is a claim in whole. What answers it speaks of each of its words, be it to deny them: the
reader, judging it beside the claim, says how surely it does.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence, Set

from rag.errors import ReaderError
from rag.linguistics import spelled_alike
from rag.query import AnswerType, Term, classify_question, content_words
from rag.reading import Entailment, Reader, WordSupport
from rag.retrieval.hybrid import PassageCandidate
from rag.retrieval.side_by_side import has_number
from store import Article, Span
from store.text import format_date, index_text, names_of

DOUBTED = 0.4
"""A word that is less likely borne out. Across languages the reader doubts too many, above all names."""
SAID = 0.6
"""A form that means a word this surely says it."""
UNKNOWN = 0.5
HARDLY = 0.001
"""So likely at most is a word borne out that both the reader and the passage know nothing of."""

_log = logging.getLogger("isnad")


def claim_borne_out(
    question: str, told: Sequence[tuple[Article, str]], terms: Sequence[Term], reader: Reader | None
) -> list[float]:
    """How likely, from 0 to 1, each quote of an article speaks of the word of a claim that it speaks of least.

    `terms` are the claim's. All are 1 without a reader, where it fails, and where the question is not one for yes or
    no.
    """
    if reader is None or classify_question(question) is not AnswerType.YES_NO:
        return [1.0] * len(told)
    pages = [_dated(article, quote) for article, quote in told]
    try:
        judged = reader.judge([(page, question) for page in pages])
    except ReaderError as error:
        _log.warning("A question for yes or no was answered without judging its quotes. %s", error)
        return [1.0] * len(told)
    return [_least(question, page, each, terms) for page, each in zip(pages, judged, strict=True)]


def _dated(article: Article, quote: str) -> str:
    """A quote under its article's title and day."""
    day = [format_date(article.date, article.language)] if article.date else []
    return ". ".join([article.title, *day, quote])


def _least(question: str, page: str, judged: Entailment, terms: Sequence[Term]) -> float:
    """How surely the page speaks of the question's content words, of which those that it has are surely spoken of."""
    forms = frozenset(index_text([page]).split())
    doubted = [
        word.supported
        for word in judged.support or ()
        if (own := content_words(question[word.start : word.end])) and not _are_said(own, terms, forms)
    ]
    return min(doubted, default=1.0)


def least_borne_out(
    question: str, candidate: PassageCandidate, support: Sequence[WordSupport], answer: Span | None
) -> float:
    """How likely, from 0 to 1, a passage bears out the content word of a question that it bears out least.

    `support` is the reader's, `answer` its words in the article. HARDLY where these are the number of something else.
    """
    words = [word for word in support if content_words(question[word.start : word.end])]
    is_across = candidate.article.language != candidate.query.language
    doubted = [] if is_across else [word for word in words if word.supported < DOUBTED]
    least = min((word.supported for word in words), default=UNKNOWN)
    if _is_number(question, candidate, answer) and not all(_says(candidate, question, word) for word in doubted):
        return min(least, HARDLY)
    return least


def _is_number(question: str, candidate: PassageCandidate, answer: Span | None) -> bool:
    """Whether a number answers that is none of a day."""
    if answer is None or classify_question(question) is AnswerType.WHEN:
        return False
    return has_number(candidate.article.part(answer.field), answer)


def _says(candidate: PassageCandidate, question: str, word: WordSupport) -> bool:
    """Whether the passage, its title or its day has any form or spelling of a word of the question."""
    article, own = candidate.article, content_words(question[word.start : word.end])
    named = [article.title, *([names_of(article.date)] if article.date else [])]
    forms = frozenset(index_text(named).split()).union(*(sentence.row.keys for sentence in candidate.sentences))
    return _are_said(own, candidate.query.terms, forms)


def _are_said(words: Sequence[str], terms: Sequence[Term], forms: Set[str]) -> bool:
    """Whether any of these words of a question is said, or spelled otherwise, by one of the forms."""
    own = [term for term in terms if term.word in words]
    sure = max((term.keys[form] for term in own for form in term.keys.keys() & forms), default=0.0)
    return sure >= SAID or any(spelled_alike(term.word, form) for term in own for form in forms)
