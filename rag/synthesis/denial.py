"""Claims that an article reports in order to deny them: quoted with what denies them, never alone.

Fact-checks tell the rumour in their first sentence and what is true of it in the title or right behind; corrections
and denials in ordinary news are built alike. What tells that a title or sentence denies a claim: that the claim is
hearsay, that the other says no to the claim's own words, and the reader's judgement of both.
"""

from __future__ import annotations

import json
import logging
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from rag.errors import ReaderError
from rag.linguistics import comparison_forms, denies, is_hearsay, says_untrue
from rag.query import content_words
from rag.reading import Entailment
from rag.retrieval import Evidence, logistic, weighted_sum
from rag.synthesis.selection import Group
from rag.verification import Judge
from store import Span
from store.text import is_statement, split_sentences

LIKELY = 0.5
"""From this likelihood on a title or sentence denies a claim;"""
PERHAPS = 0.15
"""from this one on the sentence is quoted with the claim, in case it does: so is what stands behind any hearsay."""
REACH = 2
"""So many of the sentences behind a claim may deny it."""
TOGETHER = 600
"""A claim and what denies it are one quote while it has at most so many characters."""
_NEAR = 3000
_LEAST = 1e-3
"""Likelihoods are taken to be no nearer to 0."""

_log = logging.getLogger("isnad")


@dataclass(frozen=True, slots=True, eq=False)
class Told:
    """What one statement cites, its best first.

    `denied`: its article denies it, in the quote itself or, where there is one, in `verdict`, which stands before it.
    """

    group: Group
    denied: bool = False
    verdict: Told | None = None


@dataclass(frozen=True, slots=True)
class _Denial:
    """What denies a claim and how likely it does: the title, and the likeliest sentence behind; 0.0 where none is."""

    title: tuple[float, Evidence]
    behind: tuple[float, Evidence]

    @property
    def sure(self) -> bool:
        """Whether any of them denies it."""
        return max(self.title[0], self.behind[0]) >= LIKELY


def tell_denials(groups: Sequence[Group], judge: Judge | None) -> list[Told]:
    """The groups of evidence in their order; a claim that its article denies comes with the denial, or behind it.

    What is denied supports no other report: it is told by itself. Without a reader's `judge` only words tell.
    """
    denials = _denials([found for group in groups for found in group], judge)
    waiting = [part for group in groups for part in _apart(group, denials)]
    told: list[Told] = []
    for first, *others in waiting:
        if _telling(first, told):
            continue
        denial = denials[id(first)]
        quoted = _in_one_quote(first, denial) or first
        apart = _apart_from(quoted, denial)
        verdict = _telling(apart, told) if apart else None
        if apart and verdict is None:
            verdict = Told(next((group for group in waiting if group[0].overlaps(apart)), [apart]))
            told.append(verdict)
        told.append(Told([quoted, *others], denial.sure, verdict))
    return told


def _telling(found: Evidence, told: Sequence[Told]) -> Told | None:
    """The statement that quotes these words already."""
    return next((one for one in told if any(found.overlaps(other) for other in one.group)), None)


def _apart(group: Group, denials: Mapping[int, _Denial]) -> Iterator[Group]:
    """The group without what is denied, which follows one by one."""
    kept = [found for found in group if not denials[id(found)].sure]
    yield from [kept] * bool(kept)
    yield from ([found] for found in group if denials[id(found)].sure)


def _in_one_quote(claim: Evidence, denial: _Denial) -> Evidence | None:
    """The claim and the sentence that may deny it as one quote; None where it would be long, or none does.

    Where it surely does it is the quote's point, and no words of the claim are the answer.
    """
    likely, behind = denial.behind
    start, end = min(claim.start, behind.start), max(claim.end, behind.end)
    if likely < PERHAPS or end - start > TOGETHER:
        return None
    if likely < LIKELY:
        return replace(claim, start=start, end=end)
    return replace(claim, span=behind.span, start=start, end=end, answer=None)


def _apart_from(quoted: Evidence, denial: _Denial) -> Evidence | None:
    """What denies a quote and is not in it: the title before any sentence."""
    found = [one for likely, one in (denial.title, denial.behind) if likely >= LIKELY and not one.overlaps(quoted)]
    return found[0] if found else None


def _denials(found: Sequence[Evidence], judge: Judge | None) -> dict[int, _Denial]:
    """For each piece of evidence, by its id(), what its article has against it."""
    pairs = [(claim, denial) for claim in found for denial in _candidates(claim)]
    measured = denial_measures([(denial.sentence, claim.sentence) for claim, denial in pairs], judge)
    denials = {id(claim): _Denial((0.0, claim), (0.0, claim)) for claim in found}
    for (claim, denial), measures in zip(pairs, measured, strict=True):
        likely, known = logistic(weighted_sum(_weights(), measures)), denials[id(claim)]
        if denial.field == "title":
            denials[id(claim)] = replace(known, title=(likely, denial))
        elif likely > known.behind[0]:
            denials[id(claim)] = replace(known, behind=(likely, denial))
    return denials


def _candidates(claim: Evidence) -> Iterator[Evidence]:
    """What may deny it: the next statements of its article, and the title. A title is the article's own voice."""
    article, after = claim.article, claim.span.end
    if claim.field == "title":
        return
    near = [Span(after + s.start, after + s.end) for s in split_sentences(article.text[after : after + _NEAR])]
    for span in [span for span in near if is_statement(article.text, span)][:REACH]:
        yield _at(claim, span)
    if title := article.title.strip():
        start = article.title.index(title)
        yield _at(claim, Span(start, start + len(title), "title"))


def _at(claim: Evidence, span: Span) -> Evidence:
    """Another place of the same article as evidence."""
    return replace(claim, span=span, start=span.start, end=span.end, field=span.field, embedding=None, answer=None)


def denial_measures(pairs: Sequence[tuple[str, str]], judge: Judge | None) -> list[dict[str, float]]:
    """For each title or sentence and the claim that it may deny, what tells whether it does.

    The reader is asked where the claim is hearsay or the other says no to its words: elsewhere it would cost more
    time than it finds.
    """
    of_words = [_of_words(*pair) for pair in pairs]
    open_ = [at for at, one in enumerate(of_words) if one["hearsay"] or one["repeated, denied"]]
    judged = dict(zip(open_, _judged([pairs[at] for at in open_], judge), strict=True))
    return [one | {"contradicts": judged.get(at, 0.0)} for at, one in enumerate(of_words)]


def _of_words(denial: str, claim: str) -> dict[str, float]:
    says_no, refuted = (denies(text) or says_untrue(text) for text in (denial, claim))
    known = frozenset[str]().union(*_forms(claim))
    again = [not forms.isdisjoint(known) for forms in _forms(denial)]
    repeated = sum(again) / max(len(again), 1)
    return {
        "hearsay": float(is_hearsay(claim)),
        "denied itself": float(refuted),
        "repeated": repeated,
        "repeated, denied": repeated if says_no and not refuted else 0.0,
    }


def _forms(text: str) -> list[frozenset[str]]:
    return [comparison_forms(word) for word in content_words(text) if len(word) > 1]


def _judged(pairs: Sequence[tuple[str, str]], judge: Judge | None) -> list[float]:
    """The log odds of contradiction against entailment; 0 without a reader, and where it fails."""
    try:
        return [_log_odds(each) for each in judge(pairs)] if judge and pairs else [0.0] * len(pairs)
    except ReaderError as error:
        _log.warning("Denials are looked for without the reader. %s", error)
        return [0.0] * len(pairs)


def _log_odds(judged: Entailment) -> float:
    return math.log((judged.contradicts + _LEAST) / (judged.entails + _LEAST))


@lru_cache(maxsize=1)
def _weights() -> dict[str, float]:
    """The weight of each measure, learned by benchmarks/learn_denials.py."""
    learned: dict[str, float] = json.loads(Path(__file__).with_name("denial.json").read_text("utf-8"))
    return learned
