"""What a server sends in the place of a streamed reply, told for what it is.

Vendors' clients skip what they do not know: a web page, a reply in one piece, one that breaks off and no reply at all
would look like a model that has nothing to say. So the bytes are watched on their way to the client.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import httpx

from rag.llms.failures import FailureKind, ReplyError

MOST_BYTES = 16 * 2**20
"""A reply takes some hundred bytes a token, a long one with its thinking a few million."""
_END = re.compile(rb'\[DONE\]|"finish_reason"\s*:\s*"|"message_stop"|"done"\s*:\s*true')
"""How the protocols say that a reply is whole. A text that a model writes has its quotation marks escaped."""
_EVENT = b"deir:"
"""What a line of server-sent events begins with: data, event, id, retry, or a comment."""
_ACROSS = 64
"""So many bytes of what came before are kept, as an end may come in two pieces."""

Hook = Callable[..., None]


def hooks(edit_request: Hook, events: bool) -> dict[str, list[Hook]]:
    """The hooks of an httpx client for replies as server-sent events, or as lines of JSON."""

    def ask_plainly(request: httpx.Request) -> None:
        request.headers["accept-encoding"] = "identity"

    def watch(response: httpx.Response) -> None:
        if response.status_code == 200 and "content-encoding" not in response.headers:
            assert isinstance(response.stream, httpx.SyncByteStream)
            response.stream = _Watched(response.stream, events)

    return {"request": [edit_request, ask_plainly], "response": [watch]}


class _Watched(httpx.SyncByteStream):
    """The same bytes; ReplyError where they are not, or not all of, a streamed reply."""

    def __init__(self, stream: httpx.SyncByteStream, events: bool) -> None:
        self._stream = stream
        self._events = events

    def __iter__(self) -> Iterator[bytes]:
        size, start, before, ended = 0, b"", b"", False
        for piece in self._stream:
            size += len(piece)
            if size > MOST_BYTES:
                raise ReplyError(FailureKind.ENDLESS)
            if not start:
                start = piece.lstrip()[:1]
                self._check_start(start)
            ended = ended or bool(_END.search(before + piece))
            before = piece[-_ACROSS:]
            yield piece
        if not ended:
            raise ReplyError(FailureKind.CUT_OFF if start else FailureKind.EMPTY)

    def _check_start(self, start: bytes) -> None:
        if start == b"<":
            raise ReplyError(FailureKind.WEB_PAGE)
        if start == b"{" and self._events:
            raise ReplyError(FailureKind.NOT_STREAMED)
        if start and start not in (_EVENT if self._events else b"{"):
            raise ReplyError(FailureKind.UNREADABLE)

    def close(self) -> None:
        self._stream.close()
