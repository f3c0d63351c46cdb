"""The data: frozen, dated, and known by its text."""

from __future__ import annotations

import dataclasses
import datetime as dt
from dataclasses import FrozenInstanceError, replace
from typing import Any

import pytest

from store import Article, Span
from store.ingestion.report import Progress
from store.scope import Scope
from store.text.chunking import divide_text
from tests.helpers.cases import each_case
from tests.helpers.store.harbour import BAKERY, FERRY

FROZEN = [
    (FERRY, "title"),
    (FERRY.translations[0], "text"),
    (Span(1, 2), "start"),
    (Scope(), "since"),
    (divide_text(BAKERY.text), "passages"),
    (divide_text(BAKERY.text).sentences[0], "statement"),
    (Progress(0, None, 0), "tokens"),
]


@each_case(("thing", "name"), FROZEN)
def test_data_is_frozen(thing: Any, name: str) -> None:
    with pytest.raises(FrozenInstanceError):
        setattr(thing, name, None)
    assert name in {field.name for field in dataclasses.fields(thing)}


DATES = [("2024-06-21", dt.date(2024, 6, 21)), (dt.date(2024, 6, 21), dt.date(2024, 6, 21)), ("", None), (None, None)]


@each_case(("given", "date"), DATES)
def test_a_date_may_be_an_iso_string(given: Any, date: dt.date | None) -> None:
    assert Article(title="T", text="x", date=given).date == date


@each_case("given", ["21/6/2024", "2024-02-30", "2024-13-01", "June", "2024"])
def test_what_is_no_date_is_refused(given: Any) -> None:
    with pytest.raises(ValueError, match=f"^date: '{given}' is not a date. Write it as YYYY-MM-DD"):
        Article(title="T", text="x", date=given)


def test_an_id_depends_on_nothing_but_the_text() -> None:
    other = Article(title="Other", text=FERRY.text, outlet="O", date="1999-01-01", url="u", language="en")
    assert other.id == FERRY.id
    assert replace(FERRY, text=FERRY.text + " ").id != FERRY.id
    assert Article(title="T", text="Beekeepers counted fewer swarms.").id == "55625e21e403d79b"
    assert len({Article(title="T", text=text).id for text in ("a", "A", "a\n", "", "\ud800", "\0")}) == 6
