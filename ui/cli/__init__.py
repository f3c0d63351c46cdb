"""The isnad command."""

from ui.cli.commands import app, main

__all__ = ["app", "main"]
