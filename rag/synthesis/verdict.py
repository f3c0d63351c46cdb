"""What a question for yes or no is told before the quotes.

"No" is said where an article denies what is asked. Whether a sentence says yes or no the reader cannot tell (its
head for that is right as often as chance): all other answers are introduced as what the articles say.
"""

from __future__ import annotations

from collections.abc import Sequence

from rag.linguistics import comparison_forms, denies, is_hearsay, says_untrue
from rag.query import AnswerType, classify_question, content_words
from rag.results import Citation, Statement, Verdict

ASKED = 0.75
"""A claim is what is asked if it has this share of the question's content words, and no less than its denial."""


def find_verdict(question: str, statements: Sequence[Statement]) -> Verdict:
    """NONE where it is no question for yes or no; NO where the first statement denies the claim that it asks about.

    Asked about a rumour ("did they share it?", "is it false?") the denial would be a yes; then it is UNSURE.
    """
    if classify_question(question) is not AnswerType.YES_NO:
        return Verdict.NONE
    denied = next((each for each in statements if each.denied and 0 in each.differs_from), None)
    if denied is None or denies(question) or says_untrue(question) or is_hearsay(question):
        return Verdict.UNSURE
    claim, denial = (_share_said(question, each.citations[0]) for each in (denied, statements[0]))
    return Verdict.NO if claim >= max(ASKED, denial) else Verdict.UNSURE


def _share_said(question: str, citation: Citation) -> float:
    """How many of the question's content words a quote has, from 0 to 1."""
    said = frozenset[str]().union(*map(comparison_forms, content_words(citation.translation or citation.quote)))
    asked = [comparison_forms(word) for word in content_words(question) if len(word) > 1]
    return sum(not forms.isdisjoint(said) for forms in asked) / max(len(asked), 1)
