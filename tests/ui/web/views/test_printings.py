"""Where else an article was printed, as the terminal, JSON and the page tell it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rag.results import Answer, article_as_dict, articles_intro
from rag.synthesis import build_statements
from store import Span
from tests.helpers.made import evidence
from tests.helpers.store.syndicated import CUT, LINES, REPRINT, WIRE
from ui.cli.output import print_article, print_list
from ui.web.views.anchors import Reference
from ui.web.views.answer import render_answer
from ui.web.views.article import render_article

REPORT = replace(WIRE, copies=(REPRINT, CUT))


def _answer() -> Answer:
    said = build_statements([evidence(REPORT, LINES[5])], "who signed the petition?", "en")
    return Answer("who signed the petition?", "en", articles_intro(said, "en"), True, said, confidence=0.9)


def test_json_names_every_printing() -> None:
    assert article_as_dict(REPORT)["copies"] == [
        {"title": each.title, "outlet": each.outlet, "date": str(each.date), "url": each.url}
        for each in (REPRINT, CUT)
    ]


def test_json_names_with_a_quote_those_that_printed_it() -> None:
    assert _answer().to_dict()["citations"][0]["printed_by"] == ["Morning Mail"]
    assert _answer().to_dict()["statements"][0]["outlets"] == ["Coast Agency", "Morning Mail"]


def test_the_terminal_lists_them(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    print_list([REPORT])
    assert capsys.readouterr().out.split("\t")[2] == "Coast Agency, Morning Mail, Valley Post"
    print_article(REPORT)
    shown = capsys.readouterr().out
    assert "Also printed by: Morning Mail · 2024-04-17 · https://mail.example/1\n" in shown
    assert "Also printed by: Valley Post · 2024-04-18 · https://valley.example/7\n" in shown


def test_the_page_names_them_with_the_quote_and_over_the_article() -> None:
    assert "Also printed by: <bdi>Morning Mail</bdi></p>" in render_answer(_answer())
    reference = Reference(REPORT.id, Span(0, 10), (), "en")
    assert "Also printed by: <bdi>Morning Mail</bdi>, <bdi>Valley Post</bdi></p>" in render_article(
        REPORT, reference, "en"
    )
