"""LlamaIndex's metadata filters as the scopes that Isnad searches in.

A scope holds articles of some outlets, of days that follow on each other, in one language or all. Filters that ask
for more than that come to several scopes; what no scopes can hold is refused.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace
from functools import reduce
from itertools import combinations
from typing import Any

from llama_index.core.vector_stores.types import FilterCondition, FilterOperator, MetadataFilter, MetadataFilters

from rag.errors import ScopeError
from rag.query import parse_scope
from store import Corpus, Scope, day_of

NOTHING = Scope(outlets=())
_DAY = dt.timedelta(days=1)
_AMONG = (FilterOperator.EQ, FilterOperator.IN)


def scopes_of(filters: MetadataFilters | None, corpus: Corpus) -> list[Scope]:
    """The scopes that hold what the filters let through, none overlapping in all they limit; no scope for nothing.

    `outlet` and `language` may be == or in, `day` and `date` also >, >=, <, <=; they are combined by AND and OR.
    Undated articles are in no days. Raises ScopeError at other filters, unknown outlets and wrong dates.
    """
    if filters is None or not filters.filters:
        return [Scope()]
    each = [scopes_of(f, corpus) if isinstance(f, MetadataFilters) else _scopes(f, corpus) for f in filters.filters]
    if filters.condition is FilterCondition.NOT:
        raise ScopeError('Filters are combined by "and" and "or", not by "not".')
    if filters.condition is FilterCondition.OR:
        return _joined(scope for scopes in each for scope in scopes)
    met = reduce(_both, each)
    return _joined(met)


def one_scope(filters: MetadataFilters | None, corpus: Corpus) -> Scope:
    """The one scope that an answer can be drawn from. Raises ScopeError also where the filters ask for several."""
    scopes = scopes_of(filters, corpus)
    if len(scopes) > 1:
        raise ScopeError(
            "An answer is drawn from one run of days, the same for all outlets, in one language or in all. These "
            "filters ask for more; a retriever takes them."
        )
    return scopes[0] if scopes else NOTHING


def _scopes(one: MetadataFilter, corpus: Corpus) -> list[Scope]:
    """The scopes of one filter."""
    values: list[Any] = one.value if isinstance(one.value, list) else [one.value]
    if one.key in ("day", "date"):
        return _joined(Scope(since=since, until=until) for since, until in _days(one, values))
    if one.key not in ("outlet", "language"):
        raise ScopeError(f"Articles are filtered by outlet, day (or date) and language, not by {one.key!r}.")
    if one.operator not in _AMONG or not all(isinstance(value, str) for value in values):
        raise ScopeError(f'Filter by {one.key} with == and a text or with "in" and texts, not {_written(one)}.')
    if one.key == "outlet":
        return [parse_scope(corpus, "en", values, None, None)] if values else []
    if set(values) >= set(corpus.index.languages()):
        return [Scope()]
    return [Scope(language=language) for language in dict.fromkeys(values)]


def _days(one: MetadataFilter, values: list[Any]) -> list[tuple[dt.date | None, dt.date | None]]:
    """The first and the last day of each run of days that a filter lets through."""
    try:
        days = [day_of(value) for value in values]
    except ValueError:
        raise ScopeError(f'{one.value!r} is no day. Write it as 20240914 or "2024-09-14".') from None
    if one.operator in _AMONG:
        return [(day, day) for day in days]
    if isinstance(one.value, list):
        raise ScopeError(f"Days are compared with one day, not {_written(one)}.")
    (day,) = days
    match one.operator:
        case FilterOperator.GT:
            return [(day + _DAY, None)] if day < dt.date.max else []
        case FilterOperator.GTE:
            return [(day, None)]
        case FilterOperator.LT:
            return [(None, day - _DAY)] if day > dt.date.min else []
        case FilterOperator.LTE:
            return [(None, day)]
    raise ScopeError(f"Days are filtered by ==, in, >, >=, < and <=, not {_written(one)}.")


def _written(one: MetadataFilter) -> str:
    return f"{one.operator.value} {one.value!r}"


def _both(some: list[Scope], others: list[Scope]) -> list[Scope]:
    """What lies in one of the scopes and in one of the others."""
    met = (_meet(one, other) for one in some for other in others)
    return [scope for scope in met if scope is not None]


def _meet(one: Scope, other: Scope) -> Scope | None:
    """What lies in both; None for nothing."""
    outlets = one.outlets if other.outlets is None else other.outlets
    if one.outlets is not None and other.outlets is not None:
        outlets = tuple(outlet for outlet in one.outlets if outlet in other.outlets)
    since = max(filter(None, (one.since, other.since)), default=None)
    until = min(filter(None, (one.until, other.until)), default=None)
    languages = {one.language, other.language} - {""}
    if outlets == () or since and until and since > until or len(languages) > 1:
        return None
    return Scope(outlets, since, until, "".join(languages))


def _joined(scopes: Iterable[Scope]) -> list[Scope]:
    """The same scopes, as few as hold the same."""
    found = list(dict.fromkeys(scopes))
    for one, other in combinations(found, 2):
        if (joined := _join(one, other)) is not None:
            return _joined([joined, *(scope for scope in found if scope not in (one, other))])
    return found


def _join(one: Scope, other: Scope) -> Scope | None:
    """The scope that holds what either does and no more; None where no scope does."""
    if replace(one, outlets=None) == replace(other, outlets=None):
        if one.outlets is None or other.outlets is None:
            return replace(one, outlets=None)
        return replace(one, outlets=tuple(dict.fromkeys([*one.outlets, *other.outlets])))
    if replace(one, since=None, until=None) != replace(other, since=None, until=None):
        return None
    if one.bounds() is None or other.bounds() is None:
        return replace(one, since=None, until=None)
    first, last = sorted((one, other), key=lambda scope: scope.since or dt.date.min)
    if first.until is not None and last.since is not None and last.since - _DAY > first.until:
        return None
    open_ended = first.until is None or last.until is None
    return replace(first, until=None if open_ended else max(first.until or dt.date.min, last.until or dt.date.min))
