"""What a request for an overview gets: a summary, a timeline, what differs, two sides, the newest, a list."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from rag.query import QueryPlan, Request, RequestKind
from rag.results import (
    PHRASES,
    AnswerKind,
    Phrases,
    Statement,
    articles_intro,
    count_articles,
    count_phrase,
    overview_title,
)
from rag.retrieval import Beginning, Evidence, Ranking, articles_about, hybrid_search
from rag.synthesis.contradiction import Comparisons
from rag.synthesis.extractive import single_statements
from rag.synthesis.overviews.disagreement import find_disagreement, first_statements, newest_statements
from rag.synthesis.overviews.excerpts import headline_of, key_sentences, lead_of, lead_sentences, leads_of
from rag.synthesis.overviews.outlet_comparison import compare_outlets
from rag.synthesis.overviews.timeline import events, events_of_all, in_order
from rag.verification import Judge
from store import Corpus

MOST_LISTED = 12
"""So many articles are summarised or listed;"""
MOST_NEWEST = 6
"""so many told of as the newest about something."""


@dataclass(frozen=True, slots=True)
class Overview:
    """An overview as an answer shows it: its kind, the line above, and its statements.

    `intro_answers` as in an answer.
    """

    kind: AnswerKind
    intro: str
    statements: tuple[Statement, ...]
    intro_answers: bool = False


class _Asked:
    """A request, and what it is answered from."""

    def __init__(
        self, plan: QueryPlan, request: Request, corpus: Corpus, ranking: Ranking, judge: Judge | None, language: str
    ) -> None:
        self.plan, self.request, self.corpus, self.ranking = plan, request, corpus, ranking
        self.judge, self.language = judge, language

    @property
    def phrases(self) -> Phrases:
        return PHRASES[self.language]

    def about(self) -> list[Beginning]:
        """The articles about the subject, newest first."""
        return articles_about(self.request.subject, self.corpus, self.plan.scope)

    def count(self, number: int) -> str:
        return count_phrase(number, self.phrases.articles, self.language)

    def stated(self, kind: AnswerKind, intro: str, evidence: Sequence[Evidence]) -> Overview | None:
        """The overview of this evidence, each a statement; None where there is none."""
        return Overview(kind, intro, single_statements(evidence, self.language)) if evidence else None


def requested_overview(
    plan: QueryPlan, corpus: Corpus, ranking: Ranking, judge: Judge | None, language: str
) -> Overview | None:
    """What the plan's request gets, or the newest articles where it asks for nothing in particular.

    None for other plans, or where no article is about what it asks for: then the question is answered like any other.
    """
    request = plan.request
    if request is None and plan.overview is not None and plan.period is None:
        request = Request(RequestKind.SUMMARY)
    if request is None:
        return None
    return _GIVEN[request.kind](_Asked(plan, request, corpus, ranking, judge, language))


def _summary(asked: _Asked) -> Overview | None:
    if not asked.request.subject:
        if (
            asked.plan.request
            and len(only := asked.corpus.catalogue.page(scope=asked.plan.scope, limit=2).entries) == 1
        ):
            return _short(asked, only[0].id)
        most = MOST_NEWEST if asked.plan.request is None else MOST_LISTED
        leads = lead_sentences(asked.corpus, asked.plan.scope, asked.language, most)
        total = asked.corpus.catalogue.page(scope=asked.plan.scope, limit=0).total
        return asked.stated(AnswerKind.SUMMARY, overview_title(len(leads), total, asked.language), leads)
    about = asked.about()
    if len(about) == 1 or about and asked.request.one:
        return _short(asked, _best(asked, about).article.id)
    leads = leads_of(about[:MOST_LISTED], asked.language)
    title = overview_title(len(leads), len(about), asked.language)
    return asked.stated(AnswerKind.SUMMARY, title, leads)


def _short(asked: _Asked, article_id: str) -> Overview | None:
    """What one article says, in short."""
    said = key_sentences(article_id, asked.corpus, asked.plan.scope, asked.language)
    return asked.stated(AnswerKind.SUMMARY, asked.phrases.summary_of_one, said)


def _best(asked: _Asked, about: Sequence[Beginning]) -> Beginning:
    """Of the articles about the subject that which the search finds first; else the newest."""
    if len(about) == 1:
        return about[0]
    found = [candidate.article.id for candidate in hybrid_search(asked.plan.text, asked.corpus, asked.plan.scope)]
    return min(about, key=lambda each: found.index(each.article.id) if each.article.id in found else len(found))


def _timeline(asked: _Asked) -> Overview | None:
    plan, language = asked.plan, asked.language
    if not asked.request.subject:
        told, total = events_of_all(asked.corpus, plan.scope, plan.period, language)
    else:
        about, ranked = asked.about(), asked.ranking.rank(plan).evidence
        sure = [found for found in ranked if found.confidence >= asked.ranking.threshold]
        told, total = in_order([*sure, *events(about, language)], plan.period), len(about)
    articles = len({found.article.id for found in told})
    if not told and total and plan.period is None:
        return Overview(AnswerKind.REFUSAL, asked.phrases.no_days, ())
    form = asked.phrases.timeline
    if articles < total and plan.period is None:
        form = asked.phrases.timeline_of if asked.request.subject else asked.phrases.timeline_newest
    return asked.stated(AnswerKind.TIMELINE, form.format(shown=articles, articles=asked.count(total)), told)


def _disagreement(asked: _Asked) -> Overview | None:
    if asked.request.subject:
        about = first_statements(asked.about(), asked.corpus, asked.language)
        evidence = [*asked.ranking.rank(asked.plan).evidence, *about]
    else:
        evidence = newest_statements(asked.corpus, asked.plan.scope, asked.language)
    found = find_disagreement(evidence, asked.judge)
    form = asked.phrases.disagreement if found.differing else asked.phrases.no_disagreement
    intro = form.format(pairs=found.compared)
    if not found.sides:
        return Overview(AnswerKind.COMPARISON, asked.phrases.nothing_to_compare, ())
    statements = single_statements(found.sides, asked.language)
    return Overview(AnswerKind.COMPARISON, intro, _differing(statements, found.pairs if found.differing else ()))


def _differing(statements: Sequence[Statement], pairs: Sequence[tuple[int, int]]) -> tuple[Statement, ...]:
    """The statements with the places of those that each of them differs from."""
    differ: dict[int, set[int]] = {}
    for one, other in pairs:
        differ.setdefault(one, set()).add(other)
        differ.setdefault(other, set()).add(one)
    return tuple(
        replace(statement, differs_from=tuple(sorted(differ.get(place, ()))))
        for place, statement in enumerate(statements)
    )


def _comparison(asked: _Asked) -> Overview | None:
    found = compare_outlets(asked.plan, asked.corpus, asked.ranking, asked.language)
    if not found.evidence:
        return None
    compared, numbered = Comparisons(found.evidence, asked.judge), list(enumerate(found.evidence))
    pairs = [(i, j) for i, one in numbered for j, other in numbered[i + 1 :] if compared.differ(one, other)]
    statements = _differing(single_statements(found.evidence, asked.language), pairs)
    intro = articles_intro(statements, asked.language)
    if found.missing:
        intro = f"{intro[:-1]}. {asked.phrases.side_missing.format(side=found.missing[0])}"
    return Overview(AnswerKind.COMPARISON, intro, statements)


def _newest(asked: _Asked) -> Overview | None:
    leads = leads_of(asked.about()[:MOST_NEWEST], asked.language)
    form = asked.phrases.newest_about if len(leads) > 1 else asked.phrases.newest_one
    return asked.stated(AnswerKind.ANSWER, form.format(subject=asked.request.subject), leads)


def _articles(asked: _Asked) -> Overview | None:
    about, language = asked.about(), asked.language
    if not about:
        refused = asked.phrases.none_about.format(subject=asked.request.subject)
        return Overview(AnswerKind.REFUSAL, refused, ())
    listed = [headline_of(each.article, language) or lead_of(each, language) for each in about[:MOST_LISTED]]
    form = asked.phrases.listed_newest if len(about) > MOST_LISTED else asked.phrases.listed
    number = count_articles(len(about), language)
    intro = form.format(articles=number, subject=asked.request.subject, shown=MOST_LISTED)
    statements = single_statements([each for each in listed if each], language)
    return Overview(AnswerKind.ANSWER, intro, statements, intro_answers=True)


_GIVEN: Mapping[RequestKind, Callable[[_Asked], Overview | None]] = {
    RequestKind.SUMMARY: _summary,
    RequestKind.TIMELINE: _timeline,
    RequestKind.DISAGREEMENT: _disagreement,
    RequestKind.COMPARISON: _comparison,
    RequestKind.NEWEST: _newest,
    RequestKind.ARTICLES: _articles,
}
