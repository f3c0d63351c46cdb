"""What became of what a language model wrote, counted over the answers of an evaluation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rag.results import Answer, DraftFault, DraftSentence, Fallback, SentenceVerdict, marks


@dataclass(frozen=True, slots=True)
class Draft:
    """What a model wrote for one question: all sentences, shown or not.

    `fallback` says why the articles are quoted instead; None where the answer is the model's. `marks` says of each
    mark in such an answer whether it leads to a quote that stands in its article.
    """

    sentences: tuple[DraftSentence, ...]
    fallback: Fallback | None = None
    marks: tuple[bool, ...] = ()


@dataclass(frozen=True, slots=True)
class Tally:
    """How many answers a model was to write and wrote, and what became of the sentences.

    Each sentence was kept, as verified or not, replaced by the quote it leans on (`quoted`) or dropped; `verified`
    counts those of the kept, `faults` why of those not kept, `fallbacks` why answers are quoted. Sentences of such
    answers count too, as the check found them.
    `marks_verified` is the share of the marks shown that lead to a quote that stands; None without marks.
    """

    asked: int
    shown: int
    sentences: int
    kept: int
    quoted: int
    dropped: int
    faults: dict[DraftFault, int]
    fallbacks: dict[Fallback, int]
    marks: int
    marks_verified: float | None
    verified: int = 0


def collect_drafts(answer: Answer, verbatim: Sequence[bool]) -> Draft | None:
    """What a model wrote for an answer; None where no model was used, as for refusals.

    `verbatim` says of each of the answer's citations whether it stands in its article.
    """
    if not answer.model and answer.fallback is None:
        return None
    standing = {c.number for c, stands in zip(answer.citations, verbatim, strict=True) if stands}
    shown = marks.mark_numbers(answer.text) if answer.model else ()
    return Draft(answer.written, answer.fallback, tuple(number in standing for number in shown))


def tally_drafts(drafts: Sequence[Draft]) -> Tally:
    """The counts of some drafts together."""
    sentences = [sentence for draft in drafts for sentence in draft.sentences]
    verified = [stands for draft in drafts for stands in draft.marks]
    rejected = [s for s in sentences if s.verdict is SentenceVerdict.REJECTED]
    kept, quoted = len(sentences) - len(rejected), sum(s.quoted for s in rejected)
    return Tally(
        asked=len(drafts),
        shown=sum(draft.fallback is None for draft in drafts),
        sentences=len(sentences),
        kept=kept,
        quoted=quoted,
        dropped=len(sentences) - kept - quoted,
        faults={fault: sum(s.fault is fault for s in rejected) for fault in DraftFault},
        fallbacks={why: sum(draft.fallback is why for draft in drafts) for why in Fallback},
        marks=len(verified),
        marks_verified=sum(verified) / len(verified) if verified else None,
        verified=sum(s.verdict is SentenceVerdict.VERIFIED for s in sentences),
    )
