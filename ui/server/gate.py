"""Who and what is let through to the page's server, before Gradio sees it.

Gradio always serves files by path, and fetches any public web address that a visitor asks it for, as
`/gradio_api/file=https://…`. The page needs none of that, and Isnad promises that nothing is fetched. Gradio also
lets other web sites call it, and leaves some of its ways open to people who are not logged in.
"""

from __future__ import annotations

import secrets
from base64 import b64decode
from collections.abc import Mapping
from http.cookies import CookieError, SimpleCookie
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.messages import Sentence
from ui.messages import server as served
from ui.server.address import Serving, is_loopback

MCP = "/mcp"
_API = "/gradio_api/"
_USED = {
    *("app_id", "call", "cancel", "heartbeat", "info", "queue", "reset", "run", "startup-events"),
    *("upload", "upload_progress"),
}
_NEEDS_NOBODY = {"startup-events"}  # called while starting, when nobody is there
_UNUSED = ("/openapi.json", "/pwa_icon/")  # a list of all of Gradio's ways; its icon in sizes, which an SVG has not
_PAGE_ONLY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self' data: blob:; worker-src 'self' blob:; "
    "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'self'"
)
_TOLD = {
    "Content-Security-Policy": _PAGE_ONLY,
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
}


class Gate:
    """Refuses what does not belong to the page, whoever may not do what they ask, and other web sites."""

    def __init__(self, app: ASGIApp, serving: Serving) -> None:
        self._app = app
        self._serving = serving
        self._tokens: dict[str, str] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        scope, refused = await self._passed(scope, Headers(scope=scope))
        await (refused or self._app)(scope, receive, _telling(send))

    async def _passed(self, scope: Scope, headers: Headers) -> tuple[Scope, ASGIApp | None]:
        """The request as Gradio is to see it, and what is answered in its place."""
        if self._is_misnamed(headers):
            return scope, _refusal(403, served.OTHER_NAME)
        if self._is_foreign(scope["method"], headers):
            return scope, _refusal(403, served.OTHER_SITE)
        part = _part(scope["path"])
        if (part and part not in _USED) or scope["path"].startswith(_UNUSED):
            return scope, PlainTextResponse("Not found", 404)
        user = None
        if self._serving.guests.named:
            scope, user = await self._with_user(scope, headers)
            if user is None and _is_closed(scope["path"]):
                return scope, _refusal(401, served.LOG_IN, _challenge(scope["path"], headers))
        if part == "upload" and not self._serving.guests.may_write(user):
            return scope, _refusal(403, served.MAY_NOT_WRITE)
        return scope, None

    def _is_misnamed(self, headers: Headers) -> bool:
        """Whether another site has its own name lead to this machine, so that the page looks like a part of it."""
        open_here = self._serving.alone and not self._serving.guests.named
        return open_here and not is_loopback(_name(headers.get("host", "")))

    def _is_foreign(self, method: str, headers: Headers) -> bool:
        """Whether another web site's page makes this request. To follow a link is no request of a page."""
        site = headers.get("sec-fetch-site")
        if site in ("same-origin", "none"):  # the browser vouches for it; no page can
            return False
        if origin := headers.get("origin"):
            return urlsplit(origin).netloc not in self._own_names(headers)
        return site is not None and (method, headers.get("sec-fetch-mode")) != ("GET", "navigate")

    def _own_names(self, headers: Headers) -> set[str]:
        names = {headers.get("host", "")}
        if self._serving.root_path:
            forwarded = headers.get("x-forwarded-host", "").split(",")[0].strip()
            names |= {forwarded, urlsplit(self._serving.root_path).netloc}
        return names - {""}

    async def _with_user(self, scope: Scope, headers: Headers) -> tuple[Scope, str | None]:
        """Who asks: by the cookie of Gradio's login, or by name and password with each request, as programs do."""
        app = scope["app"]
        cookies = (f"access-token-{app.cookie_id}", f"access-token-unsecure-{app.cookie_id}")
        if given := _basic(headers.get("authorization", "")):
            if not await self._serving.guests.admit(*given):
                return scope, None
            token = self._tokens.setdefault(given[0], secrets.token_urlsafe(16))
            app.tokens[token] = given[0]
            kept = [(name, value) for name, value in scope["headers"] if name != b"cookie"]
            return {**scope, "headers": [*kept, (b"cookie", f"{cookies[1]}={token}".encode())]}, given[0]
        said = _cookies(headers)
        user = next((app.tokens[said[name]] for name in cookies if said.get(name) in app.tokens), None)
        return scope, user if self._serving.guests.may_enter(user) else None


def gate_middleware(serving: Serving) -> Middleware:
    """The gate, as Gradio takes it."""
    return Middleware(Gate, serving=serving)


async def no_such_function(request: Request, error: Exception) -> JSONResponse:
    """What a program gets that calls a function by a name that none has."""
    return JSONResponse({"error": served.NO_FUNCTION.en}, 404)


def _part(path: str) -> str:
    """Which part of Gradio's interface a path leads to; empty for none, as the page itself."""
    return path.removeprefix(_API).split("/")[0] or "?" if path.startswith(_API) else ""


def _is_closed(path: str) -> bool:
    """Whether one must be logged in; of the page itself, Gradio then shows only where to."""
    part = _part(path)
    return path.split("/")[1] == MCP[1:] or bool(part) and part not in _NEEDS_NOBODY


def _challenge(path: str, headers: Headers) -> Mapping[str, str]:
    """What makes programs give their password; a browser would ask for it beside the page's own form."""
    asked = path.startswith(MCP) or "authorization" in headers
    return {"WWW-Authenticate": 'Basic realm="Isnad", charset="UTF-8"'} if asked else {}


def _name(host: str) -> str:
    """A host without its port."""
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""


def _basic(authorization: str) -> tuple[str, str] | None:
    scheme, _, given = authorization.partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        user, _, password = b64decode(given.strip(), validate=True).decode().partition(":")
    except ValueError:  # not base64, or not UTF-8
        return "", ""
    return user, password


def _cookies(headers: Headers) -> dict[str, str]:
    try:
        return {name: morsel.value for name, morsel in SimpleCookie("; ".join(headers.getlist("cookie"))).items()}
    except CookieError:
        return {}


def _refusal(status: int, said: Sentence, headers: Mapping[str, str] | None = None) -> ASGIApp:
    return PlainTextResponse(f"{said.en}\n{said.ar}\n", status, dict(headers or {}))


def _telling(send: Send) -> Send:
    """Tells the browser, with each reply, what the page may not do."""

    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            MutableHeaders(scope=message).update(_TOLD)
        await send(message)

    return sent
