"""The server of the ways for programs alone, without the page: the only file that imports uvicorn."""

from __future__ import annotations

import threading
import time
from typing import Any
from urllib.parse import urlsplit

import uvicorn
import uvicorn.config
from fastapi import FastAPI
from starlette.types import ASGIApp

from ui.api.functions import ApiFunctions
from ui.api.http.application import HttpApp
from ui.server import Gate, Health, RequestLog, Serving

_PATIENCE = 5.0
"""Seconds that whoever is being answered has left when the server stops."""


def bound_headers() -> None:
    """Has servers of this process that name no parser use the one that closes over a head of 64 KiB.

    The quicker one keeps a header of any length in memory, and Gradio has no option for it.
    """
    uvicorn.config.HTTP_PROTOCOLS["auto"] = uvicorn.config.HTTP_PROTOCOLS["h11"]


class HttpServer:
    """Serves the ways for programs, in a thread of its own; a context manager.

    Raises PageError on entering when the address is taken, or none of this machine's.
    """

    def __init__(self, functions: ApiFunctions, serving: Serving) -> None:
        self._serving = serving = serving.over(functions.corpus)
        self._server = uvicorn.Server(
            uvicorn.Config(
                _GatedApp(serving, **_options(functions, serving)),
                host=serving.host.strip("[]"),
                port=serving.port or 0,
                log_level="warning",
                access_log=False,
                server_header=False,
                ws="none",
                http="h11",  # as bound_headers says
                timeout_graceful_shutdown=int(_PATIENCE),
            )
        )
        self._thread = threading.Thread(target=self._server.run, name="isnad-http", daemon=True)

    def __enter__(self) -> HttpServer:
        self._thread.start()
        while not self._server.started:
            if not self._thread.is_alive():
                raise self._serving.port_taken
            time.sleep(0.005)
        return self

    def __exit__(self, *_: object) -> None:
        self._server.should_exit = True
        self._thread.join(_PATIENCE + 1)

    @property
    def address(self) -> str:
        """Where it listens, as http://host:port/."""
        port = self._server.servers[0].sockets[0].getsockname()[1]
        host = "127.0.0.1" if self._serving.host == "0.0.0.0" else self._serving.host
        return f"http://{host}:{port}/"


def _options(functions: ApiFunctions, serving: Serving) -> dict[str, Any]:
    routes = [*Health(functions.corpus).routes, *HttpApp(functions, serving, has_page=False).beside()]
    if not serving.mcp:
        return {"routes": routes}
    from ui.api.mcp import ToolServer

    tools = ToolServer(functions)
    return {"routes": [*routes, *tools.routes], "lifespan": tools.lifespan}


class _GatedApp(FastAPI):
    """The ways for programs with the gate before them."""

    def __init__(self, serving: Serving, **options: Any) -> None:
        super().__init__(openapi_url=None, docs_url=None, redoc_url=None, **options)
        self.root_path = urlsplit(serving.prefix).path  # as an argument it warns whoever starts the server
        self._serving = serving

    def build_middleware_stack(self) -> ASGIApp:
        return RequestLog(Gate(super().build_middleware_stack(), self._serving))
