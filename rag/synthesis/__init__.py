"""An answer from evidence: quoted, or written by a language model."""

from rag.synthesis.about import example_questions, reply_about
from rag.synthesis.combining import combine_statements
from rag.synthesis.extractive import build_statements
from rag.synthesis.further import needs_unseen, show_further, show_unseen
from rag.synthesis.generative import MOST_SOURCES, Checks, fall_back_to_quotes, generate_answer
from rag.synthesis.quoter import Quoter
from rag.synthesis.selection import figures_first, newest_first

__all__ = [
    "Checks",
    "MOST_SOURCES",
    "Quoter",
    "build_statements",
    "combine_statements",
    "example_questions",
    "fall_back_to_quotes",
    "figures_first",
    "generate_answer",
    "needs_unseen",
    "newest_first",
    "reply_about",
    "show_further",
    "show_unseen",
]
