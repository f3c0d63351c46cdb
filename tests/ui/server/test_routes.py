"""Every route of the running server: who reaches it, however its path is written, with and without a proxy's path."""

from __future__ import annotations

import asyncio
from base64 import b64encode
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, unquote

import httpx
import pytest
from starlette.routing import Match

from tests.helpers.ui.doors import READER, SERVED, WRITER, two_users
from ui.server import Serving, gate_middleware
from ui.web import app

pytestmark = SERVED
ANYONE = {
    *("/", "/login", "/login/", "/logout", "/favicon.ico", "/manifest.json", "/pwa_icon", "/robots.txt"),
    *("/theme.css", "/assets/{path:path}", "/static/{path:path}", "/svelte/{path:path}"),
    "/gradio_api/startup-events",
}
USERS = ANYONE | {
    *("/mcp", "/config", "/config/", "/gradio_api/info", "/gradio_api/info/", "/gradio_api/upload_progress"),
    *("/gradio_api/app_id", "/gradio_api/app_id/", "/gradio_api/cancel", "/gradio_api/reset", "/gradio_api/reset/"),
    *("/gradio_api/run/{api_name}", "/gradio_api/run/{api_name}/", "/gradio_api/heartbeat/{session_hash}"),
    *("/gradio_api/call/{api_name}", "/gradio_api/call/{api_name}/", "/gradio_api/call/{api_name}/{event_id}"),
    *("/gradio_api/call/v2/{api_name}", "/gradio_api/call/v2/{api_name}/"),
    "/gradio_api/call/v2/{api_name}/{event_id}",
    *("/gradio_api/queue/join", "/gradio_api/queue/data", "/gradio_api/queue/status"),
}
REACHED = {None: ANYONE, READER: USERS, WRITER: USERS | {"/gradio_api/upload"}}
PREFIXES = ["", "/isnad", "https://desk.example/isnad"]


@pytest.fixture(scope="module", params=PREFIXES)
def page(newsroom, request: pytest.FixtureRequest) -> Iterator[Any]:
    """A page with users and tools, at its own address or under a proxy's path."""
    serving = Serving(port=None, root_path=request.param, mcp=True, users=two_users())
    page = app.serve(newsroom, newsroom, serving, wait=False)
    yield page
    page.close(verbose=False)


def routes_of(router: Any) -> Iterator[Any]:
    for route in router.routes:
        if inner := getattr(route, "original_router", None):  # FastAPI puts an included router in as one
            yield from routes_of(inner)
        else:
            yield route


def spellings(template: str, prefix: str) -> Iterator[str]:
    """The ways to write a route's path, as they stand in a request's first line."""
    path = template
    for name, value in {"path:path": "a/b.js", "path_or_url:path": "/etc/hosts", "url_path:path": "x"}.items():
        path = path.replace(f"{{{name}}}", value)
    path = path.replace("{", "").replace("}", "")
    first = f"%{ord(path[1]):x}{path[2:]}" if len(path) > 1 else ""
    for start in ("", "/isnad", "/isnad/isnad", "/isnad/", "/%69snad", prefix, prefix * 2):
        yield from (start + path, f"{start}/{path}", f"{start}/{first}", f"{start}/.{path}", f"{start}/x/..{path}")
        yield from (
            f"{start}{path}{end}" for end in ("/", "//", "/.", "%0A", "%0D", "%00", "?x=1", "%3F", ";x", "\\")
        )
        yield start + quote(path, safe="").replace("%2F", "/", 1)


class Router:
    """The running server's own router, which names the routes that a request would reach in place of calling them."""

    def __init__(self, server: Any) -> None:
        self.server = server
        self.routes = list(routes_of(server))

    def templates(self, scope: dict[str, Any]) -> set[str]:
        return {route.path for route in self.routes if route.matches(dict(scope))[0] is not Match.NONE}

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        names = "\n".join(self.templates(scope)).encode()
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": names})

    def scope(self, target: str, user: tuple[str, str] | None) -> dict[str, Any]:
        """A request as uvicorn hands it over, after FastAPI has noted where a proxy shows the page."""
        raw = target.partition("?")[0]
        headers = [(b"host", b"desk.example")]
        if user:
            headers.append((b"authorization", b"Basic " + b64encode(":".join(user).encode())))
        return {
            "type": "http",
            "method": "GET",
            "scheme": "http",
            "query_string": b"",
            "headers": headers,
            "path": unquote(raw),
            "raw_path": raw.encode(),
            "root_path": self.server.root_path,
            "app": self.server,
            "server": ("127.0.0.1", 80),
            "client": ("127.0.0.1", 1),
            "state": {},
        }


async def ask_all(router: Router, gate: Any, prefix: str, user: tuple[str, str] | None) -> tuple[set[str], list[str]]:
    """The routes that a user reached, and what went round the gate."""
    reached: set[str] = set()
    wrong = []
    for template in [route.path for route in router.routes]:
        for target in dict.fromkeys(spellings(template, prefix)):
            replies: list[dict[str, Any]] = []

            async def send(message: dict[str, Any], replies: list[dict[str, Any]] = replies) -> None:
                replies.append(message)

            await gate(router.scope(target, user), None, send)
            passed = replies[0]["status"] == 200
            routed = router.templates(router.scope(target, user))
            assert passed or replies[0]["status"] in (401, 403, 404)
            reached |= routed if passed else set()
            if passed and not routed <= REACHED[user]:
                wrong.append(f"{target!r} as {user and user[0]} reaches {sorted(routed)}")
    return reached, wrong


@pytest.mark.parametrize("user", REACHED)
def test_each_route_is_reached_only_by_those_it_is_open_to(page: Any, user: tuple[str, str] | None) -> None:
    """The routes are read from the server, so that one which a new Gradio adds is refused or fails here."""
    router, prefix = Router(page.app), page.app.root_path
    assert len(router.routes) > 70 and router.templates(router.scope("/gradio_api/upload", None))
    middleware = gate_middleware(Serving(root_path=prefix, users=two_users()))
    gate = middleware.cls(router, *middleware.args, **middleware.kwargs)
    reached, wrong = asyncio.run(ask_all(router, gate, prefix if prefix.startswith("/") else "", user))
    assert wrong == []
    assert reached == REACHED[user], "whatever is open can be had"


def test_the_tools_and_uploads_cannot_be_had_by_writing_the_path_in_another_way(page: Any) -> None:
    """The same over HTTP, for the two that matter most."""
    call = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
    tools: dict[str, Any] = {"json": call, "headers": {"Accept": "application/json, text/event-stream"}}
    file: dict[str, Any] = {"files": {"files": ("a.txt", b"one", "text/plain")}}
    reader, writer = (httpx.BasicAuth(*(part.encode() for part in user)) for user in (READER, WRITER))
    with httpx.Client(timeout=20) as client:

        def status(target: str, **request: Any) -> int:
            path = {"target": target.encode()}  # as it is written: httpx would take dots and double slashes out
            return client.post(str(httpx.URL(page.local_url, path="/")), extensions=path, **request).status_code

        assert {status(target, **tools) for target in spellings("/mcp", "")} <= {400, 401, 404}
        uploads = {status(target, auth=reader, **file) for target in spellings("/gradio_api/upload", "")}
        assert uploads <= {400, 403, 404}
        assert status("/mcp", auth=reader, **tools) == status("/gradio_api/upload", auth=writer, **file) == 200
