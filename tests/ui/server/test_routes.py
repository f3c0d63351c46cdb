"""Every route of the running server: who reaches it, however its path is written, with and without a proxy's path."""

from __future__ import annotations

import asyncio
import socket
import struct
from base64 import b64encode
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, unquote, urlsplit

import httpx
import pytest
from starlette.routing import Match, Mount, WebSocketRoute

from tests.helpers.ui.doors import READER, SERVED, WRITER, two_users
from ui.server import Gate, Serving
from ui.web import app

pytestmark = SERVED
# What is open, written once more: so no line comes into the list, and no route to a line, without being seen here.
ANYONE = {
    *("GET /health", "HEAD /health"),
    *("GET /", "HEAD /", "GET /favicon.ico", "GET /manifest.json", "GET /pwa_icon", "GET /robots.txt"),
    *("POST /login", "POST /login/", "GET /gradio_api/startup-events"),
}
USERS = ANYONE | {
    "GET /metrics",
    *("GET /theme.css", "GET /assets/{path:path}", "GET /static/{path:path}", "GET /svelte/{path:path}"),
    *("GET /mcp", "POST /mcp", "DELETE /mcp", "GET /config", "GET /config/"),
    *("GET /gradio_api/info", "GET /gradio_api/info/", "GET /gradio_api/upload_progress"),
    *("GET /gradio_api/app_id", "GET /gradio_api/app_id/", "POST /gradio_api/cancel"),
    *("POST /gradio_api/reset", "POST /gradio_api/reset/", "GET /gradio_api/heartbeat/{session_hash}"),
    *("POST /gradio_api/run/{api_name}", "POST /gradio_api/run/{api_name}/"),
    *("POST /gradio_api/call/{api_name}", "POST /gradio_api/call/{api_name}/"),
    *("GET /gradio_api/call/{api_name}/{event_id}", "GET /gradio_api/call/v2/{api_name}/{event_id}"),
    *("POST /gradio_api/call/v2/{api_name}", "POST /gradio_api/call/v2/{api_name}/"),
    *("POST /api/ask", "POST /api/search", "GET /api/articles", "GET /api/articles/{id}"),
    *("GET /v1/models", "GET /v1/models/{id}", "POST /v1/chat/completions", "GET /docs", "GET /openapi.json"),
    *("POST /gradio_api/queue/join", "GET /gradio_api/queue/data", "GET /gradio_api/queue/status"),
}
LOGGING_IN = {"POST /login", "POST /login/", "GET /", "HEAD /"}  # which Gradio has too, and the gate answers itself
REACHED = {None: ANYONE, READER: USERS, WRITER: USERS | {"POST /gradio_api/upload", "POST /api/articles"}}
PREFIXES = ["", "/isnad", "https://desk.example/isnad"]
REFUSED = {400, 401, 403, 404, 405}
METHODS = ("GET", "POST", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "get", "BREW")


@pytest.fixture(scope="module", params=PREFIXES)
def page(newsroom, request: pytest.FixtureRequest) -> Iterator[Any]:
    """A page with users and tools, at its own address or under a proxy's path."""
    serving = Serving(port=None, root_path=request.param, mcp=True, users=two_users())
    page = app.serve(newsroom, newsroom, serving, wait=False)
    yield page
    page.close(verbose=False)


def routes_of(router: Any, before: str = "") -> Iterator[tuple[str, Any]]:
    """Each route with its whole path, also those of what is mounted or included."""
    for route in router.routes:
        if inner := getattr(route, "original_router", None):  # FastAPI puts an included router in as one
            yield from routes_of(inner, before)
        elif isinstance(route, Mount):
            yield f"{before}{route.path}/{{path:path}}", route
            yield from routes_of(route, before + route.path)
        else:
            yield before + route.path, route


def plain(template: str) -> str:
    """A path that a route takes."""
    path = template
    for name, value in {"path:path": "a/b.js", "path_or_url:path": "/etc/hosts", "url_path:path": "x"}.items():
        path = path.replace(f"{{{name}}}", value)
    return path.replace("{", "").replace("}", "")


def spellings(template: str, prefix: str) -> list[str]:
    """The ways to write a route's path, as they stand in a request's first line."""
    path = plain(template)
    first = f"%{ord(path[1]):x}{path[2:]}" if len(path) > 1 else ""
    coded = path[1:].replace("/", "%2F")
    ways = [path, f"/{path}", f"/{first}", f"/.{path}", f"/x/..{path}", f"/%2e{path}", f"/%2E%2E{path}", path * 2]
    ways += [f"/{coded}", f"/%2F{path[1:]}", f"/{quote(coded)}", f"/{quote(first)}", quote(path, safe="")]
    ways += [path.upper(), path.title(), path.replace("/", "//"), path.replace("/", "\\")]
    ways += [path + end for end in ("/", "//", "/.", "/%2e%2e", "%2F", "%20", "%0A", "%0D", "%00", "%ff", "%zz")]
    ways += [path + end for end in ("?x=1", "%3F", ";x", "\\", "%23")]
    starts = ("", "/isnad", "/isnad/isnad", "/isnad/", "/%69snad", "/ISNAD", "/isnad%2f..", prefix, prefix * 2)
    few = [*ways[:10], f"{path}/", f"{path}%0A"]
    return list(dict.fromkeys(start + way for start in starts for way in (few if start else ways)))


class Router:
    """The running server's own router, which names the routes that a request would reach in place of calling them."""

    def __init__(self, server: Any) -> None:
        self.server = server
        self.routes = list(routes_of(server))
        self.reached: set[str] = set()

    def take(self, scope: dict[str, Any]) -> set[str]:
        """The routes that take a request; where none takes its method, the server would refuse it itself."""
        method = scope["method"]
        return {f"{method} {path}" for path, route in self.routes if route.matches(dict(scope))[0] is Match.FULL}

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        self.reached = self.take(scope)
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    def scope(self, method: str, target: str, user: tuple[str, str] | None) -> dict[str, Any]:
        """A request as uvicorn hands it over, after FastAPI has noted where a proxy shows the page."""
        raw = target.partition("?")[0]
        headers = [(b"host", b"desk.example")]
        if user:
            headers.append((b"authorization", b"Basic " + b64encode(":".join(user).encode())))
        return {
            "type": "http",
            "method": method,
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


class Asking:
    """Asks the gate for every route in every spelling, and notes what is reached."""

    def __init__(self, router: Router, gate: Gate, user: tuple[str, str] | None) -> None:
        self.router, self.gate, self.user = router, gate, user
        self.reached: set[str] = set()
        self.open: list[str] = []
        self.asked = 0

    async def ask(self, method: str, target: str) -> None:
        replies: list[dict[str, Any]] = []

        async def send(message: dict[str, Any]) -> None:
            replies.append(message)

        self.router.reached = set()
        await self.gate(self.router.scope(method, target, self.user), no_body, send)
        self.asked += 1
        assert replies[0]["status"] in REFUSED | {200, 303}
        self.reached |= self.router.reached
        if not self.router.reached <= REACHED[self.user]:
            self.open.append(f"{method} {target!r} reaches {sorted(self.router.reached)}")

    async def ask_all(self, prefix: str, spelled: bool) -> None:
        for template in dict.fromkeys(path for path, _ in self.router.routes):
            ways = spellings(template, prefix) if spelled else [prefix + plain(template), plain(template)]
            for method in METHODS:
                for target in ways if method in ("GET", "POST") else ways[:8]:
                    await self.ask(method, target)


async def no_body() -> dict[str, Any]:
    return {"type": "http.request", "body": b"", "more_body": False}


def asked_all(page: Any, user: tuple[str, str] | None, spelled: bool) -> Asking:
    router, prefix = Router(page.app), page.app.root_path
    assert len(router.routes) > 70 and router.take(router.scope("POST", "/gradio_api/upload", None))
    asking = Asking(router, Gate(router, Serving(root_path=prefix, users=two_users())), user)
    asyncio.run(asking.ask_all(prefix if prefix.startswith("/") else "", spelled))
    print(f"{len(router.routes)} routes, {asking.asked} requests as {user and user[0]}: {len(asking.open)} open")
    return asking


@pytest.mark.parametrize("user", REACHED)
def test_each_route_is_reached_only_by_those_it_is_open_to(page: Any, user: tuple[str, str] | None) -> None:
    """The routes are read from the server, so that one which a new Gradio adds is refused or fails here."""
    asking = asked_all(page, user, spelled=False)
    assert asking.open == []
    assert asking.reached >= REACHED[user] - LOGGING_IN, "whatever is open can be had"


@pytest.mark.slow
@pytest.mark.parametrize("user", REACHED)
def test_and_no_other_spelling_of_its_path_opens_one(page: Any, user: tuple[str, str] | None) -> None:
    asking = asked_all(page, user, spelled=True)
    assert asking.asked > 20_000 and asking.open == []


def test_nothing_is_had_over_a_web_socket(page: Any) -> None:
    sent: list[dict[str, Any]] = []

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    scope = {"type": "websocket", "path": "/gradio_api/queue/data", "headers": []}
    asyncio.run(page.app(scope, no_body, send))
    assert [message["type"] for message in sent] == ["websocket.close"]
    assert not any(isinstance(route, WebSocketRoute) for _, route in routes_of(page.app))


@pytest.mark.slow
@pytest.mark.parametrize("user", REACHED)
def test_the_same_over_the_wire(page: Any, user: tuple[str, str] | None) -> None:
    """As uvicorn reads and decodes a request's first line, absolute addresses with it."""
    router, prefix = Router(page.app), urlsplit(page.app.root_path).path
    opened, asked = [], 0
    for template in dict.fromkeys(path for path, _ in router.routes):
        path = plain(template)
        ways = [
            path,
            f"/{path}",
            f"/%2F{path[1:]}",
            f"/x/..{path}",
            f"/%2e{path}",
            path.upper(),
            f"{path}/",
            f"{path}%0A",
        ]
        for target in [
            *ways,
            prefix + path,
            f"{prefix}/{path}",
            f"http://desk.example{path}",
            f"http://desk.example/{path}",
        ]:
            for method in ("GET", "POST", "PUT", "OPTIONS", "HEAD"):
                asked += 1
                routed = router.take(router.scope(method, target.removeprefix("http://desk.example"), user))
                passed = status_of(page.server_port, method, target, user) not in REFUSED
                if passed and not routed <= REACHED[user]:
                    opened.append(f"{method} {target!r} reaches {sorted(routed)}")
    print(f"{asked} requests over the wire as {user and user[0]}: {len(opened)} open")
    assert asked > 4000 and opened == []


def status_of(port: int, method: str, target: str, user: tuple[str, str] | None) -> int:
    """The status of a reply, without the rest of it, which may have no end."""
    lines = [
        f"{method} {target} HTTP/1.1",
        "Host: desk.example",
        "Content-Length: 2",
        "Content-Type: application/json",
    ]
    if user:
        lines.append("Authorization: Basic " + b64encode(":".join(user).encode()).decode())
    with socket.create_connection(("127.0.0.1", port), timeout=30) as sent:
        sent.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))  # the port is free at once
        sent.sendall("\r\n".join([*lines, "", "{}"]).encode())
        return int(sent.recv(12).split()[1])


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

        assert {status(target, **tools) for target in spellings("/mcp", "")} <= {400, 401, 404, 405}
        uploads = {status(target, auth=reader, **file) for target in spellings("/gradio_api/upload", "")}
        assert uploads <= {400, 403, 404, 405}
        assert status("/mcp", auth=reader, **tools) == status("/gradio_api/upload", auth=writer, **file) == 200
