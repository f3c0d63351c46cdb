"""Logging in and out over HTTP: the page, its languages, the cookie, and what a program gets."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from tests.helpers.cases import each_case
from tests.helpers.ui.doors import QUICK, READER, SERVED, WRITER, WRONG, get, log_in, opened, run, two_users
from ui.messages import page as page_messages
from ui.messages import server as messages
from ui.server.auth import Users

pytestmark = SERVED
BROWSER = {"Accept": "text/html,*/*;q=0.8"}


@pytest.fixture(scope="module")
def team(newsroom) -> Iterator[str]:
    with opened(newsroom, users=two_users()) as address:
        yield address


def send(address: str, user: tuple[str, str], headers: dict[str, str] | None = None, **more: str) -> httpx.Response:
    """The form, as a browser sends it."""
    form = dict(zip(("username", "password"), user, strict=True)) | more
    return httpx.post(f"{address}login", data=form, headers=BROWSER | (headers or {}), timeout=20)


@each_case(
    ("path", "accepted", "language"),
    [
        ("", "", "en"),
        ("", "ar-EG,ar;q=0.9", "ar"),
        ("", "fr,ar", "en"),
        ("?language=ar", "en", "ar"),
        ("?language=en", "ar", "en"),
        ("?language=<b>", "ar", "en"),
    ],
)
def test_the_form_is_in_the_readers_language(team: str, path: str, accepted: str, language: str) -> None:
    got = get(team, path, BROWSER | {"Accept-Language": accepted})
    direction = "rtl" if language == "ar" else "ltr"
    assert got.status_code == 200 and f'<html lang="{language}" dir="{direction}">' in got.text
    assert page_messages.PASSWORD.to(language) in got.text and messages.LOG_IN.to(language) in got.text
    assert "<script" not in got.text and "<b>" not in got.text and got.headers["cache-control"] == "no-store"


def test_a_wrong_password_shows_the_form_again_with_the_name_and_without_the_password(team: str) -> None:
    got = send(team, ('huda"><script>', "a-guess"), language="ar")
    assert got.status_code == 401 and page_messages.WRONG_PASSWORD.ar in got.text and "set-cookie" not in got.headers
    assert "&quot;&gt;&lt;script&gt;" in got.text and "<script" not in got.text and "a-guess" not in got.text


def test_a_browser_is_led_to_the_page_with_one_cookie_that_scripts_and_other_sites_do_not_get(team: str) -> None:
    got = send(team, WRITER)
    assert got.status_code == 303 and got.headers["location"] == "/"
    [cookie] = got.headers.get_list("set-cookie")
    said = [part.strip().lower() for part in cookie.split(";")[1:]]
    assert sorted(said) == ["httponly", "path=/", "samesite=lax"]
    assert len(cookie.split("=")[1].split(";")[0]) >= 40


@each_case(
    ("root_path", "proto", "secure"),
    [
        ("/isnad", "https", True),
        ("/isnad", "http", False),
        ("/isnad", "", False),
        ("https://desk.example/", "", True),
    ],
)
def test_behind_https_the_cookie_goes_over_https_only(newsroom, root_path: str, proto: str, secure: bool) -> None:
    with opened(newsroom, users=two_users(), root_path=root_path) as address:
        got = send(address, WRITER, {"X-Forwarded-Proto": proto} if proto else {})
    assert ("secure" in got.headers["set-cookie"].lower()) is secure
    home = "/isnad/" if root_path == "/isnad" else "/"
    assert got.headers["location"] == home and f"Path={home};" in got.headers["set-cookie"]


def test_a_program_is_told_in_json(team: str) -> None:
    assert log_in(team, *READER).json() == {"success": True}
    wrong = log_in(team, *WRONG)
    assert wrong.status_code == 401 and messages.LOG_IN.en in wrong.json()["error"]


@each_case("body", [b"", b"username=huda", b"\xff=\xff", b"&" * 9_000, b"a=" * 4_000, b"username=huda&" * 100])
def test_what_is_no_form_lets_nobody_in(team: str, body: bytes) -> None:
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    got = httpx.post(f"{team}login", content=body, headers=BROWSER | form, timeout=20)
    assert got.status_code == 401 and "set-cookie" not in got.headers


@each_case("headers", [{"Origin": "https://news.example"}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "null"}])
def test_another_web_site_logs_nobody_in_or_out(team: str, headers: dict[str, str]) -> None:
    cookie = {"Cookie": send(team, WRITER).headers["set-cookie"].partition(";")[0]}
    assert send(team, WRITER, headers).status_code == 403
    assert httpx.post(f"{team}logout", headers=cookie | headers, timeout=20).status_code == 403
    assert run(team, "facts", headers=cookie).status_code == 200


def test_logging_out_ends_this_session_and_not_the_users_other_one(team: str) -> None:
    here, there = ({"Cookie": send(team, WRITER).headers["set-cookie"].partition(";")[0]} for _ in range(2))
    got = httpx.post(f"{team}logout", headers=here, timeout=20)
    assert got.status_code == 303 and "max-age=0" in got.headers["set-cookie"].lower()
    assert run(team, "facts", headers=here).status_code == 401
    assert run(team, "facts", headers=there).json()["data"][0]["user"] == WRITER[0]
    assert get(team, "logout", there).status_code == 405, "a link on another page logs nobody out"


def test_a_removed_user_is_out_at_once(newsroom) -> None:
    hashes = {"huda": QUICK.hash("sesame"), "sami": QUICK.hash("sesame")}
    with opened(newsroom, users=Users(hashes)) as address:
        cookie = {"Cookie": send(address, WRITER).headers["set-cookie"].partition(";")[0]}
        assert run(address, "facts", headers=cookie).status_code == 200
        del hashes["huda"]
        assert run(address, "facts", headers=cookie).status_code == 401
        assert "username" in get(address, headers=cookie).text


def test_without_users_there_is_nowhere_to_log_in(newsroom) -> None:
    with opened(newsroom) as address:
        assert send(address, WRITER).status_code == 404
