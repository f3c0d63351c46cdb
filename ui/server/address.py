"""The address at which the page is served, and its users."""

from __future__ import annotations

import os
import socket
from dataclasses import dataclass, field, replace
from ipaddress import ip_address
from typing import Any

from store import Corpus, IsnadError
from ui.messages import general as messages
from ui.messages import localized
from ui.server.auth import Users


class PageError(IsnadError):
    """The page cannot be served at the address given."""


@dataclass(frozen=True, slots=True)
class Serving:
    """How the page is served.

    host: the address to listen at. port: without one, the next free one. root_path: the path, or the whole address,
    at which a proxy shows the page; "/" where it shows it at its top; empty without a proxy. mcp: whether language
    models may use it as a tool server. users: who may log in, and who may add and remove articles.
    """

    host: str = "127.0.0.1"
    port: int | None = 7860
    root_path: str = ""
    mcp: bool = False
    users: Users = field(default_factory=Users)

    @property
    def is_local(self) -> bool:
        """Whether only people at this machine reach the page: no other may come, and no proxy lets them in."""
        return not self.root_path and is_loopback(self.host)

    @property
    def is_exposed(self) -> bool:
        """Whether other machines can reach the address itself, without a proxy in between."""
        return not is_loopback(self.host)

    @property
    def port_taken(self) -> PageError:
        """The error for an address where the page cannot listen."""
        return PageError(localized(messages.PORT_TAKEN, host=self.host, port=self.port))

    def check(self) -> None:
        """Raises PageError where the address is taken or not one of this machine; Gradio would print a traceback."""
        try:
            found = socket.getaddrinfo(self.host, self.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        except (OSError, UnicodeError) as error:
            raise self.port_taken from error
        if not any(_is_free(family, address) for family, _, _, _, address in found):
            raise self.port_taken

    def over(self, corpus: Corpus) -> Serving:
        """The same over a corpus: where that cannot be changed nobody may, and the page offers it to nobody."""
        return replace(self, users=replace(self.users, writers=frozenset())) if corpus.is_read_only else self

    @property
    def prefix(self) -> str:
        """The root path as Gradio wants it."""
        return self.root_path.rstrip("/")


def _is_free(family: int, address: Any) -> bool:
    """Whether a server could listen there now."""
    try:
        with socket.socket(family, socket.SOCK_STREAM) as tried:
            tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # this and the next as servers do
            if family == socket.AF_INET6:
                tried.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
            tried.bind(address)
            return True
    except OSError:
        return False


def bypass_proxies() -> None:
    """While starting, Gradio calls its own server; a proxy named in the environment could not reach that."""
    for name in ("NO_PROXY", "no_proxy"):
        exempt = os.environ.get(name, "").split(",")
        os.environ[name] = ",".join(filter(None, dict.fromkeys([*exempt, "localhost", "127.0.0.1"])))


def is_loopback(host: str) -> bool:
    """Whether a name or address, as a Host header gives it less the port, is this machine's own."""
    name = host.strip("[]").rstrip(".").lower()
    if name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return False
