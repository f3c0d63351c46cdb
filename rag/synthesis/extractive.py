"""An answer of quotes, without a language model.

The best sentences are quoted as they stand, each with who said it and when. What several articles say alike is
one statement with a citation for each, and where reports differ both are shown; nothing is rephrased, so nothing
can be made up.
"""

from __future__ import annotations

from collections.abc import Sequence

from rag.results import Citation, Statement, can_lead
from rag.retrieval import Evidence
from rag.synthesis.contradiction import Comparisons
from rag.synthesis.denial import Told, tell_denials
from rag.synthesis.reading_order import in_reading_order
from rag.synthesis.selection import cluster_evidence
from rag.verification import Judge
from store import Span


def build_statements(
    evidence: Sequence[Evidence],
    question: str,
    language: str,
    in_order: bool = False,
    judge: Judge | None = None,
) -> tuple[Statement, ...]:
    """The evidence as statements, best first, with citations numbered from 1 in reading order.

    With `in_order` the statements keep the order of the evidence, whatever the scores. `judge` is a reader's, which
    tells what says the same, what differs, and what its own article denies.
    """
    compared = Comparisons(evidence, judge)
    chosen = in_reading_order(
        cluster_evidence(evidence, question, in_order, compared),
        compared,
        None if in_order else lambda found: _can_lead(found, language),
    )
    told = tell_denials(chosen, judge)
    numbers = iter(range(1, 1 + sum(len(one.group) for one in told)))
    return tuple(
        Statement(
            tuple(_citation(next(numbers), found, language) for found in one.group),
            tuple(i for i, other in enumerate(told) if _differ(one, other, compared)),
            one.denied,
        )
        for one in told
    )


def _differ(one: Told, other: Told, compared: Comparisons) -> bool:
    """Whether one denies the other, or both report the same thing differently."""
    if one.verdict is other or other.verdict is one:
        return True
    return bool(one.compared and other.compared and compared.differ(one.compared, other.compared))


def single_statements(evidence: Sequence[Evidence], language: str) -> tuple[Statement, ...]:
    """Each piece of evidence as a statement of its own, in this order, numbered from 1."""
    return tuple(Statement((_citation(number, one, language),)) for number, one in enumerate(evidence, 1))


def _can_lead(evidence: Evidence, language: str) -> bool:
    """Whether its sentence, as it is shown, can be understood where no other stands before it."""
    return can_lead(_citation(0, evidence, language))


def _citation(number: int, evidence: Evidence, language: str) -> Citation:
    span = Span(evidence.start, evidence.end, evidence.field)
    point = Span(evidence.span.start, evidence.span.end, evidence.field)
    return Citation.cut(
        evidence.article, span, language, number, point=point, score=evidence.score, answer=evidence.answer
    )
