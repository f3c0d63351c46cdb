"""The functions that programs call, over HTTP and as MCP tools."""

from typing import TYPE_CHECKING, Any

from ui.api.functions import REMEMBERED, ApiFunctions, misfit_error, missing_argument_error

if TYPE_CHECKING:
    from ui.api.mcp import ToolServer

__all__ = ["ApiFunctions", "REMEMBERED", "ToolServer", "misfit_error", "missing_argument_error"]


def __getattr__(name: str) -> Any:
    """Imports the MCP server when it is used: the package mcp is an extra."""
    if name != "ToolServer":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from ui.api.mcp import ToolServer

    return ToolServer
