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
from rag.retrieval import Beginning, Evidence, Ranking, articles_about, beginnings
from rag.synthesis.overviews.excerpts import lead_sentences, leads_of, statement_of, without_overlaps
from store import Corpus, Scope
from store.text import is_arabic, strip_clitics, words

EACH = 2
"""So many statements of each side are shown."""
_LONGEST_NAME = 4
_PASSAGES = 40
"""So much is read of an article that quotes both."""


@dataclass(frozen=True, slots=True)
class OutletComparison:
    """The evidence of two sides, taken in turn, and the names of the sides that say nothing."""

    evidence: list[Evidence]
    missing: list[str]


def compare_outlets(plan: QueryPlan, corpus: Corpus, ranking: Ranking, language: str) -> OutletComparison:
    """What each side of a plan's request says of its subject. The plan's request has sides."""
    sides = plan.request.sides if plan.request and plan.request.sides else ("", "")
    one, other = (_side(name, plan, corpus, ranking, language) for name in sides)
    one, other = _named_first(one, sides[1]), _named_first(other, sides[0])
    quoted = not any(_outlets_of(name, corpus) for name in sides)
    together = _together(one, other, sides, corpus, language) if quoted else []
    in_turn = [found for pair in zip_longest(one[:EACH], other[:EACH]) for found in pair if found]
    shown = without_overlaps([*together, *in_turn])[: 2 * EACH]
    silent = [name for name, found in zip(sides, (one, other), strict=True) if not found]
    return OutletComparison(
        shown, [name for name in silent if not any(names_outlet(name, e.quote) for e in together)]
    )


def names_outlet(name: str, text: str) -> bool:
    """Whether a text names an outlet, in either alphabet."""
    if not is_arabic(name) and matches_transliteration(name, text):
        return True
    named, tokens = words(name), words(text)
    runs = (tokens[at : at + n] for n in range(1, 1 + _LONGEST_NAME) for at in range(len(tokens) - n + 1))
    return any(same_name([form, *run[1:]], named) for run in runs for form in strip_clitics(run[0]))


def _side(name: str, plan: QueryPlan, corpus: Corpus, ranking: Ranking, language: str) -> list[Evidence]:
    own = _outlets_of(name, corpus)
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


def _outlets_of(name: str, corpus: Corpus) -> tuple[str, ...]:
    """The corpus's outlets of this name."""
    return tuple(outlet for outlet in corpus.outlets() if outlet.strip() and same_name(words(name), words(outlet)))


def _named_first(evidence: Sequence[Evidence], other: str) -> list[Evidence]:
    """A side's evidence, first what names the other side too: it sets both beside each other by itself."""
    return sorted(evidence, key=lambda found: not names_outlet(other, found.sentence))


def _together(
    one: Sequence[Evidence], other: Sequence[Evidence], sides: tuple[str, str], corpus: Corpus, language: str
) -> list[Evidence]:
    """What an article quotes of one side and right beside it of the other: it sets them against each other itself.

    The first such pair of each side's evidence; a sentence that names both is a pair by itself.
    """
    pairs: list[Evidence] = []
    for evidence, (own, against) in ((one, sides), (other, sides[::-1])):
        for found in evidence:
            if names_outlet(against, found.sentence):
                pairs.append(found)
                break
            (begun,) = beginnings([found.article.id], corpus, Scope(), _PASSAGES) or (None,)
            said = _with_neighbours(found, begun, language) if begun else []
            facing = [each for each in said[1:] if names_outlet(against, each.sentence)]
            facing = [each for each in facing if not names_outlet(own, each.sentence)]
            if facing:
                pairs += sorted([said[0], facing[0]], key=lambda each: each.start)
                break
    return pairs


def _with_neighbours(found: Evidence, begun: Beginning, language: str) -> list[Evidence]:
    """A statement of an article by itself, then those right after and right before it."""
    at = next((at for at, row in enumerate(begun.statements) if row.span == found.span), None)
    if at is None:
        return []
    rows = [*begun.statements[at : at + 2], *begun.statements[max(at - 1, 0) : at]]
    return [statement_of(begun, row, language) for row in rows]
