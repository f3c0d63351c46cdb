"""An answer gone on with: what was shown already goes to the end, and where nothing is left that is said."""

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
        order = [*range(shown, len(answer.statements)), *range(shown)]
        return replace(answer, statements=_ordered(answer.statements, order))
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


def needs_unseen(answer: Answer) -> bool:
    """Whether it has statements whose order may change: the first, which answers best, stays."""
    return answer.kind is AnswerKind.ANSWER and len(answer.statements) > 2 and not answer.intro_answers


def show_unseen(answer: Answer, before: Answer) -> Answer:
    """The answer to a follow-up: behind its first statement those that did not stand open in the answer before it."""
    open_ = [statement.citations[0] for statement in before.statements[:MOST_OPEN]]
    seen = [any(statement.citations[0].overlaps(one) for one in open_) for statement in answer.statements]
    if True not in seen[1:]:
        return answer
    order = sorted(range(len(seen)), key=lambda place: place > 0 and seen[place])
    return replace(answer, statements=_ordered(answer.statements, order))


def _ordered(statements: Sequence[Statement], order: Sequence[int]) -> tuple[Statement, ...]:
    """The statements in this order of their places, numbered anew."""
    numbers = iter(range(1, 1 + sum(len(statement.citations) for statement in statements)))
    return tuple(
        replace(
            statements[old],
            citations=tuple(replace(citation, number=next(numbers)) for citation in statements[old].citations),
            differs_from=tuple(sorted(order.index(other) for other in statements[old].differs_from)),
        )
        for old in order
    )
