"""Who may ask for what: addresses, users, the gate before Gradio."""

from ui.server.address import Serving, bypass_proxies
from ui.server.auth import Users, password_hash, read_users, read_users_file
from ui.server.gate import MCP, gate_middleware, no_such_function

__all__ = [
    "MCP",
    "Serving",
    "Users",
    "bypass_proxies",
    "gate_middleware",
    "no_such_function",
    "password_hash",
    "read_users",
    "read_users_file",
]
