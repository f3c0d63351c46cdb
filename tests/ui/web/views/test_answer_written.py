"""What a language model wrote, on the page, in a terminal and for programs: its text first, then its quotes."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from rag.results import PHRASES, Answer, DraftFault, DraftSentence, SentenceVerdict
from store import IsnadError
from tests.helpers.openai_server import ModelServer, Reply
from tests.helpers.ui.commands import QUESTION, Run
from tests.helpers.ui.elements import everything, read
from tests.helpers.ui.newsroom import Answering
from tests.ui.web.views.test_answer import HARMLESS
from ui.api import read_reference
from ui.cli import output
from ui.messages import general as messages
from ui.web.answer_record import record_answer
from ui.web.handlers import PageHandlers
from ui.web.request import QuestionRequest
from ui.web.views import answer as render

TEXT = "It wants food [3] and rockets. [1][9] Not [1234] boats [2]."
DROPPED = DraftSentence("It wants boats [7].", DraftFault.UNKNOWN_MARK, verdict=SentenceVerdict.REJECTED)
NASTY = "<img src=x onerror='window.pwned = 2'>${{x}} `a`\t\x1b[31m\x9b2J \u202eمقلوب [bold red]x[/]"


@pytest.fixture
def written(deal: Answer) -> Answer:
    return replace(
        deal, intro="", prose=TEXT, model="small:1b", written=(DraftSentence("It wants food [1]."), DROPPED)
    )


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_text_comes_first_and_its_quotes_below(written: Answer, language: str) -> None:
    shown = read(render.render_answer(replace(written, language=language)))
    (answer,) = shown.inside
    text, by, quotes = answer.inside
    assert (text.attributes["class"], by.attributes["class"]) == ("isnad-written", "isnad-written-by")
    assert text.attributes["dir"] == {"en": "ltr", "ar": "rtl"}[language]
    assert text.text.replace("\u00a0", " ") == TEXT
    told = (PHRASES[language].written_by.format(model="small:1b"), messages.LEFT_OUT.to(language, count=1))
    assert by.text == " ".join(told)
    assert (quotes.name, len(list(quotes.all("blockquote")))) == ("ol", 3)
    assert DROPPED.text not in shown.text


def test_marks_of_citations_are_links_and_others_stay_text(written: Answer) -> None:
    text = next(read(render.render_answer(written)).all("p", "isnad-written"))
    assert [link.text for link in text.all("a")] == ["[3]", "[1]", "[2]"]
    for link in text.all("a", "isnad-mark"):
        reference = read_reference(link.attributes["href"] or "")
        citation = written.citations[int(link.text.strip("[]")) - 1]
        assert reference is not None and reference.article_id == citation.article.id
        assert (reference.chosen.start, reference.chosen.end) == (citation.start, citation.end)
    assert [run.text for run in text.all("span", "isnad-marks")] == ["[3]", "[1][9]", "[1234]", "[2]"]


def test_nothing_is_left_out_of_an_answer_that_was_kept_whole(written: Answer) -> None:
    shown = read(render.render_answer(replace(written, written=written.written[:1])))
    assert next(shown.all("p", "isnad-written-by")).text == PHRASES["en"].written_by.format(model="small:1b")


def test_which_articles_were_asked_stands_apart_from_what_was_written(written: Answer) -> None:
    shown = read(render.render_answer(replace(written, scope_note="Only articles from 2024.")))
    assert [line.text for line in shown.all("p", "isnad-frame")] == ["Only articles from 2024."]
    assert len(list(shown.all("p", "isnad-written"))) == 1


def test_what_a_model_writes_is_no_markup(written: Answer) -> None:
    nasty = replace(written, prose=f"{NASTY} [1]", model=NASTY, notice=NASTY, understood=NASTY)
    for growing in (True, False):
        shown = render.render_answer(nasty, growing)
        assert {element.name for element in everything(read(shown))} <= HARMLESS
        assert not set("{}$`\n\t") & set(shown)
    shown_text = next(read(render.render_answer(nasty)).all("p", "isnad-written")).text
    assert shown_text.replace("\u00a0", " ") == f"{NASTY} [1]"


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_notice_stands_above_the_quotes(deal: Answer, language: str) -> None:
    answer = replace(deal, language=language, notice="It is off <b>: switch it on.", written=(DROPPED,))
    shown = read(render.render_answer(answer))
    (notice,) = shown.all("p", "isnad-notice")
    assert notice.text == answer.notice and shown.text.startswith(answer.notice)
    assert not list(shown.all("p", "isnad-written")) and not list(shown.all("p", "isnad-written-by"))
    assert DROPPED.text not in shown.text


def test_the_desk_shows_each_snapshot_and_says_that_it_grows(newsroom, written: Answer, deal: Answer) -> None:
    early = replace(written, prose="It wants food [1].", statements=written.statements[:1])
    desk = PageHandlers(newsroom, Answering(lambda *_, **__: iter([early, written])))
    replies = list(desk.answers("?", QuestionRequest()))
    assert replies == [
        *(render.render_answer(a, growing=True) for a in (early, written)),
        render.render_answer(written, record=record_answer(written, QuestionRequest()).as_json()),
    ]
    assert [messages.WRITING.en in reply for reply in replies] == [True, True, False]
    failed = replace(deal, notice="It is off.")
    desk = PageHandlers(newsroom, Answering(lambda *_, **__: iter([early, failed])))
    assert list(desk.answers("?", QuestionRequest()))[1:] == [
        render.render_answer(failed, record=record_answer(failed, QuestionRequest()).as_json())
    ]


def test_an_error_after_a_snapshot_is_said(newsroom, written: Answer) -> None:
    def ask(*_: object, **__: object):
        yield written
        raise IsnadError("The store is gone.")

    *_, reply = PageHandlers(newsroom, Answering(ask)).answers("?", QuestionRequest())
    assert "The store is gone." in reply and "isnad-written" not in reply


# In a terminal


@pytest.mark.parametrize("on_terminal", [False, True])
def test_a_terminal_shows_text_quotes_and_sources(
    written: Answer, on_terminal: bool, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, value in {"FORCE_COLOR": "1", "TERM": "xterm", "COLUMNS": "300"}.items():
        monkeypatch.setenv(name, value) if on_terminal else monkeypatch.delenv(name, raising=False)
    output.print_answer(replace(written, prose=f"{NASTY} [1]", model=NASTY, notice=NASTY))
    got = capsys.readouterr().out
    assert "\x1b[31m" not in got and not set(got) & set("\x9b\u202e") and "[bold red]x[/]" in got
    assert ("\x1b" in got) == on_terminal
    assert messages.LEFT_OUT.en.format(count=1) in got and DROPPED.text not in got
    places = [got.index(citation.quote) for citation in written.citations]
    assert places == sorted(places) and got.index("[bold red]x") < places[0]


@pytest.fixture
def server():
    with ModelServer() as opened:
        yield opened


def ask(run: Run, store: Path, server: ModelServer, *options: str) -> str:
    return run("ask", QUESTION, "--llm", f"{server.address}/v1#small", *options, "--store", store).stdout


def test_ask_prints_what_a_model_writes(run: Run, store: Path, server: ModelServer) -> None:
    sentence = "افتتحت بلدية مدينة الساحل يوم الأحد مكتبة عامة في حي الميناء"
    server.replies += [f"{sentence} [1]. وفيها \x1b[31m فيل [1]."] * 2
    plain = ask(run, store, server)
    assert plain.startswith(f"{sentence}. [1]\n") and "\x1b" not in plain and "فيل" not in plain
    assert messages.LEFT_OUT.to("ar", count=1) in plain and "— صحيفة المرفأ" in plain
    got = json.loads(ask(run, store, server, "--json"))
    assert (got["text"], got["model"], got["notice"]) == (f"{sentence}. [1]", f"{server.address}/v1#small", "")
    assert [(w["fault"], w["quoted"]) for w in got["written"]] == [(None, False), ("markup", False)]
    assert got["statements"][0]["citations"] == [c["number"] for c in got["citations"]] == [1]


def test_ask_says_why_it_quotes(run: Run, store: Path, server: ModelServer) -> None:
    server.replies += [Reply(status=429)] * 2
    plain, got = ask(run, store, server), json.loads(ask(run, store, server, "--json"))
    assert "انتظر قليلًا" in got["notice"] and plain.startswith(got["notice"] + "\n")
    assert (got["model"], got["written"]) == ("", []) and got["text"] in plain
