"""Pasting and removing articles, as the page's endpoints do it: a real corpus, without a page."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest

from store import Article, Removal
from store.maintenance.rebuild import find_faults
from tests.helpers.ui.sending import BEES, GOATS, LANGUAGES, Sender, add, fates
from ui.messages import general as messages
from ui.messages import page as page_messages
from ui.web.intake import REMOVALS_KEPT, IntakeHandlers


def test_an_article_is_pasted_with_what_is_told_of_it(handlers: IntakeHandlers) -> None:
    given = {
        "title": " Frost ",
        "outlet": "Valley Post",
        "date": "2024-04-16",
        "url": "https://v.example/1",
        "text": BEES,
    }
    told = handlers.paste(given, "en")
    assert told["ok"] and fates(told["html"]) == {"added": ["Frost"]}
    (article,) = handlers.corpus.articles()
    assert (article.title, article.outlet, str(article.date), article.url) == ("Frost", *list(given.values())[1:4])
    assert article.text == BEES
    assert fates(handlers.paste(given, "ar")["html"]) == {"duplicate": ["Frost"]}


def test_title_and_date_are_found_in_the_text_as_in_a_file(handlers: IntakeHandlers, tmp_path: Path) -> None:
    text = f"A hard spring for the bees\n16 April 2024\n{BEES}\n{GOATS}"
    handlers.paste({"text": text}, "en")
    (pasted,) = handlers.corpus.articles()
    (tmp_path / "same.txt").write_text(text)
    report = handlers.corpus.ingest([tmp_path / "same.txt"])
    assert report.duplicates == (pasted.id,) and handlers.corpus.article(pasted.id) == pasted
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
def test_what_is_wrong_is_said(handlers: IntakeHandlers, fields: dict[str, Any], said: Any, language: str) -> None:
    told = handlers.paste(fields, language)
    assert not told["ok"] and told["message"] == said.to(language)
    assert len(handlers.corpus) == 0


def test_half_a_character_is_refused_with_the_store_s_reason(handlers: IntakeHandlers) -> None:
    told = handlers.paste({"text": f"{BEES} \ud800"}, "ar")
    assert (
        not told["ok"]
        and told["message"].startswith(page_messages.NOT_ADDED.ar)
        and "half a character" in told["message"]
    )


# Removing


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_removed_can_be_put_back(handlers: IntakeHandlers, send: Sender, language: str) -> None:
    add(handlers, send(bees__txt=BEES))
    (article,) = handlers.corpus.articles()
    removed = handlers.remove(article.id, language)
    assert removed["message"] == messages.REMOVED.to(language, title=BEES) and len(handlers.corpus) == 0
    back = handlers.undo(removed["undo"], language)
    assert back == {"ok": True, "message": page_messages.PUT_BACK.to(language, title=BEES)}
    assert handlers.corpus.articles() == [article] and find_faults(handlers.corpus.path) == []
    assert handlers.undo(removed["undo"], language)["message"] == page_messages.TOO_LATE.to(language)
    assert fates(add(handlers, send(bees__txt=BEES))) == {"unchanged": [BEES]}


def test_two_tabs_remove_one_article(handlers: IntakeHandlers) -> None:
    handlers.corpus.add([Article(title="Bees", text=BEES)])
    (article,) = handlers.corpus.articles()
    together = Barrier(2)

    def tab(language: str) -> dict[str, Any]:
        together.wait()
        return handlers.remove(article.id, language)

    with ThreadPoolExecutor(2) as tabs:
        told = {language: got for language, got in zip(LANGUAGES, tabs.map(tab, LANGUAGES), strict=True)}
    assert all(got["ok"] for got in told.values())
    (late,) = [language for language, got in told.items() if not got["undo"]]
    assert told[late]["message"] == page_messages.GONE_ALREADY.to(late)


def test_so_many_removals_are_kept(handlers: IntakeHandlers) -> None:
    tokens = [handlers.removals.keep(Removal(Article(title="Bees", text=BEES))) for _ in range(REMOVALS_KEPT + 1)]
    assert not handlers.undo(tokens[0], "en")["ok"] and handlers.undo(tokens[1], "en")["ok"]


@pytest.mark.parametrize("id_", ["", "x", "é", "' OR 1=1 --", "\0"])
def test_an_id_that_is_none(handlers: IntakeHandlers, id_: str) -> None:
    assert handlers.remove(id_, "en")["message"] == page_messages.GONE_ALREADY.en
