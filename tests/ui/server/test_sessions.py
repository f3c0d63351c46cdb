"""Sessions: when one ends, and how many a user may have."""

from __future__ import annotations

import pytest

from tests.helpers.ui.doors import QUICK
from tests.ui.server.conftest import Clock
from ui.server.auth import Users
from ui.server.sessions import IDLE_SECONDS, MOST_PER_USER, Sessions

HASH, OTHER = QUICK.hash("sesame"), QUICK.hash("other")


@pytest.fixture
def hashes() -> dict[str, str]:
    return {"huda": HASH, "sami": OTHER}


@pytest.fixture
def sessions(clock: Clock, hashes: dict[str, str]) -> Sessions:
    return Sessions(Users(hashes), clock)


def test_a_session_is_its_users_alone_and_ends_when_told(sessions: Sessions) -> None:
    first, second = sessions.begin("huda"), sessions.begin("sami")
    assert (sessions.user(first), sessions.user(second), sessions.user(""), sessions.user("x")) == (
        *("huda", "sami"),
        *(None, None),
    )
    sessions.end(first)
    sessions.end("x")
    assert (sessions.user(first), sessions.user(second)) == (None, "sami")


def test_the_sessions_of_a_removed_user_end_and_no_others(sessions: Sessions, hashes: dict[str, str]) -> None:
    first, second = sessions.begin("huda"), sessions.begin("sami")
    del hashes["huda"]
    assert (sessions.user(first), sessions.user(second)) == (None, "sami")
    hashes["huda"] = HASH
    assert sessions.user(first) is None, "an ended session stays so"


def test_a_changed_password_ends_the_sessions_of_the_old_one(sessions: Sessions, hashes: dict[str, str]) -> None:
    before = sessions.begin("huda")
    hashes["huda"] = OTHER
    after = sessions.begin("huda")
    assert (sessions.user(before), sessions.user(after)) == (None, "huda")


def test_a_session_that_nobody_uses_ends_and_one_in_use_does_not(sessions: Sessions, clock: Clock) -> None:
    used, left = sessions.begin("huda"), sessions.begin("huda")
    clock.now += IDLE_SECONDS
    assert sessions.user(used) == "huda"
    clock.now += IDLE_SECONDS
    assert (sessions.user(used), sessions.user(left)) == ("huda", None)


def test_a_user_has_so_many_sessions_and_no_more(sessions: Sessions) -> None:
    first, *later = [sessions.begin("huda") for _ in range(MOST_PER_USER)]
    other = sessions.begin("sami")
    last = sessions.begin("huda")
    assert sessions.user(first) is None
    assert {sessions.user(token) for token in [*later, last]} == {"huda"} and sessions.user(other) == "sami"
