"""Errors as programs get them: one form for all ways, that which the clients of OpenAI's protocol read.

`{"error": {"message": …, "type": …, "param": …, "code": …}}`: a sentence that names the remedy, the kind of error,
the argument that does not fit or null, and a word to tell it by.
"""

from __future__ import annotations

from typing import Any

PROGRAMS = ("/api/", "/v1/")
"""How the paths begin that programs call, and where errors have this form."""

_CODES = {
    400: "bad_request",
    401: "invalid_api_key",
    403: "forbidden",
    404: "not_found",
    405: "method_not_allowed",
    413: "too_large",
    415: "unsupported_media_type",
    422: "unprocessable",
    429: "rate_limit_exceeded",
    500: "server_error",
    503: "unavailable",
}
_TYPES = {401: "authentication_error", 403: "permission_error", 404: "not_found_error", 429: "rate_limit_error"}


def error_form(status: int, message: str, argument: str | None = None, code: str = "") -> dict[str, Any]:
    """The body of a reply with this status."""
    kind = _TYPES.get(status, "server_error" if status >= 500 else "invalid_request_error")
    code = code or _CODES.get(status, "error")
    return {"error": {"message": message, "type": kind, "param": argument, "code": code}}
