"""isnad chat's users, proxy and tools as they are given, and isnad password; the page is served elsewhere."""

from __future__ import annotations

import importlib.util
import socket
from pathlib import Path

import pytest

from tests.helpers.ui.commands import Run, complaint
from tests.helpers.ui.doors import QUICK
from ui.cli import chat, serving
from ui.messages import general as messages
from ui.server.auth import parse_users

HASH = QUICK.hash("sesame")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (["--auth", "huda"], "'huda' cannot be a user"),
        (["--auth", "huda:sesame"], "The hash of user huda is not one of argon2id"),
        (["--auth", f"huda:{HASH}", "--may-write", "sami"], "--may-write sami: there is no such user"),
        (["--may-write", "sami"], "--may-write sami: there is no such user"),
        (["--auth-file", "no-such-file"], "no-such-file cannot be used"),
    ],
)
def test_what_is_wrong_with_users_is_one_sentence(run: Run, store: Path, given: list[str], said: str) -> None:
    assert said in complaint(run("chat", "--store", store, *given))


def test_a_file_that_names_nobody_does_not_open_the_page_to_all(run: Run, store: Path, tmp_path: Path) -> None:
    for written in ("", "# huda comes on Monday\n"):
        (tmp_path / "users").write_text(written)
        got = run("chat", "--store", store, "--auth-file", tmp_path / "users", "--may-write", "everyone")
        assert f"{tmp_path / 'users'} names no user" in complaint(got)


def test_users_of_the_environment_are_read_too(run: Run, store: Path) -> None:
    got = complaint(run("chat", "--store", store, ISNAD_AUTH=f"sami:{HASH}\nhuda:nothing"))
    assert "The hash of user huda" in got


def test_a_later_user_of_the_same_name_is_meant(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other, third = QUICK.hash("other"), QUICK.hash("third")
    monkeypatch.setenv("ISNAD_AUTH", f"huda:{HASH} sami:{HASH}")
    file = tmp_path / "users"
    file.write_text(f"# desk\nhuda:{other}\nali:{other}\n", "utf-8")
    users = parse_users(serving._user_lines([f"ali:{third}"], file), [], alone=True)
    assert dict(users.hashes) == {"huda": other, "sami": HASH, "ali": third}


@pytest.mark.parametrize("host", ["300.1.1.1", "no such host", "192.0.2.1", "a" * 70 + ".example", "ن" * 70])
@pytest.mark.parametrize("locale", ["C.UTF-8", "ar_EG.UTF-8"])
def test_a_host_that_is_none_of_this_machine_is_one_sentence(
    run: Run, store: Path, capfd: pytest.CaptureFixture[str], host: str, locale: str
) -> None:
    got = complaint(run("chat", "--store", store, "--host", host, LC_ALL=locale))
    said = messages.PORT_TAKEN.to("ar" if locale.startswith("ar") else "en", host=host, port=7860)
    assert got == f"isnad: {said}\n" and capfd.readouterr().err == ""


def test_a_port_that_is_taken_is_one_sentence(run: Run, store: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert f"port {port}: close what uses it" in complaint(run("chat", "--store", store, "--port", port))


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (["--host", ""], "The address is empty"),
        (["--host", " "], "The address is empty"),
        (["--port", "abc"], "'abc' is not a port"),
        (["--port", "٧٨٦٠"], "'٧٨٦٠' is not a port"),
        (["--port", "７８６０"], "'７８６０' is not a port"),
        (["--port", "0"], "'0' is not a port"),
        (["--port", "70000"], "'70000' is not a port"),
        (["--port", ""], "'' is not a port"),
        (["--auth-file", ""], "The path is empty"),
    ],
)
def test_a_value_that_cannot_be_is_refused_in_isnads_own_words(
    run: Run, store: Path, given: list[str], said: str
) -> None:
    got = run("chat", "--store", store, *given)
    assert got.exit_code == 2 and said in got.stderr and "Input should" not in got.stderr


def test_a_path_of_a_proxy_begins_with_a_slash(run: Run, store: Path) -> None:
    got = run("chat", "--store", store, "--root-path", "isnad")
    assert got.exit_code == 2 and "/isnad" in got.stderr


def test_tools_without_their_package_are_refused_with_the_remedy(
    run: Run, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = importlib.util.find_spec
    monkeypatch.setattr(serving, "find_spec", lambda name: None if name == "mcp" else there(name))
    assert "pip install '.[mcp]'" in complaint(run("chat", "--store", store, "--mcp"))


@pytest.mark.parametrize("way", ["_typed", "_piped"])
def test_a_password_is_given_twice_and_only_its_hash_is_printed(
    run: Run, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    monkeypatch.setattr(chat, "_piped", getattr(chat, way))
    got = run("password", stdin="كلمة السر\nكلمة السر\n")
    assert got.exit_code == 0 and "كلمة" not in got.output
    [printed] = got.stdout.split()
    assert parse_users([f"huda:{printed}"], [], alone=True).check("huda", "كلمة السر")


def test_a_program_may_give_a_password_once(run: Run) -> None:
    got = run("password", stdin="كلمة السر")
    assert got.exit_code == 0 and got.stderr == ""
    assert parse_users([f"huda:{got.stdout.strip()}"], [], alone=True).check("huda", "كلمة السر")


@pytest.mark.parametrize("stdin", ["", "one password\nanother\n"])
def test_without_a_password_it_is_one_sentence(run: Run, stdin: str) -> None:
    assert "No password was given. Run isnad password in a terminal" in complaint(run("password", stdin=stdin))


def test_a_short_password_is_refused(run: Run) -> None:
    got = run("password", stdin="short\nshort\n")
    assert got.exit_code == 1 and "argon2" not in got.output and "at least 8 characters" in got.stderr
