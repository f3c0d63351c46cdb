"""Questions to ask next."""

from rag.suggestions.suggestions import follow_ups

__all__ = ["follow_ups"]
