"""An answer gone on with: what it showed already goes to the end, and where nothing is left it says so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rag.results import MOST_OPEN, PHRASES, Answer, AnswerKind, Hit, Statement


def show_further(answer: Answer, times: int, near: Sequence[Hit]) -> Answer:
    """The answer as it is given when more of it was asked for so many times.

    Each time as many statements as stand open were shown. `near` are passages that come close: where no statement is
    left the answer is a refusal with those that it did not quote. An overview stays as it is: it says itself of how
    many articles it tells.
    """
    if not times or not answer.answered or answer.kind is not AnswerKind.ANSWER:
        return answer
    shown = times * MOST_OPEN
    if shown < len(answer.statements):
        return replace(answer, statements=_rotated(answer.statements, shown))
    unseen = [
        hit
        for hit in near
        if not any(
            cited.article.id == hit.article.id and cited.start < hit.passage.end and hit.passage.start < cited.end
            for cited in answer.citations
        )
    ]
    return Answer(
        answer.question,
        answer.language,
        PHRASES[answer.language].no_more,
        False,
        closest=tuple(unseen),
        understood=answer.understood,
        kind=AnswerKind.REFUSAL,
        corpus=answer.corpus,
    )


def _rotated(statements: Sequence[Statement], shown: int) -> tuple[Statement, ...]:
    """The statements after the first so many, then these, numbered anew."""
    order = [*range(shown, len(statements)), *range(shown)]
    numbers = iter(range(1, 1 + sum(len(statement.citations) for statement in statements)))
    return tuple(
        replace(
            statements[old],
            citations=tuple(replace(citation, number=next(numbers)) for citation in statements[old].citations),
            differs_from=tuple(sorted(order.index(other) for other in statements[old].differs_from)),
        )
        for old in order
    )
