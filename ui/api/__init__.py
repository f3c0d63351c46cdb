"""The functions that programs call, over HTTP and as MCP tools."""

from typing import TYPE_CHECKING, Any

from ui.api.anchors import Reference, article_address, read_reference, reference_to
from ui.api.articles import ArticleError, record_addition, sent_article
from ui.api.for_readers import answer_for_readers, stream_for_readers, told_to_readers
from ui.api.functions import REMEMBERED, ApiFunctions, misfit_error, missing_argument_error
from ui.api.remarks import remark_lines

if TYPE_CHECKING:
    from ui.api.http import HttpApp, HttpServer, bound_headers
    from ui.api.mcp import ToolServer

__all__ = [
    "ApiFunctions",
    "ArticleError",
    "HttpApp",
    "HttpServer",
    "REMEMBERED",
    "Reference",
    "ToolServer",
    "article_address",
    "bound_headers",
    "misfit_error",
    "missing_argument_error",
    "read_reference",
    "reference_to",
    "sent_article",
    "answer_for_readers",
    "told_to_readers",
    "record_addition",
    "remark_lines",
    "stream_for_readers",
]


def __getattr__(name: str) -> Any:
    """Imports what serves when it is used: it takes long, and the package mcp is an extra."""
    if name == "ToolServer":
        from ui.api.mcp import ToolServer

        return ToolServer
    if name in ("HttpApp", "HttpServer", "bound_headers"):
        from ui.api import http

        return getattr(http, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
