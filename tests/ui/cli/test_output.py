"""What a terminal gets: nothing that disturbs it, and how far the work is."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from store.ingestion.report import Progress
from tests.helpers.ui.commands import Run, articles
from ui.cli import output
from ui.messages import general as messages

ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize("on_terminal", [False, True])
@pytest.mark.parametrize(
    ("command", "threshold"),
    [(["list"], "0.5"), (["show"], "0.5"), (["ask", "ماذا التهم الحريق في سوق السمك؟"], "0.5")]
    + [(["ask", "ماذا التهم الحريق في سوق السمك؟"], "1.0")],
)
def test_text_of_an_article_does_nothing_to_a_terminal(
    run: Run, store: Path, command: list[str], threshold: str, on_terminal: bool
) -> None:
    ids = [articles(run, store)["2024-06-01"]["id"]] if command == ["show"] else []
    env = {"FORCE_COLOR": "1", "TERM": "xterm-256color"} if on_terminal else {}
    got = run(*command, *ids, "--store", store, ISNAD_THRESHOLD=threshold, **env).stdout
    assert not set(got) & set("\x9b\u202e") and "\x1b[31m" not in got
    assert "[bold red]يحترق[/] مقلوب" in got, "markup is text"
    if command[0] == "show":
        assert "␛[31mليلة␛[0m الجمعة \ufffd2J" in got and "[bold]كاملًا[/bold]" in got
        assert "[link=x]وكالة[/link]" in got


def test_programs_get_every_character_and_terminals_still_nothing(run: Run, store: Path) -> None:
    id_ = articles(run, store)["2024-06-01"]["id"]
    got = run("show", id_, "--json", "--store", store)
    assert not set(got.stdout) & set("\x1b\x9b\u202e")
    assert "\x1b[31mليلة\x1b[0m الجمعة \x9b2J" in json.loads(got.stdout)["text"]
    assert "\u202eمقلوب" in json.loads(got.stdout)["text"] and "شبّ حريق" in got.stdout
    assert json.loads(output.as_json("\udcff\u2067\x7f")) == "\udcff\u2067\x7f"


@pytest.mark.parametrize(("total", "shown"), [(3, "2/3"), (None, "2/?")])
def test_a_terminal_shows_how_many_articles_and_how_fast(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], total: int | None, shown: str
) -> None:
    for name, value in {"FORCE_COLOR": "1", "TERM": "xterm", "COLUMNS": "200", "LC_ALL": "C.UTF-8"}.items():
        monkeypatch.setenv(name, value)
    with output.progress_bar(messages.INGESTING) as show:
        show(Progress(0, total, 0))
        show(Progress(2, total, 10**9))
    said = capsys.readouterr()
    plain = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", said.err)
    assert messages.INGESTING.en in plain and shown in plain and "tokens/s" in plain
    assert said.out == ""


def test_nothing_is_shown_off_a_terminal(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    with output.progress_bar(messages.INGESTING) as show:
        show(Progress(2, 3, 10**9))
    assert capsys.readouterr() == ("", "")


@pytest.mark.slow
@pytest.mark.parametrize("command", [["list"], ["list", "--json"]])
def test_who_stops_reading_ends_it_quietly(store: Path, command: list[str]) -> None:
    """As `isnad list | head` does."""
    reading, writing = os.pipe()
    os.close(reading)
    program = [sys.executable, "-m", "ui.cli", *command, "--store", str(store)]
    with open(writing, "wb") as closed:
        done = subprocess.run(program, stdout=closed, stderr=subprocess.PIPE, text=True, timeout=300, cwd=ROOT)
    assert (done.returncode, done.stderr) == (0, "")


def test_without_a_terminal_a_line_now_and_then_says_how_far_it_is(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    now = 100.0
    monkeypatch.setattr("ui.cli.output.time.monotonic", lambda: now)
    with output.progress_bar(messages.INGESTING) as show:
        for now in (101.0, 109.9, 110.0, 115.0, 120.0):
            show(Progress(int(now), 1200, 0))
        now = 131.0
        show(Progress(131, None, 0))
    assert capsys.readouterr().err.splitlines() == [
        "isnad: Reading the articles: 110/1,200",
        "isnad: Reading the articles: 120/1,200",
        "isnad: Reading the articles: 131",
    ]
