"""A corpus without articles in a real browser: who may add some finds the form, others are told whom to ask."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from store import Corpus
from tests.helpers.fakes import FakeEncoder
from tests.helpers.ui.doors import opened
from tests.helpers.ui.reader import ARABIC, ENGLISH, IN_A_BROWSER, NARROW, WIDE, Reader
from ui.messages import page as said
from ui.server.auth import Users

pytestmark = [*IN_A_BROWSER, pytest.mark.filterwarnings("ignore:The copy keyword is deprecated")]  # Gradio's
READY = "#isnad-question textarea[placeholder]"  # the head tells no count of articles
BEES = "The beekeepers of the valley lost forty hives to the April frost this year."


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Corpus]:
    with Corpus.open(tmp_path / "store", FakeEncoder()) as corpus:
        yield corpus


def test_an_answer_leads_to_the_form_and_then_there_is_something_to_ask(browser: Browser, empty: Corpus) -> None:
    with opened(empty) as address:
        reader = Reader(browser, address, WIDE, ready=READY)
        expect(reader.page.locator(".isnad-welcome p:visible")).to_have_text(said.NO_ARTICLES.en)
        answer = reader.ask(ENGLISH)
        expect(answer.locator("p:visible").first).to_have_text(said.NO_ARTICLES.en)
        reader.screenshot("en-1280-empty")
        add = answer.get_by_role("button", name=said.ADD.en)
        add.click()
        form = reader.page.locator(".isnad-adding")
        form.locator("[name=text]").fill(BEES)
        form.get_by_role("button", name=said.DO_ADD.en).click()
        expect(form.locator("#isnad-paste-report")).to_contain_text(said.FATE_ADDED.en)
        answer.locator(".isnad-do-again").click()
        expect(add).to_have_count(0)
        reader.is_answered()
        reader.leave()


def test_who_may_not_add_is_told_whom_to_ask(browser: Browser, empty: Corpus) -> None:
    with opened(empty, users=Users(writers=frozenset())) as address:
        reader = Reader(browser, address, NARROW, ready=READY)
        reader.page.locator(".isnad-do-language").click()
        expect(reader.page.locator(".isnad-welcome p:visible")).to_have_text(said.NO_ARTICLES_TO_READ.ar)
        answer = reader.ask(ARABIC)
        expect(answer.locator("p:visible").first).to_have_text(said.NO_ARTICLES_TO_READ.ar)
        expect(reader.page.locator(".isnad-do-add:visible")).to_have_count(0)
        reader.screenshot("ar-390-empty-reader")
        reader.leave()
