"""Two outlets beside each other: what each says of a subject.

An outlet speaks in its own articles. One that the corpus has no article of may still be quoted in others': there the
sentences that name it are its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from rag.linguistics import matches_transliteration, same_name
from rag.query import QueryPlan
from rag.retrieval import Evidence, Ranking, articles_about
from rag.synthesis.overview import lead_sentences, leads_of, without_overlaps
from store import Corpus, Scope
from store.text import is_arabic, strip_clitics, words

EACH = 2
"""So many statements of each side are shown."""
_LONGEST_NAME = 4


@dataclass(frozen=True, slots=True)
class OutletComparison:
    """The evidence of two sides, taken in turn, and the names of the sides that say nothing."""

    evidence: list[Evidence]
    missing: list[str]


def compare_outlets(plan: QueryPlan, corpus: Corpus, ranking: Ranking, language: str) -> OutletComparison:
    """What each side of a plan's request says of its subject. The plan's request has sides."""
    sides = plan.request.sides if plan.request and plan.request.sides else ("", "")
    one, other = (_side(name, plan, corpus, ranking, language) for name in sides)
    one, other = _beside(one, sides[1]), _beside(other, sides[0])
    in_turn = [found for pair in zip_longest(one[:EACH], other[:EACH]) for found in pair if found]
    return OutletComparison(
        without_overlaps(in_turn), [name for name, found in zip(sides, (one, other), strict=True) if not found]
    )


def names_outlet(name: str, text: str) -> bool:
    """Whether a text names an outlet, in either alphabet."""
    if not is_arabic(name) and matches_transliteration(name, text):
        return True
    named, tokens = words(name), words(text)
    runs = (tokens[at : at + n] for n in range(1, 1 + _LONGEST_NAME) for at in range(len(tokens) - n + 1))
    return any(same_name([form, *run[1:]], named) for run in runs for form in strip_clitics(run[0]))


def _side(name: str, plan: QueryPlan, corpus: Corpus, ranking: Ranking, language: str) -> list[Evidence]:
    own = tuple(outlet for outlet in corpus.outlets() if outlet.strip() and same_name(words(name), words(outlet)))
    if not own:
        asked = replace(plan, text=f"{name} {plan.request.subject if plan.request else ''}".strip())
        return [found for found in ranking.rank(asked).evidence if names_outlet(name, found.quote)]
    scope = _within(plan.scope, own)
    if not plan.request or not plan.request.subject:
        return lead_sentences(corpus, scope, language, EACH)
    ranked = ranking.rank(replace(plan, caller_scope=scope, inferred_scope=Scope())).evidence
    likely = [found for found in ranked if found.confidence >= ranking.threshold]
    return without_overlaps([*likely, *leads_of(articles_about(plan.request.subject, corpus, scope), language)])


def _within(scope: Scope, outlets: tuple[str, ...]) -> Scope:
    """The scope within these outlets; those that the caller restricts the search to stay the only ones."""
    allowed = outlets if scope.outlets is None else tuple(each for each in outlets if each in scope.outlets)
    return replace(scope, outlets=allowed)


def _beside(evidence: Sequence[Evidence], other: str) -> list[Evidence]:
    """A side's evidence, first what names the other side too: it sets both beside each other by itself."""
    return sorted(evidence, key=lambda found: not names_outlet(other, found.sentence))
