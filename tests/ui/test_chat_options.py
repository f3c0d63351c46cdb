"""isnad chat's users, proxy and tools as they are given, and isnad password; the page is served elsewhere."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

from tests.ui.commands import Run, complaint
from tests.ui.doors import QUICK
from ui import chat
from ui.guests import read_guests

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
    guests = read_guests(chat._users([f"ali:{third}"], file), [], alone=True)
    assert dict(guests.hashes) == {"huda": other, "sami": HASH, "ali": third}


def test_a_path_of_a_proxy_begins_with_a_slash(run: Run, store: Path) -> None:
    got = run("chat", "--store", store, "--root-path", "isnad")
    assert got.exit_code == 2 and "/isnad" in got.stderr


def test_tools_without_their_package_are_refused_with_the_remedy(
    run: Run, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = importlib.util.find_spec
    monkeypatch.setattr(chat, "find_spec", lambda name: None if name == "mcp" else there(name))
    assert "pip install '.[mcp]'" in complaint(run("chat", "--store", store, "--mcp"))


def test_a_password_is_asked_twice_and_only_its_hash_is_printed(run: Run) -> None:
    got = run("password", stdin="كلمة السر\nكلمة السر\n")
    assert got.exit_code == 0 and "كلمة" not in got.output
    [printed] = got.stdout.split()
    assert read_guests([f"huda:{printed}"], [], alone=True).check("huda", "كلمة السر")


def test_a_short_password_is_refused(run: Run) -> None:
    got = run("password", stdin="short\nshort\n")
    assert got.exit_code == 1 and "argon2" not in got.output and "at least 8 characters" in got.stderr
