"""Decides which requests reach the server behind: the routes that are open, to whom, and requests of other web sites.

Gradio always serves files by path, and fetches any public web address that a visitor names, as
`/gradio_api/file=https://…`. The page needs none of that, and Isnad promises that nothing is fetched. Gradio also
lets other web sites call it, and leaves some of its routes open to people who are not logged in. So the gate stands
before all of it and is closed by default: what `routes` lists gets through, with no longer a body than it allows.
"""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit

from starlette._utils import get_route_path, parse_host_header
from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware.body_limit import RequestBodyLimitMiddleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import request_response
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.types import Message as ASGIMessage

from ui.messages import Message
from ui.messages import page as page_messages
from ui.messages import server as messages
from ui.server.address import Serving, is_loopback
from ui.server.callers import note_user
from ui.server.errors import PROGRAMS, error_form
from ui.server.log_in import LogIn, LogInPage, words_only
from ui.server.routes import HOME, LOG_IN, LOG_OUT, MCP, Access, Route, routes_at

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


class Gate:
    """Lets a request through to the app, or refuses it. Why the app failed is `request.state.failure`."""

    def __init__(self, app: ASGIApp, serving: Serving, log_in_page: LogInPage = words_only) -> None:
        self._app = app
        self._serving = serving
        self._log_in = LogIn(serving, log_in_page)

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
            except Exception as error:  # the log of requests tells it, in its one line
                scope.setdefault("state", {})["failure"] = repr(error)
                if not reply.started:
                    await _refusal(500, messages.FAILED)(scope, receive, reply.send)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Notes the user as `request.state.user`, and hands the request to what answers it."""
        state = scope.setdefault("state", {})  # the same one for all, so that the log of requests sees what they note
        state["user"] = None
        scope = {**scope, "headers": _sound_headers(scope["headers"])}
        answer = await self._decide(scope, Headers(scope=scope))
        await answer(scope, receive, send)

    async def _decide(self, scope: Scope, headers: Headers) -> ASGIApp:
        """What answers a request: the app, the log-in, or a refusal where it may not pass."""
        if self._has_foreign_host(headers):
            return _refusal(403, messages.OTHER_NAME)
        if self._is_from_other_site(scope["method"], headers):
            return _refusal(403, messages.OTHER_SITE)
        path = get_route_path(scope)
        routes = routes_at(path)
        route = next((route for route in routes if scope["method"] in route.methods.split()), None)
        if route is None:
            return _closed(routes)
        users = self._serving.users
        user = scope["state"]["user"] = await self._log_in.user(scope, headers) if users.named else None
        note_user(user)
        if users.named and user is None and route.access is not Access.ANYONE:
            return _refusal(401, messages.LOG_IN, _challenge(path, headers))
        if route.access is Access.WRITERS and not users.may_write(user):
            return _refusal(403, page_messages.MAY_NOT_WRITE)
        if _length(headers) > route.most_bytes:
            return _refusal(413, messages.TOO_LARGE)
        return RequestBodyLimitMiddleware(self._behind(route, user), route.most_bytes)

    def _behind(self, route: Route, user: str | None) -> ASGIApp:
        """What a route leads to."""
        if not self._serving.users.named:
            return _closed([]) if route.path in (LOG_IN, LOG_OUT) else self._app
        if route.path == LOG_IN:
            return request_response(self._log_in.enter)
        if route.path == LOG_OUT:
            return request_response(self._log_in.leave)
        if route.path == HOME and user is None:
            return request_response(self._log_in.page)
        return self._app

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


def _length(headers: Headers) -> int:
    """The length that a body is said to have; 0 where none is said."""
    said = headers.get("content-length", "")
    return int(said) if said.isascii() and said.isdecimal() else 0


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
