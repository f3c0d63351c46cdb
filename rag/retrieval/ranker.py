"""Settles a query plan by what the corpus says, and ranks what may answer it; each plan is ranked once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace

from rag.linguistics import Period, period_fit
from rag.query import PartPlan, QueryPlan, Term, content_words
from rag.reading import Reader
from rag.results import Hit
from rag.retrieval.closest import closest_hits, passage_of
from rag.retrieval.evidence import Evidence, select_evidence, share_of_terms
from rag.retrieval.hybrid import PassageCandidate, hybrid_search, to_hits
from rag.retrieval.known_words import with_a_word
from rag.retrieval.missing import missing_words
from rag.retrieval.reranker import PassageReading, read_passages
from rag.retrieval.scoring import Weights
from store import Corpus, Place, Scope
from store.text import word_keys

MOST = 0.5
"""A sentence that says this share of a party's words, rare ones counting most, says something of it;"""
STILL = 0.3
"""and one that says this share of the question's other words is still about the same."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """The passages found for a question and their likeliest sentences, best first; and what was read in them."""

    candidates: list[PassageCandidate]
    evidence: list[Evidence]
    readings: Mapping[Place, PassageReading]


class Ranking:
    """Settles and ranks plans. `threshold` is the confidence, from 0 to 1, from which evidence answers.

    With a reader the best passages are read together with the question; `calibrated` are its weights, where they
    are not the shipped ones.
    """

    def __init__(
        self,
        corpus: Corpus,
        threshold: float = 1.0,
        reader: Reader | None = None,
        calibrated: Weights | None = None,
    ) -> None:
        self._corpus = corpus
        self.threshold = threshold
        self._reader = reader
        self._calibrated = calibrated
        self._searched: dict[tuple[str, Scope], list[PassageCandidate]] = {}
        self._done: dict[tuple[str, Scope, Period | None, bool], Ranked] = {}

    def unread(self) -> Ranking:
        """The same without the reader. What one of them has searched for the other does not search for again."""
        unread = Ranking(self._corpus, self.threshold)
        unread._searched = self._searched
        return unread

    def settle(self, plan: QueryPlan) -> QueryPlan:
        """The plan that the articles bear out: one whose conditions hold."""
        while failed := next((c for c in plan.conditions if not self.answer_mentions(c.party, c.plan)), None):
            plan = failed.otherwise
        return self._resolve_overview(replace(plan, conditions=()))

    def rank(self, plan: QueryPlan) -> Ranked:
        """The passages and sentences that may answer a question."""
        which = plan.text, plan.scope, plan.period, plan.overview is not None
        if which not in self._done:
            candidates = self._search(plan.text, plan.scope)
            readings = read_passages(plan.text, candidates, self._reader)
            known = with_a_word(candidates)
            evidence = select_evidence(known, self._corpus, plan.period, readings, self._calibrated)
            kept = evidence if plan.overview is None else within_period(plan.period, evidence)
            self._done[which] = Ranked(candidates, kept, readings)
        return self._done[which]

    def closest(self, plan: QueryPlan) -> list[Hit]:
        """The passages worth reading where nothing answers."""
        ranked = self.rank(plan)
        return closest_hits(ranked.candidates, ranked.evidence, self._corpus)

    def passages(self, plan: QueryPlan, limit: int) -> list[Hit]:
        """The best passages, each with the sentence likeliest to answer: those of the evidence first, by its rank."""
        ranked = self.rank(plan)
        told = [(passage_of(one, ranked.candidates), one) for one in ranked.evidence]
        best = {one.place: one for one in (*(passage for passage, _ in told), *ranked.candidates)}
        points = [(one.article.id, one.span) for _, one in told if one.field == "text"]
        return [
            replace(
                hit, point=next((span for own, span in points if own == hit.article.id and hit.holds(span)), None)
            )
            for hit in to_hits(list(best.values()), self._corpus, limit)
        ]

    def missing(self, plan: QueryPlan) -> tuple[str, ...]:
        """The words of a question that nothing answers which the passages nearest to it say nothing of."""
        ranked = self.rank(plan)
        nearest = [*ranked.candidates[:1], *(passage_of(one, ranked.candidates) for one in ranked.evidence[:1])]
        return missing_words(plan.text, nearest, ranked.readings)

    def _search(self, text: str, scope: Scope) -> list[PassageCandidate]:
        if (text, scope) not in self._searched:
            self._searched[text, scope] = hybrid_search(text, self._corpus, scope)
        return self._searched[text, scope]

    def rank_part(self, part: PartPlan) -> list[Evidence]:
        """What may answer one of the things that a question asks, best first; none where nothing surely does."""
        evidence = self.rank(part.plan).evidence
        if part.dated is not None and not self._is_sure(evidence):
            evidence = published_within(part.period, self.rank(part.dated).evidence)
        return list(evidence) if self._is_sure(evidence) else []

    def _resolve_overview(self, plan: QueryPlan) -> QueryPlan:
        """The question as it can be answered: one for an overview keeps to articles of the days that it asks about,
        if there are any, and nothing surely tells what happened on these days.
        """
        if plan.overview is None:
            return plan
        kept = replace(plan, inferred_scope=plan.overview, period=None)
        there = self._corpus.catalogue.page(scope=kept.scope, limit=0).total
        return plan if plan.period and (not there or self._answers(plan)) else kept

    def _answers(self, plan: QueryPlan) -> bool:
        return self._is_sure(self.rank(plan).evidence)

    def _is_sure(self, evidence: Sequence[Evidence]) -> bool:
        return bool(evidence) and evidence[0].confidence >= self.threshold

    def answer_mentions(self, party: str, plan: QueryPlan) -> bool:
        """Whether a question that a party was put into has an answer which says something of both.

        So it has where the party went into the question's source or time: those the search keeps to.
        """
        named = _keys(party)
        if named.isdisjoint(_keys(plan.text)):
            return True
        if not self._answers(plan):
            return False
        best = self.rank(plan).evidence[0]
        others = [term for term in best.terms if named.isdisjoint(word_keys(term.word))]
        # A time is no subject of its own.
        still = plan.period is not None or not others or share_of_terms(others, best) >= STILL
        return still and share_of_terms(named_terms(named, best.terms), best) >= MOST


def named_terms(named: Set[str], terms: Sequence[Term]) -> list[Term]:
    """The terms with these forms, less what the question's other words say: its answers say that anyway."""
    own = [term for term in terms if not named.isdisjoint(word_keys(term.word))]
    others = {term.own for term in terms if term not in own}
    return [replace(term, keys={key: sure for key, sure in term.keys.items() if key not in others}) for term in own]


def _keys(text: str) -> set[str]:
    return {key for word in content_words(text) for key in word_keys(word)}


def within_period(period: Period | None, evidence: Sequence[Evidence]) -> list[Evidence]:
    """The evidence that names a day of this period."""
    return [e for e in evidence if period and period_fit(e.sentence, e.article.date, period) == 1.0]


def published_within(period: Period, evidence: Sequence[Evidence]) -> list[Evidence]:
    """The evidence in articles of this period."""
    dated = [(one, one.article.date) for one in evidence]
    return [one for one, day in dated if day and period.covers(day, day) == 1.0]
