"""Logging in and out: who makes a request, and the replies to those who come and go.

A browser gets one cookie, which no script can read, which other sites' requests do not carry, and which is sent over
https only where the page is reached by it. Programs may send name and password with each request instead.
"""

from __future__ import annotations

import logging
from base64 import b64decode
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.types import Scope

from ui.messages import server as messages
from ui.server.address import Serving
from ui.server.callers import note_user
from ui.server.event_log import record
from ui.server.sessions import Sessions

LogInPage = Callable[[str, str, str | None], str]
"""Makes the page's HTML of a language, the path of the page, and, after a wrong password, the name it came with."""
_UNSEEN = {"Cache-Control": "no-store"}
_FIELDS = 10  # of the form; more are none of the page's


def words_only(language: str, home: str, wrong: str | None) -> str:
    """What a server without a page says to a browser."""
    return messages.LOG_IN.to(language)


class LogIn:
    """The door of a page with users."""

    def __init__(self, serving: Serving, page: LogInPage) -> None:
        self._serving = serving
        self._page = page
        self._sessions = Sessions(serving.users)
        self._home = f"{urlsplit(serving.prefix).path}/"

    async def user(self, scope: Scope, headers: Headers) -> str | None:
        """Who makes a request; None where nobody is logged in, or name and password are wrong."""
        if credentials := _credentials(headers.get("authorization", "")):
            if await self._serving.users.admit(*credentials):
                return credentials[0]
            _record_failure(credentials[0])
            return None
        return self._sessions.user(Request(scope).cookies.get(_cookie_name(scope), ""))

    def page(self, request: Request) -> Response:
        """The form, for whoever is not logged in."""
        language = request.query_params.get("language", "") or _preferred_language(request)
        return HTMLResponse(self._page(language, self._home, None), headers=_UNSEEN)

    async def enter(self, request: Request) -> Response:
        """Begins a session. A browser is led to the page; a program is told in JSON."""
        form = _fields(await request.body())
        user, password = form.get("username", "").strip(), form.get("password", "")
        from_browser = "text/html" in request.headers.get("accept", "")
        if not await self._serving.users.admit(user, password):
            _record_failure(user)
            if not from_browser:
                return JSONResponse({"error": messages.LOG_IN.en}, 401, _UNSEEN)
            language = form.get("language", "") or _preferred_language(request)
            return HTMLResponse(self._page(language, self._home, user), 401, _UNSEEN)
        note_user(user)
        record("log-in")
        reply = self._homewards() if from_browser else JSONResponse({"success": True}, headers=_UNSEEN)
        reply.set_cookie(
            _cookie_name(request.scope),
            self._sessions.begin(user),
            path=self._home,
            httponly=True,
            samesite="lax",
            secure=self._is_https(request),
        )
        return reply

    async def leave(self, request: Request) -> Response:
        """Ends the session."""
        name = _cookie_name(request.scope)
        record("log-out")
        self._sessions.end(request.cookies.get(name, ""))
        reply = self._homewards()
        reply.delete_cookie(name, path=self._home, httponly=True, samesite="lax", secure=self._is_https(request))
        return reply

    def _homewards(self) -> Response:
        return RedirectResponse(self._home, 303, _UNSEEN)

    def _is_https(self, request: Request) -> bool:
        """Whether the reader's browser speaks https; a proxy says so, and is believed where there is to be one."""
        root = self._serving.root_path
        said = request.headers.get("x-forwarded-proto", "").split(",")[0].strip() if root else ""
        return "https" in (request.url.scheme, said) or root.startswith("https://")


def _record_failure(name: str) -> None:
    record("log-in-failed", logging.WARNING, tried=name)


def _cookie_name(scope: Scope) -> str:
    """Cookies know no ports, and two pages of one machine are not to log each other's readers out."""
    _, port = scope.get("server") or ("", None)
    return f"isnad-session-{port}" if port else "isnad-session"


def _preferred_language(request: Request) -> str:
    return "ar" if request.headers.get("accept-language", "").strip().lower().startswith("ar") else "en"


def _fields(body: bytes) -> dict[str, str]:
    """The fields of a form as a browser sends it; none where it cannot be read."""
    try:
        read = parse_qs(body.decode(), keep_blank_values=True, max_num_fields=_FIELDS)
    except ValueError:  # too many of them, or not UTF-8
        return {}
    return {name: values[-1] for name, values in read.items()}


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
