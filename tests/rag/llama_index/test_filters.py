"""Metadata filters: what they hold, and what is refused with a sentence."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from llama_index.core.vector_stores import FilterCondition, FilterOperator, MetadataFilter, MetadataFilters

from rag import ScopeError
from rag.llama_index import IsnadCorpus, IsnadQueryEngine, IsnadRetriever
from store import Article
from tests.helpers.cases import each_case
from tests.helpers.rag.valley import ASKED, BRIDGE, FLOOD, HONEY, PRESS, REPAIR, TALE, TOLL

Filters = MetadataFilters | MetadataFilter


def by(key: str, value: Any, operator: str = "==") -> MetadataFilter:
    return MetadataFilter(key=key, value=value, operator=FilterOperator(operator))


def both(*filters: Filters) -> MetadataFilters:
    return MetadataFilters(filters=list(filters), condition=FilterCondition.AND)


def either(*filters: Filters) -> MetadataFilters:
    return MetadataFilters(filters=list(filters), condition=FilterCondition.OR)


def found(corpus: IsnadCorpus, filters: MetadataFilters | None) -> set[str]:
    """The titles of all articles that the retriever finds with these filters."""
    retriever = IsnadRetriever(corpus, 50, filters)
    return {node.node.metadata["title"] for node in retriever.retrieve(ASKED)}


APRIL = both(by("day", 20240401, ">="), by("day", "2024-04-30", "<="))
HELD: list[tuple[MetadataFilters | None, set[Article]]] = [
    (None, set(PRESS)),
    (both(), set(PRESS)),
    (both(by("outlet", "Hill Post")), {BRIDGE, HONEY}),
    (both(by("outlet", "hill post")), {BRIDGE, HONEY}),
    (both(by("outlet", ["Hill Post", "صحيفة النهر"], "in")), {BRIDGE, HONEY, FLOOD, REPAIR}),
    (both(by("language", "ar")), {FLOOD, REPAIR}),
    (both(by("language", ["ar", "en"], "in")), set(PRESS)),
    (both(by("language", "fr")), set()),
    (both(by("day", 20240305)), {TOLL}),
    (both(by("date", "2024-03-05")), {TOLL}),
    (both(by("day", [20240304, 20240305, 20240930], "in")), {BRIDGE, TOLL, HONEY}),
    (both(by("day", 20240426, ">")), {HONEY}),
    (both(by("day", 20240426, ">=")), {REPAIR, HONEY}),
    (both(by("day", 20240305, "<")), {BRIDGE}),
    (both(by("day", 20240305, "<=")), {BRIDGE, TOLL}),
    (APRIL, {FLOOD, REPAIR}),
    (both(by("outlet", "Hill Post"), by("day", 20240401, ">")), {HONEY}),
    (both(by("outlet", "Hill Post"), by("outlet", "Valley Radio")), set()),
    (both(by("day", 20240401, ">"), by("day", 20240301, "<")), set()),
    (both(by("language", "en"), APRIL), set()),
    (either(by("outlet", "Hill Post"), by("outlet", "Valley Radio")), {BRIDGE, HONEY, TOLL}),
    (either(by("outlet", "Valley Radio"), by("day", 20240930)), {TOLL, HONEY}),
    (either(by("language", "ar"), by("outlet", "Hill Post")), {FLOOD, REPAIR, BRIDGE, HONEY}),
    (both(either(by("outlet", "Hill Post"), by("language", "ar")), APRIL), {FLOOD, REPAIR}),
    (either(APRIL, by("day", 20240304)), {FLOOD, REPAIR, BRIDGE}),
    (both(by("day", dt.date.max.strftime("%Y%m%d"), ">")), set()),
]


@each_case(("filters", "articles"), HELD)
def test_a_filter_holds_its_articles_and_no_others(
    valley: IsnadCorpus, filters: MetadataFilters | None, articles: set[Article]
) -> None:
    assert found(valley, filters) == {article.title for article in articles}


REFUSED: list[tuple[MetadataFilters, str]] = [
    (both(by("title", "The old ferry")), "not by 'title'"),
    (both(by("outlet", "Hill", "text_match")), "text_match 'Hill'"),
    (both(by("outlet", "Hill Post", "!=")), "!= 'Hill Post'"),
    (both(by("outlet", 7)), "== 7"),
    (both(by("language", "ar", ">")), "> 'ar'"),
    (both(by("outlet", "Hill Pots")), "Hill Post, Valley Radio"),
    (both(by("day", 20240231)), "20240231 is no day"),
    (both(by("day", "last week")), "'last week' is no day"),
    (both(by("day", 2024.5)), "2024.5 is no day"),
    (both(by("day", [20240304, 20240305], ">")), "compared with one day"),
    (both(by("day", 20240304, "!=")), "!= 20240304"),
    (MetadataFilters(filters=[by("language", "ar")], condition=FilterCondition.NOT), 'not by "not"'),
]


@each_case(("filters", "why"), REFUSED)
def test_what_cannot_be_answered_is_refused(valley: IsnadCorpus, filters: MetadataFilters, why: str) -> None:
    for made in (IsnadRetriever, IsnadQueryEngine):
        with pytest.raises(ScopeError) as refused:
            made(valley, filters=filters)
        assert why in str(refused.value)


def test_filters_come_to_as_few_scopes_as_hold_them(valley: IsnadCorpus) -> None:
    one = [
        either(by("outlet", "Hill Post"), by("outlet", "Valley Radio")),
        either(by("day", 20240305), by("day", 20240304), by("day", 20240306, ">=")),
        either(by("day", 20240304, "<="), by("day", 20240305, ">=")),
        both(by("language", ["ar", "en"], "in")),
    ]
    for filters in one:
        IsnadQueryEngine(valley, filters=filters)


def test_an_answer_is_drawn_from_one_scope(valley: IsnadCorpus) -> None:
    several = either(by("language", "ar"), by("outlet", "Hill Post"))
    with pytest.raises(ScopeError, match="a retriever takes them"):
        IsnadQueryEngine(valley, filters=several)


def test_what_is_undated_lies_in_no_days(valley: IsnadCorpus) -> None:
    assert TALE.title not in found(valley, both(by("day", 99991231, "<=")))
    assert TALE.title in found(valley, both(by("language", "en")))
