"""Claims that an article reports in order to deny them: quoted with what denies them, never alone.

Fact-checks tell the rumour in their first sentence and what is true of it in the title or right behind; corrections
and denials in ordinary news are built alike.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from rag.retrieval import Evidence
from rag.synthesis.denial_likelihood import LIKELY_DENIED, find_denials
from rag.synthesis.selection import Group
from rag.verification import Judge
from store import Span
from store.text import is_statement, split_sentences

PERHAPS = 0.15
"""From this likelihood on a sentence is quoted with a claim, in case it denies it: behind hearsay, it often is."""
REACH = 2
"""So many of the sentences behind a claim may deny it."""
TOGETHER = 300
"""A claim and what may deny it are one quote while it has at most so many characters;"""
TOGETHER_ALONE = 400
"""and where no title denies it, the two sentences by themselves up to so many."""
_NEAR = 3000


@dataclass(frozen=True, slots=True, eq=False)
class Told:
    """What one statement cites, its best first; `compared` is that best one as it stands in the evidence.

    `denied`: its article denies it, in the quote itself or, where there is one, in `verdict`, which stands before it.
    What is denied is compared with no other report, nor is a denial that is none of the evidence.
    """

    group: Group
    compared: Evidence | None
    denied: bool = False
    verdict: Told | None = None


@dataclass(frozen=True, slots=True)
class _Denial:
    """What denies a claim and how likely it does: the title, and the first sentence behind that does.

    It is the next one where none does; 0.0 where there is none.
    """

    title: tuple[float, Evidence]
    behind: tuple[float, Evidence]

    @property
    def sure(self) -> bool:
        """Whether any of them denies it."""
        return max(self.title[0], self.behind[0]) >= LIKELY_DENIED


def tell_denials(groups: Sequence[Group], judge: Judge | None) -> list[Told]:
    """The groups of evidence in their order; a claim that its article denies comes with the denial, or behind it.

    What is denied supports no other report: it is told by itself. Without a reader's `judge` only words tell.
    """
    denials = _denials([found for group in groups for found in group], judge)
    waiting = [part for group in groups for part in _apart(group, denials)]
    told: list[Told] = []
    for group in waiting:
        new = [found for found in group if not _telling(found, told)]
        if not new:
            continue
        first, *others = new
        denial = denials[id(first)]
        quoted = _in_one_quote(first, denial)
        quoted = first if _telling(quoted, told) else quoted
        if not denial.sure:
            told.append(Told([quoted, *others], first))
            continue
        verdict = None
        if apart := _apart_from(quoted, denial):
            verdict = _telling(apart, told) or _verdict(apart, waiting)
            told += [verdict] * (verdict not in told)
        told.append(Told([replace(quoted, answer=None)], None, True, verdict))
    return told


def _verdict(denial: Evidence, waiting: Sequence[Group]) -> Told:
    """A denial as a statement: as it stands in the evidence, if it does."""
    own = next((group for group in waiting if group[0].overlaps(denial)), None)
    return Told(own, own[0]) if own else Told([denial], None)


def _telling(found: Evidence, told: Sequence[Told]) -> Told | None:
    """The statement that quotes these words already."""
    return next((one for one in told if any(found.overlaps(other) for other in one.group)), None)


def _apart(group: Group, denials: Mapping[int, _Denial]) -> Iterator[Group]:
    """The group without what is denied, which follows one by one."""
    kept = [found for found in group if not denials[id(found)].sure]
    yield from [kept] * bool(kept)
    yield from ([found] for found in group if denials[id(found)].sure)


def _in_one_quote(claim: Evidence, denial: _Denial) -> Evidence:
    """The claim and the sentence that may deny it as one quote; the claim where that would be long or nothing may.

    What was quoted around the claim gives way to the denial. What the title denies is quoted with the next sentence.
    Where that surely denies it too, it is the quote's point.
    """
    likely, behind = denial.behind
    in_title = denial.title[0] >= LIKELY_DENIED
    if max(likely, in_title) < PERHAPS or not likely:
        return claim
    sure = likely >= LIKELY_DENIED
    point = behind.span if sure else claim.span
    whole = Span(min(claim.start, behind.start), max(claim.end, behind.end))
    alone = Span(claim.span.start, behind.end)
    for quote, most in ((whole, TOGETHER), (alone, TOGETHER_ALONE if sure and not in_title else TOGETHER)):
        if quote.end - quote.start <= most:
            return replace(claim, span=point, start=quote.start, end=quote.end)
    return claim


def _apart_from(quoted: Evidence, denial: _Denial) -> Evidence | None:
    """What denies a quote and is not in it: the title before any sentence."""
    found = [
        one for likely, one in (denial.title, denial.behind) if likely >= LIKELY_DENIED and not one.overlaps(quoted)
    ]
    return found[0] if found else None


def _denials(found: Sequence[Evidence], judge: Judge | None) -> dict[int, _Denial]:
    """For each piece of evidence, by its id(), what its article has against it."""
    pairs = [(claim, denial) for claim in found for denial in _candidates(claim)]
    likelihoods = find_denials([(denial.sentence, claim.sentence) for claim, denial in pairs], judge)
    denials = {id(claim): _Denial((0.0, claim), (0.0, claim)) for claim in found}
    for (claim, denial), likely in zip(pairs, likelihoods, strict=True):
        known = denials[id(claim)]
        if denial.field == "title":
            denials[id(claim)] = replace(known, title=(likely, denial))
        elif known.behind[0] < LIKELY_DENIED <= likely or not known.behind[0]:
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
    if headline := article.headline:
        yield _at(claim, headline)


def _at(claim: Evidence, span: Span) -> Evidence:
    """Another place of the same article as evidence."""
    return replace(claim, span=span, start=span.start, end=span.end, field=span.field, embedding=None, answer=None)
