"""Pasting and removing articles, as the page's endpoints do it: a real corpus, without a page."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest

from store import Article, Corpus, Removal
from store.rebuild import faults
from tests.fakes import FakeEncoder
from tests.ui.sending import BEES, GOATS, LANGUAGES, Sender, add, fates
from ui import page_messages
from ui.intake import REMOVALS_KEPT, AddingDesk


@pytest.fixture
def encoder() -> FakeEncoder:
    return FakeEncoder()


@pytest.fixture
def desk(corpus: Corpus) -> AddingDesk:
    return AddingDesk(corpus)


@pytest.fixture
def send(tmp_path: Path) -> Sender:
    return Sender(tmp_path / "cache")


def test_an_article_is_pasted_with_what_is_told_of_it(desk: AddingDesk) -> None:
    given = {
        "title": " Frost ",
        "outlet": "Valley Post",
        "date": "2024-04-16",
        "url": "https://v.example/1",
        "text": BEES,
    }
    told = desk.paste(given, "en")
    assert told["ok"] and fates(told["html"]) == {"added": ["Frost"]}
    (article,) = desk.corpus.articles()
    assert (article.title, article.outlet, str(article.date), article.url) == ("Frost", *list(given.values())[1:4])
    assert article.text == BEES
    assert fates(desk.paste(given, "ar")["html"]) == {"duplicate": ["Frost"]}


def test_title_and_date_are_found_in_the_text_as_in_a_file(desk: AddingDesk, tmp_path: Path) -> None:
    text = f"A hard spring for the bees\n16 April 2024\n{BEES}\n{GOATS}"
    desk.paste({"text": text}, "en")
    (pasted,) = desk.corpus.articles()
    (tmp_path / "same.txt").write_text(text)
    report = desk.corpus.ingest([tmp_path / "same.txt"])
    assert report.duplicates == (pasted.id,) and desk.corpus.article(pasted.id) == pasted
    assert (pasted.title, str(pasted.date)) == ("A hard spring for the bees", "2024-04-16")


WRONG: list[tuple[dict[str, Any], Any]] = [
    ({}, page_messages.NO_TEXT),
    ({"text": " \n "}, page_messages.NO_TEXT),
    ({"text": "... !! --- ؟"}, page_messages.NO_SENTENCE),
    ({"text": BEES, "date": "16/04/2024"}, page_messages.NO_DATE),
    ({"text": BEES, "date": "2024-02-31"}, page_messages.NO_DATE),
    ({"text": BEES, "date": "20240416"}, page_messages.NO_DATE),
    ({"text": BEES, "url": "javascript:alert(1)"}, page_messages.NO_URL),
    ({"text": BEES, "url": "https://"}, page_messages.NO_URL),
    ({"text": BEES, "url": "http://[::1"}, page_messages.NO_URL),
    ({"text": BEES, "url": "https://a.example/\u202e"}, page_messages.NO_URL),
    ({"text": BEES, "title": "t" * 10_001}, page_messages.TOO_LONG),
    ({"text": "a" * 1_000_001}, page_messages.TOO_LONG),
]


@pytest.mark.parametrize(("fields", "said"), WRONG)
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_wrong_is_said(desk: AddingDesk, fields: dict[str, Any], said: Any, language: str) -> None:
    told = desk.paste(fields, language)
    assert not told["ok"] and told["said"] == said.to(language)
    assert len(desk.corpus) == 0


def test_half_a_character_is_refused_with_the_store_s_reason(desk: AddingDesk) -> None:
    told = desk.paste({"text": f"{BEES} \ud800"}, "ar")
    assert (
        not told["ok"] and told["said"].startswith(page_messages.NOT_ADDED.ar) and "half a character" in told["said"]
    )


# Removing


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_removed_can_be_put_back(desk: AddingDesk, send: Sender, language: str) -> None:
    add(desk, send(bees__txt=BEES))
    (article,) = desk.corpus.articles()
    removed = desk.remove(article.id, language)
    assert removed["said"] == page_messages.REMOVED_ARTICLE.to(language, title=BEES) and len(desk.corpus) == 0
    back = desk.undo(removed["undo"], language)
    assert back == {"ok": True, "said": page_messages.PUT_BACK.to(language, title=BEES)}
    assert desk.corpus.articles() == [article] and faults(desk.corpus.path) == []
    assert desk.undo(removed["undo"], language)["said"] == page_messages.TOO_LATE.to(language)
    assert fates(add(desk, send(bees__txt=BEES))) == {"unchanged": [BEES]}


def test_two_tabs_remove_one_article(desk: AddingDesk) -> None:
    desk.corpus.add([Article(title="Bees", text=BEES)])
    (article,) = desk.corpus.articles()
    together = Barrier(2)

    def tab(language: str) -> dict[str, Any]:
        together.wait()
        return desk.remove(article.id, language)

    with ThreadPoolExecutor(2) as tabs:
        told = {language: got for language, got in zip(LANGUAGES, tabs.map(tab, LANGUAGES), strict=True)}
    assert all(got["ok"] for got in told.values())
    (late,) = [language for language, got in told.items() if not got["undo"]]
    assert told[late]["said"] == page_messages.GONE_ALREADY.to(late)


def test_so_many_removals_are_kept(desk: AddingDesk) -> None:
    tokens = [desk.removals.keep(Removal(Article(title="Bees", text=BEES))) for _ in range(REMOVALS_KEPT + 1)]
    assert not desk.undo(tokens[0], "en")["ok"] and desk.undo(tokens[1], "en")["ok"]


@pytest.mark.parametrize("id_", ["", "x", "é", "' OR 1=1 --", "\0"])
def test_an_id_that_is_none(desk: AddingDesk, id_: str) -> None:
    assert desk.remove(id_, "en")["said"] == page_messages.GONE_ALREADY.en
