"""The ways for programs as one app, which stands beside the page or is served alone."""

from __future__ import annotations

from importlib.metadata import version
from typing import Any

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from ui.api.functions import ApiFunctions
from ui.api.http.chat_completions import chat_router, models_router
from ui.api.http.chat_message import Link, page_link, source_link
from ui.api.http.documentation import render_documentation
from ui.api.http.failures import Refused, offer_errors, reply_to
from ui.api.http.routes import api_router
from ui.messages import server as messages
from ui.server import Serving

_ABOUT = (
    "Isnad answers questions over a corpus of Arabic and English news articles, with exact quotes: every statement "
    "stands on citations that say where in which article its words are."
)
_SECURITY = {
    "password": {
        "type": "http",
        "scheme": "basic",
        "description": "The name and password of a user.",
    },
    "key": {"type": "http", "scheme": "bearer", "description": "name:password, as it is or as base64."},
}


class HttpApp(FastAPI):
    """The app over a corpus. `has_page` tells whether the page is served beside it, so that links lead into that."""

    def __init__(self, functions: ApiFunctions, serving: Serving, has_page: bool) -> None:
        super().__init__(
            title="Isnad", version=version("isnad"), description=_ABOUT, docs_url=None, redoc_url=None, debug=False
        )

        def link_from(request: Request) -> Link:
            return (page_link if has_page else source_link)(request, serving)

        self.include_router(api_router(functions))
        self.include_router(models_router())
        self.include_router(chat_router(functions, link_from))
        self.add_api_route("/docs", self._documentation, include_in_schema=False)
        self.add_middleware(_JsonOnly)
        offer_errors(self)

    def openapi(self) -> dict[str, Any]:
        """The description of all ways, and how to log in where there are users."""
        if not self.openapi_schema:
            described = super().openapi()
            described.setdefault("components", {})["securitySchemes"] = _SECURITY
            described["security"] = [{}, *({name: []} for name in _SECURITY)]
        return super().openapi()

    async def _documentation(self) -> Response:
        """The same as a page for people, which loads nothing."""
        return HTMLResponse(render_documentation(self.openapi()))

    def beside(self) -> list[BaseRoute]:
        """Routes by which another app hands over the requests that are for this one."""
        return [Route(path, self, name=path) for path in (*self.openapi()["paths"], "/docs", "/openapi.json")]


class _JsonOnly:
    """Refuses a body that is not called JSON; what is none would else be read as if it were."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["method"] == "POST":
            kind = Request(scope).headers.get("content-type", "").partition(";")[0].strip().lower()
            if kind != "application/json":
                await reply_to(Request(scope), Refused(415, messages.SEND_JSON.en))(scope, receive, send)
                return
        await self._app(scope, receive, send)
