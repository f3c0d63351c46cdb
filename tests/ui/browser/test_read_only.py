"""The page over a store that cannot be written to: what would change it is not offered, and a rating says why not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import expect

from store import Article, Corpus
from tests.helpers.fakes import FakeEncoder
from tests.helpers.rights import no_rights, public_folder
from tests.helpers.ui.doors import opened, programs_served
from tests.helpers.ui.reader import IN_A_BROWSER, WIDE
from ui.messages import page as said

pytestmark = IN_A_BROWSER
REVERSED = "Valley \u202etsoP"
SHOWN = "Valley \ufffdtsoP"


@pytest.fixture(scope="module")
def articles() -> Iterator[Corpus]:
    """Its outlet's name has a change of the reading order in it."""
    with public_folder() as folder:
        with Corpus.open(folder / "store", FakeEncoder()) as opened_to_write:
            bees = "The beekeepers of the valley lost forty hives to the April frost this year."
            opened_to_write.add([Article(title="Bees", text=bees, outlet=REVERSED, date=dt.date(2024, 4, 16))])
        _lock(folder / "store")
        with no_rights():
            corpus = Corpus.open(folder / "store", FakeEncoder())
        with corpus:
            yield corpus


def _lock(store: Path) -> None:
    for path in [*store.rglob("*"), store]:
        path.chmod(0o555 if path.is_dir() else 0o444)


@pytest.fixture(scope="module")
def served(articles: Corpus) -> Iterator[str]:
    with opened(articles) as address:
        yield address


@pytest.mark.parametrize("language", ["en", "ar"])
def test_it_is_read_and_nothing_that_would_change_it_is_offered(visit: Any, language: str) -> None:
    page = visit(WIDE).page
    if language == "ar":
        page.locator(".isnad-do-language").click()
    expect(page.locator(".isnad-plate .isnad-do-add")).to_be_hidden()
    page.locator(".isnad-plate .isnad-do-browse").click()
    expect(page.locator("#isnad-pane .isnad-mark-article")).to_have_text("Bees")
    expect(page.locator("#isnad-pane .isnad-do-remove")).to_have_count(0)


def test_a_rating_is_answered_with_why_it_was_not_kept(visit: Any) -> None:
    reader = visit(WIDE)
    answer = reader.ask("How many hives did the beekeepers lose?")
    with no_rights():
        answer.locator(".isnad-do-up").click()
        told = reader.page.locator("#isnad-report [role=status]")
        expect(told).to_contain_text(said.RATE_UNWRITABLE.en.partition(" (")[0])


def test_the_filters_show_a_change_of_the_reading_order_as_what_it_is(visit: Any) -> None:
    page = visit(WIDE).page
    box = page.locator("#isnad-outlets input")
    expect(page.locator("#isnad-outlets bdi")).to_have_text(SHOWN)
    page.evaluate("document.querySelector('#isnad-outlets input').click()")
    expect(box).to_have_value(REVERSED)
    expect(page.locator("#isnad-scope")).to_have_text(SHOWN)


def test_programs_are_told_that_they_may_not(articles: Corpus) -> None:
    with programs_served(articles) as address:
        got = httpx.post(f"{address}api/articles", json={"text": "A new ferry sails from the harbour."}, timeout=20)
    assert (got.status_code, got.json()["error"]["message"]) == (403, said.MAY_NOT_WRITE.en)
