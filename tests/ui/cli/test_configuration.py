"""`isnad settings`, and the file of settings for every command."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from rag.settings import held_settings
from ui.cli import app
from ui.cli.configuration import ConfiguredGroup


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in [name for name in os.environ if name.upper().startswith("ISNAD_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


def run(*args: str) -> str:
    got = CliRunner().invoke(app, args)
    assert got.exit_code == 0, got.output
    return got.stdout


def lines(*args: str) -> dict[str, list[str]]:
    rows = [line.split("\t") for line in run("settings", *args).splitlines()]
    return {name: rest for name, *rest in rows}


def test_it_prints_what_holds_and_whence(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = tmp_path / "isnad.toml"
    file.write_text('llm_key = "hunter2"\nport = 8080\nmay_write = ["huda", "sami"]\n')
    monkeypatch.setenv("ISNAD_PORT", "9000")
    got = lines()
    assert got["config"] == [str(file), "found in the working directory"]
    assert got["port"] == ["9000", "ISNAD_PORT"]
    assert got["may_write"] == ["huda sami", f"{file}, line 3"]
    assert got["llm_key"] == ["set", f"{file}, line 1"] and got["auth"] == ["-", "by default"]
    assert "hunter2" not in run("settings") + run("settings", "--json")


def test_programs_get_json(tmp_path: Path) -> None:
    (tmp_path / "isnad.toml").write_text('llm_key = "hunter2"\nport = 8080\n')
    got = {each["name"]: each for each in json.loads(run("settings", "--json"))["settings"]}
    assert list(got) == [held.name for held in held_settings()]
    assert got["port"] | {"description": ""} == {
        "name": "port",
        "variable": "ISNAD_PORT",
        "value": 8080,
        "secret": False,
        "source": "file",
        "where": f"{tmp_path / 'isnad.toml'}, line 2",
        "description": "",
    }
    assert (got["llm_key"]["value"], got["llm_key"]["secret"]) == (True, True)


def test_a_file_is_named_before_or_behind_the_command(tmp_path: Path) -> None:
    (tmp_path / "our.toml").write_text("port = 8080\n")
    calls = (
        ["--config", "our.toml", "settings"],
        ["settings", "--config", "our.toml"],
        ["settings", "--config=our.toml"],
    )
    assert {
        lines(*call[1:])["port"][0] if call[0] == "settings" else run(*call).split("\nport\t")[1][:4]
        for call in calls
    } == {"8080"}
    assert "ISNAD_CONFIG" not in os.environ  # what one call names is not left for the next
    assert lines()["port"][0] == "7860"


def test_a_file_that_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    got = CliRunner().invoke(app, ["settings", "--config", "away.toml"])
    assert (got.exit_code, got.stdout) == (1, "")
    reason = "cannot be read (No such file or directory). Correct --config or ISNAD_CONFIG."
    assert got.stderr == f"isnad: {tmp_path / 'away.toml'} {reason}\n"
    missing = CliRunner().invoke(app, ["settings", "--config"])
    assert missing.exit_code == 2 and "The path is empty" in missing.stderr


# Options that settings give


def served() -> tuple[typer.Typer, list[tuple[str, int, list[str] | None]]]:
    got: list[tuple[str, int, list[str] | None]] = []
    other = typer.Typer(cls=ConfiguredGroup)
    other.callback()(app.registered_callback.callback)  # type: ignore[union-attr,type-var]

    @other.command("chat")
    def chat(host: str = "127.0.0.1", port: int = 7860, may_write: list[str] | None = None) -> None:
        got.append((host, port, may_write))

    @other.command("again")
    def again() -> None: ...

    return other, got


def test_a_flag_counts_more_than_a_setting(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "isnad.toml").write_text('port = 8080\nhost = "0.0.0.0"\nmay_write = ["huda"]\n')
    monkeypatch.setenv("ISNAD_HOST", "::1")
    commands, got = served()
    assert CliRunner().invoke(commands, ["chat"]).exit_code == 0
    assert CliRunner().invoke(commands, ["chat", "--port", "9000", "--host", "10.0.0.1"]).exit_code == 0
    assert got == [("::1", 8080, ["huda"]), ("10.0.0.1", 9000, ["huda"])]


def test_without_settings_the_options_hold(tmp_path: Path) -> None:
    commands, got = served()
    assert CliRunner().invoke(commands, ["chat"]).exit_code == 0
    assert got[0][:2] == ("127.0.0.1", 7860) and not got[0][2]


def test_the_options_of_chat_and_the_settings_have_the_same_defaults() -> None:
    help_ = run("chat", "--help")
    held = {each.name: each.value for each in held_settings()}
    served = ("host", "port", "root_path", "auth_file", "may_write", "mcp")
    for name in (*served, "log_format", "log_level", "log_questions"):
        assert f"--{name.replace('_', '-')}" in help_
        assert not held[name] or f"[default: {held[name]}]" in help_


def test_a_wrong_setting_ends_chat_in_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ISNAD_PORT", "eighty")
    got = CliRunner().invoke(app, ["chat"])
    assert got.exit_code == 1
    assert got.stderr.startswith("isnad: ISNAD_PORT cannot be 'eighty': it is a number from 1 to 65535.")
