"""Every command: its help, and one sentence that names what is amiss and the remedy."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.helpers.ui.commands import BRIDGE, ISNAD, Run, articles_of, complaint, environment


def test_help_and_version_come_at_once(run: Run) -> None:
    assert run("--version").stdout.startswith("isnad 0.")
    for command in ("chat", "ask", "ingest", "list", "show", "remove", "export", "import"):
        assert command in run("--help").stdout and run(command, "--help").exit_code == 0
    heavy = "{'chromadb', 'gradio', 'llama_index', 'numpy', 'onnxruntime', 'store', 'rag'}"
    script = f"import sys, ui.cli; sys.exit(str({heavy} & sys.modules.keys() or ''))"
    got = subprocess.run([sys.executable, "-c", script], capture_output=True, timeout=60)
    assert got.stderr.strip() == b""


def test_the_module_is_the_command(run: Run) -> None:
    got = subprocess.run([sys.executable, "-m", "ui.cli", "--version"], capture_output=True, text=True, timeout=60)
    assert got.stdout == run("--version").stdout


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


@pytest.mark.parametrize("command", [["list"], ["show", "0"], ["remove", "0"], ["ask", "who?"], ["export", "x.zip"]])
def test_a_folder_of_articles_is_not_made_a_store_by_reading_it(run: Run, folder: Path, command: list[str]) -> None:
    before = sorted(folder.iterdir())
    assert f"There is no store in {folder}" in complaint(run(*command, "--store", folder))
    assert sorted(folder.iterdir()) == before


@pytest.mark.parametrize("arguments", [["ingest", ""], ["list", "--store", ""], ["import", ""], ["eval", "", "x"]])
def test_a_variable_that_was_never_set_is_not_the_folder_at_hand(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str]
) -> None:
    monkeypatch.chdir(folder)
    before = sorted(folder.iterdir())
    got = run(*arguments)
    assert (got.exit_code, got.stdout) == (2, "") and "The path is empty" in got.stderr
    assert sorted(folder.iterdir()) == before


def test_a_store_that_may_not_be_written(run: Run, store: Path, folder: Path, nobody: Path) -> None:
    shutil.copytree(store, nobody / "store")
    for path in [nobody / "store", *(nobody / "store").rglob("*")]:
        path.chmod(0o555 if path.is_dir() else 0o444)
    with without_privileges():
        assert len(articles_of(run, nobody / "store")) == 3  # it can be read
        failures = [run("ingest", ".", "--store", nobody / "store")]
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


@pytest.mark.slow
@pytest.mark.parametrize("options", [[], ["--json"]])
def test_output_that_cannot_be_written_is_no_missing_file(store: Path, options: list[str]) -> None:
    with open("/dev/full", "wb") as full:
        command = [ISNAD, "list", "--store", store, *options]
        got = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, env=environment(store), timeout=60)
    assert got.returncode == 1
    assert got.stderr == b"isnad: Isnad could not go on (No space left on device). " + (
        b"See whether there is room where its output goes.\n"
    )


def test_an_unknown_setting_is_named(run: Run) -> None:
    assert "ISNAD_NOPE" in complaint(run("list", ISNAD_NOPE="1"))
