"""The address of a Chroma server, as it is set: http://host:port."""

from __future__ import annotations

from urllib.parse import urlsplit


def server_address(given: str) -> str:
    """The address without a slash at its end, or "" for none. Raises ValueError that says how to give one."""
    try:
        parts = urlsplit(given)
        whole = parts.scheme in ("http", "https") and parts.hostname and parts.port and "@" not in parts.netloc
        if given and (not whole or parts.path not in ("", "/") or parts.query or parts.fragment):
            raise ValueError
    except ValueError:  # also: a port that is no number
        raise ValueError("give the Chroma server's address as http://host:port") from None
    return given.rstrip("/")
