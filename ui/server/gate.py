"""Decides which requests reach the server behind: the routes that are open, to whom, and requests of other web sites.

Gradio always serves files by path, and fetches any public web address that a visitor names, as
`/gradio_api/file=https://…`. The page needs none of that, and Isnad promises that nothing is fetched. Gradio also
lets other web sites call it, and leaves some of its routes open to people who are not logged in. So the gate stands
before all of it and is closed by default: what `routes` lists gets through, with no longer a body than it allows.
"""

from __future__ import annotations

import logging
import secrets
from base64 import b64decode
from collections.abc import Mapping
from http.cookies import CookieError, SimpleCookie
from urllib.parse import urlsplit

from starlette._utils import get_route_path, parse_host_header
from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware.body_limit import RequestBodyLimitMiddleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.types import Message as ASGIMessage

from ui.messages import Message, one_line
from ui.messages import page as page_messages
from ui.messages import server as messages
from ui.server.address import Serving, is_loopback
from ui.server.errors import PROGRAMS, error_form
from ui.server.routes import MCP, Access, Route, routes_at

_log = logging.getLogger("isnad")
_CONTENT_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self' data: blob:; worker-src 'self' blob:; "
    "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'self'"
)
_LOGGED = 200  # letters of a path and of an error in the log
_REPLY_HEADERS = {
    "Content-Security-Policy": _CONTENT_POLICY,
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
}


class Gate:
    """Lets a request through to the app, or refuses it. Where the app fails, that is one line in the log."""

    def __init__(self, app: ASGIApp, serving: Serving) -> None:
        self._app = app
        self._serving = serving
        self._tokens: dict[str, str] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
        elif scope["type"] == "websocket":  # nothing here speaks over one
            await send({"type": "websocket.close", "code": 1008})
        else:
            reply = _Reply(send)
            try:
                await self._answer(scope, receive, reply.send)
            except ClientDisconnect:
                pass
            except Exception as error:
                _log.error("%s %s: %s", scope["method"], *map(_short, (scope["path"], repr(error))))
                if not reply.started:
                    await _refusal(500, messages.FAILED)(scope, receive, reply.send)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        scope = {**scope, "headers": _sound_headers(scope["headers"])}
        headers = Headers(scope=scope)
        scope, answer = await self._decide(scope, headers)
        await answer(scope, receive, send)

    async def _decide(self, scope: Scope, headers: Headers) -> tuple[Scope, ASGIApp]:
        """The request with its user's cookie, and what answers it: the app, or a refusal where it may not pass."""
        if self._has_foreign_host(headers):
            return scope, _refusal(403, messages.OTHER_NAME)
        if self._is_from_other_site(scope["method"], headers):
            return scope, _refusal(403, messages.OTHER_SITE)
        path = get_route_path(scope)
        routes = routes_at(path)
        route = next((route for route in routes if scope["method"] in route.methods.split()), None)
        if route is None:
            return scope, _closed(routes)
        users = self._serving.users
        user = None
        if users.named:
            scope, user = await self._with_user(scope, headers)
            if user is None and route.access is not Access.ANYONE:
                return scope, _refusal(401, messages.LOG_IN, _challenge(path, headers))
        if route.access is Access.WRITERS and not users.may_write(user):
            return scope, _refusal(403, page_messages.MAY_NOT_WRITE)
        if _length(headers) > route.most_bytes:
            return scope, _refusal(413, messages.TOO_LARGE)
        return scope, RequestBodyLimitMiddleware(self._app, route.most_bytes)

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
            return _site(origin) not in self._own_hosts(headers)
        return site is not None and (method, headers.get("sec-fetch-mode")) != ("GET", "navigate")

    def _own_hosts(self, headers: Headers) -> set[str]:
        hosts = {headers.get("host", "")}
        if self._serving.root_path:
            forwarded = headers.get("x-forwarded-host", "").split(",")[0].strip()
            hosts |= {forwarded, _site(self._serving.root_path)}
        return hosts - {""}

    async def _with_user(self, scope: Scope, headers: Headers) -> tuple[Scope, str | None]:
        """Finds the user by the cookie of Gradio's login, or by the name and password that programs send each time.

        Gradio knows users by its cookie only, so a request with a password goes on with such a cookie.
        """
        app = scope["app"]
        cookie_names = (f"access-token-{app.cookie_id}", f"access-token-unsecure-{app.cookie_id}")
        if credentials := _credentials(headers.get("authorization", "")):
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


async def no_such_function(request: Request, error: Exception) -> JSONResponse:
    """The reply to a program that calls a function by a name that none has."""
    return JSONResponse({"error": messages.NO_FUNCTION.en}, 404)


def _challenge(path: str, headers: Headers) -> Mapping[str, str]:
    """The header that makes programs send a password; a browser would open its own form beside the page's."""
    wanted = path.startswith((MCP, *PROGRAMS)) or "authorization" in headers
    return {"WWW-Authenticate": 'Basic realm="Isnad", charset="UTF-8"'} if wanted else {}


def _site(address: str) -> str:
    """The host and port of an address; "" where it cannot be read."""
    try:
        return urlsplit(address).netloc
    except ValueError:
        return ""


def _host_name(host: str) -> str:
    """A Host header without its port; "" where it cannot be read."""
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""


def _credentials(authorization: str) -> tuple[str, str] | None:
    """User and password of an Authorization header; both empty where they cannot be read, None without any.

    Clients of other protocols send a key: name and password with a colon between them, as they are or as base64.
    """
    scheme, _, sent = authorization.partition(" ")
    sent = sent.strip()
    is_key = scheme.lower() == "bearer"
    if not is_key and scheme.lower() != "basic":
        return None
    try:
        written = sent.encode("latin-1") if is_key and ":" in sent else b64decode(sent, validate=True)
        user, _, password = written.decode().partition(":")
    except ValueError:  # not base64, or not UTF-8
        return "", ""
    return user, password


def _length(headers: Headers) -> int:
    """The length that a body is said to have; 0 where none is said."""
    said = headers.get("content-length", "")
    return int(said) if said.isascii() and said.isdecimal() else 0


def _cookies(headers: Headers) -> dict[str, str]:
    try:
        return {name: morsel.value for name, morsel in SimpleCookie("; ".join(headers.getlist("cookie"))).items()}
    except CookieError:
        return {}


def _refusal(status: int, reason: Message, headers: Mapping[str, str] | None = None) -> ASGIApp:
    """A reply that says why, to programs in the form in which they get all errors."""

    async def refuse(scope: Scope, receive: Receive, send: Send) -> None:
        told: Response = PlainTextResponse(f"{reason.en}\n{reason.ar}\n", status, headers)
        if get_route_path(scope).startswith(PROGRAMS):
            told = JSONResponse(error_form(status, reason.en), status, headers)
        await told(scope, receive, send)

    return refuse


def _closed(routes: list[Route]) -> ASGIApp:
    """The refusal of a method that no route of the path takes, or of a path that has no route."""
    if not routes:
        return _refusal(404, messages.NO_WAY)
    return _refusal(405, messages.NO_METHOD, {"Allow": ", ".join(route.methods for route in routes)})


def _sound_headers(headers: list[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    """The headers less those of which Gradio would make its own address and fail, or be led elsewhere."""
    return [
        (name, value)
        for name, value in headers
        if name != b"x-gradio-server" and (name != b"x-forwarded-host" or _is_host(value.split(b",")[0]))
    ]


def _is_host(value: bytes) -> bool:
    host = parse_host_header(value.decode("latin-1").strip())
    return host is not None and host.is_valid_port


def _short(text: str) -> str:
    """What strangers sent, as it may stand in a line of the log."""
    return one_line(text[:_LOGGED])


class _Reply:
    """Adds to a reply what the browser must not let the page do, and knows whether there is one yet."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self.started = False

    async def send(self, message: ASGIMessage) -> None:
        if message["type"] == "http.response.start":
            self.started = True
            MutableHeaders(scope=message).update(_REPLY_HEADERS)
        await self._send(message)
