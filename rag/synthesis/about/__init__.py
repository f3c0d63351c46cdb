"""What is replied to small talk, and to questions about the program itself and about its corpus."""

from rag.synthesis.about.reply import example_questions, reply_about

__all__ = ["example_questions", "reply_about"]
