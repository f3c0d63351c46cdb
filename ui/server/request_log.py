"""Gives each request an id and a caller, and says at its end what it was and how it ended."""

from __future__ import annotations

import logging
import secrets
import time

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.server.callers import Caller, called_by
from ui.server.event_log import record

_ID = b"x-request-id"


class RequestLog:
    """Stands before the gate. The caller is `request.state.caller` too, for what is done after the request.

    What only shows the page (its files, what it waits at) is worth a line for who looks for a fault.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        caller = Caller((scope.get("client") or ("", 0))[0], secrets.token_hex(6))
        scope = {**scope, "state": {**scope.get("state", {}), "caller": caller}}
        status, begun = 0, time.monotonic()

        async def noting(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message = {**message, "headers": [*message.get("headers", ()), (_ID, caller.request.encode())]}
            await send(message)

        with called_by(caller):
            try:
                await self._app(scope, receive, noting)
            finally:
                self._record(scope, status, time.monotonic() - begun)

    @staticmethod
    def _record(scope: Scope, status: int, seconds: float) -> None:
        """The method and path are what the caller wrote; status 0 is one who left before there was a reply.

        `failure` is what the app raised.
        """
        level = logging.INFO if scope["method"] == "POST" else logging.DEBUG
        facts = {"method": scope["method"], "path": scope["path"]}
        failed = {"failure": scope["state"]["failure"]} if "failure" in scope["state"] else {}
        level = logging.ERROR if status >= 500 or failed else logging.WARNING if status >= 400 else level
        record("request", level, **facts, status=status, seconds=round(seconds, 3), **failed)
