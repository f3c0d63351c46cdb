"""isnad ask on a real store: what it prints, what programs get, and what cannot be asked."""

from __future__ import annotations

import json
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from rag import Answer
from rag.results import PHRASES
from store import Corpus
from tests.helpers.ui.commands import ISNAD, QUESTION, REFUSED, Run, articles, environment
from ui.cli import output
from ui.messages import harmless


def test_an_answer_quotes_and_names_who_says_it(run: Run, store: Path) -> None:
    got = run("ask", QUESTION, "--store", store)
    assert (got.exit_code, got.stderr) == (0, "")
    assert "«افتتحت بلدية مدينة الساحل" in got.stdout and "صحيفة المرفأ" in got.stdout and "[1]" in got.stdout
    id_ = articles(run, store)["2024-03-10"]["id"]
    assert f"\n{id_}\tمكتبة عامة في حي الميناء\t[1]" in got.stdout
    assert not set(got.stdout) & set("\x1b\u2068\u2069"), "colours and isolates are for terminals"


def test_an_answer_for_programs(run: Run, store: Path) -> None:
    got = json.loads(run("ask", QUESTION, "--json", "--store", store).stdout)
    with Corpus.open(store) as corpus:
        assert got["corpus"] == corpus.catalogue.version()
    assert (got["question"], got["language"], got["answered"], got["closest"]) == (QUESTION, "ar", True, [])
    assert 0 <= got["confidence"] <= 1 and "[1]" in got["text"]
    assert (got["kind"], got["lacks"]) == ("answer", "") and got["lead"] in got["text"].split("\n")[0]
    first = got["citations"][0]
    assert first.keys() == {
        "number",
        "quote",
        "start",
        "end",
        "field",
        "answer",
        "point",
        "score",
        "translation",
        "translated_by",
        "printed_by",
        "article",
    }
    assert first["article"].items() >= {"date": "2024-03-10", "url": "https://news.example/library"}.items()
    whole = json.loads(run("show", first["article"]["id"], "--json", "--store", store).stdout)
    assert whole["text"][first["start"] : first["end"]] == first["quote"]


def test_a_question_without_an_answer_is_refused_and_that_is_no_error(run: Run, store: Path) -> None:
    plain = run("ask", REFUSED, "--store", store)
    got = json.loads(run("ask", REFUSED, "--json", "--store", store).stdout)
    assert plain.exit_code == 0 and plain.stdout == harmless(got["text"]) + "\n"
    assert (got["answered"], got["citations"], got["closest"], got["missing"]) == (False, [], [], [])


def test_what_comes_close_is_named_with_its_sentence(run: Run, store: Path) -> None:
    plain = run("ask", QUESTION, "--store", store, ISNAD_THRESHOLD="1")
    got = json.loads(run("ask", QUESTION, "--json", "--store", store, ISNAD_THRESHOLD="1").stdout)
    assert got["answered"] is False and plain.stdout.startswith(harmless(got["text"]))
    [near] = got["closest"]
    (start, end), article = near["point"], near["article"]
    assert near["start"] <= start < end <= near["end"]
    assert near["text"][start - near["start"] : end - near["start"]] in plain.stdout
    assert plain.stdout.rstrip().endswith(article["title"]) and article["id"] in plain.stdout.splitlines()[-1]


@pytest.mark.parametrize("piped", [QUESTION + "\n", QUESTION.encode() + b" \xff\n"])
def test_a_question_may_be_piped(run: Run, store: Path, piped: str | bytes) -> None:
    got = run("ask", "-", "--json", "--store", store, stdin=piped)
    assert got.exit_code == 0 and json.loads(got.stdout)["answered"]


def test_only_some_outlets_and_days_may_be_asked(run: Run, store: Path) -> None:
    def cited(*scope: str) -> set[str]:
        got = json.loads(run("ask", QUESTION, "--json", "--store", store, *scope).stdout)
        return {item["article"]["date"] for item in got["citations"] + got["closest"]}

    assert "2024-03-10" in cited("--outlet", "صحيفة المرفأ", "--outlet", "إذاعة الضفة")
    assert cited("--outlet", "إذاعة الضفة") <= {"2024-05-02"}
    assert cited("--since", "2024-03-11") == cited("--since", "2024-05") <= {"2024-05-02", "2024-06-01"}
    assert cited("--until", "2024-03-10") == cited("--until", "2024-03") == {"2024-03-10"}


@pytest.mark.slow
def test_the_default_store_starts_with_the_samples_when_asked(run: Run, tmp_path: Path) -> None:
    env = {"ISNAD_STORE": str(tmp_path / "new")}
    assert PHRASES["en"].no_articles in run("list", **env).stderr
    got = run("ask", "What does North Korea want in return?", "--json", **env)
    assert json.loads(got.stdout)["citations"][0]["translation"]
    assert got.stderr == "" and len(run("list", **env).stdout.splitlines()) == 12


def test_words_are_shown_in_the_order_they_are_read_in(run: Run, store: Path) -> None:
    got = run("ask", QUESTION, "--store", store, FORCE_COLOR="1", TERM="xterm", COLUMNS="40").stdout
    assert "افتتحت بلدية مدينة الساحل يوم الأحد مكتبة عامة في حي الميناء بعد ثلاث سنوات" in " ".join(got.split())


def test_colours_and_isolates_are_for_terminals(run: Run, store: Path) -> None:
    env = {"FORCE_COLOR": "1", "TERM": "xterm-256color"}
    plain, coloured = run("ask", QUESTION, "--store", store), run("ask", QUESTION, "--store", store, **env)
    bare = run("ask", QUESTION, "--store", store, **env, NO_COLOR="1")
    assert "\x1b[" not in plain.stdout and "\x1b[1;36m[1]" in coloured.stdout and "36m" not in bare.stdout
    assert "\u2068صحيفة المرفأ\u2069" in coloured.stdout


def test_an_answer_begins_with_what_a_follow_up_was_taken_for(capsys: pytest.CaptureFixture[str]) -> None:
    answer = Answer("When?", "en", "On Sunday.", True, understood="Who sold the \x1b[31mmill?\nWhen?")
    output.print_answer(answer)
    assert capsys.readouterr().out.startswith("Understood as: Who sold the ␛[31mmill? When?\nOn Sunday.\n")
    output.print_answer(replace(answer, understood=""))
    assert capsys.readouterr().out.startswith("On Sunday.\n")


def test_the_installed_command(store: Path, folder: Path) -> None:
    command = [ISNAD, "ask", "-", "--json"]
    got = subprocess.run(command, input=QUESTION.encode(), capture_output=True, env=environment(store), timeout=60)
    assert (got.returncode, got.stderr) == (0, b"")
    assert json.loads(got.stdout)["answered"]
