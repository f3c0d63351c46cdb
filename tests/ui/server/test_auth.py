"""Who may come to the page and who may write: users and their hashes, rights, and guesses slowed down."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from argon2 import PasswordHasher, Type

from tests.helpers.cases import each_case
from tests.ui.server.conftest import Clock
from ui.server.address import Serving, is_loopback
from ui.server.auth import (
    EVERYONE,
    FREE_ATTEMPTS,
    LONGEST_WAIT,
    Users,
    UsersError,
    parse_users,
    password_hash,
    read_users_file,
)
from ui.server.callers import Caller, called_by

QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
SALT = b"a salt for tests"  # so that tests have the same names each time
HASH = QUICK.hash("sesame", salt=SALT)
OTHER = QUICK.hash("كلمة السر", salt=SALT)


@pytest.fixture
def users(clock: Clock) -> Users:
    return Users({"huda": HASH, "سامي": OTHER}, frozenset({"huda"}), clock)


@pytest.mark.parametrize(
    ("user", "password", "right"),
    [
        ("huda", "sesame", True),
        ("سامي", "كلمة السر", True),
        ("huda", "كلمة السر", False),
        ("huda", "", False),
        ("huda", "\ud800", False),
        ("nobody", "sesame", False),
        ("", "", False),
    ],
)
def test_a_password_lets_its_own_user_in(users: Users, user: str, password: str, right: bool) -> None:
    assert users.check(user, password) is right
    assert asyncio.run(users.admit(user, password)) is right


def test_who_guesses_much_keeps_nobody_of_another_address_from_logging_in(users: Users) -> None:
    async def guessed_before_she_is_in() -> int:
        with called_by(Caller("192.0.2.1")):
            guesses = [asyncio.create_task(users.admit(f"name {n}", "guess")) for n in range(100)]
        await asyncio.sleep(0)  # all of them wait
        with called_by(Caller("192.0.2.2")):
            assert await users.admit("huda", "sesame")
        done = sum(guess.done() for guess in guesses)
        assert not any(await asyncio.gather(*guesses))
        return done

    assert asyncio.run(guessed_before_she_is_in()) < 60, "she need not wait for all of them"


def test_who_guesses_waits_longer_and_longer_and_nobody_else_does(users: Users, clock: Clock) -> None:
    for _ in range(FREE_ATTEMPTS):
        assert not users.check("huda", "guess")
    assert not users.check("huda", "sesame"), "right, but too soon"
    assert users.check("سامي", "كلمة السر"), "another user does not wait"
    clock.now += 1
    assert not users.check("huda", "guess")
    clock.now += 1
    assert not users.check("huda", "sesame"), "the pause has doubled"
    clock.now += 1
    assert users.check("huda", "sesame")
    for _ in range(FREE_ATTEMPTS - 1):
        assert not users.check("huda", "guess")
    assert users.check("huda", "sesame"), "a right password starts the count anew"


def test_who_was_let_in_before_is_not_kept_out_by_another_who_guesses(users: Users) -> None:
    assert users.check("huda", "sesame")
    for _ in range(FREE_ATTEMPTS + 1):
        assert not users.check("huda", "guess")
    assert users.check("huda", "sesame")
    assert not users.check("huda", "guess")


def test_a_pause_has_an_end(users: Users, clock: Clock) -> None:
    for _ in range(FREE_ATTEMPTS + 20):
        assert not users.check("huda", "guess")
        clock.now += LONGEST_WAIT
    assert users.check("huda", "sesame")


def test_names_that_do_not_exist_are_remembered_as_one(users: Users) -> None:
    for number in range(3):
        users.check(f"stranger{number}", "guess")
    assert len(users._attempts) == 1


def test_a_hash_is_argon2id_and_never_the_same_twice() -> None:
    made = password_hash("sesame")
    assert made.startswith("$argon2id$") and made != password_hash("sesame")
    assert parse_users([f"huda:{made}"], [], alone=True).check("huda", "sesame")


@each_case(
    ("auth", "writers", "alone", "nobody", "huda", "sami"),
    [
        ([], [], True, True, True, True),  # at one's own machine
        ([], [], False, False, False, False),  # open to a network
        ([], [EVERYONE], False, True, True, True),
        ([f"huda:{HASH}"], [], True, False, False, False),
        ([f"huda:{HASH}", f"sami:{OTHER}"], ["huda"], False, False, True, False),
        ([f"huda:{HASH}", f"sami:{OTHER}"], [EVERYONE], False, False, True, True),
        ([f"huda:{HASH}"], [EVERYONE], True, False, True, False),
    ],
)
def test_who_may_write(
    auth: list[str], writers: list[str], alone: bool, nobody: bool, huda: bool, sami: bool
) -> None:
    users = parse_users(auth, writers, alone)
    assert [users.may_write(user) for user in (None, "huda", "sami")] == [nobody, huda, sami]


@each_case(
    ("line", "said"),
    [
        ("huda", "name:hash"),
        (f":{HASH}", "name:hash"),
        (f"huda sami:{HASH}", "name:hash"),
        (f"everyone:{HASH}", "name:hash"),
        ("huda:sesame", "The hash of user huda"),
        ("huda:$argon2id$", "The hash of user huda"),
        (
            f"huda:{PasswordHasher(time_cost=1, memory_cost=8, parallelism=1, type=Type.D).hash('x', salt=SALT)}",
            "user huda",
        ),
    ],
)
def test_what_is_no_user_is_named_and_shows_no_password(line: str, said: str) -> None:
    with pytest.raises(UsersError, match=said) as raised:
        parse_users([line], [], alone=True)
    assert "isnad password" in str(raised.value) and "sesame" not in str(raised.value)


def test_a_writer_must_be_a_user() -> None:
    with pytest.raises(UsersError, match="--may-write sami: there is no such user"):
        parse_users([f"huda:{HASH}"], ["sami"], alone=True)


def test_a_file_of_users(tmp_path: Path) -> None:
    file = tmp_path / "users"
    file.write_text(f"\ufeff# the desk\n\nhuda:{HASH}\r\n  سامي:{OTHER}  \n", "utf-8")
    users = parse_users(read_users_file(file), [], alone=False)
    assert set(users.hashes) == {"huda", "سامي"} and users.check("huda", "sesame")
    file.write_bytes(b"huda:\xff\xfe")
    with pytest.raises(UsersError, match="UTF-8"):
        read_users_file(file)


@each_case(
    ("host", "here"),
    [("127.0.0.1", True), ("127.8.9.1", True), ("localhost", True), ("LocalHost.", True), ("[::1]", True)]
    + [("::1", True), ("a.localhost", True), ("0.0.0.0", False), ("192.0.2.7", False), ("news.example", False)]
    + [("", False), ("127.0.0.1.news.example", False), ("localhost.news.example", False)],
)
def test_which_addresses_are_this_machine(host: str, here: bool) -> None:
    assert is_loopback(host) is here
    assert Serving(host).is_local is here
    assert not Serving(host, root_path="/").is_local, "a proxy lets others in"
