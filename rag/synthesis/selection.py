"""Which evidence is shown: all that the question asks for, nothing twice, and reports that differ side by side."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from rag.linguistics import comparison_forms, extract_quantities
from rag.query import AnswerType, classify_question, content_words, expects_list, expects_several, type_detector
from rag.retrieval import Evidence
from rag.synthesis.contradiction import Comparisons, Relation
from store.text import date_mentions, fold

MOST_STATEMENTS = 6
MOST_SOURCES = 4
CLOSE_ONE = 1.0
CLOSE_MANY = 1.7
"""Said is what comes this close to the best score, for a question with one answer and for one with many;"""
PLAUSIBLE = 0.35
"""for one that asks for a list also what is this likely by itself, however good the best is;"""
LIKELY = 0.5
"""and what differs from something said, if it is this likely."""
SUPPORT = 0.4
"""So much more a statement's score counts for each further outlet, when statements are put in order."""
NEAR = 3.0
"""The newest evidence comes first among what comes this close to the best score."""
NEW_WORDS = 3
_COUNTED = (AnswerType.WHEN, AnswerType.HOW_MANY)

Group = list[Evidence]


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A question, its answer type, and the score or the confidence from which evidence is shown."""

    question: str
    answer_type: AnswerType
    score: float
    confidence: float


def cluster_evidence(
    evidence: Sequence[Evidence], question: str, in_order: bool = False, compared: Comparisons | None = None
) -> list[Group]:
    """The evidence (best first) that is worth showing, what says the same together, each group's best first.

    The groups stand in the order to show them: the best and most supported first, or with `in_order` as the evidence
    stands; after each those that differ from it.
    """
    if not evidence:
        return []
    compared = compared or Comparisons(evidence)
    answer_type = classify_question(question)
    close = CLOSE_MANY if expects_several(question, answer_type) else CLOSE_ONE
    plausible = PLAUSIBLE if expects_list(question, answer_type) else 1.0
    wanted = _Wanted(question, answer_type, evidence[0].score - close, plausible)
    groups: list[Group] = []
    for found in evidence:
        if not any(found.overlaps(other) for group in groups for other in group):
            _place(found, groups, wanted, compared)
    if not in_order:
        groups.sort(key=lambda group: -(group[0].score + SUPPORT * (len(group) - 1)))
    return _side_by_side(groups, compared, answer_type is AnswerType.HOW_MANY)


def _place(found: Evidence, groups: list[Group], wanted: _Wanted, compared: Comparisons) -> None:
    """Add a piece of evidence to the group that it repeats, or as a new group, or leave it out."""
    relations = compared.relations([group[0] for group in groups], found)
    if Relation.SAME in relations:
        _join(groups[relations.index(Relation.SAME)], found, compared)
        return
    if len(groups) == MOST_STATEMENTS:
        return
    near = found.score >= wanted.score or found.confidence >= wanted.confidence
    likely = found.confidence >= LIKELY
    close = [group for group, each in zip(groups, relations, strict=True) if each is Relation.CLOSE]
    otherwise = bool(close) and all(_voice(found) != _voice(other) for group in close for other in group)
    if likely and (otherwise or Relation.DIFFERS in relations):
        groups.append([found])
    elif near and (otherwise or (not close and Relation.LESS not in relations and _adds(found, groups, wanted))):
        groups.append([found])


def _voice(evidence: Evidence) -> str:
    """Who reports it: the outlet, or an article that names none."""
    return fold(evidence.article.outlet) or evidence.article.id


def _join(group: Group, found: Evidence, compared: Comparisons) -> None:
    """Add a source that the group does not have, unless it differs from one it has: one voice for each outlet."""
    new = all(_voice(found) != _voice(other) and found.article.id != other.article.id for other in group)
    if len(group) < MOST_SOURCES and new and not any(compared.differ(other, found) for other in group):
        group.append(found)


def _adds(found: Evidence, chosen: Sequence[Group], wanted: _Wanted) -> bool:
    """Whether a sentence says more than question and statements do; where the best has what is asked for, it too."""
    sentences = [group[0].sentence for group in chosen]
    if sentences and wanted.answer_type in _COUNTED:
        fits = type_detector(wanted.answer_type)
        if fits(found.sentence) < fits(sentences[0]):
            return False
        if _stated(found.sentence) - set().union(*map(_stated, sentences)):
            return True
    return not sentences or _new_words(found, sentences, wanted.question) >= NEW_WORDS


def _new_words(found: Evidence, sentences: Sequence[str], question: str) -> int:
    """How many of its words are neither in the question nor in what is said."""
    of_question, content = _content(question), _content(found.sentence)
    known = frozenset().union(
        *map(comparison_forms, of_question),
        *(comparison_forms(word) for quote in sentences for word in _content(quote)),
    )
    new = sum(comparison_forms(word).isdisjoint(known) for word in content)
    # Where no word can be recognised, as many as the question has may say no more than it.
    return min(new, len(content) - len(of_question)) if found.is_cross_lingual else new


def _stated(quote: str) -> set[tuple[object, ...]]:
    """The numbers and dates of a sentence."""
    return {(f.value,) for f in extract_quantities(quote)} | {(m.year, m.month, m.day) for m in date_mentions(quote)}


def _content(text: str) -> list[str]:
    return [word for word in content_words(text) if len(word) > 1]


def _side_by_side(ordered: Sequence[Group], compared: Comparisons, counted: bool) -> list[Group]:
    """The groups, each followed by those that differ from it; of counts that differ the newest first."""
    placed: list[Group] = []
    for group in ordered:
        if group not in placed:
            together = _differing(group, ordered, compared)
            placed += sorted(together, key=_day, reverse=True) if counted else together
    return placed


def _differing(group: Group, groups: Sequence[Group], compared: Comparisons) -> list[Group]:
    """The group, and all that differ from it or from one that does."""
    found = [group]
    for one in found:
        found += [other for other in groups if other not in found and compared.differ(one[0], other[0])]
    return found


def _day(group: Group) -> dt.date:
    return group[0].article.date or dt.date.min


def newest_first(evidence: Sequence[Evidence], threshold: float) -> list[Evidence]:
    """The evidence with what is good enough, and not far from the best, ordered by date: newest articles first.

    What has no date, and then what is not good enough, follows in the order it came in.
    """
    good = [e for e in evidence if e.confidence >= threshold and e.score >= evidence[0].score - NEAR]
    dated = sorted(good, key=lambda e: e.article.date or dt.date.min, reverse=True)
    kept = {id(e) for e in good}
    return dated + [e for e in evidence if id(e) not in kept]


def figures_first(evidence: Sequence[Evidence]) -> list[Evidence]:
    """The evidence with what states a figure and is about as good as the best before the rest."""
    best = evidence[0].score - CLOSE_MANY
    first = [one for one in evidence if one.score >= best and _has_figure(one.sentence)]
    kept = {id(one) for one in first}
    return first + [one for one in evidence if id(one) not in kept]


def _has_figure(sentence: str) -> bool:
    return any(letter.isdigit() for letter in sentence) or bool(extract_quantities(sentence))
