"""What the page's server gives, to whom, and to which web site; which routes are open is in test_routes.py."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.helpers.cases import each_case
from tests.helpers.ui.doors import READER, SERVED, WRITER, WRONG, get, log_in, opened, run, two_users
from tests.helpers.ui.newsroom import DEAL

pytestmark = SERVED
QUESTION = ("What does North Korea want in return?", None, None, None, None)
FILE = {"files": ("a.txt", b"one", "text/plain")}


@pytest.fixture(scope="module")
def here(newsroom) -> Iterator[str]:
    with opened(newsroom) as address:
        yield address


@pytest.fixture(scope="module")
def team(newsroom) -> Iterator[str]:
    with opened(newsroom, users=two_users(), mcp=True) as address:
        yield address


def basic(user: str, password: str) -> dict[str, str]:
    return {"Authorization": f"Basic {b64encode(f'{user}:{password}'.encode()).decode()}"}


def upload(address: str, **more: object) -> httpx.Response:
    return httpx.post(f"{address}gradio_api/upload", files=FILE, timeout=20, **more)


# What is there


@pytest.mark.parametrize(
    "path",
    [f"gradio_api/file={Path(__file__)}", "gradio_api/file=https://news.example/", "gradio_api/vibe-code", "mcp"],
)
def test_no_file_and_no_other_address_can_be_had(here: str, path: str) -> None:
    assert get(here, path).status_code == 404


@pytest.mark.parametrize(
    "path", ["static/..%2f..%2froutes.py", "assets/%2e%2e/%2e%2e/routes.py", "svelte/..%2f..%2fx"]
)
def test_no_path_leads_out_of_gradios_own_files(here: str, path: str) -> None:
    assert get(here, path).status_code in (403, 404)


@each_case("path", ["", "config", "gradio_api/info", "theme.css"])
def test_the_page_itself_is_served_and_told_to_stay_at_home(here: str, path: str) -> None:
    got = get(here, path)
    assert got.status_code == 200
    assert got.headers["x-content-type-options"] == "nosniff" and got.headers["x-frame-options"] == "SAMEORIGIN"
    assert "default-src 'self'" in got.headers["content-security-policy"]
    assert "http" not in got.headers["content-security-policy"], "no other host is named"


# Other web sites


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://news.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:1"},
        {"Origin": "http://localhost"},
        {"Origin": "https://news.example", "Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"},
        {"Origin": "https://news.example", "X-Forwarded-Host": "news.example"},
    ],
)
def test_another_web_site_cannot_use_the_page(here: str, newsroom, headers: dict[str, str]) -> None:
    got = run(here, "ask", *QUESTION, headers=headers)
    assert got.status_code == 403 and "Another web site" in got.text and newsroom.asked == []


@pytest.mark.parametrize("headers", [{}, {"Sec-Fetch-Site": "same-origin"}, {"Sec-Fetch-Site": "none"}])
def test_the_page_and_programs_can(here: str, headers: dict[str, str]) -> None:
    assert run(here, "ask", *QUESTION, headers=headers).status_code == 200
    own = {"Origin": here.rstrip("/")}
    assert run(here, "ask", *QUESTION, headers=headers | own).status_code == 200


def test_a_link_on_another_site_leads_to_the_page_but_a_picture_does_not(here: str) -> None:
    followed = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}
    assert get(here, headers=followed).status_code == 200
    assert get(here, headers={"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"}).status_code == 403
    assert get(here, "config", {"Origin": "https://news.example"}).status_code == 403


@each_case("host", ["news.example", "news.example:7860", "127.0.0.1.news.example", "192.0.2.1", "[", ""])
def test_a_name_that_was_made_to_lead_here_is_refused(here: str, host: str) -> None:
    got = get(here, headers={"Host": host})
    assert got.status_code in (400, 403) and "<html" not in got.text


@each_case("host", ["localhost", "localhost:7860", "127.0.0.1:9", "[::1]:7860"])
def test_this_machines_own_names_are_not(here: str, host: str) -> None:
    assert get(here, headers={"Host": host}).status_code == 200


def test_behind_a_proxy_its_name_is_the_pages(newsroom) -> None:
    with opened(newsroom, root_path="https://desk.example/isnad") as address:
        assert get(address, headers={"Host": "desk.example"}).status_code == 200
        for origin, host, status in [
            ("https://desk.example", {}, 200),
            ("https://other.example", {"X-Forwarded-Host": "other.example, inner"}, 200),
            ("https://news.example", {"X-Forwarded-Host": "other.example"}, 403),
        ]:
            assert run(address, "ask", *QUESTION, headers={"Origin": origin, **host}).status_code == status


# Who is logged in


@each_case("path", ["info", "queue/data", "call/ask/x", "heartbeat/x", "upload_progress"])
def test_nothing_is_read_without_logging_in(team: str, path: str) -> None:
    got = get(team, f"gradio_api/{path}")
    assert got.status_code == 401 and "Log in" in got.text and "www-authenticate" not in got.headers


@each_case("path", ["upload", "run/ask", "run/facts", "call/ask", "queue/join", "cancel"])
def test_nothing_is_called_without_logging_in(team: str, newsroom, path: str) -> None:
    got = httpx.post(f"{team}gradio_api/{path}", timeout=20)
    assert got.status_code == 401 and "Log in" in got.text and newsroom.asked == []


def test_a_method_that_a_path_does_not_take_is_told_with_those_it_takes(here: str) -> None:
    got = httpx.put(f"{here}config", timeout=20)
    assert got.status_code == 405 and got.headers["allow"] == "GET"


@each_case("path", ["", "manifest.json", "robots.txt", "pwa_icon", "favicon.ico"])
def test_what_is_had_without_logging_in_tells_nothing_of_the_articles(team: str, path: str) -> None:
    got = get(team, path)
    assert got.status_code == 200 and DEAL.outlet not in got.text and DEAL.title not in got.text


def test_the_page_shows_only_where_to_log_in(team: str) -> None:
    page = get(team).text
    assert 'action="/login"' in page and "<script" not in page and DEAL.outlet not in page
    assert get(team, "theme.css").status_code == get(team, "assets/x.js").status_code == 401
    assert get(team, "config").status_code == 401
    assert httpx.post(f"{team}mcp", timeout=20).status_code == 401


@pytest.mark.parametrize("given", [WRONG, ("nobody", "sesame"), ("", ""), (WRITER[0], "")])
def test_a_wrong_password_lets_nobody_in(team: str, given: tuple[str, str]) -> None:
    assert log_in(team, *given).status_code == 401
    assert run(team, "ask", *QUESTION, headers=basic(*given)).status_code == 401


@each_case("header", ["Basic", "Basic %%%", "Basic /w==", "Bearer x", "basic " + b64encode(b"h").decode()])
def test_what_is_no_password_is_refused(team: str, header: str) -> None:
    assert run(team, "ask", *QUESTION, headers={"Authorization": header}).status_code == 401


@each_case("cookie", ["access-token-x=y", "=", "a=b; ;;", '"'])
def test_a_made_up_cookie_lets_nobody_in(team: str, cookie: str) -> None:
    assert run(team, "ask", *QUESTION, headers={"Cookie": cookie}).status_code == 401


@pytest.mark.parametrize("who", [WRITER, READER])
def test_whoever_logs_in_can_ask_and_only_writers_upload(team: str, who: tuple[str, str]) -> None:
    logged_in = log_in(team, *who)
    assert logged_in.status_code == 200
    cookie = {"Cookie": "; ".join(f"{name}={value}" for name, value in logged_in.cookies.items())}
    status = 200 if who == WRITER else 403
    for headers in (cookie, basic(*who)):
        assert run(team, "ask", *QUESTION, headers=headers).json()["data"][0]["answered"]
        assert run(team, "facts", headers=headers).json()["data"][0]["may_write"] is (who == WRITER)
        assert upload(team, headers=headers).status_code == status
    assert httpx.post(f"{team}logout", headers=cookie, timeout=20).status_code == 303
    assert run(team, "ask", *QUESTION, headers=cookie).status_code == 401


def test_without_users_whoever_reaches_the_page_may_write(here: str) -> None:
    assert upload(here).status_code == 200
    assert run(here, "facts").json()["data"][0]["may_write"] is True
