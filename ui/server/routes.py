"""The list of what may be reached. A path or a method that is not in it is closed, whatever the server behind has.

A new route of Gradio, or of Isnad itself, is closed until somebody adds its line to ROUTES.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum
from re import Pattern

from starlette.routing import compile_path

HOME, LOG_IN, LOG_OUT, MCP = "/", "/login", "/logout", "/mcp"
HEALTH, METRICS_PATH = "/health", "/metrics"
QUESTION_BYTES = 1_000_000
"""Of the body of a request that asks something."""
ARTICLE_BYTES = 5_000_000
"""Of a request that brings the text of an article, which may have a million letters."""
CONVERSATION_BYTES = 5_000_000
"""Of a question on the page, which sends all that was said before along."""
UPLOADS_BYTES = 200 * 2**20
"""Of all files that are sent at once; Gradio counts each file's own."""
_PASSWORD_BYTES = 10_000


class Access(IntEnum):
    """Who may use a route."""

    WRITERS = 1
    USERS = 2
    ANYONE = 3


@dataclass(frozen=True, slots=True)
class Route:
    """A way into the server: its methods, its path as Starlette writes it, who may use it, and the longest body."""

    methods: str
    path: str
    access: Access = Access.USERS
    most_bytes: int = QUESTION_BYTES
    pattern: Pattern[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "pattern", compile_path(self.path)[0])

    def leads(self, path: str) -> bool:
        return self.pattern.fullmatch(path) is not None  # whole, down to a last line break


# Of two routes for one path the first counts.
ROUTES = (
    # What anyone may see tells nothing of the articles; who is not logged in gets the log-in page at `/`.
    Route("GET HEAD", HOME, Access.ANYONE),
    Route("GET", "/favicon.ico", Access.ANYONE),
    Route("GET", "/manifest.json", Access.ANYONE),  # browsers ask for it and its icon without a cookie
    Route("GET", "/pwa_icon", Access.ANYONE),
    Route("GET", "/robots.txt", Access.ANYONE),
    Route("GET", "/gradio_api/startup-events", Access.ANYONE),  # Gradio calls it itself, before anybody can log in
    Route("POST", LOG_IN, Access.ANYONE, _PASSWORD_BYTES),
    Route("POST", LOG_OUT, Access.ANYONE, _PASSWORD_BYTES),
    Route("GET HEAD", HEALTH, Access.ANYONE),
    Route("GET", METRICS_PATH),
    # The page's own files
    Route("GET", "/assets/{path:path}"),
    Route("GET", "/static/{path:path}"),
    Route("GET", "/svelte/{path:path}"),
    Route("GET", "/theme.css"),
    # What the page and programs call
    Route("GET", "/config"),
    Route("GET", "/gradio_api/app_id"),
    Route("GET", "/gradio_api/info"),
    Route("POST", "/gradio_api/run/paste", most_bytes=ARTICLE_BYTES),
    Route("POST", "/gradio_api/run/{name}"),
    Route("POST", "/gradio_api/call/{name}"),
    Route("GET", "/gradio_api/call/{name}/{event}"),
    Route("POST", "/gradio_api/call/v2/{name}"),
    Route("GET", "/gradio_api/call/v2/{name}/{event}"),
    Route("POST", "/gradio_api/queue/join", most_bytes=CONVERSATION_BYTES),
    Route("GET", "/gradio_api/queue/data"),
    Route("GET", "/gradio_api/queue/status"),
    Route("POST", "/gradio_api/cancel"),
    Route("POST", "/gradio_api/reset"),
    Route("GET", "/gradio_api/heartbeat/{session}"),
    Route("GET", "/gradio_api/upload_progress"),
    Route("GET POST DELETE", MCP),
    # Over plain HTTP
    Route("POST", "/api/ask"),
    Route("POST", "/api/search"),
    Route("GET", "/api/articles"),
    Route("GET", "/api/articles/{id}"),
    Route("POST", "/api/articles", Access.WRITERS, ARTICLE_BYTES),
    Route("GET", "/v1/models"),
    Route("GET", "/v1/models/{id}"),
    Route("POST", "/v1/chat/completions", most_bytes=CONVERSATION_BYTES),  # all that was said before comes along
    Route("GET", "/docs"),
    Route("GET", "/openapi.json"),
    Route("POST", "/gradio_api/upload", Access.WRITERS, UPLOADS_BYTES),
)


def routes_at(path: str) -> list[Route]:
    """The routes of a path, as Starlette routes it: less the proxy's path, and decoded once."""
    shown = path.removesuffix("/") or "/"  # Gradio has some of its routes with a slash at the end as well
    return [route for route in ROUTES if route.leads(shown)]
