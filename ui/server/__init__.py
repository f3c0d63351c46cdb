"""Where the page is served, its users, and the gate that every request passes before Gradio gets it."""

from ui.server.address import Serving, bypass_proxies
from ui.server.auth import Users, environment_users, parse_users, password_hash, read_users_file
from ui.server.gate import MCP, gate_middleware, no_such_function

__all__ = [
    "MCP",
    "Serving",
    "Users",
    "bypass_proxies",
    "environment_users",
    "gate_middleware",
    "no_such_function",
    "parse_users",
    "password_hash",
    "read_users_file",
]
