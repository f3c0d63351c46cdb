"""Decides which requests reach Gradio: the routes that are open, to whom, and requests of other web sites.

Gradio always serves files by path, and fetches any public web address that a visitor names, as
`/gradio_api/file=https://…`. The page needs none of that, and Isnad promises that nothing is fetched. Gradio also
lets other web sites call it, and leaves some of its routes open to people who are not logged in. So the gate is
closed by default: a path reaches Gradio only if it matches a route listed here.
"""

from __future__ import annotations

import secrets
from base64 import b64decode
from collections.abc import Mapping
from enum import IntEnum
from http.cookies import CookieError, SimpleCookie
from urllib.parse import urlsplit

from starlette._utils import get_route_path
from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse
from starlette.routing import compile_path
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.types import Message as ASGIMessage

from ui.messages import Message
from ui.messages import page as page_messages
from ui.messages import server as messages
from ui.server.address import Serving, is_loopback

MCP = "/mcp"


class Access(IntEnum):
    """Who may use a route."""

    NOBODY = 0
    WRITERS = 1
    USERS = 2
    ANYONE = 3


# Route templates as Starlette writes them. What anyone may see tells nothing of the articles; of `/`, who is not
# logged in gets only the login form. Gradio calls `startup-events` itself, before anybody can log in.
_ROUTES = {
    Access.ANYONE: (
        *("/", "/login", "/logout", "/favicon.ico", "/manifest.json", "/pwa_icon", "/robots.txt", "/theme.css"),
        *("/assets/{path:path}", "/static/{path:path}", "/svelte/{path:path}", "/gradio_api/startup-events"),
    ),
    Access.USERS: (
        *(MCP, "/config", "/gradio_api/app_id", "/gradio_api/info"),
        *("/gradio_api/run/{name}", "/gradio_api/call/{name}", "/gradio_api/call/{name}/{event}"),
        *("/gradio_api/call/v2/{name}", "/gradio_api/call/v2/{name}/{event}"),
        *("/gradio_api/queue/join", "/gradio_api/queue/data", "/gradio_api/queue/status"),
        *("/gradio_api/cancel", "/gradio_api/reset", "/gradio_api/heartbeat/{session}"),
        "/gradio_api/upload_progress",
    ),
    Access.WRITERS: ("/gradio_api/upload",),
}
_PATTERNS = [(compile_path(route)[0], access) for access, routes in _ROUTES.items() for route in routes]
_CONTENT_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self' data: blob:; worker-src 'self' blob:; "
    "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'self'"
)
_REPLY_HEADERS = {
    "Content-Security-Policy": _CONTENT_POLICY,
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
}


def route_access(path: str) -> Access:
    """Who may use a path, as Starlette routes it: less the proxy's path, and whole, down to a last line break."""
    shown = path.removesuffix("/") or "/"  # Gradio has some of its routes with a slash at the end as well
    return next((access for pattern, access in _PATTERNS if pattern.fullmatch(shown)), Access.NOBODY)


class Gate:
    """Lets a request through to the app, or answers it with a refusal."""

    def __init__(self, app: ASGIApp, serving: Serving) -> None:
        self._app = app
        self._serving = serving
        self._tokens: dict[str, str] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
        elif scope["type"] == "http":  # nothing here speaks over a web socket
            scope, refusal = await self._decide(scope, Headers(scope=scope))
            await (refusal or self._app)(scope, receive, _with_reply_headers(send))

    async def _decide(self, scope: Scope, headers: Headers) -> tuple[Scope, ASGIApp | None]:
        """The request with its user's cookie, and the refusal where it may not pass."""
        if self._has_foreign_host(headers):
            return scope, _refusal(403, messages.OTHER_NAME)
        if self._is_from_other_site(scope["method"], headers):
            return scope, _refusal(403, messages.OTHER_SITE)
        path = get_route_path(scope)
        access = route_access(path)
        if access is Access.NOBODY:
            return scope, PlainTextResponse("Not found", 404)
        users = self._serving.users
        user = None
        if users.named:
            scope, user = await self._with_user(scope, headers)
            if user is None and access is not Access.ANYONE:
                return scope, _refusal(401, messages.LOG_IN, _challenge(path, headers))
        if access is Access.WRITERS and not users.may_write(user):
            return scope, _refusal(403, page_messages.MAY_NOT_WRITE)
        return scope, None

    def _has_foreign_host(self, headers: Headers) -> bool:
        """Whether another site's name was made to lead to this machine, so that the page looks like part of it."""
        open_here = self._serving.is_local and not self._serving.users.named
        return open_here and not is_loopback(_host_name(headers.get("host", "")))

    def _is_from_other_site(self, method: str, headers: Headers) -> bool:
        """Whether another web site's page makes this request; a person who follows a link there does not count."""
        site = headers.get("sec-fetch-site")
        if site in ("same-origin", "none"):  # the browser sets it; no page can
            return False
        if origin := headers.get("origin"):
            return urlsplit(origin).netloc not in self._own_hosts(headers)
        return site is not None and (method, headers.get("sec-fetch-mode")) != ("GET", "navigate")

    def _own_hosts(self, headers: Headers) -> set[str]:
        hosts = {headers.get("host", "")}
        if self._serving.root_path:
            forwarded = headers.get("x-forwarded-host", "").split(",")[0].strip()
            hosts |= {forwarded, urlsplit(self._serving.root_path).netloc}
        return hosts - {""}

    async def _with_user(self, scope: Scope, headers: Headers) -> tuple[Scope, str | None]:
        """Finds the user by the cookie of Gradio's login, or by the name and password that programs send each time.

        Gradio knows users by its cookie only, so a request with a password goes on with such a cookie.
        """
        app = scope["app"]
        cookie_names = (f"access-token-{app.cookie_id}", f"access-token-unsecure-{app.cookie_id}")
        if credentials := _basic_credentials(headers.get("authorization", "")):
            user, password = credentials
            if not await self._serving.users.admit(user, password):
                return scope, None
            token = self._tokens.setdefault(user, secrets.token_urlsafe(16))
            app.tokens[token] = user
            others = [(name, value) for name, value in scope["headers"] if name != b"cookie"]
            return {**scope, "headers": [*others, (b"cookie", f"{cookie_names[1]}={token}".encode())]}, user
        cookies = _cookies(headers)
        tokens = (cookies.get(name) for name in cookie_names)
        logged_in = next((app.tokens[token] for token in tokens if token in app.tokens), None)
        return scope, logged_in if self._serving.users.may_enter(logged_in) else None


def gate_middleware(serving: Serving) -> Middleware:
    """The gate, as Gradio takes it."""
    return Middleware(Gate, serving=serving)


async def no_such_function(request: Request, error: Exception) -> JSONResponse:
    """The reply to a program that calls a function by a name that none has."""
    return JSONResponse({"error": messages.NO_FUNCTION.en}, 404)


def _challenge(path: str, headers: Headers) -> Mapping[str, str]:
    """The header that makes programs send a password; a browser would open its own form beside the page's."""
    wanted = path.startswith(MCP) or "authorization" in headers
    return {"WWW-Authenticate": 'Basic realm="Isnad", charset="UTF-8"'} if wanted else {}


def _host_name(host: str) -> str:
    """A Host header without its port; "" where it cannot be read."""
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""


def _basic_credentials(authorization: str) -> tuple[str, str] | None:
    """User and password of an Authorization header; both empty where they cannot be read, None without any."""
    scheme, _, encoded = authorization.partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        user, _, password = b64decode(encoded.strip(), validate=True).decode().partition(":")
    except ValueError:  # not base64, or not UTF-8
        return "", ""
    return user, password


def _cookies(headers: Headers) -> dict[str, str]:
    try:
        return {name: morsel.value for name, morsel in SimpleCookie("; ".join(headers.getlist("cookie"))).items()}
    except CookieError:
        return {}


def _refusal(status: int, reason: Message, headers: Mapping[str, str] | None = None) -> ASGIApp:
    return PlainTextResponse(f"{reason.en}\n{reason.ar}\n", status, dict(headers or {}))


def _with_reply_headers(send: Send) -> Send:
    """Adds to each reply what the browser must not let the page do."""

    async def send_with_headers(message: ASGIMessage) -> None:
        if message["type"] == "http.response.start":
            MutableHeaders(scope=message).update(_REPLY_HEADERS)
        await send(message)

    return send_with_headers
