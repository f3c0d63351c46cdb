"""Requests that no browser makes, and bodies without end, sent to `isnad chat` as an operator starts it."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import threading
import time
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.helpers.ui.commands import BRIDGE
from tests.helpers.ui.doors import USERS, WRITER

pytestmark = [pytest.mark.allow_hosts(["127.0.0.1"]), pytest.mark.slow]
AS_WRITER = "Authorization: Basic " + b64encode(":".join(WRITER).encode()).decode()
JSON = "Content-Type: application/json"
BOX = "Content-Type: multipart/form-data; boundary=x"
UPGRADE = "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: eA==\r\nSec-WebSocket-Version: 13"


@dataclass
class Served:
    port: int
    log: Path

    def asks(self, request: bytes, seconds: float = 60) -> str:
        """The first line of the reply; "" where the connection was closed without one."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=seconds) as sent:
            sent.sendall(request)
            return sent.recv(200).partition(b"\r\n")[0].decode("latin-1")

    def lines(self) -> list[str]:
        return self.log.read_text("utf-8", "replace").splitlines()


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("served")
    (folder / "bridge.txt").write_text(BRIDGE, "utf-8")
    (folder / "users").write_text("\n".join(f"{user}:{hash_}" for user, hash_ in USERS.items()), "utf-8")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    isnad, store = [sys.executable, "-m", "ui.cli"], ["--store", str(folder / "store")]
    users = ["--auth-file", str(folder / "users"), "--may-write", WRITER[0]]
    env = os.environ | {"ISNAD_READER": "off", "LC_ALL": "C.UTF-8", "PYTHONPATH": os.getcwd()}
    subprocess.run([*isnad, "ingest", str(folder / "bridge.txt"), *store], env=env, check=True, capture_output=True)
    with (folder / "log").open("wb") as log:
        command = [*isnad, "chat", *store, "--port", str(port), "--mcp", *users]
        server = subprocess.Popen(command, stdout=log, stderr=log, env=env)
    try:
        _wait(server, port)
        yield Served(port, folder / "log")
    finally:
        server.terminate()
        server.wait(60)


def _wait(server: subprocess.Popen[bytes], port: int) -> None:
    for _ in range(1200):
        assert server.poll() is None
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.2)
    raise AssertionError("the server did not start")


def request(line: str, *headers: str, body: bytes = b"") -> bytes:
    host = [] if any(header.startswith("Host:") for header in headers) else ["Host: 127.0.0.1"]
    length = [f"Content-Length: {len(body)}"] if body else []
    return "\r\n".join([line, *host, *headers, *length, "", ""]).encode("latin-1") + body


def call(name: str, body: str, *headers: str) -> bytes:
    return request(f"POST /gradio_api/{name} HTTP/1.1", AS_WRITER, JSON, *headers, body=body.encode())


HOME = "GET / HTTP/1.1"
BEFORE_LOGGING_IN = [
    *(
        request(f"{method} {target} HTTP/1.1")
        for method, target in [("OPTIONS", "*"), ("CONNECT", "x:1"), ("BREW", "/")]
    ),
    *(
        request(f"GET {target} HTTP/1.1")
        for target in ("/%zz%ff%c0%af", "/%ff", "http://[::1/", "http:///config", "//", "x")
    ),
    *(
        request(f"GET {target} HTTP/1.1")
        for target in ("/assets/%00", f"/static/{'a' * 5000}", "/svelte/%ed%a0%80", "/?%ff=%00")
    ),
    *(
        request(HOME, f"Origin: {origin}")
        for origin in ("http://[::1", "null", "http://[::1]:x", "\xff", "http://a:99999999")
    ),
    request("OPTIONS / HTTP/1.1", "Origin: http://[::1", "Access-Control-Request-Method: POST"),
    *(request(HOME, f"Host: {host}") for host in ("[::1", "\xff\xfe", "a b/?#@:9", "127.0.0.1:abc", "", "a" * 5000)),
    *(request(HOME, f"X-Forwarded-Host: {host}") for host in ("[::1", "\xff:a", "a:99999999", "http://x/", ",")),
    request(HOME, "X-Gradio-Server: http://[::1"),
    request(HOME, "X-Forwarded-Proto: gopher"),
    request(HOME, "X-Forwarded-For: [::, \xff"),
    request(HOME, "Cookie: \xff=\x80; isnad-session=b=c; =;"),
    request(HOME, "Accept-Language: \xff;q=z,ar;q=1e999"),
    request(HOME, "Accept-Encoding: br;q=\xff"),
    *(request(HOME, f"Authorization: {said}") for said in ("Basic \xff", "Basic", "Bearer :", "Digest x=\xff")),
    request("GET /pwa_icon HTTP/1.1", "Range: bytes=5-1,x", "If-Modified-Since: never"),
    request("GET /gradio_api/queue/data HTTP/1.1", UPGRADE),
    request("POST /login HTTP/1.1", BOX, body=b"abc"),
    request(
        "POST /login HTTP/1.1",
        "Content-Type: application/x-www-form-urlencoded; charset=\xff",
        body=b"username=%ff;\xff",
    ),
    *(request("POST /login HTTP/1.1", f"Content-Length: {length}") for length in ("-1", "9" * 30, "x")),
    request("POST /login HTTP/1.1", "Transfer-Encoding: chunked") + b"zz\r\n",
    b"\x16\x03\x01\x02\x00\x01\x00",
    b"GET / HTTP/9.9\r\n\r\n",
]
MANY = json.dumps([{"role": number, "content": {"a": number}} for number in range(15_000)])
BY_A_USER = [
    *(
        call("run/ask", body)
        for body in ("", "{", "[]", '{"data":1}', '{"data":[NaN]}', '{"data":["\\ud800"]}', "[" * 100_000)
    ),
    *(call(f"run/{name}", '{"data":[],"fn_index":99999}') for name in ("ask", "ask%00", "nope", "add_articles")),
    *(call("call/v2/ask", body) for body in ("{}", '{"data":[]}', '{"question":{}}')),
    *(call(name, '{"event_id":NaN}') for name in ("cancel", "reset")),
    *(
        call("queue/join", f'{{"data":["q",{MANY},"x"],"fn_index":{number},"session_hash":"s"}}')
        for number in range(12, 20)
    ),
    *(call("run/predict", f'{{"data":["q",{MANY},"x"],"fn_index":{number}}}') for number in range(12, 20)),
    *(
        request("POST /mcp HTTP/1.1", AS_WRITER, "Accept: application/json, text/event-stream", JSON, body=body)
        for body in (b"{", b"[" * 9000)
    ),
    *(
        request("POST /gradio_api/upload HTTP/1.1", AS_WRITER, BOX, body=body)
        for body in (b"abc", b"--x\r\n\r\n\r\n--x--")
    ),
]


@pytest.mark.parametrize("sent", [BEFORE_LOGGING_IN, BY_A_USER], ids=["before logging in", "by a user"])
def test_what_is_broken_is_at_most_one_line_in_the_log(served: Served, sent: list[bytes]) -> None:
    before = len(served.lines())
    for request_ in sent:
        served.asks(request_)
    assert served.asks(request(HOME)) == "HTTP/1.1 200 OK"
    lines = served.lines()[before:]
    assert len(lines) <= len(sent) and not [line for line in lines if "Traceback" in line or len(line) > 600]


def test_nothing_broken_reaches_the_articles(served: Served) -> None:
    got = {served.asks(request_).split()[1] for request_ in BEFORE_LOGGING_IN if b"/config" in request_}
    assert got <= {"400", "401", "404"}


LONG = 100_000_000


@pytest.mark.parametrize("headers", [(f"Content-Length: {LONG}",), ("Transfer-Encoding: chunked",)])
@pytest.mark.parametrize(
    "path", ["/login", "/gradio_api/run/ask", "/gradio_api/queue/join", "/mcp", "/gradio_api/upload"]
)
def test_a_body_that_is_too_long_is_refused_before_it_is_read_and_nobody_else_waits(
    served: Served, path: str, headers: tuple[str, ...]
) -> None:
    with socket.create_connection(("127.0.0.1", served.port), timeout=60) as sending:
        sending.sendall(request(f"POST {path} HTTP/1.1", AS_WRITER, JSON, *headers))
        flood = threading.Thread(target=_flood, args=(sending, "chunked" in headers[0]))
        flood.start()
        slowest = 0.0
        while flood.is_alive():
            start = time.perf_counter()
            assert served.asks(request("GET /robots.txt HTTP/1.1")) == "HTTP/1.1 200 OK"
            slowest = max(slowest, time.perf_counter() - start)
        if path != "/gradio_api/upload":  # where 100 MB are allowed: what is no upload is told otherwise
            assert sending.recv(100).startswith(b"HTTP/1.1 413")
    print(f"{path} {headers[0]}: others waited {slowest:.2f} s at most")
    assert slowest < 3


def _flood(sending: socket.socket, chunked: bool) -> None:
    piece = b"[" * 1_000_000
    piece = b"%x\r\n%s\r\n" % (len(piece), piece) if chunked else piece
    try:
        for _ in range(LONG // 1_000_000):
            sending.sendall(piece)
    except OSError:
        pass  # closed, since it is refused


def test_a_head_without_end_is_not_kept(served: Served) -> None:
    with socket.create_connection(("127.0.0.1", served.port), timeout=60) as sending:
        sending.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Long: ")
        with pytest.raises(OSError):
            for _ in range(100):
                sending.sendall(b"a" * 1_000_000)
    assert served.asks(request(HOME)) == "HTTP/1.1 200 OK"
