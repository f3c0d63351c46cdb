"""What the statements of an answer lack of what was asked for."""

from __future__ import annotations

from collections.abc import Sequence

from rag.query import lacked_type
from rag.results import Statement


def find_lack(question: str, statements: Sequence[Statement]) -> str:
    """The answer type (`AnswerData.lacks`) that the question asks for and none of their quotes gives; "" if none."""
    quotes = [citation.translation or citation.quote for each in statements for citation in each.citations]
    return lacked_type(question, quotes) or ""
