"""What is replied to small talk, and to questions about the program itself and about its corpus."""

from rag.synthesis.about.reply import reply_about

__all__ = ["reply_about"]
