"""How far a passage bears out the words of a question, by the reader and by the words that the passage has.

Asked what the ferry costs, the reader may take the number that a passage tells of the bus. It doubts one word then,
"ferry"; where the passage has no form of this word either, the number is not that of what was asked.
"""

from __future__ import annotations

from collections.abc import Sequence

from rag.linguistics import spelled_alike
from rag.query import AnswerType, classify_question, content_words
from rag.reading import WordSupport
from rag.retrieval.hybrid import PassageCandidate
from rag.retrieval.side_by_side import has_number
from store import Span
from store.text import index_text, names_of

DOUBTED = 0.4
"""A word that is less likely borne out. Across languages the reader doubts too many, above all names."""
SAID = 0.6
"""A form that means a word this surely says it."""
UNKNOWN = 0.5
HARDLY = 0.001
"""So likely at most is a word borne out that both the reader and the passage know nothing of."""


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
    terms = [term for term in candidate.query.terms if term.word in own]
    sure = max((term.keys[form] for term in terms for form in term.keys.keys() & forms), default=0.0)
    return sure >= SAID or any(spelled_alike(term.word, form) for term in terms for form in forms)
