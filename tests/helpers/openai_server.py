"""A real server on this machine that speaks to language models' clients: OpenAI's, Anthropic's and Ollama's protocol.

It answers with the queued replies, whole or in pieces, and fails in the ways that servers fail.
"""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any


@dataclass(frozen=True)
class Reply:
    """What the server does with one request.

    `status` other than 200 is an error that says `error`; {key} in it echoes the key that was sent. `wait` is how
    many seconds pass before the first byte, or until the server closes. `end` is how a reply ends: "whole", "cut"
    (the connection breaks off), "garbage" (something that is no JSON follows), "drop" (no reply at all), "silence"
    (it stays open, with a sign of life now and then), "open" (it is over, and nothing says that it is whole), or
    "limit" (the model may say no more). `page` is sent in the place of a reply, as HTML; `whole` sends the reply in
    one piece also where a stream is asked for; `size` is how many characters come in one piece of a stream.
    """

    text: str = ""
    status: int = 200
    error: str = "no"
    code: str = "refused"
    wait: float = 0.0
    end: str = "whole"
    page: str = ""
    whole: bool = False
    size: int = 7


@dataclass
class Asked:
    """One request as it arrived."""

    path: str
    headers: dict[str, str]
    body: dict[str, Any]


@dataclass
class ModelServer:
    """Listens on 127.0.0.1 while it is entered; `address` is http://127.0.0.1:PORT. Replies may be plain texts."""

    replies: list[Reply | str] = field(default_factory=list)
    models: tuple[str, ...] = ("small", "large")
    asked: list[Asked] = field(default_factory=list)
    address: str = ""

    def __enter__(self) -> ModelServer:
        self.closing = threading.Event()
        self._http = _Http(("127.0.0.1", 0), _Handler)
        self._http.daemon_threads, self._http.block_on_close = True, True
        self._http.model = self  # type: ignore[attr-defined]
        self.address = f"http://127.0.0.1:{self._http.server_address[1]}"
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.01,))
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Answer nobody any more; whoever waits is let go."""
        if not self.closing.is_set():
            self.closing.set()
            self._http.shutdown()
            self._http.server_close()
            self._thread.join()

    def take(self) -> Reply:
        reply = self.replies.pop(0)
        return Reply(reply) if isinstance(reply, str) else reply


class _Http(ThreadingHTTPServer):
    def handle_error(self, request: Any, client_address: Any) -> None:
        if not isinstance(sys.exc_info()[1], ConnectionError):  # clients may leave
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 30

    @property
    def model(self) -> ModelServer:
        model: ModelServer = self.server.model  # type: ignore[attr-defined]
        return model

    def log_message(self, *_: object) -> None:
        pass

    def do_GET(self) -> None:
        self.model.asked.append(Asked(self.path, dict(self.headers), {}))
        models = [{"name": name, "model": name} for name in self.model.models]
        self._whole({"models": models} if self.path == "/api/tags" else {})

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        self.model.asked.append(Asked(self.path, dict(self.headers), body))
        reply = self.model.take()
        self.model.closing.wait(reply.wait)
        if reply.end == "drop":
            self.close_connection = True
        elif reply.status != 200 and not reply.page:
            self._refuse(reply)
        elif reply.page:
            self._send(reply.page.encode(), reply.status, "text/html")
        elif body.get("stream") and not reply.whole:
            self._stream(reply)
        else:
            self._whole(_PROTOCOLS[self.path].whole(reply.text))

    def _refuse(self, reply: Reply) -> None:
        key = self.headers.get("x-api-key") or self.headers.get("authorization", "").removeprefix("Bearer ")
        said = reply.error.format(key=key)
        fault: Any = said if self.path == "/api/chat" else {"message": said, "type": reply.code, "code": reply.code}
        self._whole({"type": "error", "error": fault}, reply.status)

    def _whole(self, value: object, status: int = 200) -> None:
        self._send(json.dumps(value).encode(), status, "application/json")

    def _send(self, body: bytes, status: int, kind: str) -> None:
        self.send_response(status)
        self.send_header("content-type", kind)
        self.send_header("content-length", str(len(body)))
        if 300 <= status < 400:
            self.send_header("location", f"{self.model.address}/elsewhere")
        self.end_headers()
        self.wfile.write(body)

    def _stream(self, reply: Reply) -> None:
        protocol = _PROTOCOLS[self.path]
        self.send_response(200)
        self.send_header("content-type", protocol.content_type)
        self.send_header("transfer-encoding", "chunked")
        self.end_headers()
        try:
            for line in self._lines(protocol, reply):
                self.wfile.write(b"%x\r\n%s\r\n" % (len(line.encode()), line.encode()))
            if reply.end in ("whole", "garbage", "open", "limit"):
                self.wfile.write(b"0\r\n\r\n")
            else:
                self.close_connection = True
        except (BrokenPipeError, ConnectionResetError):  # the client has heard enough
            self.close_connection = True

    def _lines(self, protocol: Any, reply: Reply) -> Iterator[str]:
        yield from protocol.start
        yield from map(protocol.piece, _pieces(reply))
        while reply.end == "silence" and not self.model.closing.wait(0.05):
            yield protocol.alive
        if reply.end == "garbage":
            yield protocol.garbage
        if reply.end == "whole":
            yield from protocol.finish
        if reply.end == "limit":
            yield from protocol.limit


def _pieces(reply: Reply) -> Iterator[str]:
    return (reply.text[at : at + reply.size] for at in range(0, len(reply.text), reply.size))


def _event(value: dict[str, Any]) -> str:
    name = f"event: {value['type']}\n" if "type" in value else ""
    return f"{name}data: {json.dumps(value)}\n\n"


class _OpenAI:
    content_type = "text/event-stream"
    start: list[str] = []
    alive = ": ping\n\n"
    garbage = "data: {not json\n\n"

    @staticmethod
    def _chunk(delta: dict[str, str], finish: str | None = None) -> str:
        choice = {"index": 0, "delta": delta, "finish_reason": finish}
        return _event({"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "m", "choices": [choice]})

    def piece(self, text: str) -> str:
        return self._chunk({"role": "assistant", "content": text})

    @property
    def finish(self) -> list[str]:
        return [self._chunk({}, "stop"), "data: [DONE]\n\n"]

    @property
    def limit(self) -> list[str]:
        return [self._chunk({}, "length"), "data: [DONE]\n\n"]

    def whole(self, text: str) -> dict[str, Any]:
        choice = {"index": 0, "message": {"role": "assistant", "content": text}, "finish_reason": "stop"}
        return {"id": "1", "object": "chat.completion", "created": 1, "model": "m", "choices": [choice]}


class _Anthropic:
    content_type = "text/event-stream"
    alive = _event({"type": "ping"})
    garbage = "event: content_block_delta\ndata: {not json\n\n"
    usage = {"input_tokens": 1, "output_tokens": 1}

    @staticmethod
    def _ended(reason: str) -> list[str]:
        return [
            _event({"type": "content_block_stop", "index": 0}),
            _event({"type": "message_delta", "delta": {"stop_reason": reason}, "usage": {"output_tokens": 1}}),
            _event({"type": "message_stop"}),
        ]

    @property
    def finish(self) -> list[str]:
        return self._ended("end_turn")

    @property
    def limit(self) -> list[str]:
        return self._ended("max_tokens")

    def whole(self, text: str) -> dict[str, Any]:
        content = [{"type": "text", "text": text}] if text else []
        frame = {"id": "1", "type": "message", "role": "assistant", "model": "m", "stop_reason": "end_turn"}
        return frame | {"content": content, "usage": self.usage}

    @property
    def start(self) -> list[str]:
        opened = {"type": "content_block_start", "index": 0, "content_block": {"type": "text", "text": ""}}
        return [_event({"type": "message_start", "message": self.whole("")}), _event(opened)]

    def piece(self, text: str) -> str:
        delta = {"type": "text_delta", "text": text}
        return _event({"type": "content_block_delta", "index": 0, "delta": delta})


class _Ollama:
    content_type = "application/x-ndjson"
    start: list[str] = []
    garbage = "{not json\n"

    def whole(self, text: str, done: bool = True) -> dict[str, Any]:
        message = {"role": "assistant", "content": text}
        return {"model": "m", "created_at": "2024-01-01T00:00:00Z", "message": message, "done": done}

    def piece(self, text: str) -> str:
        return json.dumps(self.whole(text, done=False)) + "\n"

    @property
    def alive(self) -> str:
        return self.piece("")

    @property
    def finish(self) -> list[str]:
        return [json.dumps(self.whole("") | {"done_reason": "stop"}) + "\n"]

    @property
    def limit(self) -> list[str]:
        return [json.dumps(self.whole("") | {"done_reason": "length"}) + "\n"]


_PROTOCOLS: dict[str, Any] = {
    "/v1/chat/completions": _OpenAI(),
    "/v1/messages": _Anthropic(),
    "/api/chat": _Ollama(),
}
