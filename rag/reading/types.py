"""What a reader is given and what it finds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from store import Span


@dataclass(frozen=True, slots=True)
class Page:
    """A passage to read: its title, its text and where its sentences stand in it, in order and apart.

    The title may be empty; it may hold more than the headline (outlet, day). It has room for 48 tokens.
    """

    title: str
    text: str
    sentences: Sequence[Span]


@dataclass(frozen=True, slots=True)
class AnswerSpan:
    """The words that answer best: `[start, end)` of the page's text, or of its title where `in_title`.

    They lie within one sentence and have at most 30 tokens. `score`: the logits of their start and end minus those of
    "the passage does not answer"; above 0 they are the likelier of the two.
    """

    start: int
    end: int
    in_title: bool
    score: float


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a passage answers a yes/no question: three probabilities whose sum is 1."""

    yes: float
    no: float
    not_said: float


@dataclass(frozen=True, slots=True)
class WordSupport:
    """How likely, from 0 to 1, a passage bears out the word `[start, end)` of the question or claim.

    It is the least probability of the word's tokens.
    """

    start: int
    end: int
    supported: float


@dataclass(frozen=True, slots=True)
class Reading:
    """What a page says to a question.

    `none`: the probability that it does not answer. `sentences`: for each of the page's sentences, in its order, the
    probability that the answer begins in it; `title`: the same for the title. `answer`: the best words; None where
    there are none to choose from (`score` is then NO_ANSWER). `support`: for each word of the question, in order;
    only 64 tokens of a question are read, and words beyond have none. `verdict` and `support` are None from a model
    that has no such head.
    """

    none: float
    sentences: tuple[float, ...]
    title: float
    answer: AnswerSpan | None
    verdict: Verdict | None
    support: tuple[WordSupport, ...] | None

    @property
    def score(self) -> float:
        """The score of the best words."""
        return NO_ANSWER if self.answer is None else self.answer.score


NO_ANSWER = -30.0
"""The score of a page without words: below those of all others."""


@dataclass(frozen=True, slots=True)
class Entailment:
    """Whether a premise bears out a claim: three probabilities whose sum is 1.

    `support`: the same for each word of the claim; None from a model that has no such head.
    """

    entails: float
    neutral: float
    contradicts: float
    support: tuple[WordSupport, ...] | None


class Reader(Protocol):
    """A model that reads two texts together. Immutable, and safe to use from several threads.

    Equal input has equal output, alone or in company. Raises ReaderError when the model fails.
    """

    @property
    def fingerprint(self) -> str:
        """Names the model: readings of equal fingerprints may be compared, and are calibrated alike."""

    def read(self, question: str, pages: Sequence[Page]) -> list[Reading]:
        """What each page says to the question, in the order of the pages."""

    def judge(self, pairs: Sequence[tuple[str, str]]) -> list[Entailment]:
        """For each pair (premise, claim), whether the premise bears out the claim."""
