"""The file of users, changed while the page is served."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.helpers.ui.doors import QUICK
from ui.server.auth import Users, parse_users, read_users_file
from ui.server.users_file import follow_file

HASH, OTHER = QUICK.hash("sesame"), QUICK.hash("other")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    (tmp_path / "users").write_text(f"huda:{HASH}\nsami:{HASH}\n", "utf-8")
    return tmp_path / "users"


@pytest.fixture
def users(file: Path) -> Users:
    return follow_file(parse_users(read_users_file(file), ["huda"], False), file, lambda: read_users_file(file))


def test_who_is_added_may_log_in_and_who_is_removed_may_not(users: Users, file: Path) -> None:
    assert users.check("sami", "sesame")
    file.write_text(f"huda:{OTHER}\nali:{HASH}\n", "utf-8")
    assert [users.may_enter(name) for name in ("huda", "sami", "ali")] == [True, False, True]
    assert users.check("ali", "sesame") and users.check("huda", "other")
    assert not users.check("huda", "sesame") and not users.check("sami", "sesame"), "though right before"
    assert users.may_write("huda") and not users.may_write("ali")


def test_a_file_that_takes_the_place_of_another_is_read(users: Users, file: Path) -> None:
    new = file.with_name("new")
    new.write_text(f"ali:{HASH}\n", "utf-8")
    os.replace(new, file)
    assert set(users.hashes) == {"ali"} and len(users.hashes) == 1


@pytest.mark.parametrize("written", [b"", b"# nobody\n", b"huda\n", b"huda:sesame\n", b"\xff\xfe", None])
def test_a_file_that_cannot_be_used_changes_nothing_and_is_one_line_in_the_log(
    users: Users, file: Path, written: bytes | None, caplog: pytest.LogCaptureFixture
) -> None:
    file.unlink()
    if written is not None:
        file.write_bytes(written)
    for _ in range(3):
        assert users.named and users.check("huda", "sesame") and users.may_enter("sami")
    [line] = [record.getMessage() for record in caplog.records]
    assert "users stay as they were" in line and "\n" not in line and "sesame" not in line
    file.write_text(f"ali:{HASH}\n", "utf-8")
    assert not users.may_enter("huda") and users.may_enter("ali")
