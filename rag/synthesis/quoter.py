"""The answer that needs no language model: quotes, an overview, or that the articles do not say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from rag.query import PartPlan, QueryPlan, content_words, is_other_language, lacked_type
from rag.results import (
    PHRASES,
    Answer,
    AnswerKind,
    Hit,
    Phrases,
    Statement,
    articles_intro,
    describe_scope,
)
from rag.retrieval import Evidence, Ranking
from rag.synthesis.combining import combine_statements
from rag.synthesis.extractive import build_statements
from rag.synthesis.overviews import requested_overview
from rag.synthesis.selection import figures_first, newest_first
from rag.synthesis.verdict import find_verdict
from rag.verification import Judge, drop_stale_citations
from store import Corpus, Scope
from store.text import words


@dataclass(frozen=True)
class Quoter:
    """Answers one question. `text` is the question as it was asked, in `language`.

    `judge` tells whether one sentence bears out another; None where there is no reader.
    """

    text: str
    language: str
    corpus: Corpus
    ranking: Ranking
    judge: Judge | None

    def answer(self, plan: QueryPlan, parts: Sequence[PartPlan] = ()) -> Answer:
        """What answers the settled plan, or the `parts` that the question was taken apart into."""
        if not self.corpus.index.total():
            return Answer(self.text, self.language, self._phrases.no_articles, False, kind=AnswerKind.REFUSAL)
        if is_other_language(self.text):
            return replace(
                self._refusal(plan, "", self.ranking.closest(plan), 0.0), intro=self._phrases.other_language
            )
        of_parts = self._of_parts(plan, parts) if parts else None
        return of_parts or self._at_some_time(plan)

    @property
    def _phrases(self) -> Phrases:
        return PHRASES[self.language]

    def _of_parts(self, plan: QueryPlan, parts: Sequence[PartPlan]) -> Answer | None:
        """What answers each of the things that a question asks; its note says which of them nothing answers.

        None where nothing surely answers any of them, or one sentence all: then the whole question is to be answered.
        """
        ranked = [(part, self.ranking.rank_part(part)) for part in parts]
        found = [(part, evidence) for part, evidence in ranked if evidence]
        if (
            len({(evidence[0].article.id, evidence[0].span) for _, evidence in found}) < min(2, len(found))
            or not found
        ):
            return None
        statements = self._current(combine_statements([self._told_of(part, evidence) for part, evidence in found]))
        if not statements:
            return None
        sure = min(evidence[0].confidence for _, evidence in found)
        told = self._answered(plan, articles_intro(statements, self.language), statements, sure)
        told = replace(told, kind=AnswerKind.COMPARISON if plan.request and plan.request.sides else told.kind)
        return self._without_parts(told, [part.question for part, evidence in ranked if not evidence])

    def _without_parts(self, told: Answer, refused: Sequence[str]) -> Answer:
        """The answer with the note that these parts of its question have none."""
        if not refused:
            return told
        return _noted(told, self._phrases.refused_parts.format(parts=self._listed(refused)))

    def _told_of(self, part: PartPlan, evidence: Sequence[Evidence]) -> tuple[Statement, ...]:
        """The statements of evidence that surely answers a part: of what is compared, the figures first."""
        if not part.compared or part.plan.newest_first:
            return self._told(part.plan, evidence)
        return build_statements(figures_first(evidence), part.plan.text, self.language, True, self.judge)

    def _told(self, plan: QueryPlan, evidence: Sequence[Evidence]) -> tuple[Statement, ...]:
        """The statements of evidence that surely answers a plan."""
        if plan.newest_first:
            evidence = newest_first(evidence, self.ranking.threshold)
        return build_statements(evidence, plan.text, self.language, plan.newest_first, self.judge)

    def _at_some_time(self, plan: QueryPlan) -> Answer:
        """The answer to a plan; of words for a time that are in no quote it says that they were not understood.

        Where nothing answers with these words, what answers without them does.
        """
        quoted = self._of_plan(plan)
        if not plan.unclear:
            return quoted
        if not quoted.answered:
            quoted = self._of_plan(replace(plan, text=plan.without_unclear))
        quotes = {word for citation in quoted.citations for word in words(citation.quote)}
        if quotes.issuperset(content_words(plan.unclear)):
            return quoted
        return _noted(quoted, self._phrases.unclear_time.format(time=plan.unclear))

    def _of_plan(self, plan: QueryPlan) -> Answer:
        """The overview that a plan asks for, the quotes that answer it, or that nothing does."""
        if (requested := self._requested(plan)) is not None:
            return requested
        ranked = self.ranking.rank(plan)
        if not ranked.candidates and plan.inferred_scope != Scope():
            return self._none_within(plan)
        sure = ranked.evidence[0].confidence if ranked.evidence else 0.0
        statements = self._current(self._told(plan, ranked.evidence)) if sure >= self.ranking.threshold else ()
        if not statements:
            return self._not_said(plan, sure)
        lacks = _lacked(plan.text, statements)
        verdict = find_verdict(plan.text, statements)
        intro = articles_intro(statements, self.language, lacks, verdict)
        return replace(self._answered(plan, intro, statements, sure), lacks=lacks, verdict=verdict)

    def _not_said(self, plan: QueryPlan, sure: float) -> Answer:
        """That nothing answers the plan, and what of it the articles say nothing of."""
        closest, phrases = self.ranking.closest(plan), self._phrases
        if plan.overview is not None:
            return self._refusal(replace(plan, inferred_scope=plan.overview), phrases.none_then, closest, sure)
        return self._refusal(plan, phrases.refused_within, closest, sure, self.ranking.missing(plan))

    def _requested(self, plan: QueryPlan) -> Answer | None:
        """The overview that the plan asks for; None where it asks for none, or no article is about its subject."""
        overview = requested_overview(plan, self.corpus, self.ranking, self.judge, self.language)
        if overview is None:
            return None
        statements = self._current(overview.statements)
        given = replace(
            self._answered(plan, overview.intro, statements, 1.0),
            kind=overview.kind,
            intro_answers=overview.intro_answers,
        )
        if statements:
            return given
        return replace(given, answered=False, confidence=0.0, closest=tuple(self.ranking.closest(plan)))

    def _current(self, statements: Sequence[Statement]) -> tuple[Statement, ...]:
        """The statements whose articles still hold them."""
        return drop_stale_citations(statements, self.corpus)

    def _answered(self, plan: QueryPlan, intro: str, statements: tuple[Statement, ...], sure: float) -> Answer:
        """The answer of these statements; its note says to which articles the question itself limits the search."""
        within = describe_scope(plan.inferred_scope, self.language)
        return Answer(
            self.text,
            self.language,
            intro,
            True,
            statements,
            confidence=sure,
            understood=self._understood(plan),
            scope_note=self._phrases.only_articles.format(which=within) if within else "",
        )

    def _none_within(self, plan: QueryPlan) -> Answer:
        """That there are no articles of the source and time that the question names; the closest are of others."""
        elsewhere = self.ranking.closest(replace(plan, inferred_scope=Scope()))
        return self._refusal(plan, self._phrases.none_within, elsewhere, 0.0)

    def _refusal(
        self, plan: QueryPlan, within: str, closest: Sequence[Hit], sure: float, missing: tuple[str, ...] = ()
    ) -> Answer:
        """That the articles do not say; `within` is how to put it of those that the question itself asks for.

        Where words of the question are `missing` it says that instead.
        """
        which, phrases = describe_scope(plan.inferred_scope, self.language), self._phrases
        form = within if which else phrases.refused
        if missing:
            form = phrases.refused_missing_within if which else phrases.refused_missing
        return Answer(
            self.text,
            self.language,
            form.format(which=which, words=self._listed(missing)),
            False,
            closest=tuple(closest),
            confidence=sure,
            understood=self._understood(plan),
            kind=AnswerKind.REFUSAL,
            missing=missing,
        )

    def _listed(self, said: Sequence[str]) -> str:
        """Words of the question, each between quotation marks."""
        phrases = self._phrases
        return phrases.list_comma.join(f"{phrases.opening}{each}{phrases.closing}" for each in said)

    def _understood(self, plan: QueryPlan) -> str:
        """What the question was understood as, if it is not the question itself."""
        return plan.standalone if plan.standalone != self.text else ""


def _noted(answer: Answer, note: str) -> Answer:
    """The answer with a further note on what was searched for."""
    return replace(answer, scope_note=f"{answer.scope_note} {note}".strip())


def _lacked(question: str, statements: Sequence[Statement]) -> str:
    """The answer type (`AnswerData.lacks`) that the question asks for and none of their quotes gives; "" if none.

    Words that the reader took for the answer are not denied by their looks.
    """
    citations = [citation for each in statements for citation in each.citations]
    if any(citation.answer for citation in citations):
        return ""
    return lacked_type(question, [citation.translation or citation.quote for citation in citations]) or ""
