"""A model's numbers for the windows of a text → what the text says.

All windows are measured against their own "the passage does not answer", the logit of the first token. Their scores
can therefore be compared, and several windows are joined as if they had been read as one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rag.reading.types import AnswerSpan, Entailment, Page, Reading, Verdict, WordSupport
from rag.reading.windows import Part, Window
from store import Span

ANSWER_TOKENS = 30
# A word of a question: letters and digits, with the marks of Arabic vowels and what joins the parts of a number.
_WORD = re.compile(r"\w(?:\w|[\u064b-\u065f\u0670]|['’.,٫٬](?=\w))*")
# The exponentials of larger numbers overflow.
_HIGHEST = 700.0

Numbers = NDArray[np.float32]
Masses = NDArray[np.float64]


@dataclass(frozen=True)
class SpanLogits:
    """A model's numbers for one window of a page. `start`, `end`, `support`: float32 [tokens]; `verdict`: [3]."""

    start: Numbers
    end: Numbers
    verdict: Numbers | None = None
    support: Numbers | None = None


@dataclass(frozen=True)
class PairLogits:
    """A model's numbers for one window of a premise. `nli`: float32 [3], entails, neutral, contradicts."""

    nli: Numbers
    support: Numbers | None = None


def softmax(logits: Numbers) -> Masses:
    """Numbers of which the sum is 1."""
    powers = np.exp(logits.astype(np.float64) - float(logits.max()))
    return np.asarray(powers / powers.sum(), np.float64)


def join_reading(question: str, page: Page, windows: Sequence[Window], found: Sequence[SpanLogits]) -> Reading:
    """What the page says, of the numbers for each of its windows. A sentence counts where it is likeliest."""
    highest = max(0.0, *(float(logits.start.max()) - float(logits.start[0]) for logits in found))
    masses = [_masses(page, window, logits, highest) for window, logits in zip(windows, found, strict=True)]
    most = np.max(masses, axis=0)
    chances = most / most.sum()
    answers = [a for w, logits in zip(windows, found, strict=True) if (a := best_span(page, w, logits)) is not None]
    return Reading(
        none=float(chances[0]),
        sentences=tuple(chances[3:].tolist()),
        title=float(chances[1]),
        answer=max(answers, key=lambda answer: answer.score, default=None),
        verdict=_verdict([logits.verdict for logits in found if logits.verdict is not None]),
        support=_support(question, windows, [logits.support for logits in found]),
    )


def join_entailment(claim: str, windows: Sequence[Window], found: Sequence[PairLogits]) -> Entailment:
    """What the premise says of the claim: the word of the window that says most."""
    entails, neutral, contradicts = min((softmax(logits.nli).tolist() for logits in found), key=lambda each: each[1])
    return Entailment(entails, neutral, contradicts, _support(claim, windows, [each.support for each in found]))


def _masses(page: Page, window: Window, logits: SpanLogits, highest: float) -> Masses:
    """How likely the answer begins at none, in the title, in what is no sentence, in each sentence; of one scale.

    `highest` is the largest logit of all windows, measured against "none".
    Only the first token and those of title and text are candidates. The marks of beginning and end have nearly the
    same state: with all of them, "none" would be shared among three or four.
    """
    powers = np.exp(logits.start.astype(np.float64) - float(logits.start[0]) - highest)
    title = powers[window.title.at : window.title.end].sum()
    has_width = window.text.spans[:, 1] > 0  # the prefix has not
    in_sentence = np.bincount(
        sentence_of(page.sentences, window.text) + 1,
        weights=powers[window.text.at : window.text.end] * has_width,
        minlength=len(page.sentences) + 1,
    )
    return np.concatenate([[powers[0], title], in_sentence])


def sentence_of(sentences: Sequence[Span], part: Part) -> NDArray[np.int64]:
    """int64 [tokens]: the number of the sentence that each token of a text overlaps; -1 where it overlaps none."""
    if not sentences:
        return np.full(len(part.spans), -1, np.int64)
    starts = np.array([sentence.start for sentence in sentences], np.int64)
    ends = np.array([sentence.end for sentence in sentences], np.int64)
    number = np.searchsorted(ends, part.spans[:, 0], side="right")
    known = np.minimum(number, len(sentences) - 1)
    inside = (number < len(sentences)) & (part.spans[:, 1] > starts[known]) & (part.spans[:, 1] > part.spans[:, 0])
    return np.where(inside, known, -1)


def best_span(page: Page, window: Window, logits: SpanLogits) -> AnswerSpan | None:
    """The words of one sentence, or of the title, whose logits of start and end have the greatest sum."""
    group = np.full(len(logits.start), -1, np.int64)
    group[window.text.at : window.text.end] = sentence_of(page.sentences, window.text)
    has_width = window.title.spans[:, 1] > window.title.spans[:, 0]
    group[window.title.at : window.title.end] = np.where(has_width, len(page.sentences), -1)
    starts, ends = logits.start.astype(np.float64), logits.end.astype(np.float64)
    best, first, last = -np.inf, -1, -1
    for length in range(min(ANSWER_TOKENS, len(group))):
        stop = len(group) - length
        allowed = (group[:stop] >= 0) & (group[:stop] == group[length:])
        scores = np.where(allowed, starts[:stop] + ends[length:], -np.inf)
        at = int(scores.argmax())
        if scores[at] > best:
            best, first, last = float(scores[at]), at, at + length
    if first < 0:
        return None
    in_title = bool(group[first] == len(page.sentences))
    part = window.title if in_title else window.text
    start, end = int(part.spans[first - part.at, 0]), int(part.spans[last - part.at, 1])
    return AnswerSpan(start, end, in_title, best - float(starts[0] + ends[0]))


def _verdict(found: Sequence[Numbers]) -> Verdict | None:
    """The verdict of the window that says most."""
    if not found:
        return None
    return Verdict(*min((softmax(logits).tolist() for logits in found), key=lambda each: each[2]))


def _support(text: str, windows: Sequence[Window], found: Sequence[Numbers | None]) -> tuple[WordSupport, ...] | None:
    """For each word of the question or claim that was read: as in the window that bears it out best."""
    best: dict[tuple[int, int], float] = {}
    for window, logits in zip(windows, found, strict=True):
        if logits is None:
            return None
        part = window.question
        chances = 1 / (1 + np.exp(np.minimum(-logits[part.at : part.end].astype(np.float64), _HIGHEST)))
        for word in _WORD.finditer(text):
            own = (part.spans[:, 0] < word.end()) & (part.spans[:, 1] > word.start())
            if own.any():
                best[word.span()] = max(best.get(word.span(), 0.0), float(chances[own].min()))
    return tuple(WordSupport(start, end, chance) for (start, end), chance in best.items())
