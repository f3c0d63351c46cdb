"""A small proxy that shows a page under a path, as a team's web server does."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx

KEPT = {"host", "connection", "transfer-encoding", "content-length", "content-encoding", "accept-encoding"}


@contextmanager
def proxy(inner: str, prefix: str) -> Iterator[str]:
    """The address at which the page of `inner` is shown; what it sends is passed on as it comes."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.0"  # a reply ends where the connection does

        def _pass(self) -> None:
            if not self.path.startswith(f"{prefix}/"):
                self.send_error(404)
                return
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            headers = [(name, value) for name, value in self.headers.items() if name.lower() not in KEPT]
            headers.append(("X-Forwarded-Host", self.headers["Host"]))
            address = inner + self.path.removeprefix(f"{prefix}/")
            with client.stream(self.command, address, headers=headers, content=body) as got:
                self.send_response(got.status_code)
                for name, value in got.headers.multi_items():
                    if name.lower() not in KEPT:
                        self.send_header(name, value)
                self.end_headers()
                for part in got.iter_bytes():
                    self.wfile.write(part)
                    self.wfile.flush()

        do_GET = do_POST = do_HEAD = _pass

        def log_message(self, *said: object) -> None:
            pass

        def handle(self) -> None:
            try:
                super().handle()
            except (ConnectionError, httpx.HTTPError):
                self.close_connection = True  # the reader left

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    with httpx.Client(timeout=30) as client:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}{prefix}/"
        server.shutdown()
        server.server_close()
