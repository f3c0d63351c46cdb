"""Which of Gradio's ways lead to the page: those that it uses.

Gradio always serves files by path, takes uploads, and fetches any public web address that a visitor asks it for, as
`/gradio_api/file=https://…`. The page needs none of that, and Isnad promises that nothing is fetched.
"""

from __future__ import annotations

from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

_API = "/gradio_api/"
_USED = {"app_id", "call", "cancel", "heartbeat", "info", "queue", "reset", "run", "startup-events"}


class Gate:
    """Answers 404 where a path leads to a part of Gradio's interface that the page does not use."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        served = self._app if scope["type"] != "http" or _is_used(scope["path"]) else _NOT_HERE
        await served(scope, receive, send)


def _is_used(path: str) -> bool:
    return not path.startswith(_API) or path.removeprefix(_API).split("/")[0] in _USED


_NOT_HERE = PlainTextResponse("Not found", 404)
GATE = Middleware(Gate)
