"""Where and for whom the page is served."""

from __future__ import annotations

import os
from dataclasses import dataclass, field, replace
from ipaddress import ip_address

from ui.guests import Guests


@dataclass(frozen=True, slots=True)
class Serving:
    """How the page is served.

    host: the address to listen at. port: without one, the next free one. root_path: the path, or the whole address,
    at which a proxy shows the page; "/" where it shows it at its top; empty without a proxy. mcp: whether language
    models may use it as a tool server. guests: who may come, and who may write.
    """

    host: str = "127.0.0.1"
    port: int | None = 7860
    root_path: str = ""
    mcp: bool = False
    guests: Guests = field(default_factory=Guests)

    @property
    def alone(self) -> bool:
        """Whether only people at this machine reach the page: no other may come, and no proxy lets them in."""
        return not self.root_path and is_loopback(self.host)

    @property
    def open_to_others(self) -> bool:
        """Whether other machines can reach the address itself, without a proxy in between."""
        return not is_loopback(self.host)

    def to(self, guests: Guests) -> Serving:
        return replace(self, guests=guests)

    @property
    def prefix(self) -> str:
        """The root path as Gradio wants it."""
        return self.root_path.rstrip("/")


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
