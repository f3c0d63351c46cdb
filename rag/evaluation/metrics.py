"""What answers and retrieved passages are worth, beside the sentences that are known to support an answer."""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from rag.evaluation.dataset import Question
from rag.evaluation.drafts import Draft

THRESHOLDS = [step / 100 for step in range(101)]
_BINS = 10
_SAME_WORDS = 0.7
_MARKS = re.compile(r"[\u064b-\u065f\u0670\u0640]")
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What an answer is worth: for each citation whether it supports the answer; the share of facets supported."""

    answered: bool
    supports: tuple[bool, ...] = ()
    facets: float = 0.0

    @property
    def right(self) -> bool:
        """Whether any citation is evidence."""
        return any(self.supports)


@dataclass(frozen=True, slots=True)
class Retrieved:
    """How well the articles that hold evidence are ranked, and the share of facets that the passages hold."""

    ndcg_at_10: float
    recall_at_1: float
    recall_at_5: float
    recall_at_10: float
    facets: float


@dataclass(frozen=True, slots=True)
class Judged:
    """One question: its answer as given, as it would be at threshold 0, and its passages.

    `verbatim` says for each citation given whether it stands in its article. `retrieved` is None where no article
    holds a supporting sentence. `seconds` are those of the answer given, `embedding` of embedding the question.
    `draft` is what a language model wrote for the answer given; None where none was asked.
    """

    question: Question
    confidence: float
    given: Verdict
    at_zero_threshold: Verdict
    verbatim: tuple[bool, ...] = ()
    retrieved: Retrieved | None = None
    seconds: float = 0.0
    embedding: float = 0.0
    draft: Draft | None = None

    @property
    def wrong(self) -> str:
        """What is wrong with the answer: "answered", "refused" or "no evidence"; "" where nothing is."""
        if not self.question.answerable:
            return "answered" if self.given.answered else ""
        if self.given.right:
            return ""
        return "no evidence" if self.given.answered else "refused"


@dataclass(frozen=True, slots=True)
class Scores:
    """Shares and means from 0 to 1 over some questions; None where there is nothing to take them of."""

    questions: int
    answerable: int
    ndcg_at_10: float | None
    recall_at_1: float | None
    recall_at_5: float | None
    recall_at_10: float | None
    facets_retrieved: float | None
    evidence_first: float | None
    evidence_cited: float | None
    facet_recall: float | None
    citation_precision: float | None
    false_refusals: float | None
    false_answers: float | None
    auc: float | None
    calibration_error: float | None
    verbatim: float | None


@dataclass(frozen=True, slots=True)
class Point:
    """The figures that a threshold would give.

    Of the answerable questions the share answered, and answered with evidence cited (`right`); of the others the
    share answered.
    """

    threshold: float
    answered: float | None
    right: float | None
    false_answers: float | None


def judge_answer(question: Question, answered: bool, quotes: Sequence[str]) -> Verdict:
    """Judge an answer by the quotes it cites, first to last. A quote may be of several sentences."""
    if not answered:
        return Verdict(False)
    hits = [[any(same_sentence(quote, s.sentence) for s in facet) for quote in quotes] for facet in question.facets]
    supports = tuple(any(hit[place] for hit in hits) for place in range(len(quotes)))
    return Verdict(True, supports, sum(map(any, hits)) / len(hits) if hits else 0.0)


def score_retrieval(
    question: Question, articles: Sequence[str], passages: Sequence[str], right: set[str]
) -> Retrieved:
    """Judge what was retrieved: ids of articles, best first, and the texts to read; `right` are articles' ids."""
    ranking = list(dict.fromkeys(articles))
    gains = [id_ in right for id_ in ranking]
    best = sum(1 / math.log2(rank + 2) for rank in range(min(len(right), 10)))
    read = [plain_words(passage) for passage in passages]
    held = [any(plain_words(s.sentence) in passage for s in facet for passage in read) for facet in question.facets]
    return Retrieved(
        ndcg_at_10=sum(gain / math.log2(rank + 2) for rank, gain in enumerate(gains[:10])) / best,
        recall_at_1=sum(gains[:1]) / len(right),
        recall_at_5=sum(gains[:5]) / len(right),
        recall_at_10=sum(gains[:10]) / len(right),
        facets=sum(held) / len(held),
    )


def score_answers(judged: Sequence[Judged]) -> Scores:
    """The figures over these questions."""
    yes = [j for j in judged if j.question.answerable]
    no = [j for j in judged if not j.question.answerable]
    found = [j.retrieved for j in yes if j.retrieved]
    return Scores(
        questions=len(judged),
        answerable=len(yes),
        ndcg_at_10=_mean(r.ndcg_at_10 for r in found),
        recall_at_1=_mean(r.recall_at_1 for r in found),
        recall_at_5=_mean(r.recall_at_5 for r in found),
        recall_at_10=_mean(r.recall_at_10 for r in found),
        facets_retrieved=_mean(r.facets for r in found),
        evidence_first=_mean(any(j.given.supports[:1]) for j in yes),
        evidence_cited=_mean(j.given.right for j in yes),
        facet_recall=_mean(j.given.facets for j in yes),
        citation_precision=_mean(sum(s) / len(s) for j in yes if (s := j.given.supports)),
        false_refusals=_mean(not j.given.answered for j in yes),
        false_answers=_mean(j.given.answered for j in no),
        auc=auc([j.confidence for j in yes], [j.confidence for j in no]),
        calibration_error=calibration_error(
            [j.confidence for j in judged], [j.at_zero_threshold.right for j in judged]
        ),
        verbatim=_mean(stands for j in judged for stands in j.verbatim),
    )


def refusal_curve(judged: Sequence[Judged]) -> list[Point]:
    """What each threshold from 0 to 1, in steps of .01, would give."""

    def share(answerable: bool, threshold: float, counts: Callable[[Verdict], bool]) -> float | None:
        chosen = [j for j in judged if j.question.answerable == answerable]
        return _mean(j.confidence >= threshold and counts(j.at_zero_threshold) for j in chosen)

    return [
        Point(
            threshold,
            share(True, threshold, lambda verdict: verdict.answered),
            share(True, threshold, lambda verdict: verdict.right),
            share(False, threshold, lambda verdict: verdict.answered),
        )
        for threshold in THRESHOLDS
    ]


def auc(yes: Sequence[float], no: Sequence[float]) -> float | None:
    """How often the first kind has more confidence than the second; a tie counts half."""
    if not yes or not no:
        return None
    differences = np.subtract.outer(np.array(yes), np.array(no))
    return float((differences > 0).mean() + (differences == 0).mean() / 2)


def calibration_error(confidences: Sequence[float], right: Sequence[bool]) -> float | None:
    """Expected calibration error: how far confidence lies from the share answered rightly, in ten bins."""
    bins: dict[int, list[float]] = {}
    for sure, is_right in zip(confidences, right, strict=True):
        bins.setdefault(min(int(sure * _BINS), _BINS - 1), []).append(sure - is_right)
    return sum(abs(sum(apart)) for apart in bins.values()) / len(confidences) if confidences else None


def _mean(values: Iterable[float]) -> float | None:
    found = list(values)
    return sum(found) / len(found) if found else None


def same_sentence(quote: str, sentence: str) -> bool:
    """Whether the shorter of the two shares at least 70 % of its words with the other."""
    one, other = _counted(quote), _counted(sentence)
    shorter = min(one.total(), other.total())
    return one.total() > 0 and (one & other).total() >= _SAME_WORDS * shorter


@lru_cache(maxsize=10_000)
def _counted(text: str) -> Counter[str]:
    return Counter(plain_words(text).split())


@lru_cache(maxsize=10_000)
def plain_words(text: str) -> str:
    """The words of a text, folded only in form and marks, between spaces: to look for one text in another."""
    return f" {' '.join(_WORD.findall(_MARKS.sub('', unicodedata.normalize('NFKC', text)).lower()))} "
