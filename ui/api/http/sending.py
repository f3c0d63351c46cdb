"""How replies are sent: as JSON, or in pieces, as server-sent events."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncGenerator, AsyncIterator
from typing import Any, TypeVar

from starlette.requests import Request
from starlette.responses import JSONResponse, StreamingResponse

T = TypeVar("T")
EVENTS = "text/event-stream"
_QUIET = 15.0
"""Seconds after which a sign of life is sent, lest a proxy take the connection for dead."""


class JsonReply(JSONResponse):
    """A reply in JSON."""

    def render(self, content: Any) -> bytes:
        return _written(content).encode()


def _written(value: object) -> str:
    """JSON that can be sent, also where a question had half a surrogate pair in it."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace").decode()


def wants_events(request: Request) -> bool:
    """Whether a program says that it takes events."""
    return EVENTS in request.headers.get("accept", "")


def event(data: object, name: str = "") -> str:
    """An event as it is sent: its name, if it has one, and its data as JSON."""
    head = f"event: {name}\n" if name else ""
    return f"{head}data: {_written(data)}\n\n"


async def started(steps: AsyncGenerator[T, None]) -> AsyncGenerator[T, None]:
    """The same steps, of which the first is there already, so that what it raises can still be a status."""
    first = await anext(steps)

    async def all_steps() -> AsyncGenerator[T, None]:
        yield first
        async for step in steps:
            yield step

    return all_steps()


async def alive(steps: AsyncGenerator[T, None]) -> AsyncGenerator[T | None, None]:
    """The steps, and None whenever none has come for a while."""
    waiting = asyncio.ensure_future(anext(steps, _End))
    try:
        while True:
            await asyncio.wait({waiting}, timeout=_QUIET)
            if not waiting.done():
                yield None
                continue
            if (step := waiting.result()) is _End:
                return
            yield step  # type: ignore[misc]
            waiting = asyncio.ensure_future(anext(steps, _End))
    finally:
        waiting.cancel()


class _End:
    """Stands after the last step."""


def stream(events: AsyncIterator[str]) -> StreamingResponse:
    """The reply, which no proxy may keep back."""
    headers: dict[str, Any] = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return StreamingResponse(events, media_type=EVENTS, headers=headers)
