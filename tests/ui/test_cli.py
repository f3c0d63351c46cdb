"""The isnad command on a real store: what it prints, what it returns, and what it says when something is amiss."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock, Timeout
from typer.testing import CliRunner, Result

from rag import Answer
from store.ingest import Progress
from ui import messages, terminal
from ui.cli import app

ISNAD = Path(sys.executable).with_name("isnad")
LIBRARY = """---
title: مكتبة عامة في حي الميناء
date: 2024-03-10
outlet: صحيفة المرفأ
url: https://news.example/library
---
افتتحت بلدية مدينة الساحل يوم الأحد مكتبة عامة في حي الميناء بعد ثلاث سنوات من أعمال البناء.
وقال رئيس البلدية سامي الحلو إن بناء المكتبة كلّف أربعة ملايين دينار دفعتها البلدية كاملة.

وتضم المكتبة ستين ألف كتاب وقاعة للأطفال ومختبرًا لترميم المخطوطات القديمة.
"""
BRIDGE = """---
title: إغلاق الجسر القديم
date: 2024-05-02
outlet: إذاعة الضفة
---
أغلقت الشرطة الجسر القديم أمام الشاحنات بسبب شقوق ظهرت في إحدى ركائزه الحجرية.
وأوضح المهندس نادر العلي أن إصلاح الجسر سيستغرق خمسة أشهر على الأقل.
"""
HOSTILE = (
    "---\ntitle: 'سوق السمك [bold red]يحترق[/] \u202eمقلوب'\noutlet: '[link=x]وكالة[/link]'\ndate: 2024-06-01\n---\n"
    "شبّ حريق كبير في سوق السمك \x1b[31mليلة\x1b[0m الجمعة \x9b2J والتهم عشرين متجرًا [bold]كاملًا[/bold] \u202eمقلوب.\n"
)
QUESTION = "متى افتتحت البلدية المكتبة في حي الميناء؟"
REFUSED = "من فاز ببطولة الشطرنج في ريكيافيك؟"

Run = Callable[..., Result]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Runs a command in this process, off a terminal, for an English speaker; nothing may escape it."""
    default = tmp_path_factory.mktemp("default")

    def invoke(*arguments: object, stdin: str | bytes | None = None, **env: str) -> Result:
        env = {"LC_ALL": "C.UTF-8", "ISNAD_STORE": str(default), "COLUMNS": "200"} | env
        got = CliRunner().invoke(app, [str(argument) for argument in arguments], input=stdin, env=env)
        assert got.exception is None or isinstance(got.exception, SystemExit), got.exception
        assert "Traceback" not in got.output
        return got

    return invoke


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("articles")
    for name, text in {"library.md": LIBRARY, "bridge.txt": BRIDGE, "hostile.txt": HOSTILE}.items():
        (folder / name).write_text(text, "utf-8")
    return folder


@pytest.fixture(scope="module")
def store(run: Run, folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store that no test changes."""
    store = tmp_path_factory.mktemp("store")
    assert run("ingest", folder, "--store", store).exit_code == 0
    return store


@pytest.fixture
def own_store(store: Path, tmp_path: Path) -> Path:
    """A store that a test may change."""
    return Path(shutil.copytree(store, tmp_path / "own"))


def articles(run: Run, store: Path) -> dict[str, dict[str, Any]]:
    listed = json.loads(run("list", "--json", "--store", store).stdout)
    return {article["date"]: article for article in listed}


def articles_of(run: Run, store: Path) -> list[str]:
    return run("list", "--store", store).stdout.splitlines()


def complaint_about(stderr: str, path: Path) -> bool:
    [line] = stderr.splitlines()
    return line.startswith(f"isnad: {path} ") and ";" in line


def complaint(got: Result) -> str:
    """The one sentence of a command that failed; it said nothing else."""
    assert (got.exit_code, got.stdout) == (1, "")
    assert got.stderr.startswith("isnad: ") and got.stderr.count("\n") == 1
    return got.stderr


# Asking


def test_an_answer_quotes_and_names_who_says_it(run: Run, store: Path) -> None:
    got = run("ask", QUESTION, "--store", store)
    assert (got.exit_code, got.stderr) == (0, "")
    assert "«افتتحت بلدية مدينة الساحل" in got.stdout and "صحيفة المرفأ" in got.stdout and "[1]" in got.stdout
    id_ = articles(run, store)["2024-03-10"]["id"]
    assert f"\n{id_}\tمكتبة عامة في حي الميناء\t[1]" in got.stdout
    assert not set(got.stdout) & set("\x1b\u2068\u2069"), "colours and isolates are for terminals"


def test_an_answer_for_programs(run: Run, store: Path) -> None:
    got = json.loads(run("ask", QUESTION, "--json", "--store", store).stdout)
    assert (got["question"], got["language"], got["answered"], got["closest"]) == (QUESTION, "ar", True, [])
    assert 0 <= got["confidence"] <= 1 and "[1]" in got["text"]
    first = got["citations"][0]
    assert first.keys() == {"number", "quote", "start", "end", "score", "translation", "article"}
    assert first["article"].items() >= {"date": "2024-03-10", "url": "https://news.example/library"}.items()
    whole = json.loads(run("show", first["article"]["id"], "--json", "--store", store).stdout)
    assert whole["text"][first["start"] : first["end"]] == first["quote"]


def test_a_question_without_an_answer_is_refused_and_that_is_no_error(run: Run, store: Path) -> None:
    plain = run("ask", REFUSED, "--store", store)
    got = json.loads(run("ask", REFUSED, "--json", "--store", store).stdout)
    assert plain.exit_code == 0 and plain.stdout.startswith(terminal.harmless(got["text"]))
    assert got["answered"] is False and got["citations"] == [] and got["closest"]
    assert all(passage["article"]["id"] in plain.stdout for passage in got["closest"])


@pytest.mark.parametrize("piped", [QUESTION + "\n", QUESTION.encode() + b" \xff\n"])
def test_a_question_may_be_piped(run: Run, store: Path, piped: str | bytes) -> None:
    got = run("ask", "-", "--json", "--store", store, stdin=piped)
    assert got.exit_code == 0 and json.loads(got.stdout)["answered"]


def test_only_some_outlets_and_days_may_be_asked(run: Run, store: Path) -> None:
    def cited(*scope: str) -> set[str]:
        got = json.loads(run("ask", QUESTION, "--json", "--store", store, *scope).stdout)
        return {item["article"]["date"] for item in got["citations"] + got["closest"]}

    assert "2024-03-10" in cited("--outlet", "صحيفة المرفأ", "--outlet", "إذاعة الضفة")
    assert cited("--outlet", "إذاعة الضفة") == {"2024-05-02"}
    assert "2024-03-10" not in cited("--since", "2024-03-11")
    assert cited("--until", "2024-03-10") == {"2024-03-10"}
    assert cited("--since", "2024-05") == cited("--since", "2024-05-01") == {"2024-05-02", "2024-06-01"}
    assert cited("--until", "2024-03") == {"2024-03-10"}


def test_the_default_store_starts_with_the_samples_when_asked(run: Run, tmp_path: Path) -> None:
    env = {"ISNAD_STORE": str(tmp_path / "new")}
    assert messages.NO_ARTICLES.en in run("list", **env).stderr
    got = run("ask", "What does North Korea want in return?", "--json", **env)
    assert json.loads(got.stdout)["citations"][0]["translation"]
    assert got.stderr == "" and len(run("list", **env).stdout.splitlines()) == 12


# Articles


def test_ingesting_tells_what_became_of_each_file(run: Run, folder: Path, own_store: Path, tmp_path: Path) -> None:
    (tmp_path / "again.txt").write_text(BRIDGE, "utf-8")
    (tmp_path / "new.txt").write_text(BRIDGE.replace("خمسة", "ستة"), "utf-8")
    (tmp_path / "empty.txt").touch()
    paths = [tmp_path / name for name in ("again.txt", "new.txt", "empty.txt")]
    got = run("ingest", folder, *paths, "--store", own_store)
    assert got.stdout == "Added 1, updated 0, unchanged 3, duplicates 1, failed 1.\n"
    assert complaint_about(got.stderr, paths[2]) and got.exit_code == 1
    assert len(articles_of(run, own_store)) == 4


def test_ingesting_for_programs(run: Run, folder: Path, own_store: Path, tmp_path: Path) -> None:
    got = run("ingest", folder, tmp_path / "none.md", "--json", "--store", own_store)
    report = json.loads(got.stdout)
    assert list(report) == ["added", "updated", "unchanged", "duplicates", "failed"]
    assert [len(entries) for entries in report.values()] == [0, 0, 3, 0, 1]
    assert report["failed"][0]["path"] == str(tmp_path / "none.md") and "exist" in report["failed"][0]["reason"]
    assert got.exit_code == 1


def test_ingesting_does_not_bring_the_samples(run: Run, folder: Path, tmp_path: Path) -> None:
    env = {"ISNAD_STORE": str(tmp_path / "new")}
    assert run("ingest", folder / "bridge.txt", **env).exit_code == 0
    assert len(run("list", **env).stdout.splitlines()) == 1


def test_the_list_is_a_line_for_each_article(run: Run, store: Path) -> None:
    rows = [line.split("\t") for line in articles_of(run, store)]
    assert [row[1] for row in rows] == ["2024-03-10", "2024-05-02", "2024-06-01"]
    assert rows[1][2:] == ["إذاعة الضفة", "إغلاق الجسر القديم"]
    assert rows[0][0] == articles(run, store)["2024-03-10"]["id"]


def test_an_article_is_shown_whole(run: Run, store: Path) -> None:
    article = articles(run, store)["2024-03-10"]
    got = run("show", article["id"], "--store", store).stdout
    head, _, text = got.partition("\n\n")
    assert head.split("\n") == [article["title"], f"2024-03-10 · {article['outlet']}", article["url"]]
    whole = json.loads(run("show", article["id"], "--json", "--store", store).stdout)
    assert text == whole["text"] + "\n" and whole.items() >= article.items()


def test_removing_takes_all_named_or_none(run: Run, own_store: Path) -> None:
    ids = [article["id"] for article in articles(run, own_store).values()]
    assert "'nope'" in complaint(run("remove", ids[0], "nope", "--store", own_store))
    assert len(articles_of(run, own_store)) == 3, "an unknown id removes nothing"
    got = run("remove", ids[0], ids[1], ids[0], "--store", own_store, LC_ALL="ar_EG.UTF-8")
    assert got.stdout.splitlines() == ["حُذف: مكتبة عامة في حي الميناء", "حُذف: إغلاق الجسر القديم"]
    assert list(articles(run, own_store)) == ["2024-06-01"]


# Bad input: a sentence that names the thing and the remedy, exit status 1, nothing lost


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["ask", ""], ["empty", "Write"]),
        (["ask", " \n"], ["empty"]),
        (["ask", "س" * 10_000], ["10,000", "2,000"]),
        (["ask", "😀🚂😀"], ["no words", "Write"]),
        (["ask", "who?", "--since", "yesterday"], ["yesterday", "YYYY-MM-DD"]),
        (["ask", "who?", "--until", "2024-02-30"], ["2024-02-30", "YYYY-MM-DD"]),
        (["ask", "who?", "--outlet", "مجلة مجهولة"], ["مجلة مجهولة", "إذاعة الضفة"]),
        (["show", "0000"], ["'0000'", "isnad list"]),
        (["show", "\udcff"], ["\ufffd", "isnad list"]),
        (["remove", "0000"], ["'0000'", "isnad list"]),
    ],
)
def test_what_cannot_be_asked_or_opened(run: Run, store: Path, arguments: list[str], said: list[str]) -> None:
    told = complaint(run(*arguments, "--store", store))
    assert all(words in told for words in said), told
    assert len(articles_of(run, store)) == 3


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("report.pdf", b"%PDF-1.7"),
        ("empty.txt", b""),
        ("blank.md", b"\n \n"),
        ("binary.txt", bytes(range(256)) * 4),
        ("image.txt", b"GIF89a\0\0\0\0\1\2"),
        ("latin.txt", "كتب".encode("cp1256") * 20),
        ("folder", None),
        ("missing.txt", None),
    ],
)
def test_what_is_no_article_is_named_and_the_rest_is_read(
    run: Run, own_store: Path, tmp_path: Path, name: str, content: bytes | None
) -> None:
    path, good = tmp_path / name, tmp_path / "good.txt"
    good.write_text(BRIDGE.replace("خمسة", "سبعة"), "utf-8")
    if content is not None:
        path.write_bytes(content)
    elif name == "folder":
        path.mkdir()
    got = run("ingest", path, good, "--store", own_store)
    assert got.exit_code == 1 and complaint_about(got.stderr, path)
    assert got.stdout == "Added 1, updated 0, unchanged 0, duplicates 0, failed 1.\n"
    assert len(articles_of(run, own_store)) == 4


@pytest.mark.parametrize("name", ["\udcff.txt", "\x1b[31m.txt", "two\nlines.txt", "x" * 300 + ".txt"])
def test_a_strange_file_name_is_only_a_name(run: Run, store: Path, tmp_path: Path, name: str) -> None:
    got = run("ingest", tmp_path / name, "--store", store)
    assert got.exit_code == 1 and got.stderr.count("\n") == 1 and "\x1b" not in got.output
    assert json.loads(run("ingest", tmp_path / name, "--store", store, "--json").stdout)["failed"]


@pytest.mark.parametrize("command", [["list"], ["show", "0"], ["remove", "0"], ["ask", "who?"], ["ingest", "."]])
def test_a_store_that_is_a_file(run: Run, folder: Path, command: list[str]) -> None:
    file = folder / "bridge.txt"
    assert f"{file} is a file" in complaint(run(*command, "--store", file))
    assert file.read_text("utf-8") == BRIDGE


@pytest.mark.parametrize("command", [["list"], ["show", "0"], ["remove", "0"], ["ask", "who?"], ["chat"]])
def test_a_store_that_is_not_there_is_not_made(run: Run, tmp_path: Path, command: list[str]) -> None:
    said = complaint(run(*command, "--store", tmp_path / "typo"))
    assert str(tmp_path / "typo") in said and "isnad ingest" in said
    assert not (tmp_path / "typo").exists()


def test_a_store_that_may_not_be_written(run: Run, store: Path, folder: Path, nobody: Path) -> None:
    shutil.copytree(store, nobody / "store")
    for path in [nobody / "store", *(nobody / "store").rglob("*")]:
        path.chmod(0o555 if path.is_dir() else 0o444)
    with without_privileges():
        failures = [run(*command, "--store", nobody / "store") for command in (["list"], ["ingest", "."])]
        failures.append(run("ingest", ".", "--store", nobody / "store" / "new"))
    assert all(str(nobody / "store") in complaint(got) and "may" in got.stderr for got in failures)
    for path in [nobody / "store", *(nobody / "store").rglob("*")]:
        path.chmod(0o755)
    assert len(articles_of(run, nobody / "store")) == 3


@pytest.fixture
def nobody() -> Iterator[Path]:
    """A folder that any user can reach, unlike pytest's own."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


@contextmanager
def without_privileges() -> Iterator[None]:
    """Root may write anywhere; in here it is nobody."""
    user = os.geteuid()
    if user == 0:
        os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(user)


@pytest.mark.parametrize(
    "arguments", [["ask"], ["ingest"], ["show"], ["remove"], ["nope"], ["list", "--nope"], ["chat", "--port", "0"]]
)
def test_a_misspelt_command_is_2(run: Run, arguments: list[str]) -> None:
    got = run(*arguments)
    assert (got.exit_code, got.stdout) == (2, "") and "--help" in got.stderr


def test_an_unknown_setting_is_named(run: Run) -> None:
    assert "ISNAD_NOPE" in complaint(run("list", ISNAD_NOPE="1"))


# What a terminal gets


@pytest.mark.parametrize("on_terminal", [False, True])
@pytest.mark.parametrize(
    "command", [["list"], ["show"], ["ask", "ماذا التهم الحريق في سوق السمك؟"], ["ask", REFUSED]]
)
def test_text_of_an_article_does_nothing_to_a_terminal(
    run: Run, store: Path, command: list[str], on_terminal: bool
) -> None:
    ids = [articles(run, store)["2024-06-01"]["id"]] if command == ["show"] else []
    env = {"FORCE_COLOR": "1", "TERM": "xterm-256color"} if on_terminal else {}
    got = run(*command, *ids, "--store", store, **env).stdout
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
    assert json.loads(terminal.as_json("\udcff\u2067\x7f")) == "\udcff\u2067\x7f"


def test_colours_and_isolates_are_for_terminals(run: Run, store: Path) -> None:
    env = {"FORCE_COLOR": "1", "TERM": "xterm-256color"}
    plain, coloured = run("ask", QUESTION, "--store", store), run("ask", QUESTION, "--store", store, **env)
    bare = run("ask", QUESTION, "--store", store, **env, NO_COLOR="1")
    assert "\x1b[" not in plain.stdout and "\x1b[1;36m[1]" in coloured.stdout and "36m" not in bare.stdout
    assert "\u2068صحيفة المرفأ\u2069" in coloured.stdout


def test_words_are_shown_in_the_order_they_are_read_in(run: Run, store: Path) -> None:
    got = run("ask", QUESTION, "--store", store, FORCE_COLOR="1", TERM="xterm", COLUMNS="40").stdout
    assert "افتتحت بلدية مدينة الساحل يوم الأحد مكتبة عامة في حي الميناء بعد ثلاث سنوات" in " ".join(got.split())


# How far it is


@pytest.mark.parametrize(("total", "shown"), [(3, "2/3"), (None, "2/?")])
def test_a_terminal_shows_how_many_articles_and_how_fast(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], total: int | None, shown: str
) -> None:
    for name, value in {"FORCE_COLOR": "1", "TERM": "xterm", "COLUMNS": "200", "LC_ALL": "C.UTF-8"}.items():
        monkeypatch.setenv(name, value)
    with terminal.progress(messages.INGESTING) as show:
        show(Progress(0, total, 0))
        show(Progress(2, total, 10**9))
    said = capsys.readouterr()
    plain = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", said.err)
    assert messages.INGESTING.en in plain and shown in plain and "tokens/s" in plain
    assert said.out == ""


def test_nothing_is_shown_off_a_terminal(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    with terminal.progress(messages.INGESTING) as show:
        show(Progress(2, 3, 10**9))
    assert capsys.readouterr() == ("", "")


# The command as it is installed


def environment(store: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("ISNAD_", "LC_", "LANG"))}
    return kept | {"ISNAD_STORE": str(store), "LC_ALL": "C.UTF-8"}


def test_the_installed_command(store: Path, folder: Path) -> None:
    command = [ISNAD, "ask", "-", "--json"]
    got = subprocess.run(command, input=QUESTION.encode(), capture_output=True, env=environment(store), timeout=60)
    assert (got.returncode, got.stderr) == (0, b"")
    assert json.loads(got.stdout)["answered"]


def test_help_and_version_come_at_once(run: Run) -> None:
    assert run("--version").stdout.startswith("isnad 0.")
    for command in ("chat", "ask", "ingest", "list", "show", "remove"):
        assert command in run("--help").stdout and run(command, "--help").exit_code == 0
    heavy = "{'chromadb', 'gradio', 'llama_index', 'numpy', 'onnxruntime', 'store', 'rag'}"
    script = f"import sys, ui.cli; sys.exit(str({heavy} & sys.modules.keys() or ''))"
    got = subprocess.run([sys.executable, "-c", script], capture_output=True, timeout=60)
    assert got.stderr.strip() == b""


def test_chat_says_where_it_is_and_stops_at_ctrl_c(store: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    command = [ISNAD, "chat", "--port", port, "--store", store]
    serving = start(command, store)
    try:
        assert serving.stdout is not None
        assert serving.stdout.readline() == f"{messages.SERVING.en.format(address=f'http://127.0.0.1:{port}/')}\n"
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=20) as response:
            assert response.status == 200
        second = subprocess.run(command, capture_output=True, text=True, env=environment(store), timeout=60)
        assert second.returncode == 1 and f"port {port}" in second.stderr and "--port" in second.stderr
        assert second.stderr.startswith("isnad: ") and second.stderr.count("\n") == 1
    finally:
        serving.send_signal(signal.SIGINT)
        _, complaints = serving.communicate(timeout=30)
    assert (serving.returncode, complaints) == (130, "")


def test_ctrl_c_while_ingesting_loses_nothing(run: Run, own_store: Path, tmp_path: Path) -> None:
    many = tmp_path / "many"
    many.mkdir()
    for number in range(80):
        lines = (f"وفي اليوم {number} من الرحلة رقم {line} سجّل البحّارة حال الطقس والموج." for line in range(30))
        (many / f"{number}.txt").write_text("\n".join(lines), "utf-8")
    ingesting = start([ISNAD, "ingest", many, "--store", own_store], own_store)
    while not is_locked(own_store):
        assert ingesting.poll() is None
        time.sleep(0.01)
    ingesting.send_signal(signal.SIGINT)
    said, complaints = ingesting.communicate(timeout=60)
    assert (ingesting.returncode, said, complaints) == (130, "", f"isnad: {messages.INTERRUPTED.en}\n")
    assert {"2024-03-10", "2024-05-02", "2024-06-01"} <= set(articles(run, own_store))
    assert json.loads(run("ask", QUESTION, "--json", "--store", own_store).stdout)["answered"]


def start(command: list[Any], store: Path) -> subprocess.Popen[str]:
    pipe = subprocess.PIPE
    return subprocess.Popen(command, stdout=pipe, stderr=pipe, encoding="utf-8", env=environment(store))


def is_locked(store: Path) -> bool:
    try:
        with FileLock(store / "write.lock", timeout=0):
            return False
    except Timeout:
        return True


def test_an_answer_begins_with_what_a_follow_up_was_taken_for(capsys: pytest.CaptureFixture[str]) -> None:
    answer = Answer("When?", "en", "On Sunday.", True, understood="Who sold the \x1b[31mmill?\nWhen?")
    terminal.print_answer(answer)
    assert capsys.readouterr().out.startswith("Understood as: Who sold the ␛[31mmill? When?\nOn Sunday.\n")
    terminal.print_answer(replace(answer, understood=""))
    assert capsys.readouterr().out.startswith("On Sunday.\n")
