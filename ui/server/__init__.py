"""Where the page is served, its users, and the gate that every request passes before Gradio gets it."""

from ui.server.address import Serving, bypass_proxies
from ui.server.auth import Users, environment_users, parse_users, password_hash, read_users_file
from ui.server.callers import Caller, OwnPlaces, TooManyError, called_by, current_caller, note_user
from ui.server.errors import error_form
from ui.server.event_log import record, record_question, start_log
from ui.server.gate import Gate, no_such_function
from ui.server.health import Health
from ui.server.log_in import LogInPage
from ui.server.request_log import RequestLog
from ui.server.routes import MCP
from ui.server.users_file import follow_file

__all__ = [
    "Caller",
    "Health",
    "OwnPlaces",
    "TooManyError",
    "RequestLog",
    "called_by",
    "current_caller",
    "note_user",
    "record",
    "record_question",
    "start_log",
    "MCP",
    "Gate",
    "LogInPage",
    "Serving",
    "Users",
    "bypass_proxies",
    "environment_users",
    "error_form",
    "follow_file",
    "no_such_function",
    "parse_users",
    "password_hash",
    "read_users_file",
]
