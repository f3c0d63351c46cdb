"""Questions that ask several things, taken apart: "who won and how many voted?", "is rent higher in A or in B?".

Closed-class words and the build of the sentence decide, never names. A question that is not clearly several is one:
to miss that it is several costs an answer less than to tear apart one that is not.
"""

from __future__ import annotations

from rag.query.parts.alternatives import compared_things, shared_things
from rag.query.parts.conjoined import conjoined_questions
from rag.query.parts.part import MOST_PARTS, Part
from rag.query.parts.tokens import read_tokens
from store.text import language_of

__all__ = ["MOST_PARTS", "Part", "split_question"]


def split_question(question: str) -> tuple[Part, ...]:
    """The two or three parts of a question that asks several things; none where it asks one."""
    tokens, language = read_tokens(question), language_of(question)
    for split in (compared_things, conjoined_questions, shared_things):
        parts = split(question, tokens, language)
        if 2 <= len(parts) <= MOST_PARTS:
            return tuple(parts)
    return ()
